"""What `guanxi lifetime` found, for reading in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guanxi.commands.language import chosen, tell
from guanxi.knowledge.lifetime.covariates_said import evidence_said, level_said


def said(found: dict[str, Any]) -> str:
    """The model, its parameters or its table, what follows from it, and what was noticed."""
    parts = {"ltv": _plan, "life-stage": _stages}.get(found["model"], _fit)
    return "\n".join([*parts(found), *(note["sentence"] for note in found["notes"])])


def _fit(found: dict[str, Any]) -> Iterator[str]:
    errors = found.get("standard_errors") or {}
    facts = {"model": found["model"], "unit": found.get("unit"), "as_of": found.get("as_of") or "-"}
    yield tell("cli.lifetime.found", **facts)
    ends = (found.get("posterior") or {}).get("intervals", {})
    for name, value in found["parameters"].items():
        error = f"   ± {errors[name]:.4f}" if name in errors else ""
        reach = f"   {ends[name][0]:.4f}–{ends[name][1]:.4f}" if name in ends else ""
        yield f"  {name:<6} {value:10.4f}{error}{reach}"
    yield tell("cli.lifetime.fit", customers=found["customers"], log_likelihood=found["log_likelihood"])
    if "effects" in found:
        yield from _effects(found)
    if "retention" in found:
        yield from _renewals(found)
    elif "forecast" in found:
        code = "cli.lifetime.opportunities" if found["model"] == "bg-bb" else "cli.lifetime.forecast"
        forecast = {name: value for name, value in found["forecast"].items() if value is not None}
        nothing = {name: float("nan") for name in found["forecast"]}
        yield tell(code, unit=found["unit"], **nothing | forecast)


def _effects(found: dict[str, Any]) -> Iterator[str]:
    firsts = {covariate: next(iter(levels)) for covariate, levels in found["covariates"].items()}
    base = ", ".join(f"{name} = {level_said(level, chosen())}" for name, level in firsts.items())
    yield tell("cli.lifetime.effects_head", base=base)
    yield from (f"  {effect['sentence']}" for effect in found["effects"] if effect["sentence"])
    yield evidence_said(found["p_value"], chosen())
    if "history" in found:
        yield tell("cli.lifetime.group_forecast_head", unit=found["unit"], **found["history"])
        for group in found["groups"]:
            facts = {name: group[name] for name in ("customers", "p_alive", "expected_purchases")}
            yield tell("cli.lifetime.group_forecast", group=group["name"], **facts)


def _renewals(found: dict[str, Any]) -> Iterator[str]:
    yield tell("cli.lifetime.retention_head")
    for row in found["retention"]:
        renewed = "-" if row["renewed"] is None else f"{row['renewed']:.1%}"
        counts = f"  {row['period']:>4} {row['due']:>10,} {row['lost']:>10,}"
        yield f"{counts} {renewed:>8} {row['renewed_by_model']:>8.1%}"
    forecast = found["forecast"]
    low, high = (forecast[f"survival_{end}"] for end in ("low", "high"))
    facts = {
        "already": forecast["already"],
        "ahead": forecast["ahead"],
        "share": forecast["survival"][-1],
        "range": f"{low[-1]:.1%}–{high[-1]:.1%}" if low else "-",
        "worth": forecast["residual_lifetime"],
        "discount": forecast["discount_a_period"],
    }
    yield tell("cli.lifetime.renewals", **facts)


def _plan(found: dict[str, Any]) -> Iterator[str]:
    yield tell("cli.lifetime.plan_head")
    for row in found["table"]["rows"]:
        yield (
            f"  {row['year']:>4} {row['customers']:>12,.0f} {row['revenue']:>16,.0f} {row['profit']:>14,.0f}"
            f" {row['discounted']:>14,.0f} {row['cumulative']:>14,.0f} {row['ltv']:>10,.2f}"
        )
    yield _back(found["table"])
    for one in found["strategies"]:
        facts = {
            "name": one["name"],
            "gain": one["gain"],
            "value": one["table"]["value"],
            "ltv": one["table"]["ltv"],
        }
        yield tell("cli.lifetime.strategy_said", **facts) + " " + _back(one["table"])
    yield tell("cli.lifetime.tornado_head", swing=found["swing"])
    for bar in found["tornado"]:
        yield f"  {bar['name']:<12} {bar['lower']:>12,.2f} {bar['higher']:>12,.2f}"


def _back(table: dict[str, Any]) -> str:
    if table["break_even_year"] is None:
        return tell("cli.lifetime.never_back")
    return tell("cli.lifetime.back", year=table["break_even_year"])


def _stages(found: dict[str, Any]) -> Iterator[str]:
    yield tell("cli.lifetime.stages_head", age=found["age"], done=found["done"] or "-")
    for part in found["stages"]:
        when = "-" if part["expected_in_years"] is None else f"{part['expected_in_years']:.1f}"
        yield f"  {part['name']:<24} {when:>8} {part['probability']:>8.1%} {part['value']:>16,.2f}"
    facts = {name: found[name] for name in ("value", "low", "high", "level")}
    yield tell("cli.lifetime.stages_worth", **facts)
