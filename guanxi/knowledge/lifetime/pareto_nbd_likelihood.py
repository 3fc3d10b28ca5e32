"""The Pareto/NBD log-likelihood and its exact gradient, on counted histories."""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, gammaln

from guanxi.knowledge.lifetime.histories import DENSE, Histories, distinct

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(32)
_SHARE, _WEIGHTS = (_POINTS[:, None] + 1) / 2, _WEIGHTS[:, None] / 2
DECAY = 40.0  # what lies beyond e^-40 of an integrand's start adds nothing
PIECE = 256  # integrals worked out together: what they need stays in the processor's cache


class ParetoNbdLikelihood:
    """log L(r, alpha, s, beta) of all customers, with its exact gradient.

    A history is what it is when the next thing after its last purchase is the end, or a purchase after its
    age, or neither before the oldest customer's age M. So it is a sum of two, one of repeats and last, one of
    repeats and age, and the integrals are worked out per distinct pair:

        L = Gamma(r+x)/Gamma(r) alpha^r beta^s (gone + back)
        gone = s int_t^M (alpha+u)^-(r+x) (beta+u)^-(s+1) du
        back = (r+x) int_T^M (alpha+u)^-(r+x+1) (beta+u)^-s du + (alpha+M)^-(r+x) (beta+M)^-s

    All terms are positive: nothing cancels, whatever the parameters.
    """

    def __init__(self, histories: Histories) -> None:
        self.weight = histories.customers.astype(float)
        self.customers = self.weight.sum()
        self.levels, level_at = distinct(histories.repeats)
        self.level_weight = np.bincount(level_at, self.weight)
        self.longest = float(histories.age.max())
        self.x_last, self.last, self.last_at = self._pairs(level_at, histories.last_days, histories.unit_days)
        self.x_age, self.age, self.age_at = self._pairs(level_at, histories.age_days, histories.unit_days)
        self.age_weight = np.bincount(self.age_at, self.weight)

    def _pairs(self, level_at, days, unit_days):
        """The distinct pairs of repeats and a day, and which of them each history has."""
        values, day_at = distinct(days)
        codes = level_at * len(values) + day_at
        small = len(self.levels) * len(values) <= DENSE
        codes, at = distinct(codes) if small else np.unique(codes, return_inverse=True)
        level, day = np.divmod(codes, len(values))
        return self.levels[level].astype(float), values[day] / unit_days, at

    def __call__(self, r: float, alpha: float, s: float, beta: float) -> tuple[float, np.ndarray]:
        """log L and its derivatives by r, alpha, s and beta."""
        x, n, weight = self.levels, self.level_weight, self.weight
        gone, by_gone = self._ends(r, alpha, s, beta)
        back, by_back = self._comes_back(r, alpha, s, beta)
        odds = gone.take(self.last_at)
        odds -= back.take(self.age_at)
        # log(1 + odds) and its slope from one exponential; e^-700 is nothing, and e^700 still a number.
        np.maximum(odds, -700, out=odds)
        value = _sum(self.age_weight, back) + _sum(weight, odds)
        np.negative(odds, out=odds)
        whole = np.exp(odds, out=odds)
        whole += 1
        ended = weight / whole
        value += _sum(weight, np.log(whole, out=whole))
        ends = np.bincount(self.last_at, ended, minlength=len(gone))
        backs = self.age_weight - np.bincount(self.age_at, ended, minlength=len(back))
        value += n @ (gammaln(r + x) - gammaln(r)) + self.customers * (r * np.log(alpha) + s * np.log(beta))
        gradient = np.einsum("pi,i->p", by_gone, ends) + np.einsum("pi,i->p", by_back, backs)
        gradient += [
            n @ (digamma(r + x) - digamma(r)) + self.customers * np.log(alpha),
            self.customers * r / alpha,
            self.customers * np.log(beta),
            self.customers * s / beta,
        ]
        return float(value), gradient

    def bowl(self, *parameters: float) -> None:
        """None: its second derivatives are not written down."""

    def _ends(self, r, alpha, s, beta):
        """log of `gone` for each pair of repeats and last, and its derivatives, by rows."""
        x, found = self.x_last, np.empty((5, len(self.last)))
        for here in _pieces(len(x)):
            found[:, here] = _integral(r + x[here], alpha, s + 1, beta, self.last[here], self.longest)
        found[0] += np.log(s)
        found[3] += 1 / s
        return found[0], found[1:]

    def _comes_back(self, r, alpha, s, beta):
        """log of `back` for each pair of repeats and age, and its derivatives, by rows."""
        x, until, found = self.x_age, self.longest, np.empty((5, len(self.age)))
        for here in _pieces(len(x)):
            found[:, here] = _integral(r + x[here] + 1, alpha, s, beta, self.age[here], until)
        found[0] += np.log(r + x)
        found[1] += 1 / (r + x)
        neither = -(r + x) * np.log(alpha + until) - s * np.log(beta + until)
        by_neither = np.empty((4, len(x)))
        by_neither[0], by_neither[1] = -np.log(alpha + until), -(r + x) / (alpha + until)
        by_neither[2], by_neither[3] = -np.log(beta + until), -s / (beta + until)
        back = np.logaddexp(found[0], neither)
        return back, found[1:] * np.exp(found[0] - back) + by_neither * np.exp(neither - back)


def _integral(m, alpha, n, beta, start, end):
    """log int_start^end (alpha+u)^-m (beta+u)^-n du and its derivatives by m, alpha, n and beta, by rows.

    Over v = log(smaller scale + u) the integrand is smooth; it ends where it has fallen off.
    """
    scale = min(alpha, beta)
    by_rate, by_end = np.expm1(np.minimum(DECAY / m, 700)), np.expm1(min(DECAY / n, 700))
    fallen = np.minimum((alpha + start) * by_rate, (beta + start) * by_end)
    span = np.log1p(np.minimum(end - start, fallen) / (scale + start))
    until = np.expm1(_SHARE * span)
    until *= scale + start
    until += start
    by_alpha, by_beta = alpha + until, beta + until
    by_m, by_n = np.log(by_alpha), np.log(by_beta)
    first = m * np.log(alpha + start) + n * np.log(beta + start) - np.log(scale + start)
    ways = first - m * by_m
    ways -= n * by_n
    ways += by_m if scale == alpha else by_n
    np.exp(ways, out=ways)
    ways *= _WEIGHTS
    total = np.maximum(ways.sum(axis=0), np.finfo(float).tiny)
    ways /= total
    with np.errstate(divide="ignore"):
        found = np.log(total * span) - first
    means = [np.einsum("pi,pi->i", ways, by) for by in (by_m, 1 / by_alpha, by_n, 1 / by_beta)]
    return found, -means[0], -m * means[1], -means[2], -n * means[3]


def _pieces(length: int) -> list[slice]:
    return [slice(start, start + PIECE) for start in range(0, length, PIECE)]


def _sum(one: np.ndarray, other: np.ndarray) -> float:
    """The sum of a product. Not `@`: on long arrays that wakes BLAS threads, which cost more than they do."""
    return float(np.einsum("i,i->", one, other))
