"""What customers say by what they are worth: satisfaction by class, and the value of the dissatisfied."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from guanxi.facts.words import word
from guanxi.knowledge.experience.intervals import mean_interval
from guanxi.knowledge.experience.step import MINIMUM_N
from guanxi.knowledge.voice import SATISFACTION

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

SCALES = {"asked_satisfaction": (0.0, 10.0), "emotional_loyalty": (0.0, 100.0)}
SCALES |= dict.fromkeys(SATISFACTION, (-10.0, 10.0))
# Staying is behaviour, loyalty is feeling: where the two part, an index of both hides it.
HALF = 50.0
DULL = 5.0  # an answer of 0-10 below which nobody is content


@dataclass(frozen=True)
class Said:
    """One measure of one class. mean, low, high are None below MINIMUM_N answers."""

    n: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Class:
    """The customers of one class: how many they are, how many answered, and what they said by measure."""

    key: str
    customers: int
    answered: int
    said: dict[str, Said] = field(default_factory=dict)


@dataclass(frozen=True)
class AtRisk:
    """The customers whose experience falls short of what they expect, and what they are worth.

    measure        the satisfaction looked at; None: any of them, each customer once
    answered       customers of whom it is known
    customers      of them, dissatisfied
    lifetime_value of these; None where it is known of none
    unknown        of these, customers whose lifetime value is unknown: not in the sum
    low, high      what the sum lies between nine times of ten, where that was reckoned
    """

    measure: str | None
    answered: int
    customers: int
    lifetime_value: float | None
    unknown: int
    low: float | None = None
    high: float | None = None


def by_class(profile: Table, column: str, *, engine: Engine) -> list[Class]:
    """Each class of a column of classes ("tier", "quadrant"), in the order of its word.

    In      profile   one row per customer, with the columns of `voice`
    Out     classes that somebody is in; customers of no class are left out
    """
    profile = profile.filter(profile[column].notnull())
    sums: dict[str, Any] = {"customers": profile.count(), "answered": profile.last_answered_on.count()}
    for name in SCALES:
        value = profile[name]
        sums |= {
            f"n_{name}": value.count(),
            f"mean_{name}": value.mean(),
            f"var_{name}": value.var(),
            f"least_{name}": value.min(),
            f"most_{name}": value.max(),
        }
    counted = profile.group_by(key=profile[column]).aggregate(**sums)
    rows = {row["key"]: row for row in engine.collect(counted).to_pylist()}
    return [
        Class(key, rows[key]["customers"], rows[key]["answered"], _said(rows[key]))
        for key in word(column).values
        if key in rows
    ]


def _said(row: dict[str, Any]) -> dict[str, Said]:
    return {name: _one(row, name, *scale) for name, scale in SCALES.items() if row[f"n_{name}"]}


def _one(row: dict[str, Any], name: str, low: float, high: float) -> Said:
    n, mean = row[f"n_{name}"], row[f"mean_{name}"]
    if n < MINIMUM_N:
        return Said(n)
    error = math.sqrt((row[f"var_{name}"] or 0.0) / n)
    alike = row[f"least_{name}"] == row[f"most_{name}"]
    interval = mean_interval(mean, error, n, all_equal=alike, low=low, high=high)
    return Said(n, mean, interval.low, interval.high) if interval else Said(n, mean)


def at_risk(
    profile: Table, *, engine: Engine, ranges: Mapping[str, tuple[float, float]] | None = None
) -> list[AtRisk]:
    """Value at risk by dimension, those that were asked; the first is all of them, nobody counted twice.

    Dissatisfied is who experienced less than they expected: satisfaction below 0. Nothing is said of those
    who did not answer.

    In      ranges   by measure ("": any) what the sum lies between: `distribution.at_risk_ranges`
    """
    below = dissatisfied(profile)
    known = {name: profile[name].notnull() for name in SATISFACTION}
    known[""] = _any(known)
    sums: dict[str, Any] = {}
    for name, short in below.items():
        short = short.fill_null(False)
        sums |= {
            f"answered_{name}": known[name].sum(),
            f"customers_{name}": short.sum(),
            f"value_{name}": profile.lifetime_value.sum(where=short),
            f"unknown_{name}": (short & profile.lifetime_value.isnull()).sum(),
        }
    (row,) = engine.collect(profile.aggregate(**sums)).to_pylist()
    return [
        AtRisk(
            name or None,
            int(row[f"answered_{name}"] or 0),
            int(row[f"customers_{name}"] or 0),
            row[f"value_{name}"],
            int(row[f"unknown_{name}"] or 0),
            *(ranges or {}).get(name, (None, None)),
        )
        for name in ("", *SATISFACTION)
        if row[f"answered_{name}"]
    ]


def dissatisfied(profile: Table) -> dict[str, Any]:
    """By measure whether a customer experienced less than expected, null where unknown; "": in any."""
    below = {name: profile[name] < 0 for name in SATISFACTION}
    return below | {"": _any(below)}


def _any(conditions: dict[str, Any]):
    found = None
    for condition in conditions.values():
        plain = condition.fill_null(False)
        found = plain if found is None else found | plain
    return found


def standing(
    profile: Table, *, engine: Engine, ranges: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, Any]:
    """All of it as plain JSON: how many answered, by tier, by quadrant, at risk, habit and captivity.

    habit      buys like a loyal customer, does not feel like one
    captivity  buys like a loyal customer, and is not content
    """
    loyal = profile.transactional_loyalty >= HALF
    counts = profile.aggregate(
        customers=profile.count(),
        answered=profile.last_answered_on.count(),
        equity=profile.lifetime_value.sum(),
        equity_answered=profile.lifetime_value.sum(where=profile.last_answered_on.notnull()),
        habit=(loyal & (profile.emotional_loyalty < HALF)).sum(),
        captivity=(loyal & (profile.asked_satisfaction < DULL)).sum(),
    )
    (found,) = engine.collect(counts).to_pylist()
    classes = {
        name: [asdict(c) for c in by_class(profile, name, engine=engine)] for name in ("tier", "quadrant")
    }
    risks = at_risk(profile, engine=engine, ranges=ranges)
    return found | classes | {"at_risk": [asdict(each) for each in risks]}
