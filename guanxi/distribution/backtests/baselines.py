"""What anybody could have said without a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guanxi.distribution.backtests.known import Counts, Known

YEAR = 365
LAST_YEAR, BEFORE, COHORT, RANK = (
    "same-as-last-year",
    "same-as-before",
    "cohort-mean",
    "last-year-spend-rank",
)
NAIVE = (LAST_YEAR, BEFORE, COHORT)  # what may win; a rank predicts no number
BASELINES = (*NAIVE, RANK)


@dataclass(frozen=True)
class Forecast:
    """What was said of each customer of an origin, for one horizon.

    spend       money; None where there is no model of spend
    low, high   purchase days that the outcome should lie within; None without a distribution
    promised    how probable the model itself takes that to be, on the mean of the customers
    ranks_only  the numbers order customers and predict nothing
    """

    purchases: np.ndarray
    spend: np.ndarray | None
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    promised: float | None = None
    ranks_only: bool = False


def spans(horizons: tuple[int, ...], seen_days: int) -> tuple[int, ...]:
    """The days before an origin that the baselines count in, none longer than the history."""
    return tuple(sorted({min(days, seen_days) for days in (YEAR, *horizons)}))


def baselines(known: Known, horizon: int, seen_days: int) -> dict[str, Forecast]:
    """The baselines' forecasts for a horizon, in days.

    same-as-last-year     what they did in the last 365 days, scaled to the horizon
    same-as-before        what they did in as many days before the origin as the horizon looks ahead
    cohort-mean           the mean of the same over the customers who first bought in the same quarter
    last-year-spend-rank  the manager's list: whoever spent most in the last 365 days stands first
    In   seen_days   from the first purchase in the file to the origin, both included: less is scaled up
    """
    year, before = min(YEAR, seen_days), min(horizon, seen_days)
    last_year = known.before[year]
    again = _scaled(known.before[before], horizon / before)
    return {
        LAST_YEAR: _scaled(last_year, horizon / year),
        BEFORE: again,
        COHORT: _cohort_mean(known, again),
        RANK: Forecast(last_year.spend, last_year.spend, ranks_only=True),
    }


def _scaled(counts: Counts, factor: float) -> Forecast:
    return Forecast(counts.purchases * factor, counts.spend * factor)


def _cohort_mean(known: Known, own: Forecast) -> Forecast:
    _, cohort = np.unique(known.first_quarter, return_inverse=True)
    size = np.bincount(cohort)
    return Forecast(*((np.bincount(cohort, values) / size)[cohort] for values in (own.purchases, own.spend)))
