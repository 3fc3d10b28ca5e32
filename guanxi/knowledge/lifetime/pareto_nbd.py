"""What a fitted Pareto/NBD model says about a purchase history."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import betainc, exprel, gammaln, logsumexp

from guanxi.knowledge.lifetime.fitted import Fitted

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(40)
_QUANTILES, _SHARES = np.polynomial.legendre.leggauss(24)
DECAY = 45.0  # what lies beyond e^-45 of the integrand's start adds nothing


@dataclass(frozen=True)
class ParetoNbd(Fitted):
    """Poisson purchases at a customer's own rate, until an end that comes at a rate of their own.

    Assumes      buying rates are gamma(r, alpha) over customers, rates of ending gamma(s, beta), the two are
                 independent, nobody comes back once gone
    Breaks when  buying is regular or seasonal, or ending goes with buying
    Source       Schmittlein, Morrison & Colombo 1987; Fader & Hardie 2005, a note on its likelihood
    """

    r: float
    alpha: float
    s: float
    beta: float
    unit_days: int = 1
    log_likelihood: float = float("nan")
    customers: int = 0
    gain: float = float("nan")
    standard_errors: dict[str, float] | None = None
    notes: tuple = field(default=())

    name = "pareto-nbd"

    @property
    def parameters(self) -> dict[str, float]:
        return {"r": self.r, "alpha": self.alpha, "s": self.s, "beta": self.beta}

    def p_alive(self, repeats, last, age) -> np.ndarray:
        """The probability, 0..1, that a customer is still one."""
        columns = np.broadcast_arrays(*(np.asarray(v, float) for v in (repeats, last, age)))
        alive, gone, _ = log_ways(*self.parameters.values(), *columns)
        return np.exp(alive - np.logaddexp(alive, logsumexp(gone, axis=0)))

    @property
    def calm(self) -> float:
        return min(self.alpha, self.beta)

    def expected_if_alive(
        self, ahead, repeats, age, *, discount_rate: float = 0.0, start=0.0, phase: int = 0
    ) -> np.ndarray:
        """Expected purchase days from `start` to `ahead` units from now, of somebody alive, each counted
        exp(-discount_rate * time until it)."""
        x, age = np.broadcast_arrays(np.asarray(repeats, float), np.asarray(age, float))
        rate, seen = (self.r + x) / (self.alpha + age), self.beta + age
        low, high = np.log1p(start / seen), np.log1p(ahead / seen)
        if discount_rate:
            return rate * self._discounted_time(seen, low, high, discount_rate)
        # The published closed form divides by s - 1; exprel passes through it.
        return rate * seen * (high * exprel((1 - self.s) * high) - low * exprel((1 - self.s) * low))

    def _discounted_time(self, seen, low, high, discount_rate: float) -> np.ndarray:
        """The integral over v = log(1 + time / seen) of P(still alive then), discounted."""
        steep = np.maximum(self.s - 1 + discount_rate * seen * np.exp(low), DECAY / 60)
        half = (np.minimum(high - low, DECAY / steep) / 2)[..., None]
        v = low[..., None] + half * (_POINTS + 1)
        weight = np.exp((1 - self.s) * v - discount_rate * seen[..., None] * np.expm1(v))
        return seen * ((half * weight) @ _WEIGHTS)

    def at_least(self, k, ahead, repeats, age, *, phase: int = 0) -> np.ndarray:
        """P(at least k >= 1 purchase days in the next `ahead` units), of somebody alive.

        The mean over when they end: after `ahead`, or before, at evenly weighed quantiles of that time.
        """
        k, x, age = np.broadcast_arrays(*(np.asarray(v, float)[..., None] for v in (k, repeats, age)))
        seen = self.beta + age
        ends = -np.expm1(-self.s * np.log1p(ahead / seen))
        ended = seen * np.expm1(-np.log1p(-ends * (_QUANTILES + 1) / 2) / self.s)
        until = np.append(ended, np.broadcast_to(np.asarray(ahead, float), (*ended.shape[:-1], 1)), axis=-1)
        weight = np.append(ends * _SHARES / 2, 1 - ends, axis=-1)
        return (weight * betainc(k, self.r + x, until / (self.alpha + age + until))).sum(axis=-1)


def log_ways(r, alpha, s, beta, x, last, age):
    """Log-densities: alive now; gone at each of the points between last and now, by rows; and those points.

    The published 2F1 is this integral over the time of ending. Over v = log(smaller scale + time) it is
    smooth, and ends where a steep one has fallen off.
    """
    scale = min(alpha, beta)
    span = np.log1p((age - last) / (scale + last))
    steepest = (r + x) * (scale + last) / (alpha + last) + (s + 1) * (scale + last) / (beta + last)
    span = np.minimum(span, DECAY / np.maximum(steepest - 1, DECAY / 60))
    share = ((_POINTS + 1) / 2).reshape(-1, *(1,) * x.ndim)
    weight = (_WEIGHTS / 2).reshape(share.shape)
    ended = last + (scale + last) * np.expm1(share * span)
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    alive = common - (r + x) * np.log(alpha + age) - s * np.log(beta + age)
    with np.errstate(divide="ignore"):
        gone = common + np.log(s) - (r + x) * np.log(alpha + ended) - (s + 1) * np.log(beta + ended)
        gone = gone + np.log(scale + ended) + np.log(span * weight)
    return alive, gone, ended
