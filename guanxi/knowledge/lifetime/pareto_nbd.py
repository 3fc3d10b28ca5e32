"""Pareto/NBD: what it says of a purchase history, and how it is fitted."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, exprel, gammaln, logsumexp

from guanxi.knowledge.lifetime.bg_nbd_fit import nobody_stops
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.fitted import Fitted
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.refusals import NobodyStops, NoConvergence
from guanxi.knowledge.lifetime.search import (
    MIN_GAIN,
    SCOUTS,
    Coordinates,
    downhill,
    refuse_too_little,
    standard_errors,
)

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(40)
DECAY = 45.0  # what lies beyond e^-45 of the integrand's start adds nothing
BOUNDS = ((-9.0, 9.0), (-25.0, 15.0), (-9.0, 9.0), (-25.0, 15.0))  # log r, log r/alpha, log s, log s/beta


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
        alive, gone, _ = _log_ways(*self.parameters.values(), *columns)
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


def _log_ways(r, alpha, s, beta, x, last, age):
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


class ParetoNbdLikelihood:
    """log L(r, alpha, s, beta) of all customers, with its exact gradient."""

    def __init__(self, histories: Histories) -> None:
        self.x, self.last, self.age = histories.repeats.astype(float), histories.last, histories.age
        self.weight = histories.customers.astype(float)
        self.customers = self.weight.sum()

    def __call__(self, r: float, alpha: float, s: float, beta: float) -> tuple[float, np.ndarray]:
        """log L and its derivatives by r, alpha, s and beta."""
        x, age, n = self.x, self.age, self.customers
        alive, gone, ended = _log_ways(r, alpha, s, beta, x, self.last, age)
        total = np.logaddexp(alive, logsumexp(gone, axis=0))
        ways = self.weight * np.exp(np.vstack([alive[None], gone]) - total)
        until = np.vstack([age[None], ended])
        lost = ways[1:].sum()
        by_r = (
            self.weight @ (digamma(r + x) - digamma(r))
            + n * np.log(alpha)
            - (ways * np.log(alpha + until)).sum()
        )
        by_alpha = n * r / alpha - (ways * (r + x) / (alpha + until)).sum()
        by_s = n * np.log(beta) - (ways * np.log(beta + until)).sum() + lost / s
        by_beta = n * s / beta - s * (ways / (beta + until)).sum() - (ways[1:] / (beta + ended)).sum()
        return float(self.weight @ total), np.array([by_r, by_alpha, by_s, by_beta])


def fit_pareto_nbd(histories: Histories) -> ParetoNbd:
    """The maximum-likelihood Pareto/NBD model of these customers.

    Errors  NobodyBoughtTwice, TooFewRepeaters, NobodyStops, NoConvergence: as fit_bg_nbd
    """
    refuse_too_little(histories)
    likelihood = ParetoNbdLikelihood(histories)
    scouted = _scout(downhill(ParetoNbdLikelihood(histories.coarse(SCOUTS)), LOGS), histories)
    minus = downhill(likelihood, LOGS)
    end = minimize(minus, scouted, jac=True, method="BFGS", options={"gtol": 1e-8})
    if not np.isfinite(end.fun):
        raise NoConvergence(customers=int(likelihood.customers))
    theta = end.x.clip(*np.transpose(BOUNDS))
    value = likelihood(*_natural(theta))[0]
    gain = value - nobody_stops(BgNbdLikelihood(histories))
    if gain < MIN_GAIN:
        raise NobodyStops(customers=int(likelihood.customers), gain=round(float(gain), 2))
    return ParetoNbd(
        *_natural(theta),
        unit_days=histories.unit_days,
        log_likelihood=value,
        customers=int(likelihood.customers),
        gain=float(gain),
        standard_errors=standard_errors(likelihood, theta, LOGS),
    )


def _natural(theta) -> tuple[float, float, float, float]:
    r, s = np.exp(theta[0]), np.exp(theta[2])
    return float(r), float(r / np.exp(theta[1])), float(s), float(s / np.exp(theta[3]))


def _jacobian(theta) -> np.ndarray:
    r, alpha, s, beta = _natural(theta)
    return np.array([[r, 0, 0, 0], [alpha, -alpha, 0, 0], [0, 0, s, 0], [0, 0, beta, -beta]])


LOGS = Coordinates(("r", "alpha", "s", "beta"), BOUNDS, _natural, _jacobian)


def _scout(minus, histories: Histories):
    """The best point reached from several starts."""
    rate = np.log((histories.customers @ histories.repeats) / (histories.customers @ histories.age))
    ending = -np.log(np.average(histories.age, weights=histories.customers))
    spreads = product((-1.0, 0.7), (-0.7, 0.7), (-1.0, 0.5))
    starts = [np.array([of_rate, rate + 0.5, of_end, ending + faster]) for of_rate, of_end, faster in spreads]
    starts.sort(key=lambda theta: minus(theta)[0])
    ends = [minimize(minus, start, jac=True, method="BFGS", options={"gtol": 1e-7}) for start in starts[:3]]
    return min(ends, key=lambda end: end.fun).x
