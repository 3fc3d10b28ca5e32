"""`guanxi lifetime --model ltv`: the LTV table of a plan, its strategies side by side, and its tornado."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from guanxi.commands.lifetime_asked import Asked, discount, known, noted
from guanxi.errors import BadInput
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.ltv_table import Plan, UnevenColumns, Year, discount_factors, ltv_table
from guanxi.knowledge.lifetime.ltv_table import plan as counted_plan
from guanxi.knowledge.lifetime.strategies import Strategy, applied, compare, together, tornado
from guanxi.sources.plans import PlanRead, read_plan

CHANGES = tuple(field.name for field in fields(Strategy) if field.name != "name")
INPUTS = ("orders", "order_size", "cost_share", "marketing", "discount_factor")


class NotAStrategy(BadInput):
    code = "cli.not_a_strategy"


def fitted(asked: Asked) -> dict[str, Any]:
    """The table, every strategy beside it, all strategies together where there are several, and the tornado.

    The file is a table with one row per year, or JSON or TOML. Discount factors that it does not give follow
    from --discount, else from its interest, else from 10 % a year: (1 + d) ^ (year - 1).
    """
    read = read_plan(asked.file, asked.columns)
    plan, notes = _plan(read, asked)
    strategies = [*map(_strategy, read.strategies), *map(_typed, asked.strategies)]
    if len(strategies) > 1:
        strategies.append(together(" + ".join(one.name for one in strategies), *strategies))
    outcomes = compare(plan, strategies)
    return {
        "model": asked.model,
        "unit": "year",
        "as_of": None,
        "customers": plan.customers,
        "parameters": {},
        "plan": asdict(plan),
        "table": ltv_table(plan).as_dict(),
        "strategies": [
            {
                "name": outcome.name,
                "changes": {k: v for k, v in asdict(strategy).items() if k != "name" and v},
                "table": outcome.table.as_dict(),
                "gain": outcome.gain,
                "gain_ltv": outcome.gain_ltv,
                "tornado": _bars(applied(plan, strategy), asked.swing),
            }
            for strategy, outcome in zip(strategies, outcomes, strict=True)
        ],
        "swing": asked.swing,
        "tornado": _bars(plan, asked.swing),
        "read": {
            "file": asked.file.name,
            "rows_read": read.rows,
            "rows_set_aside": 0,
            "set_aside": {},
            "columns": dict(read.taken or {}),
        },
        "notes": noted([*read.notes, *notes], asked.language),
    }


def _plan(read: PlanRead, asked: Asked) -> tuple[Plan, list[Note]]:
    """The plan, its customers counted by year or its retention typed."""
    columns, notes = dict(read.columns), []
    years = len(columns.get("retention") or columns.get("customers") or [])
    if "discount_factor" not in columns:
        if asked.discount is None and read.interest is not None:
            asked = Asked(**{**asked.__dict__, "discount": read.interest})
        rate = discount(asked)
        columns["discount_factor"] = discount_factors(rate, years)
        notes.append(Note("lifetime.discount_factors_from", {"rate": rate}))
    for name in INPUTS:
        if len(columns.get(name, [])) != years:
            raise UnevenColumns(column=name, found=len(columns.get(name, [])), needed=years)
    inputs = {name: columns.get(name, []) for name in INPUTS}
    if "retention" not in columns:
        return counted_plan(customers=columns.get("customers", []), **inputs), notes
    if not columns.get("customers"):
        raise UnevenColumns(column="customers", found=0, needed=1)
    rows = zip(columns["retention"], *inputs.values(), strict=True)
    return Plan(columns["customers"][0], tuple(Year(*row) for row in rows)), notes


def _strategy(found: Mapping[str, Any]) -> Strategy:
    """A strategy from JSON: its name and its changes."""
    name = str(found.get("name", "")) or "-"
    for key, value in found.items():
        if key != "name":
            known(f"strategies: {name}", key, CHANGES)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise NotAStrategy(asked=f"{name}: {key}={value}", known=", ".join(CHANGES))
    return Strategy(name, **{key: float(value) for key, value in found.items() if key != "name"})


def _typed(text: str) -> Strategy:
    """A strategy as typed: "NAME: more_retention=0.1 retention_cost=5"."""
    name, colon, changes = text.partition(":")
    found: dict[str, Any] = {"name": name.strip()}
    try:
        for change in changes.replace(",", " ").split():
            key, _, value = change.partition("=")
            found[key] = float(value.rstrip("%")) / (100 if value.endswith("%") else 1)
    except ValueError:
        raise NotAStrategy(asked=text, known=", ".join(CHANGES)) from None
    if not colon or not found["name"] or len(found) < 2:
        raise NotAStrategy(asked=text, known=", ".join(CHANGES))
    return _strategy(found)


def _bars(plan: Plan, swing: float) -> list[dict[str, Any]]:
    return [asdict(bar) | {"width": bar.width} for bar in tornado(plan, swing=swing)]
