"""What customers spend on a purchase day, counted for the spend model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from guanxi.errors import BadInput

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

EXACT_UP_TO = 50_000  # customers; above, means of spend that agree to half a percent are counted together
BIN = 0.005


class ImpossibleSpend(BadInput):
    code = "lifetime.impossible_spend"


@dataclass(frozen=True)
class Spends:
    """Customers by the number of purchase days and their mean spend.

    Grain   one entry per (days, mean spend); money in the store's currency, always > 0
    days        purchase days the mean is over
    mean_spend  mean spend of those days
    customers   customers counted in the entry
    binned      True when means within half a percent were counted together

    Errors  ImpossibleSpend for days that are no count above 0, or a mean spend that is no number above 0
    """

    days: np.ndarray
    mean_spend: np.ndarray
    customers: np.ndarray
    binned: bool = False

    def __post_init__(self) -> None:
        days, spend = self.days, self.mean_spend
        fine = (days >= 1) & (np.floor(days) == days) & np.isfinite(days) & (spend > 0) & np.isfinite(spend)
        if not fine.all():
            i = int(np.argmin(fine))
            raise ImpossibleSpend(
                customers=int(self.customers[~fine].sum()), days=float(days[i]), spend=float(spend[i])
            )

    def thin(self, at_most: int) -> Spends:
        """Every so-manieth entry, at most this many: to scout, never to answer."""
        every = slice(None, None, -(-len(self.days) // at_most) or 1)
        return Spends(self.days[every], self.mean_spend[every], self.customers[every], self.binned)

    def correlation(self) -> float:
        """How far spend goes with frequency, -1..1, both in logs; 0 when either is the same for all."""
        days, spend, n = np.log(self.days), np.log(self.mean_spend), self.customers
        days, spend = days - np.average(days, weights=n), spend - np.average(spend, weights=n)
        size = np.sqrt((n @ days**2) * (n @ spend**2))
        return float(n @ (days * spend) / size) if size > 0 else 0.0


def group_spends(days, mean_spend) -> Spends:
    """From arrays, one entry per customer; who has no day, or spent nothing or less, is left out.

    Errors  ImpossibleSpend; a spend that is no number is refused, not left out
    """
    days, mean_spend = np.asarray(days), np.asarray(mean_spend, float)
    used = ~(days <= 0) & ~(mean_spend <= 0)
    return Spends(days[used], mean_spend[used], np.ones(int(used.sum()), np.int64))


def spends(history: Table, *, engine: Engine, exact_up_to: int = EXACT_UP_TO) -> Spends:
    """Spend over all purchase days, the first included: what a profile's mean_spend is.

    In      history   one row per customer: purchase_days, mean_spend
    Absent  who bought on one day only (nothing tells their spread), or whose mean spend is not above 0
    """
    again = history.filter(lambda t: t.purchase_days >= 2)
    return counted(again.select(days="purchase_days", mean_spend="mean_spend"), engine, exact_up_to)


def repeat_spends(history: Table, *, engine: Engine, exact_up_to: int = EXACT_UP_TO) -> Spends:
    """Spend over the days after the first purchase day only: the convention of the published examples.

    In      history   one row per customer: repeat_days, repeat_mean_spend (see orders.py)
    Absent  who bought on one day only, or whose mean spend after it is not above 0
    """
    again = history.filter(lambda t: t.repeat_days >= 1)
    return counted(again.select(days="repeat_days", mean_spend="repeat_mean_spend"), engine, exact_up_to)


def counted(customers: Table, engine: Engine, exact_up_to: int = EXACT_UP_TO) -> Spends:
    """Count customers (days, mean_spend) on the engine: all of them, no sample."""
    used = customers.select(
        days=lambda t: t.days.cast("int64"), mean_spend=lambda t: t.mean_spend.cast("float64")
    ).filter(lambda t: t.mean_spend > 0)
    binned = _count(used, engine) > exact_up_to
    # A bin keeps the mean of its logarithms, so the likelihood is off by BIN^2 / 24: a millionth.
    bin_of = (lambda t: (t.mean_spend.ln() / BIN).floor()) if binned else (lambda t: t.mean_spend)
    grouped = used.group_by("days", bin=bin_of).aggregate(
        log_mean=lambda t: t.mean_spend.ln().mean(), customers=lambda t: t.count()
    )
    rows = engine.collect(grouped.order_by(["days", "bin"]))
    return Spends(
        rows["days"].to_numpy(),
        np.exp(rows["log_mean"].to_numpy()),
        rows["customers"].to_numpy().astype(np.int64),
        binned,
    )


def _count(table: Table, engine: Engine) -> int:
    return int(engine.collect(table.aggregate(n=lambda t: t.count()))["n"][0].as_py())
