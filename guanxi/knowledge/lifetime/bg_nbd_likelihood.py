"""The BG/NBD log-likelihood and its exact gradient, on counted histories."""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, gammaln

from guanxi.knowledge.lifetime.histories import Histories, distinct


class BgNbdLikelihood:
    """log L(r, alpha, a, b) of all customers, with its gradient (Fader, Hardie & Lee 2005, eq. 6).

    Whatever depends on the repeats or on a day alone is summed over the distinct repeats and days; per
    history remain two look-ups, one exponential, one logarithm: the odds that the last purchase ended it.
    """

    def __init__(self, histories: Histories) -> None:
        histories = histories.by_repeats()
        repeats, unit = histories.repeats.astype(float), histories.unit_days
        weight = histories.customers.astype(float)
        self.customers = weight.sum()
        starts = np.flatnonzero(np.diff(repeats, prepend=-1))
        self.levels = repeats[starts]
        self.level_weight = np.add.reduceat(weight, starts)
        ages, age_at = distinct(histories.age_days)
        self.ages = ages / unit
        self.age_weight = np.bincount(age_at, weight)
        self.repeats_at_age = np.bincount(age_at, weight * repeats)
        # Sorted by repeats, the customers who bought once are a head: for them the coin was never thrown.
        head = int(np.searchsorted(repeats, 0.5))
        lasts, self.last_at = distinct(histories.last_days[head:])
        self.lasts = lasts / unit
        self.age_at, self.repeats, self.weight = age_at[head:], repeats[head:], weight[head:]
        self.tail_levels, self.starts = self.levels[self.levels > 0], starts[self.levels > 0] - head
        self.lengths = np.diff(np.append(self.starts, len(self.repeats)))

    def __call__(self, r: float, alpha: float, a: float, b: float) -> tuple[float, np.ndarray]:
        """log L and its derivatives by r, alpha, a and b."""
        x, n = self.levels, self.level_weight
        value, by_rate = self.nobody_stops(r, alpha)
        value += n @ (gammaln(b + x) - gammaln(b) - gammaln(a + b + x) + gammaln(a + b))
        both = digamma(a + b) - digamma(a + b + x)
        gradient = np.append(by_rate, [n @ both, n @ (both + digamma(b + x) - digamma(b))])
        if len(self.repeats):
            more, slopes = self._stopped(r, alpha, a, b)
            value, gradient = value + more, gradient + slopes
        return float(value), gradient

    def nobody_stops(self, r: float, alpha: float) -> tuple[float, np.ndarray]:
        """log L and its derivatives by r and alpha when nobody ever stops (NBD): the limit a -> 0."""
        x, n = self.levels, self.level_weight
        log_age, power_at_age = np.log(alpha + self.ages), r * self.age_weight + self.repeats_at_age
        value = n @ (gammaln(r + x) - gammaln(r) + r * np.log(alpha)) - power_at_age @ log_age
        by_r = n @ (digamma(r + x) - digamma(r) + np.log(alpha)) - self.age_weight @ log_age
        by_alpha = self.customers * r / alpha - power_at_age @ (1 / (alpha + self.ages))
        return float(value), np.array([by_r, by_alpha])

    def _stopped(self, r, alpha, a, b) -> tuple[float, np.ndarray]:
        """What the chance to have stopped at the last purchase adds: sum of log(1 + odds), and its slopes."""
        gap = np.log(alpha + self.ages)[self.age_at] - np.log(alpha + self.lasts)[self.last_at]
        power = self.repeats + r
        odds = power * gap
        odds += np.repeat(np.log(a) - np.log(b + self.tail_levels - 1), self.lengths)
        # log(1 + e^odds) and its slope from one exponential, for log-odds of any size.
        small = np.exp(-np.abs(odds))
        gone = np.where(odds >= 0, 1.0, small)
        gone *= self.weight / (1 + small)
        more = _sum(self.weight, np.maximum(odds, 0) + np.log(1 + small))
        by_level = np.add.reduceat(gone, self.starts)
        inverse = (1 / (alpha + self.ages))[self.age_at] - (1 / (alpha + self.lasts))[self.last_at]
        by_r, by_alpha = _sum(gone, gap), _sum(gone, power, inverse)
        by_b = -(by_level @ (1 / (b + self.tail_levels - 1)))
        return more, np.array([by_r, by_alpha, by_level.sum() / a, by_b])


def _sum(*factors) -> float:
    """The sum of a product. Not `@`: on long arrays that wakes BLAS threads, which cost more than they do."""
    return float(np.einsum(",".join("i" * len(factors)) + "->", *factors))
