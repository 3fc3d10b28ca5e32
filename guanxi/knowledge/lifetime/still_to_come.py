"""What one customer may still bring: the whole distribution of purchase days, and of the money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc

from guanxi.errors import BadInput
from guanxi.knowledge.lifetime.counts import purchase_counts

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel
    from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma

LOW, HIGH = 0.05, 0.95
PROBABLY = 0.8  # what "probably 3 to 7" holds: four in five of those who are still customers
LONGEST_DAYS = 36_500
ROUNDING = 1e-9  # what is left of one when less than this stays is no distribution any more
WIDEST = 60.0  # between e^-60 and e^60 times the usual spend lies every answer


class BadHorizon(BadInput):
    code = "lifetime.bad_horizon"


@dataclass(frozen=True)
class StillToCome:
    """What the fitted models hold possible for one customer within `ahead_days` from now.

    counts        P(0), P(1), P(2)... purchase days; they add up to 1; being gone is part of P(0)
    p_alive       probability of still being a customer
    expected      purchase days, their mean
    spend         expected spend; None without a spend model, or where mean spend is not above 0
    low, high     the 5 % and 95 % points of the spend; None where it is
    can_be_lost   False where the model cannot tell: BG/NBD doubts nobody before the second purchase day
    """

    ahead_days: int
    counts: np.ndarray
    p_alive: float
    can_be_lost: bool
    expected: float
    spend: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def counts_if_alive(self) -> np.ndarray:
        """The same distribution of somebody who is still a customer."""
        gone = np.zeros(len(self.counts))
        gone[0] = 1 - self.p_alive
        left = np.maximum(self.counts - gone, 0.0)
        return left / left.sum() if left.sum() > ROUNDING else self.counts

    @property
    def probably(self) -> tuple[int, int]:
        """The shortest run of purchase days that holds four in five of those who are still customers."""
        return shortest_run(self.counts_if_alive, PROBABLY)


def shortest_run(counts: np.ndarray, share: float) -> tuple[int, int]:
    """First and last count of the shortest run with at least this probability; of equals the likeliest."""
    total = np.append(0.0, np.cumsum(counts))
    last = np.searchsorted(total, np.minimum(total[:-1] + share, total[-1]) - 1e-12)
    starts = np.flatnonzero(total[last] - total[:-1] >= min(share, total[-1]) - 1e-9)
    length = last[starts] - starts
    shortest = starts[length == length.min()]
    first = max(shortest, key=lambda at: total[last[at]] - total[at])
    return int(first), int(last[first]) - 1


def still_to_come(
    model: BuyingModel,
    spend: GammaGamma | None,
    *,
    ahead_days: int,
    purchase_days: int,
    last_days: int,
    age_days: int,
    mean_spend: float | None,
) -> StillToCome:
    """Ask the fitted models about one customer.

    purchase_days  >= 1; last_days, age_days: from the first purchase day to the last, and to the as-of day
    mean_spend     of a purchase day, over all of them
    Errors         BadHorizon: not within 1..36500 days
    """
    if not 1 <= ahead_days <= LONGEST_DAYS:
        raise BadHorizon(given=ahead_days, longest=LONGEST_DAYS)
    repeats, last, age = purchase_days - 1, last_days / model.unit_days, age_days / model.unit_days
    ahead = ahead_days / model.unit_days
    counts = purchase_counts(model, ahead, repeats, last, age)
    p_alive = float(model.p_alive(repeats, last, age))
    found = {
        "ahead_days": ahead_days,
        "counts": counts,
        "p_alive": p_alive,
        "can_be_lost": p_alive < 1 or repeats > 0,
        "expected": float(model.expected_purchases(ahead, repeats, last, age)),
    }
    if spend is None or mean_spend is None or not mean_spend > 0:
        return StillToCome(**found)
    each = float(spend.expected_mean_spend(purchase_days, mean_spend))
    low, high = (_spend_point(spend, counts, purchase_days, mean_spend, share) for share in (LOW, HIGH))
    return StillToCome(**found, spend=found["expected"] * each, low=low, high=high)


def _spend_point(spend: GammaGamma, counts, purchase_days: int, mean_spend: float, share: float) -> float:
    """The spend that is not exceeded with this probability.

    k purchase days bring, per unit of (gamma + days x mean spend), beta-prime(p k, q + p n): each is
    gamma(p, nu), with the customer's own nu ~ gamma(q + p n, gamma + n z).
    """
    if share <= counts[0]:
        return 0.0
    k = np.arange(1, len(counts))
    shape = spend.q + spend.p * purchase_days

    def above(log_value: float) -> float:
        part = 1 / (1 + np.exp(-log_value))
        return counts[0] + counts[1:] @ betainc(spend.p * k, shape, part) - share

    scale = spend.gamma + purchase_days * mean_spend
    return float(scale * np.exp(brentq(above, -WIDEST, WIDEST, xtol=1e-9)))
