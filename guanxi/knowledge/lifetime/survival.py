"""How long customers stay: the share still there after so many days, as far as they were watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.special import ndtri

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.renewals import refuse_impossible
from guanxi.knowledge.lifetime.settings import BadSetting


class NobodyWatched(ModelError):
    code = "lifetime.nobody_watched"


@dataclass(frozen=True)
class Spells:
    """How long each customer was watched, and whether that is because they left.

    Grain   one entry per customer
    days    from the start to the end, or to as_of of those still there
    ended   whether they left
    used    which of the rows given these are
    """

    days: np.ndarray
    ended: np.ndarray
    used: np.ndarray
    notes: tuple[Note, ...] = ()

    def __len__(self) -> int:
        return len(self.days)


def spells(starts, ends, *, as_of: date) -> Spells:
    """One spell per customer.

    In      starts  the first day; ends the day they left, or None (NaT) of those still there
    Rule    an end after as_of has not happened yet
    Absent  who starts after as_of (noted)
    Errors  ImpossibleContract where somebody ends before they start, NobodyWatched
    """
    starts, ends = (np.asarray(days, "datetime64[D]") for days in (starts, ends))
    refuse_impossible(starts, ends)
    today = np.datetime64(as_of, "D")
    used = np.flatnonzero(starts <= today)
    late = len(starts) - len(used)
    if not len(used):
        raise NobodyWatched(customers=len(starts), as_of=as_of.isoformat())
    gone = ~np.isnat(ends[used]) & (ends[used] <= today)
    until = np.where(gone, ends[used], today)
    notes = (
        [Note("lifetime.starts_after_as_of", {"customers": late, "as_of": as_of.isoformat()})] if late else []
    )
    return Spells((until - starts[used]).astype(np.int64), gone, used, tuple(notes))


@dataclass(frozen=True)
class SurvivalCurve:
    """The Kaplan-Meier estimate: a share that falls only where somebody left.

    Grain     one entry per time at which somebody left, rising
    at        the time; at_risk those watched until then; ended those who left then
    survival  the share still there after it, 0..1; `error` its standard error (Greenwood)
    low, high the ends of its range, by Greenwood's variance on the log-log scale, which keeps them in 0..1;
              NaN where nobody is left
    """

    at: np.ndarray
    at_risk: np.ndarray
    ended: np.ndarray
    survival: np.ndarray
    error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    customers: int
    level: float

    def share(self, times, which: str = "survival") -> np.ndarray:
        """The share (or `low`, `high`) still there after each time; 1 before anybody left."""
        values = np.append(1.0, getattr(self, which))
        return values[np.searchsorted(self.at, np.asarray(times), side="right")]

    @property
    def median(self) -> float | None:
        """The first time by which half have left; None while more than half are there."""
        return self._first_at_half(self.survival)

    @property
    def median_range(self) -> tuple[float | None, float | None]:
        """Where the ends of the range pass one half."""
        return self._first_at_half(self.low), self._first_at_half(self.high)

    def _first_at_half(self, shares: np.ndarray) -> float | None:
        below = np.flatnonzero(~(shares > 0.5))
        return float(self.at[below[0]]) if len(below) else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON: rows and the median."""
        names = ("at", "at_risk", "ended", "survival", "error", "low", "high")
        columns = [getattr(self, name) for name in names]
        rows = [dict(zip(names, map(_plain, row), strict=True)) for row in zip(*columns, strict=True)]
        median = {"median": self.median, "median_range": list(self.median_range)}
        return (
            {"customers": self.customers, "ended": int(self.ended.sum()), "level": self.level}
            | median
            | {"curve": rows}
        )


def survival_curve(times, ended, customers=None, *, level: float = 0.9) -> SurvivalCurve:
    """The Kaplan-Meier curve of entries watched for `times`, of which some `ended`; `customers` counts each.

    Who is watched exactly until a time counts as there when others leave at it.

    Errors  BadSetting for a level outside 0..1 or a time below 0, NobodyWatched
    Source  Kaplan & Meier 1958; see docs/methods/survival.md
    """
    times, ended = np.asarray(times, float), np.asarray(ended, bool)
    count = np.ones(len(times)) if customers is None else np.asarray(customers, float)
    if not 0 < level < 1:
        raise BadSetting(setting="level", given=level, allowed="> 0, < 1")
    if not count.sum() > 0:
        raise NobodyWatched(customers=0, as_of="-")
    if not (times >= 0).all() or not np.isfinite(times).all():
        raise BadSetting(setting="times", given=float(times[np.argmin(times >= 0)]), allowed=">= 0")
    distinct, place = np.unique(times, return_inverse=True)
    gone = np.bincount(place, count * ended, len(distinct))
    risk = np.bincount(place, count, len(distinct))[::-1].cumsum()[::-1]
    at, gone, risk = distinct[gone > 0], gone[gone > 0], risk[gone > 0]
    return _curve(at, risk, gone, int(count.sum()), level)


def _curve(at, risk, gone, customers: int, level: float) -> SurvivalCurve:
    survival = np.cumprod(1 - gone / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(gone / (risk * (risk - gone)))
        reach = ndtri((1 + level) / 2) * np.sqrt(variance) / np.abs(np.log(survival))
        low, high = survival ** np.exp(reach), survival ** np.exp(-reach)
        error = survival * np.sqrt(variance)
    return SurvivalCurve(
        at, risk.astype(np.int64), gone.astype(np.int64), survival, error, low, high, customers, level
    )


def _plain(value) -> float | int | None:
    value = value.item()
    return None if value != value else int(value) if value == int(value) and isinstance(value, int) else value


@dataclass(frozen=True)
class CohortCurve:
    """One cohort's shares by period of its own time.

    cohort     the calendar period in which its customers came, as 2024-03, 2024-Q1 or 2024
    customers  how many came
    share      of the `at_risk` whose period is over, still there (or buying) in period 1, 2, ...
    low, high  the ends of its range
    """

    cohort: str
    customers: int
    share: np.ndarray
    at_risk: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def as_dict(self) -> dict[str, Any]:
        columns = (self.at_risk, self.share, self.low, self.high)
        names = ("period", "at_risk", "share", "low", "high")
        rows = zip(np.arange(1, len(self.share) + 1), *columns, strict=True)
        periods = [dict(zip(names, map(_plain, row), strict=True)) for row in rows]
        return {"cohort": self.cohort, "customers": self.customers, "periods": periods}
