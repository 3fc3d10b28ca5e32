"""What a fitted Pareto/NBD model says about a purchase history."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import exprel, gammaln, logsumexp

from guanxi.knowledge.lifetime.fitted import Fitted
from guanxi.knowledge.lifetime.histories import Histories

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(40)
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

    def expected_purchases(self, ahead, repeats, last, age) -> np.ndarray:
        """Expected purchase days in the next `ahead` units of time, given the history."""
        x, age = np.asarray(repeats, float), np.asarray(age, float)
        span = np.log1p(ahead / (self.beta + age))
        # The published closed form divides by s - 1; exprel passes through it.
        time = (self.beta + age) * span * exprel(-(self.s - 1) * span)
        return self.p_alive(repeats, last, age) * (self.r + x) / (self.alpha + age) * time

    def of(self, histories: Histories) -> np.ndarray:
        """P(alive) of every distinct history."""
        return self.p_alive(histories.repeats, histories.last, histories.age)


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
