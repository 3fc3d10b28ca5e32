"""Find the Pareto/NBD parameters that make the counted histories most likely, or say why there are none."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import minimize

from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.pareto_nbd_likelihood import ParetoNbdLikelihood
from guanxi.knowledge.lifetime.refusals import NobodyStops, NoConvergence
from guanxi.knowledge.lifetime.search import (
    MIN_GAIN,
    SCOUTS,
    Coordinates,
    downhill,
    nobody_stops,
    refuse_too_little,
    standard_errors,
)

BOUNDS = ((-9.0, 9.0), (-25.0, 15.0), (-9.0, 9.0), (-25.0, 15.0))  # log r, log r/alpha, log s, log s/beta


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
