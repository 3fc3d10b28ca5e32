"""Find the BG/NBD parameters that make the counted histories most likely, or say why there are none."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import minimize

from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.refusals import NobodyBoughtTwice, NobodyStops, NoConvergence, TooFewRepeaters

MIN_REPEATERS = 10  # below this four parameters are told by anecdotes
MIN_GAIN = 1.92  # half the 95 % point of chi-square(1): less is no evidence that anybody stops
SCOUTS = 4000  # histories to scout the starts on; the answer always comes from all of them
EDGE = 7.0  # e^7 = 1100: a spread this far from 1 is a limit, not an estimate

# log r, log(r / alpha), logit(a / (a + b)), log(a + b): spread and mean of the rate, mean and spread of the
# coin. In these four the likelihood is nearly round, and its edges are where one of them runs away.
BOUNDS = ((-9.0, 9.0), (-25.0, 15.0), (-14.0, 9.0), (-9.0, 9.0))
STARTS = tuple(product((-1.2, 0.7), (-3.0, -0.8), (0.0, 1.6)))


def fit_bg_nbd(histories: Histories) -> BgNbd:
    """The maximum-likelihood BG/NBD model of these customers.

    Errors  NobodyBoughtTwice, TooFewRepeaters   there is nothing to learn from
            NobodyStops       the likelihood runs to the edge where P(alive) is 1 for all, or is as good there
            NoConvergence     no maximum was found
    Notes   lifetime.rates_alike, .stopping_alike, .stopping_all_or_none: a parameter ran to its limit, where
            forecasts are sound but the parameter itself means nothing
    """
    _refuse_too_little(histories)
    likelihood = BgNbdLikelihood(histories)
    theta, curvature = _scout(histories)
    theta = _climb(likelihood, theta, curvature)
    errors = _standard_errors(likelihood, theta)
    parameters = natural(theta)
    log_likelihood = likelihood(*parameters)[0]
    gain = log_likelihood - _nobody_stops(likelihood)
    if gain < MIN_GAIN:
        raise NobodyStops(customers=int(likelihood.customers), gain=round(float(gain), 2))
    return BgNbd(
        *parameters,
        unit_days=histories.unit_days,
        log_likelihood=float(log_likelihood),
        customers=int(likelihood.customers),
        gain=float(gain),
        standard_errors=errors,
        notes=tuple(_edges(theta, errors)),
    )


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


def _downhill(likelihood):
    """Minus the mean log-likelihood and its gradient, in the round coordinates; flat beyond BOUNDS."""
    low, high = np.transpose(BOUNDS)

    def minus(theta):
        inside = theta.clip(low, high)
        value, gradient = likelihood(*natural(inside))
        slope = (gradient @ _jacobian(inside)) * (inside == theta)
        return -value / likelihood.customers, -slope / likelihood.customers

    return minus


def _refuse_too_little(histories: Histories) -> None:
    customers = int(histories.customers.sum())
    repeaters = int(histories.customers[histories.repeats > 0].sum())
    if repeaters == 0:
        raise NobodyBoughtTwice(customers=customers)
    if repeaters < MIN_REPEATERS:
        raise TooFewRepeaters(customers=customers, repeaters=repeaters, needed=MIN_REPEATERS)


def _scout(histories: Histories):
    """The best point reached from several starts on a coarser calendar, and the curvature there."""
    minus = _downhill(BgNbdLikelihood(histories.coarse(SCOUTS)))
    rate = np.log((histories.customers @ histories.repeats) / (histories.customers @ histories.age))
    starts = [np.array([spread, rate + 0.5, coin, alike]) for spread, coin, alike in STARTS]
    starts.sort(key=lambda theta: minus(theta)[0])
    # BFGS and not L-BFGS-B: its compiled BLAS calls wake threads that cost more than the whole search.
    ends = [minimize(minus, start, jac=True, method="BFGS", options={"gtol": 1e-7}) for start in starts[:3]]
    best = min(ends, key=lambda end: end.fun).x.clip(*np.transpose(BOUNDS))
    return best, _curvature(minus, best)


def _climb(likelihood, theta, curvature):
    """The maximum on all histories: exact slopes, with the scouted curvature to say how far.

    A coarser calendar bends the likelihood nearly as the real one does, so a handful of looks at all
    histories settle every digit. Where there is no bowl, or the steps do not shrink, the slow way is taken.
    """
    minus = _downhill(likelihood)
    if _is_bowl(curvature, theta):
        at, before = theta, np.inf
        for _ in range(12):
            step = np.linalg.solve(curvature, minus(at)[1])
            size = np.abs(step).max()
            if not size < max(before, 1e-9):
                break
            at, before = at - step, size
            if size < 1e-7:
                return at
    end = minimize(
        minus,
        theta,
        jac=True,
        method="L-BFGS-B",
        bounds=BOUNDS,
        options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-7},
    )
    if not np.isfinite(end.fun):
        raise NoConvergence(customers=int(likelihood.customers))
    return end.x


def _standard_errors(likelihood, theta):
    """From the curvature of the likelihood at its top, by the delta method; None where it is flat."""
    curvature = _curvature(_downhill(likelihood), theta)
    if not _is_bowl(curvature, theta):
        return None
    covariance = np.linalg.inv(curvature) / likelihood.customers
    jacobian = _jacobian(theta)
    errors = np.sqrt(np.diag(jacobian @ covariance @ jacobian.T))
    return dict(zip(("r", "alpha", "a", "b"), map(float, errors), strict=True))


def _curvature(minus, theta, step: float = 1e-4) -> np.ndarray:
    """The Hessian, by central differences of the exact gradient."""
    rows = [(minus(theta + e)[1] - minus(theta - e)[1]) / (2 * step) for e in step * np.eye(len(theta))]
    return (np.array(rows) + np.array(rows).T) / 2


def _is_bowl(curvature, theta) -> bool:
    inside = all(low + 0.01 < t < high - 0.01 for t, (low, high) in zip(theta, BOUNDS, strict=True))
    return inside and np.isfinite(curvature).all() and np.linalg.eigvalsh(curvature).min() > 1e-9


def _nobody_stops(likelihood) -> float:
    """The best log-likelihood when nobody ever stops."""

    def minus(theta):
        r, alpha = np.exp(theta[0].clip(-9, 9)), np.exp((theta[0] - theta[1]).clip(-20, 30))
        value, (by_r, by_alpha) = likelihood.nobody_stops(r, alpha)
        slope = np.array([r * by_r + alpha * by_alpha, -alpha * by_alpha])
        return -value / likelihood.customers, -slope / likelihood.customers

    rate = np.log(likelihood.repeats_at_age.sum() / (likelihood.age_weight @ likelihood.ages))
    ends = (minimize(minus, [spread, rate], jac=True, method="BFGS") for spread in (-1.2, 0.7))
    return -min(end.fun for end in ends) * likelihood.customers


def _edges(theta, errors):
    """What ran to its limit."""
    if theta[0] > EDGE:
        yield Note("lifetime.rates_alike")
    if theta[3] > EDGE:
        yield Note("lifetime.stopping_alike")
    if theta[3] < -EDGE / 2:
        yield Note("lifetime.stopping_all_or_none")
    if errors is None:
        yield Note("lifetime.flat_likelihood")
