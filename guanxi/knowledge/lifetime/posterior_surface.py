"""The log-posterior over the round coordinates: its top, how sharp it is there, its height at many points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from guanxi.knowledge.lifetime.posterior_priors import Likelihood, Question
from guanxi.knowledge.lifetime.summit import curvature_at

STEPS = 12  # with one curvature, on all customers; two or three do
TRUSTED = 6.0  # standard deviations from the top: so far slope and bend there tell what the cells miss
NEAR = 0.01  # standard deviations from the top: nearer makes no better proposal


@dataclass(frozen=True)
class Surface:
    """The log-posterior, up to a constant.

    top         the most credible point
    curvature   minus the Hessian there; its inverse is Laplace's covariance
    height      of many points, by rows; a function
    """

    top: np.ndarray
    curvature: np.ndarray
    height: Callable[[np.ndarray], np.ndarray]


def surface(asked: Question) -> Surface:
    """Find the top and how to tell heights.

    With many distinct histories, height, slope and Hessian at the top are those of all customers; only what
    bends beyond the square, small where customers are many, is taken from cells of like histories. Far from
    the top a square knows nothing, and would make a summit of the edge: there the height falls as a normal
    law's does where it is left.
    """
    top = _top(asked)
    slope = _minus(asked, asked.likelihood)
    curvature = _curvature(asked, top)
    if asked.coarse is None:
        return Surface(top, curvature, lambda points: -np.array([slope(point)[0] for point in points]))
    rough = _minus(asked, asked.coarse)
    more_slope = slope(top)[1] - rough(top)[1]
    more_curvature = curvature - curvature_at(rough, top)

    def height(points):
        away = points - top
        far = np.sqrt(np.maximum(np.einsum("ni,ij,nj->n", away, curvature, away), 1e-300))
        near = away * np.minimum(1, TRUSTED / far)[:, None]
        bent = 0.5 * np.einsum("ni,ij,nj->n", near, more_curvature, near)
        known = -np.array([rough(top + step)[0] for step in near]) - near @ more_slope - bent
        return known - TRUSTED * np.maximum(far - TRUSTED, 0)

    return Surface(top, curvature, height)


def _minus(asked: Question, likelihood: Likelihood):
    """Minus the log-posterior and its gradient; beyond the coordinates' bounds only the prior goes on."""
    of = asked.coordinates
    low, high = np.transpose(of.bounds)

    def minus(theta):
        inside = theta.clip(low, high)
        value, gradient = likelihood(*of.natural(inside))
        slope = (gradient @ of.jacobian(inside)) * (inside == theta)
        return -value - asked.log_prior(theta), (theta - asked.centre) / asked.width**2 - slope

    return minus


def _curvature(asked: Question, theta: np.ndarray) -> np.ndarray:
    """Minus the Hessian on all customers: in one look where the likelihood tells its second derivatives."""
    of, bowl = asked.coordinates, getattr(asked.likelihood, "bowl", None)
    inside = all(low < x < high for x, (low, high) in zip(theta, of.bounds, strict=True))
    found = bowl(*of.natural(theta)) if bowl and inside else None
    if found is None:
        return curvature_at(_minus(asked, asked.likelihood), theta)
    _, gradient, hessian = found
    jacobian, moves = of.jacobian(theta), 1e-5 * np.eye(len(theta))
    bends = [gradient @ (of.jacobian(theta + e) - of.jacobian(theta - e)) / 2e-5 for e in moves]
    return np.diag(asked.width**-2) - jacobian.T @ hessian @ jacobian - np.array(bends)


def _top(asked: Question) -> np.ndarray:
    """From the fitted point, on the cells where there are some, then on all customers."""
    exact = _minus(asked, asked.likelihood)
    rough = exact if asked.coarse is None else _minus(asked, asked.coarse)
    at = _descend(rough, asked.start)
    if asked.coarse is None:
        return at
    curvature, before = curvature_at(rough, at), np.inf
    for _ in range(STEPS):
        step = np.linalg.lstsq(curvature, exact(at)[1], rcond=None)[0]
        size = float(step @ curvature @ step) ** 0.5
        if not size < before:
            return _descend(exact, at)
        at, before = at - step, size
        if size < NEAR:
            break
    return at


def _descend(minus, start: np.ndarray) -> np.ndarray:
    # In units of its own size, or the search would call a large sum's every step too small.
    scale = max(1.0, abs(minus(start)[0]))
    found = minimize(
        lambda theta: tuple(part / scale for part in minus(theta)),
        start,
        jac=True,
        method="BFGS",
        options={"gtol": 1e-9, "maxiter": 200},
    )
    return found.x
