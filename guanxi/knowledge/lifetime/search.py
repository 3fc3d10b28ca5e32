"""The search for the most likely model in which buyers differ in their rate and stop by a coin.

Four round coordinates, in which the likelihood has one bowl, and the way down into it: shared by BG/NBD and
its relatives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import minimize

from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.refusals import NobodyBoughtTwice, NoConvergence, TooFewRepeaters
from guanxi.knowledge.lifetime.summit import Bounds, curvature_at, curvature_near, is_bowl

MIN_REPEATERS = 10  # below this four parameters are told by anecdotes
MIN_GAIN = 1.92  # half the 95 % point of chi-square(1): less is no evidence that anybody stops
SCOUTS = 4000  # histories to scout the starts on; the answer always comes from all of them
SETTLED = 1e-8  # what is left to go, in round coordinates, when a climb ends
EDGE = 7.0  # e^7 = 1100: a spread this far from 1 is a limit, not an estimate

# log r, log(r / alpha), logit(a / (a + b)), log(a + b): spread and mean of the rate, mean and spread of the
# coin. In these four the likelihood is nearly round, and its edges are where one of them runs away.
BOUNDS = ((-9.0, 9.0), (-25.0, 15.0), (-14.0, 9.0), (-9.0, 9.0))
STARTS = tuple(product((-1.2, 0.7), (-3.0, -0.8), (0.0, 1.6)))


def natural(theta) -> tuple[float, float, float, float]:
    """r, alpha, a, b from the four round coordinates."""
    r = np.exp(theta[0])
    mean, spread = 1 / (1 + np.exp(-theta[2])), np.exp(theta[3])
    return float(r), float(r / np.exp(theta[1])), float(mean * spread), float((1 - mean) * spread)


def _jacobian(theta) -> np.ndarray:
    """Derivatives of (r, alpha, a, b), by rows, by the four round coordinates, by columns."""
    r, alpha, a, b = natural(theta)
    mix = a * b / (a + b)
    return np.array([[r, 0, 0, 0], [alpha, -alpha, 0, 0], [0, 0, mix, a], [0, 0, -mix, b]])


@dataclass(frozen=True)
class Coordinates:
    """Round coordinates of a model's parameters.

    natural    the parameters of a point
    jacobian   their derivatives, by rows, by the coordinates, by columns
    """

    names: tuple[str, ...]
    bounds: Bounds
    natural: Callable[[np.ndarray], tuple[float, ...]]
    jacobian: Callable[[np.ndarray], np.ndarray]


COIN = Coordinates(("r", "alpha", "a", "b"), BOUNDS, natural, _jacobian)


def downhill(likelihood, of: Coordinates = COIN):
    """Minus the mean log-likelihood and its gradient, in the round coordinates; flat beyond their bounds."""
    low, high = np.transpose(of.bounds)

    def minus(theta):
        inside = theta.clip(low, high)
        value, gradient = likelihood(*of.natural(inside))
        slope = (gradient @ of.jacobian(inside)) * (inside == theta)
        return -value / likelihood.customers, -slope / likelihood.customers

    return minus


def curvature(likelihood, theta, of: Coordinates = COIN) -> np.ndarray:
    """The Hessian of minus the mean log-likelihood at its top: exact where the likelihood tells its own."""
    if not hasattr(likelihood, "hessian"):
        return curvature_near(downhill(likelihood, of), theta)
    # At a top the slopes are nothing, so how the coordinates bend does not matter.
    jacobian = of.jacobian(theta)
    return -jacobian.T @ likelihood.hessian(*of.natural(theta)) @ jacobian / likelihood.customers


def standard_errors(likelihood, theta, of: Coordinates = COIN) -> dict[str, float] | None:
    """From the curvature of the likelihood at its top, by the delta method; None where it is flat."""
    bent = curvature(likelihood, theta, of)
    if not is_bowl(bent, theta, of.bounds):
        return None
    covariance = np.linalg.inv(bent) / likelihood.customers
    jacobian = of.jacobian(theta)
    errors = np.sqrt(np.diag(jacobian @ covariance @ jacobian.T))
    return dict(zip(of.names, map(float, errors), strict=True))


def refuse_too_little(histories: Histories) -> None:
    customers = int(histories.customers.sum())
    repeaters = int(histories.customers[histories.repeats > 0].sum())
    if repeaters == 0:
        raise NobodyBoughtTwice(customers=customers)
    if repeaters < MIN_REPEATERS:
        raise TooFewRepeaters(customers=customers, repeaters=repeaters, needed=MIN_REPEATERS)


def scouted(coarse, log_rate: float):
    """The best point reached from several starts, and the curvature there.

    coarse     the likelihood on a coarser calendar
    log_rate   of purchases (of hidden steps, where every k-th is one) per customer and unit of time
    """
    return best_of(
        coarse, [np.array([spread, log_rate + 0.5, coin, alike]) for spread, coin, alike in STARTS]
    )


def best_of(coarse, starts, of: Coordinates = COIN):
    """The best point reached from the three best of several starts, and the curvature there."""
    minus = downhill(coarse, of)
    starts = sorted(starts, key=lambda theta: minus(theta)[0])
    # BFGS and not L-BFGS-B: its compiled BLAS calls wake threads that cost more than the whole search.
    ends = [minimize(minus, start, jac=True, method="BFGS", options={"gtol": 1e-5}) for start in starts[:3]]
    best = min(ends, key=lambda end: end.fun).x.clip(*np.transpose(of.bounds))
    return best, curvature_at(minus, best)


def climb(likelihood, theta, bent, of: Coordinates = COIN):
    """The maximum on all histories: exact slopes, with the scouted curvature to say how far.

    A coarser calendar bends the likelihood nearly as the real one does, and each step tells by how much not:
    three or four looks at all histories settle every digit. Where there is no bowl, or the steps do not
    shrink, the slow way is taken.
    """
    minus = downhill(likelihood, of)
    if is_bowl(bent, theta, of.bounds):
        at, before, slope = theta, 1.0, minus(theta)[1]
        for _ in range(12):
            step = -np.linalg.solve(bent, slope)
            size = np.abs(step).max()
            if not size < max(before, 1e-9):
                break
            at = at + step
            if size * size / before < SETTLED:
                return at
            slope, last = minus(at)[1], slope
            bent, before = _bent_as(bent, step, slope - last), size
    end = minimize(
        minus,
        theta,
        jac=True,
        method="L-BFGS-B",
        bounds=of.bounds,
        options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-7},
    )
    if not np.isfinite(end.fun):
        raise NoConvergence(customers=int(likelihood.customers))
    return end.x


def _bent_as(bent, step, rise):
    """The curvature with what one step has shown of it (the BFGS formula)."""
    along = bent @ step
    if rise @ step <= 0:
        return bent
    return bent - np.outer(along, along) / (along @ step) + np.outer(rise, rise) / (rise @ step)


def nobody_stops(likelihood) -> float:
    """The best log-likelihood when nobody ever stops."""

    def minus(theta):
        r, alpha = np.exp(theta[0].clip(-9, 9)), np.exp((theta[0] - theta[1]).clip(-20, 30))
        value, (by_r, by_alpha) = likelihood.nobody_stops(r, alpha)
        slope = np.array([r * by_r + alpha * by_alpha, -alpha * by_alpha])
        return -value / likelihood.customers, -slope / likelihood.customers

    rate = np.log(likelihood.k * likelihood.repeats_at_age.sum() / (likelihood.age_weight @ likelihood.ages))
    ends = (minimize(minus, [spread, rate], jac=True, method="BFGS") for spread in (-1.2, 0.7))
    return -min(end.fun for end in ends) * likelihood.customers


def edges(theta, errors):
    """What ran to its limit."""
    if theta[0] > EDGE:
        yield Note("lifetime.rates_alike")
    if theta[3] > EDGE:
        yield Note("lifetime.stopping_alike")
    if theta[3] < -EDGE / 2:
        yield Note("lifetime.stopping_all_or_none")
    if errors is None:
        yield Note("lifetime.flat_likelihood")
