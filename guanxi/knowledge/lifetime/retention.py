"""How many customers of a cohort are still there at the end of each period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from guanxi.errors import BadInput


class ImpossibleRetention(BadInput):
    code = "lifetime.impossible_retention"


@dataclass(frozen=True)
class Retention:
    """Customers lost in each period and customers still there when observation ended.

    Grain   one entry per period 1, 2, ... of a customer's own time
    lost    customers who did not renew at the end of this period
    kept    customers last seen at the end of this period, still there
    """

    lost: np.ndarray
    kept: np.ndarray

    @property
    def periods(self) -> int:
        return len(self.lost)

    @property
    def at_risk(self) -> np.ndarray:
        """Customers whose renewal was due at the end of each period."""
        gone = self.lost + self.kept
        return gone[::-1].cumsum()[::-1]

    @property
    def customers(self) -> int:
        return int(self.at_risk[0])

    @property
    def renewed(self) -> np.ndarray:
        """The share of those whose renewal was due, 0..1, that renewed; NaN where nobody's was."""
        due = self.at_risk
        return np.divide(due - self.lost, due, out=np.full(len(due), np.nan), where=due > 0)


def retention(*cohorts: Iterable[int]) -> Retention:
    """The retention of one cohort, or of several, counted together.

    In      cohorts  each the customers at the start, then those still there at the end of period 1, 2, ...;
                     younger cohorts have fewer entries
    Errors  ImpossibleRetention for fewer than two entries, counts that are not whole, below zero or growing,
            or a cohort that starts with nobody
    """
    alive = [_counts(cohort) for cohort in cohorts]
    if not alive:
        raise ImpossibleRetention(cohort=1, period=0, found="-", before="-")
    for number, counts in enumerate(alive, 1):
        _refuse_impossible(number, counts)
    periods = max(len(counts) for counts in alive) - 1
    lost, kept = np.zeros(periods, np.int64), np.zeros(periods, np.int64)
    for counts in alive:
        lost[: len(counts) - 1] += -np.diff(counts).astype(np.int64)
        kept[len(counts) - 2] += int(counts[-1])
    return Retention(lost, kept)


def _counts(cohort: Iterable[int]) -> np.ndarray:
    return np.array([float(count) for count in cohort])


def _refuse_impossible(number: int, counts: Sequence[float]) -> None:
    before = np.inf
    for period, count in enumerate(counts):
        whole = np.isfinite(count) and count == np.floor(count)
        if not whole or not (period == 0) <= count <= before:
            raise ImpossibleRetention(
                cohort=number, period=period, found=f"{count:g}", before="-" if period == 0 else f"{before:g}"
            )
        before = count
    if len(counts) < 2:
        raise ImpossibleRetention(cohort=number, period=len(counts), found="-", before="-")
