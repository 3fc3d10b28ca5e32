"""The range that a customer's value falls in nine times of ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, betaincinv

from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel

LOW, HIGH = 0.05, 0.95
GRID = 64  # points of the value's distribution, evenly spaced in its logarithm; a power of two
NODES = 24  # ages at which it is worked out for one number of repeats; straight lines between
TAIL = 1e-3  # probability left off each end of the grid
FINE, RATIO = 24, 1.12  # counts of purchase days: one by one to FINE, then in steps of 12 %
RARE, MOST = 1e-5, 1e6  # counts that hardly anybody reaches, or that are absurd, end the list


@dataclass(frozen=True)
class Way:
    """A model, a phase of somebody alive in it, and by history the probability of both."""

    model: BuyingModel
    phase: int
    chance: np.ndarray

    def of(self, who: np.ndarray | slice) -> Way:
        """Only these histories."""
        return replace(self, chance=self.chance[who])


def value_range(
    ways: Sequence[Way], spend: GammaGamma, horizon: float, x: float, age: np.ndarray, calm: float
) -> np.ndarray:
    """The 5 % and 95 % points by history, per unit of (gamma + days x mean spend); undiscounted.

    In     x    repeats, the same of all; ways: the future is one of them, or else nothing comes

    Alive, the value is a sum over k purchase days, k from the purchase model, each gamma(p, nu) with the
    customer's own nu ~ gamma(q + p n, gamma + n z). So value / (gamma + n z) is beta-prime(p k, q + p n):
    mixed over k it depends on the history alone, and money only scales it.
    """
    place = np.log(calm + age)
    nodes = np.linspace(place.min(), place.max() + 1e-9, NODES)
    at = np.exp(nodes) - calm
    edges = _edges(ways[0].model, horizon, x, at)
    log_value, above = _above(spend, x, edges)
    curves = [_chances(way, edges, horizon, x, at) @ above for way in ways]
    place = (place - nodes[0]) / (nodes[1] - nodes[0])
    weights = [way.chance for way in ways]
    return np.array([_point(log_value, curves, weights, place, 1 - share) for share in (LOW, HIGH)])


def _edges(model: BuyingModel, horizon: float, x: float, age: np.ndarray) -> np.ndarray:
    """Counts of purchase days from 1 to where hardly anybody gets, one by one, then in growing steps."""
    edges = np.arange(1.0, FINE + 1)
    while True:
        reached = model.at_least(edges, horizon, x, age.min(), phase=model.phases - 1)
        if reached[-1] <= RARE or edges[-1] > MOST:
            return edges[: max(2, int(np.sum(reached > RARE)) + 1)]
        edges = np.append(edges, np.unique(np.round(edges[-1] * RATIO ** np.arange(1, FINE + 1))))


def _above(spend: GammaGamma, x: float, edges: np.ndarray):
    """log v, and P(value / (gamma + n z) > v) by purchase days and v."""
    middle = np.sqrt(edges * np.append(edges[1:] - 1, edges[-1] * RATIO))
    shape = spend.q + spend.p * (x + 1)
    share = betaincinv(spend.p * np.array([1, middle[-1]]), shape, [TAIL, 1 - TAIL])
    log_value = np.linspace(*np.log(share / (1 - share)), GRID)
    return log_value, betainc(shape, (spend.p * middle)[:, None], 1 / (1 + np.exp(log_value)))


def _chances(way: Way, edges: np.ndarray, horizon: float, x: float, age: np.ndarray) -> np.ndarray:
    """P(so many purchase days | this way), by ages and edges."""
    reached = way.model.at_least(edges, horizon, x, age[:, None], phase=way.phase)
    return reached - np.append(reached[:, 1:], np.zeros((len(age), 1)), axis=1)


def _point(log_value, curves, weights, place, level: float) -> np.ndarray:
    """Where the weighed sum of falling curves passes `level`; 0 where it starts below it.

    curves   of each way, by ages and v; between two ages they are taken as straight
    place    which two ages, and how far between: 3.25 is a quarter of the way from the fourth to the fifth
    """
    before = np.minimum(place.astype(np.int64), NODES - 2)
    weight, width, first = place - before, GRID, before * GRID
    flat = [curve.ravel() for curve in curves]

    def curve(at):
        here, there = first + at, first + at + width
        return sum(
            w * (f[here] * (1 - weight) + f[there] * weight) for f, w in zip(flat, weights, strict=True)
        )

    right = np.zeros(len(place), np.int64)  # how many points of the curve lie above the level, by halving
    for half in width // 2 ** np.arange(1, width.bit_length()):
        right = np.where(curve(right + half - 1) > level, right + half, right)
    right = right + (curve(right) > level)
    inside = np.clip(right, 1, width - 1)
    high, low = curve(inside - 1), curve(inside)
    share = np.clip((high - level) / np.maximum(high - low, 1e-300), 0, 1)
    step = log_value[1] - log_value[0]
    return np.where(right == 0, 0.0, np.exp(log_value[inside - 1] + share * step))
