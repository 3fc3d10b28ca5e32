"""How well value at risk is known: what the dissatisfied bring together, and what it lies between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.distribution.forecasts import parts
from guanxi.knowledge.experience.by_value import dissatisfied
from guanxi.knowledge.lifetime.future import future_of
from guanxi.knowledge.lifetime.published import published

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

SHORT = "short"


def at_risk_ranges(
    profile: Table,
    card: Mapping[str, Any],
    *,
    as_of: date,
    engine: Engine,
    customers: Table | None = None,
) -> dict[str, tuple[float, float]]:
    """What the lifetime values of the dissatisfied, added up, lie between nine times of ten.

    In      profile    rows of the snapshot that the card is of, all or some, with the columns of `voice`
            customers  facts "customers", where the model of buying differs by what is said of them
    Out     by measure of `by_value.at_risk` ("": any of them) low and high
    Absent  all, where the snapshot has no model of buying or of spend; a measure in which nobody whose value
            is known is dissatisfied
    Method  the exact sum of variances, not a bootstrap. Each customer's own variance follows from the models;
            given their parameters customers do not move each other, so these add up. What is not known of
            the parameters moves all at once: it is added along the axes of the posterior. The sum has a
            gamma's shape (`knowledge.lifetime.future`). That is reckoned of the money within the horizon, and
            stands around the sum of lifetime values in proportion
    Assumes who is dissatisfied is known: of those who did not answer nothing is said. Margin and discount
            are the firm's own and count as known
    """
    models = published(card)
    days = ((card.get("settings") or {}).get("lifetime") or {}).get("horizon_days")
    if models.buying is None or models.spend is None or days is None:
        return {}
    flags = dissatisfied(profile)
    short = profile.filter(profile.lifetime_value.notnull() & flags[""].fill_null(False))
    marks = {
        f"{SHORT}_{name}": flag.fill_null(False).ifelse(SHORT, "")
        for name, flag in dissatisfied(short).items()
    }
    short = short.mutate(**marks)
    apart = list(parts(short, card, as_of=as_of, by=list(marks), customers=customers, engine=engine))
    sums = short.aggregate(**{mark: short.lifetime_value.sum(where=short[mark] == SHORT) for mark in marks})
    (worth,) = engine.collect(sums).to_pylist()
    return {
        each.column.removeprefix(f"{SHORT}_"): (
            worth[each.column] * each.spend.low90 / each.spend.expected,
            worth[each.column] * each.spend.high90 / each.spend.expected,
        )
        for each in (future_of(apart, models.spend, days=[days]) if apart else ())
        if each.key == SHORT and each.spend and each.spend.expected > 0 and each.spend.low90 is not None
    }
