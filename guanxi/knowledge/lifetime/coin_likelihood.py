"""The log-likelihood and its exact gradient of the models in which a coin ends it, on counted histories."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.special import digamma, gammaln, polygamma

from guanxi.knowledge.lifetime.histories import Histories, distinct

PIECE = 1 << 13  # histories looked at together: they fit the processor's cache, and wake no threads of BLAS


class CoinLikelihood:
    """log L(r, alpha, a, b) of all customers under (M)BG/CNBD-k, with its gradient.

    With n = x coins thrown, x + 1 where the coin is thrown at the start, p = r + k x and q = (T-t)/(alpha+T):

        log L = log Gamma(p)/Gamma(r) alpha^r (alpha+T)^-p B(a, b+n)/B(a, b) + log(P + odds)
        odds  = [n > 0] a/(b+n-1) ((alpha+T)/(alpha+t))^p      of having stopped at the last purchase
        P     = sum over j < k of p (p+1) .. (p+j-1)/j! q^j    the hidden steps since then; 1 for k = 1

    Whatever depends on the repeats or on a day alone is summed over the distinct repeats and days; per
    history remain the odds: two look-ups, one exponential, one logarithm.
    Source  Fader, Hardie & Lee 2005, eq. 6; Platzer & Reutterer 2016
    """

    def __init__(self, histories: Histories, k: int = 1, *, coin_at_start: bool = False) -> None:
        histories = histories.by_repeats()
        repeats, unit = histories.repeats, histories.unit_days
        weight = histories.customers.astype(float)
        self.k, self.coin_at_start, self.customers = k, coin_at_start, weight.sum()
        starts = np.flatnonzero(np.diff(repeats, prepend=-1))
        self.levels = repeats[starts].astype(float)
        self.level_weight = np.add.reduceat(weight, starts)
        ages, age_at = distinct(histories.age_days)
        lasts, last_at = distinct(histories.last_days)
        self.ages, self.lasts = ages / unit, lasts / unit
        self.age_weight = np.bincount(age_at, weight)
        self.repeats_at_age = np.bincount(age_at, weight * repeats)
        columns = repeats.astype(float), age_at, last_at, weight
        # Sorted by repeats, the customers for whom no coin was thrown are a head.
        head = 0 if coin_at_start else int(np.searchsorted(repeats, 0.5))
        self.head, self.tail = _pieces(columns, 0, head), _pieces(columns, head, len(repeats))

    @property
    def log_rate(self) -> float:
        """The logarithm of hidden steps per customer and unit of time."""
        return float(np.log(self.k * self.repeats_at_age.sum() / (self.age_weight @ self.ages)))

    def __call__(self, r: float, alpha: float, a: float, b: float) -> tuple[float, np.ndarray]:
        """log L and its derivatives by r, alpha, a and b."""
        value, gradient = self._levels(r, alpha, a, b)
        days = self._days(alpha)
        for piece in self.tail:
            more, slopes, _ = self._stopped(piece, days, r, a, b)
            value, gradient = value + more, gradient + slopes
        return float(value), gradient

    def _levels(self, r, alpha, a, b) -> tuple[float, np.ndarray]:
        """What is summed by level and day."""
        thrown, n = self.levels + self.coin_at_start, self.level_weight
        value, by_rate = self.nobody_stops(r, alpha, hidden=self.head)
        value += n @ (gammaln(b + thrown) - gammaln(b) - gammaln(a + b + thrown) + gammaln(a + b))
        both = digamma(a + b) - digamma(a + b + thrown)
        return value, np.append(by_rate, [n @ both, n @ (both + digamma(b + thrown) - digamma(b))])

    def nobody_stops(self, r: float, alpha: float, *, hidden=None) -> tuple[float, np.ndarray]:
        """log L and its derivatives by r and alpha when nobody ever stops: the limit a -> 0.

        hidden   the pieces whose hidden steps count; all of them unless told
        """
        n, k = self.level_weight, self.k
        steps = r + k * self.levels
        log_age, power_at_age = np.log(alpha + self.ages), r * self.age_weight + k * self.repeats_at_age
        value = n @ (gammaln(steps) - gammaln(r) + r * np.log(alpha)) - power_at_age @ log_age
        by_r = n @ (digamma(steps) - digamma(r) + np.log(alpha)) - self.age_weight @ log_age
        by_alpha = self.customers * r / alpha - power_at_age @ (1 / (alpha + self.ages))
        gradient = np.array([by_r, by_alpha])
        if k > 1:
            days = self._days(alpha)
            for piece in self.head + self.tail if hidden is None else hidden:
                log_p, dr, dalpha = self._hidden(piece, days, r + k * piece.repeats)
                value += piece.weight @ log_p
                gradient += [piece.weight @ dr, piece.weight @ dalpha]
        return float(value), gradient

    def bowl(self, r: float, alpha: float, a: float, b: float):
        """log L, its derivatives and its second derivatives, in one look; None for k > 1, where nobody has
        written the second ones down."""
        if self.k > 1:
            return None
        value, gradient = self._levels(r, alpha, a, b)
        bent, days = self._levels_twice(r, alpha, a, b), self._days(alpha)
        for piece in self.tail:
            more, slopes, bends = self._stopped(piece, days, r, a, b, twice=True)
            value, gradient, bent = value + more, gradient + slopes, bent + bends
        return float(value), gradient, np.triu(bent) + np.triu(bent, 1).T

    def _levels_twice(self, r, alpha, a, b) -> np.ndarray:
        """The second derivatives of what is summed by level and day, at and above the diagonal."""
        thrown, n = self.levels + self.coin_at_start, self.level_weight
        per_age, power_at_age = 1 / (alpha + self.ages), r * self.age_weight + self.repeats_at_age
        found = np.zeros((4, 4))
        found[0, 0] = n @ (polygamma(1, r + self.levels) - polygamma(1, r))
        found[0, 1] = self.customers / alpha - self.age_weight @ per_age
        found[1, 1] = power_at_age @ per_age**2 - self.customers * r / alpha**2
        found[2, 2] = found[2, 3] = n @ (polygamma(1, a + b) - polygamma(1, a + b + thrown))
        found[3, 3] = found[2, 2] + n @ (polygamma(1, b + thrown) - polygamma(1, b))
        return found

    def _days(self, alpha):
        """log(alpha + day) and 1/(alpha + day) of the distinct ages and last days."""
        ages, lasts = alpha + self.ages, alpha + self.lasts
        return np.log(ages), np.log(lasts), 1 / ages, 1 / lasts

    def _stopped(self, piece, days, r, a, b, *, twice: bool = False):
        """What the chance to have stopped at the last purchase adds: sum of log(P + odds), its slopes, and
        how they bend when asked."""
        log_age, log_last, per_age, per_last = days
        steps, weight = r + self.k * piece.repeats, piece.weight
        gap = log_age.take(piece.age_at)
        gap -= log_last.take(piece.last_at)
        before = b + piece.levels + self.coin_at_start - 1
        odds = steps * gap
        odds += np.repeat(np.log(a) - np.log(before), piece.lengths)
        value, slopes = 0.0, np.zeros(4)
        if self.k > 1:
            log_p, dr, dalpha = self._hidden(piece, days, steps)
            odds -= log_p
            value = weight @ log_p
        # log(1 + odds) and its slope from one exponential; e^-700 is nothing, and e^700 still a number.
        np.maximum(odds, -700, out=odds)
        value += weight @ odds
        np.negative(odds, out=odds)
        whole = np.exp(odds, out=odds)
        whole += 1
        value += weight @ np.log(whole)
        gone = weight / whole
        if self.k > 1:
            alive = weight - gone
            slopes[:2] = alive @ dr, alive @ dalpha
        faster = per_age.take(piece.age_at)
        faster -= per_last.take(piece.last_at)
        rising = steps * faster
        by_level = np.add.reduceat(gone, piece.starts)
        slopes += [gone @ gap, gone @ rising, by_level.sum() / a, -(by_level @ (1 / before))]
        if not twice:
            return value, slopes, None
        bends = _bends(gone, gone - gone / whole, gap, rising, piece.starts, a, before)
        bends[0, 1] += gone @ faster
        gone *= rising
        bends[1, 1] -= gone @ faster + 2 * (gone @ per_last.take(piece.last_at))
        return value, slopes, bends

    def _hidden(self, piece, days, steps):
        """log P and its derivatives by r and alpha, per history."""
        per_age = days[2][piece.age_at]
        q = (self.ages[piece.age_at] - self.lasts[piece.last_at]) * per_age
        term, by_steps = np.ones_like(q), np.zeros_like(q)
        total, total_by_steps, total_by_q = term.copy(), by_steps.copy(), by_steps.copy()
        for j in range(1, self.k):
            by_steps = (by_steps * (steps + j - 1) + term) * (q / j)
            total_by_q += term * (steps + j - 1)  # d/dq of the next term: j term / q
            term = term * (steps + j - 1) * (q / j)
            total, total_by_steps = total + term, total_by_steps + by_steps
        return np.log(total), total_by_steps / total, -q * per_age * total_by_q / total


def _bends(gone, either, gap, rising, starts, a, before) -> np.ndarray:
    """The second derivatives of log(1 + odds) while those of the odds by r and alpha are left out.

    gone      P(gone) times customers
    either    P(gone) P(alive) times customers
    """
    by_gap, by_rising, per = either * gap, either * rising, 1 / before
    gone, once, gaps, rises = (np.add.reduceat(c, starts) for c in (gone, either, by_gap, by_rising))
    found = np.zeros((4, 4))
    found[0] = by_gap @ gap, by_gap @ rising, gaps.sum() / a, -(gaps @ per)
    found[1, 1:] = by_rising @ rising, rises.sum() / a, -(rises @ per)
    found[2, 2:] = (once - gone).sum() / a**2, -(once @ per) / a
    found[3, 3] = (once + gone) @ per**2
    return found


class _Piece:
    """Some histories in a row, sorted by repeats: what a look at them needs."""

    def __init__(self, repeats, age_at, last_at, weight) -> None:
        self.repeats, self.age_at, self.last_at, self.weight = repeats, age_at, last_at, weight
        self.starts = np.flatnonzero(np.diff(repeats, prepend=-1))
        self.levels = repeats[self.starts]
        self.lengths = np.diff(np.append(self.starts, len(repeats)))


def _pieces(columns, start: int, end: int) -> list[_Piece]:
    edges = [*range(start, end, PIECE), end]
    return [_Piece(*(c[i:j] for c in columns)) for i, j in pairwise(edges)]
