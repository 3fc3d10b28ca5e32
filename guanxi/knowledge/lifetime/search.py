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
from guanxi.knowledge.lifetime.refusals import NobodyBoughtTwice, NobodyStops, NoConvergence, TooFewRepeaters
from guanxi.knowledge.lifetime.summit import Bounds, curvature_at, curvature_near, is_bowl

MIN_REPEATERS = 10  # below this four parameters are told by anecdotes
MIN_GAIN = 1.92  # half the 95 % point of chi-square(1): less is no evidence that anybody stops
SCOUTS = 1000  # histories to scout the starts on; the answer always comes from all of them
LAST_STEP = 3e-4  # in round coordinates: after it a ten-millionth is left to go
NEAR = 1e-5  # what is left to go, in round coordinates, when a climb ends
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


@dataclass(frozen=True)
class Top:
    """Where the log-likelihood of all customers is largest.

    at                the round coordinates
    parameters        the natural ones
    log_likelihood    of all customers
    standard_errors   of the parameters, by name; None where the top is flat or on an edge
    """

    at: np.ndarray
    parameters: tuple[float, ...]
    log_likelihood: float
    standard_errors: dict[str, float] | None


def top(likelihood, theta, bent, of: Coordinates = COIN) -> Top:
    """The maximum on all histories, from a point and a curvature that a coarser calendar told.

    Where the likelihood tells its second derivatives, two or three looks at all histories settle every digit
    and the standard errors.
    """
    at, before = theta, np.inf
    for _ in range(12):
        found = _bowl(likelihood, at, of)
        if found is None or not is_bowl(found[2], at, of.bounds):
            break
        step = np.linalg.solve(found[2], found[1])
        size = np.abs(step).max()
        if size < LAST_STEP:
            return _topped(likelihood, at, *found, of)
        if size > before:
            break
        at, before = at - step, size
    near = climb(likelihood, theta, bent, of)
    minus = downhill(likelihood, of)
    value, slope = minus(near)
    return _topped(likelihood, near, value, slope, curvature_near(minus, near, slope), of)


def _topped(likelihood, near, value, slope, bent, of: Coordinates) -> Top:
    """One last step with the curvature, where there is any."""
    if not is_bowl(bent, near, of.bounds):
        return Top(near, of.natural(near), float(-value * likelihood.customers), None)
    step = np.linalg.solve(bent, slope)
    at, value = near - step, value - slope @ step / 2
    covariance = np.linalg.inv(bent) / likelihood.customers
    jacobian = of.jacobian(at)
    errors = map(float, np.sqrt(np.diag(jacobian @ covariance @ jacobian.T)))
    named = dict(zip(of.names, errors, strict=True))
    return Top(at, of.natural(at), float(-value * likelihood.customers), named)


def _bowl(likelihood, theta, of: Coordinates):
    """Minus the mean log-likelihood, its gradient and its Hessian, in the round coordinates."""
    found = likelihood.bowl(*of.natural(theta))
    if found is None:
        return None
    value, gradient, hessian = found
    jacobian, moves = of.jacobian(theta), 1e-5 * np.eye(len(theta))
    bends = [gradient @ (of.jacobian(theta + e) - of.jacobian(theta - e)) / 2e-5 for e in moves]
    round_ = jacobian.T @ hessian @ jacobian + np.array(bends)
    return tuple(-part / likelihood.customers for part in (value, gradient @ jacobian, round_))


def refuse_no_gain(customers: float, gain: float) -> None:
    """Where a model in which customers stop is hardly better than one in which nobody does.

    Errors  NobodyStops
    """
    if not gain >= MIN_GAIN:
        raise NobodyStops(customers=int(customers), gain=round(max(float(gain), 0.0), 2))


def refuse_too_little(histories: Histories) -> None:
    customers = int(histories.customers.sum())
    repeaters = int(histories.customers[histories.repeats > 0].sum())
    if repeaters == 0:
        raise NobodyBoughtTwice(customers=customers)
    if repeaters < MIN_REPEATERS:
        raise TooFewRepeaters(customers=customers, repeaters=repeaters, needed=MIN_REPEATERS)


def scouted(coarse):
    """The best point reached from several starts on a coarser calendar, and the curvature there."""
    rate = coarse.log_rate + 0.5
    return best_of(coarse, [np.array([spread, rate, coin, alike]) for spread, coin, alike in STARTS])


def best_of(coarse, starts, of: Coordinates = COIN):
    """The best point reached from the three best of several starts, and the curvature there."""
    minus = downhill(coarse, of)
    starts = sorted(starts, key=lambda theta: minus(theta)[0])
    # BFGS and not L-BFGS-B: its compiled BLAS calls wake threads that cost more than the whole search.
    ends = [minimize(minus, start, jac=True, method="BFGS", options={"gtol": 1e-3}) for start in starts[:3]]
    best = min(ends, key=lambda end: end.fun).x.clip(*np.transpose(of.bounds))
    best = climb(coarse, best, curvature_at(minus, best), of)
    return best, curvature_at(minus, best)


def climb(likelihood, theta, bent, of: Coordinates = COIN):
    """Near the maximum, as far as exact slopes lead; `bent` is the curvature to begin with.

    A coarser calendar bends the likelihood nearly as the real one does, and each step tells by how much not:
    two or three looks at all histories come near enough. Where there is no bowl, or the steps do not
    shrink, the slow way is taken.
    """
    minus = downhill(likelihood, of)
    if is_bowl(bent, theta, of.bounds):
        at, before, slope = theta, 1.0, minus(theta)[1]
        for _ in range(12):
            step = -np.linalg.solve(bent, slope)
            size = np.abs(step).max()
            if not size < max(before, NEAR):
                break
            at = at + step
            if size * size / before < NEAR:
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

    rate = likelihood.log_rate
    ends = (minimize(minus, [spread, rate], jac=True, method="BFGS") for spread in (-1.2, 0.7))
    return -min(end.fun for end in ends) * likelihood.customers


def edges(found: Top):
    """What ran to its limit."""
    if found.at[0] > EDGE:
        yield Note("lifetime.rates_alike")
    if found.at[3] > EDGE:
        yield Note("lifetime.stopping_alike")
    if found.at[3] < -EDGE / 2:
        yield Note("lifetime.stopping_all_or_none")
    if found.standard_errors is None:
        yield Note("lifetime.flat_likelihood")
