"""`guanxi lifetime --model bg-bb`: customers who can only buy now and then, counted or in an order list."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from guanxi.commands.lifetime_asked import Asked, NotAHistory, ahead, discount, noted, numbers
from guanxi.commands.lifetime_known import known as how_known
from guanxi.commands.lifetime_known import ranged
from guanxi.commands.lifetime_orders import read_said
from guanxi.engines import engine as new_engine
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.bg_bb import BgBb
from guanxi.knowledge.lifetime.bg_bb_fit import fit_bg_bb
from guanxi.knowledge.lifetime.opportunities import Opportunities, opportunities, ordered_opportunities
from guanxi.knowledge.lifetime.periods import a_period, known_period
from guanxi.knowledge.lifetime.posterior import Posterior
from guanxi.sources.contracts import counted, holds_counts
from guanxi.sources.files import SourceTable, read_file
from guanxi.sources.purchases import purchases_of


def fitted(asked: Asked) -> dict[str, Any]:
    """Fit BG/BB to a table of counts (purchases, last, opportunities, customers), else to an order list.

    unit      the period that is an opportunity: day, week, month (the default), quarter, year
    history   "purchases,last,opportunities": a forecast for such a customer over `ahead` opportunities (12)
    """
    unit = known_period(asked.unit or "month")
    history = None if asked.history is None else _history(asked.history)
    far = int(ahead(asked, 12, whole=True))
    table = read_file(asked.file)
    if holds_counts(table, asked.columns):
        seen, said, notes = _counts(table, asked)
    else:
        seen, said, notes = _orders(table, asked, unit)
    model = fit_bg_bb(seen)
    found = {"model": asked.model, "unit": unit, "as_of": None} | said | model.card()
    draws, posterior = how_known(model, seen)
    found |= {"histories": len(seen), "posterior": posterior}
    if history is not None:
        found["forecast"] = _forecast(model, draws, history, far, a_period(discount(asked), unit))
    found["notes"] = noted([*table.notes, *notes, *model.notes], asked.language)
    return found


def _counts(table: SourceTable, asked: Asked) -> tuple[Opportunities, dict[str, Any], list[Note]]:
    read = counted(table, asked.columns)
    columns = [read.values[role] for role in ("purchases", "last", "opportunities")]
    seen = opportunities(*columns, read.values.get("customers"))
    said = {"file": table.file, "rows_read": table.rows.height, "rows_set_aside": 0, "set_aside": {}}
    return seen, {"read": said | {"columns": read.columns, "as": "counts"}}, list(read.notes)


def _orders(table: SourceTable, asked: Asked, unit: str) -> tuple[Opportunities, dict[str, Any], list[Note]]:
    read = purchases_of(table, columns=dict(asked.columns), as_of=asked.as_of)
    as_of = asked.as_of or read.report.last_purchase_on
    with closing(new_engine()) as engine:
        purchases = engine.table(read.purchases)
        seen, notes = ordered_opportunities(purchases, as_of=as_of, engine=engine, period=unit)
    said = {"as_of": as_of.isoformat(), "read": read_said(read.report) | {"as": "orders"}}
    return seen, said, [*read.report.notes, *read.report.mapping.guesses, *notes]


def _forecast(
    model: BgBb, draws: Posterior | None, history: tuple[int, int, int], ahead: int, discount: float
) -> dict[str, Any]:
    return {
        **dict(zip(("purchases", "last", "opportunities"), history, strict=True)),
        "ahead": ahead,
        **ranged("p_alive", lambda m: m.p_alive(*history), model, draws, probability=True),
        **ranged("expected_purchases", lambda m: m.expected_purchases(ahead, *history), model, draws),
        "chances": [float(chance) for chance in model.distribution(ahead, *history)],
        "discount_a_period": discount,
        **ranged("discounted_purchases", lambda m: m.discounted_purchases(*history, discount), model, draws),
    }


def _history(text: str) -> tuple[int, int, int]:
    shape = "purchases,last,opportunities"
    found = numbers(text, 3, shape)
    purchases, last, had = found
    if (
        any(n != int(n) for n in found)
        or not 0 <= purchases <= last <= had
        or (purchases == 0) != (last == 0)
    ):
        raise NotAHistory(asked=text, shape=shape)
    return int(purchases), int(last), int(had)
