"""Find the Pareto/NBD parameters that make the counted histories most likely, or say why there are none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.pareto_nbd_likelihood import ParetoNbdLikelihood
from guanxi.knowledge.lifetime.search import (
    EDGE,
    Coordinates,
    Top,
    best_of,
    nobody_stops,
    refuse_no_gain,
    refuse_too_little,
    top,
)

SCOUTS = 2000  # more than for a coin: a coarse calendar tells little of how rates of ending are spread
BOUNDS = ((-9.0, 9.0), (-25.0, 15.0), (-9.0, 9.0), (-25.0, 15.0))  # log r, log r/alpha, log s, log s/beta


def fit_pareto_nbd(histories: Histories) -> ParetoNbd:
    """The maximum-likelihood Pareto/NBD model of these customers.

    Errors  NobodyBoughtTwice, TooFewRepeaters, NobodyStops, NoConvergence: as fit_bg_nbd
    Notes   lifetime.rates_alike, .ending_alike, .flat_likelihood: a parameter ran to its limit
    """
    refuse_too_little(histories)
    likelihood = ParetoNbdLikelihood(histories)
    coarse = ParetoNbdLikelihood(histories.coarse(SCOUTS))
    found = top(likelihood, *best_of(coarse, _starts(histories), LOGS), LOGS)
    gain = found.log_likelihood - nobody_stops(BgNbdLikelihood(histories))
    refuse_no_gain(likelihood.customers, gain)
    return ParetoNbd(
        *found.parameters,
        unit_days=histories.unit_days,
        log_likelihood=found.log_likelihood,
        customers=int(likelihood.customers),
        gain=float(gain),
        standard_errors=found.standard_errors,
        notes=tuple(_edges(found)),
    )


def _edges(found: Top) -> Iterator[Note]:
    """What ran to its limit."""
    if found.at[0] > EDGE:
        yield Note("lifetime.rates_alike")
    if found.at[2] > EDGE:
        yield Note("lifetime.ending_alike")
    if found.standard_errors is None:
        yield Note("lifetime.flat_likelihood")


def _natural(theta) -> tuple[float, float, float, float]:
    r, s = np.exp(theta[0]), np.exp(theta[2])
    return float(r), float(r / np.exp(theta[1])), float(s), float(s / np.exp(theta[3]))


def _jacobian(theta) -> np.ndarray:
    r, alpha, s, beta = _natural(theta)
    return np.array([[r, 0, 0, 0], [alpha, -alpha, 0, 0], [0, 0, s, 0], [0, 0, beta, -beta]])


LOGS = Coordinates(("r", "alpha", "s", "beta"), BOUNDS, _natural, _jacobian)


def _starts(histories: Histories) -> list[np.ndarray]:
    rate = np.log(np.average(histories.repeats, weights=histories.customers))
    longest = np.log(np.average(histories.age, weights=histories.customers))
    spreads = product((-1.0, 0.7), (-0.7, 0.7), (-1.0, 0.5))
    return [
        np.array([of_rate, rate - longest + 0.5, of_end, faster - longest])
        for of_rate, of_end, faster in spreads
    ]
