"""Find the BG/CNBD-k or MBG/CNBD-k parameters that make the counted histories most likely."""

from __future__ import annotations

from copy import copy

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln, logsumexp

from guanxi.errors import SettingError
from guanxi.knowledge.lifetime.cnbd import Cnbd, log_ways
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.refusals import NobodyStops
from guanxi.knowledge.lifetime.search import (
    BOUNDS,
    MIN_GAIN,
    SCOUTS,
    climb,
    downhill,
    edges,
    natural,
    refuse_too_little,
    scouted,
    standard_errors,
)

REGULARITIES = (1, 2, 3, 4)


class UnknownRegularity(SettingError):
    code = "lifetime.unknown_regularity"


class CnbdLikelihood:
    """log L(r, alpha, a, b) of all customers, with its exact gradient, for a given k.

    anybody_stops = False leaves out that the last purchase may have ended it.
    """

    anybody_stops = True

    def __init__(self, histories: Histories, k: int, *, coin_at_start: bool) -> None:
        self.k, self.coin_at_start = k, coin_at_start
        self.x, self.last, self.age = histories.repeats.astype(float), histories.last, histories.age
        self.weight = histories.customers.astype(float)
        self.customers = self.weight.sum()

    def __call__(self, r: float, alpha: float, a: float, b: float) -> tuple[float, np.ndarray]:
        """log L and its derivatives by r, alpha, a and b."""
        x, k = self.x, self.k
        model = Cnbd(r, alpha, a, b, k, self.coin_at_start)
        alive, gone = log_ways(model, x, self.last, self.age)
        if not self.anybody_stops:
            gone = np.full_like(gone, -np.inf)
        total = np.logaddexp(logsumexp(alive, axis=0), gone)
        alive, gone = self.weight * np.exp(alive - total), self.weight * np.exp(gone - total)
        steps = r + k * x + np.arange(k)[:, None]
        by_r = alive * (digamma(steps) - np.log(alpha + self.age))
        by_r_gone = gone * (digamma(steps[0]) - np.log(alpha + self.last))
        by_alpha = -(alive * steps / (alpha + self.age)).sum() - (gone * steps[0] / (alpha + self.last)).sum()
        common = self.customers * np.array([np.log(alpha) - digamma(r), r / alpha])
        rate = common + np.array([by_r.sum() + by_r_gone.sum(), by_alpha])
        return float((self.weight * total).sum()), np.append(rate, self._coin(alive.sum(axis=0), gone, a, b))

    def _coin(self, alive, gone, a, b):
        """Slopes by a and b."""
        thrown = self.x + self.coin_at_start
        both = self.weight * (digamma(a + b) - digamma(a + b + thrown))
        spared = np.maximum(thrown, 1) - 1  # coins that did not end it, of somebody gone
        by_a = both.sum() + (gone / a).sum()
        by_b = both + alive * digamma(b + thrown) + gone * digamma(b + spared) - self.weight * digamma(b)
        return [by_a, by_b.sum()]


def fit_cnbd(histories: Histories, k: int = 1, *, coin_at_start: bool = True) -> Cnbd:
    """The maximum-likelihood model of these customers for a given regularity k, 1..4.

    Errors  UnknownRegularity, and what fit_bg_nbd refuses
    Notes   as fit_bg_nbd
    """
    if k not in REGULARITIES:
        raise UnknownRegularity(asked=k, known=", ".join(map(str, REGULARITIES)))
    refuse_too_little(histories)
    likelihood = CnbdLikelihood(histories, k, coin_at_start=coin_at_start)
    coarse = CnbdLikelihood(histories.coarse(SCOUTS), k, coin_at_start=coin_at_start)
    rate = np.log(k * (coarse.weight @ coarse.x) / (coarse.weight @ coarse.age))
    theta = climb(likelihood, *scouted(coarse, rate))
    errors = standard_errors(likelihood, theta)
    value = likelihood(*natural(theta))[0]
    gain = value - _nobody_stops(likelihood, theta)
    if gain < MIN_GAIN:
        raise NobodyStops(customers=int(likelihood.customers), gain=round(float(gain), 2))
    return Cnbd(
        *natural(theta),
        k=k,
        coin_at_start=coin_at_start,
        unit_days=histories.unit_days,
        log_likelihood=value,
        customers=int(likelihood.customers),
        gain=float(gain),
        standard_errors=errors,
        notes=tuple(edges(theta, errors)),
    )


def fit_most_likely_cnbd(histories: Histories, log_gaps: float, *, coin_at_start: bool = True) -> Cnbd:
    """The model of the regularity, 1..4, under which the purchases are most likely.

    log_gaps   sum over all gaps between purchase days of the log of their length, in the unit of the
               histories: all that the choice needs of the purchases inside a history
    """
    repeats = histories.customers @ histories.repeats
    fits = (fit_cnbd(histories, k, coin_at_start=coin_at_start) for k in REGULARITIES)
    return max(fits, key=lambda fit: fit.log_likelihood + (fit.k - 1) * log_gaps - repeats * gammaln(fit.k))


def _nobody_stops(likelihood, theta) -> float:
    """The best log-likelihood when nobody ever stops: a coin of a millionth, which ends nothing."""
    never = copy(likelihood)
    never.anybody_stops = False
    minus, coin = downhill(never), np.array([BOUNDS[2][0], 0.0])

    def held(rate):
        value, slope = minus(np.append(rate, coin))
        return value, slope[:2]

    ends = (minimize(held, [spread, theta[1]], jac=True, method="BFGS") for spread in (-1.2, 0.7))
    return -min(end.fun for end in ends) * likelihood.customers
