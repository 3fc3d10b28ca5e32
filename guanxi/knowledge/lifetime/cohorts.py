"""Retention by cohort: of those who came in one month, how many are there, or buy, in each month after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from guanxi.errors import SettingError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.opportunities import NobodyHadOpportunities
from guanxi.knowledge.lifetime.periods import MONTHS, last_over, number, unit_facts
from guanxi.knowledge.lifetime.renewals import NothingDue, Renewals, renewals
from guanxi.knowledge.lifetime.survival import CohortCurve, survival_curve
from guanxi.knowledge.shares import wilson

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


class UnknownCohort(SettingError):
    code = "lifetime.unknown_cohort"


def cohort_name(place: int, cohort: str) -> str:
    """What a calendar period is called: 2024-03, 2024-Q1, 2024."""
    each = 12 // MONTHS[known_cohort(cohort)]
    year, part = divmod(int(place), each)
    return {"month": f"{year}-{part + 1:02d}", "quarter": f"{year}-Q{part + 1}", "year": f"{year}"}[cohort]


def known_cohort(cohort: str) -> str:
    """The kind of cohort, or UnknownCohort with those there are."""
    if cohort not in MONTHS:
        raise UnknownCohort(asked=cohort, known=", ".join(MONTHS))
    return cohort


def contract_cohorts(
    starts, ends, *, as_of: date, cohort: str = "month", level: float = 0.9
) -> tuple[list[CohortCurve], tuple[Note, ...]]:
    """The retention curve of every cohort of contracts, by the renewals that were due.

    In      as `renewals`; a period is as long as a cohort
    Out     the share still there by period, Greenwood's range; no periods in a cohort of which none was due
    Errors  ImpossibleContract, NothingDue, UnknownCohort
    """
    known_cohort(cohort)
    starts, ends = (np.asarray(days, "datetime64[D]") for days in (starts, ends))
    together = renewals(starts, ends, as_of=as_of, period=cohort)
    month = starts.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    place = month // MONTHS[cohort]
    began = starts <= np.datetime64(as_of, "D")
    found = []
    for which in np.unique(place[began]):
        mine = began & (place == which)
        found.append(
            _contract_cohort(cohort_name(which, cohort), starts[mine], ends[mine], as_of, cohort, level)
        )
    return found, together.notes


def _contract_cohort(name, starts, ends, as_of, cohort, level) -> CohortCurve:
    counted = _due(starts, ends, as_of, cohort)
    if counted is None:
        nothing = np.array([])
        return CohortCurve(name, len(starts), nothing, nothing, nothing, nothing)
    lost, kept = counted.table.lost, counted.table.kept
    periods = np.arange(1, len(lost) + 1)
    times = np.concatenate([periods, periods])
    ended = np.repeat([True, False], len(periods))
    curve = survival_curve(times, ended, np.concatenate([lost, kept]), level=level)
    shares = [curve.share(periods, which) for which in ("survival", "low", "high")]
    at_risk = counted.table.at_risk
    seen = at_risk > 0
    share, low, high = (column[seen] for column in shares)
    return CohortCurve(name, len(starts), share, at_risk[seen], low, high)


def _due(starts, ends, as_of: date, cohort: str) -> Renewals | None:
    try:
        return renewals(starts, ends, as_of=as_of, period=cohort)
    except NothingDue:
        return None


def buying_cohorts(
    purchases: Table, *, as_of: date, engine: Engine, cohort: str = "month", level: float = 0.9
) -> tuple[list[CohortCurve], tuple[Note, ...]]:
    """Of every cohort of first-time buyers, the share that buys in each calendar period after the first.

    In      purchases   one row per order line: customer_id, purchased_on, amount; above 0 it is a purchase
    Out     shares with Wilson's range; without a contract nobody is known to have left: a share may rise
    Absent  purchases in a period that is not over at as_of (noted)
    Errors  NobodyHadOpportunities, UnknownCohort
    """
    end, over = last_over(known_cohort(cohort), as_of)
    lines = purchases.filter(lambda t: t.customer_id.notnull() & (t.amount > 0))
    lines = lines.filter(lambda t: t.purchased_on <= as_of)
    used = lines.select("customer_id", at=lambda t: number(t.purchased_on, cohort, as_of)).distinct()
    used = used.filter(lambda t: t["at"] <= end)
    import ibis

    whole = ibis.window(group_by="customer_id")
    placed = used.mutate(first=lambda t: t["at"].min().over(whole))
    counted = (
        placed.group_by(["first", "at"]).aggregate(customers=lambda t: t.count()).order_by(["first", "at"])
    )
    rows = engine.collect(counted)
    first, at, count = (rows[name].to_numpy().astype(np.int64) for name in ("first", "at", "customers"))
    notes = (
        () if over else (Note("lifetime.period_not_over", {"as_of": as_of.isoformat()} | unit_facts(cohort)),)
    )
    if not (first < end).any():
        raise NobodyHadOpportunities(customers=int(count[first == at].sum()), **unit_facts(cohort))
    return [_buying_cohort(which, first, at, count, end, cohort, level) for which in np.unique(first)], notes


def _buying_cohort(which, first, at, count, end, cohort, level) -> CohortCurve:
    mine = first == which
    size = int(count[mine & (at == which)].sum())
    hits = np.zeros(max(end - which, 0), np.int64)
    later = mine & (at > which)
    hits[at[later] - which - 1] = count[later]
    of = np.full(len(hits), size)
    low, high = wilson(hits, of, level)
    return CohortCurve(cohort_name(which, cohort), size, hits / of, of, low, high)
