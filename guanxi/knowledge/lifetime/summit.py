"""The top of a smooth log-likelihood in a few coordinates, and how sharp it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

Bounds = tuple[tuple[float, float], ...]
Minus = Callable[[np.ndarray], tuple[float, np.ndarray]]


@dataclass(frozen=True)
class Summit:
    """Where a function is least: the coordinates, its value, and its Hessian, None where that is no bowl."""

    at: np.ndarray
    value: float
    curvature: np.ndarray | None

    def covariance(self, jacobian: np.ndarray, customers: float) -> np.ndarray | None:
        """The covariance of what the Jacobian leads to, of a mean over customers; None where flat."""
        if self.curvature is None:
            return None
        return jacobian @ np.linalg.inv(self.curvature) @ jacobian.T / customers

    def errors(self, jacobian: np.ndarray, customers: float) -> np.ndarray | None:
        """The standard errors of the same."""
        found = self.covariance(jacobian, customers)
        return None if found is None else np.sqrt(np.diag(found))


def summit(minus: Minus, starts: Iterable[np.ndarray], bounds: Bounds) -> Summit | None:
    """The least value of `minus` from several starts; None when no start reaches a number.

    In   minus    minus the mean log-likelihood and its exact gradient, asked within the bounds only
    """
    low, high = np.transpose(bounds)

    def walled(theta):
        inside = theta.clip(low, high)
        value, slope = minus(inside)
        return value, slope * (inside == theta)

    # BFGS and not L-BFGS-B: its compiled BLAS calls wake threads that cost more than the whole search.
    ends = [
        minimize(walled, start, jac=True, method="BFGS", options={"gtol": 1e-8, "maxiter": 1000})
        for start in starts
    ]
    best = min((end for end in ends if np.isfinite(end.fun)), key=lambda end: end.fun, default=None)
    if best is None:
        return None
    at, bowl = _polished(minus, best.x.clip(low, high), bounds)
    return Summit(at, minus(at)[0], bowl)


def _polished(minus: Minus, at: np.ndarray, bounds: Bounds) -> tuple[np.ndarray, np.ndarray | None]:
    """A few Newton steps, for the last digits that a line search leaves, and the curvature at their end."""
    for _ in range(5):
        bowl = bowl_at(minus, at, bounds)
        if bowl is None:
            return at, None
        step = np.linalg.solve(bowl, minus(at)[1])
        if not 1e-9 < np.abs(step).max() < 0.1:
            break
        at = at - step
    return at, bowl_at(minus, at, bounds)


def bowl_at(minus: Minus, at: np.ndarray, bounds: Bounds) -> np.ndarray | None:
    """The Hessian; None on the edge, where the function may not be asked beyond, or where it is flat."""
    if not _is_inside(at, bounds):
        return None
    hessian = curvature_at(minus, at)
    return hessian if is_bowl(hessian, at, bounds) else None


def curvature_at(minus: Minus, at: np.ndarray, step: float = 1e-4) -> np.ndarray:
    """The Hessian, by central differences of the exact gradient."""
    rows = [(minus(at + e)[1] - minus(at - e)[1]) / (2 * step) for e in step * np.eye(len(at))]
    return (np.array(rows) + np.array(rows).T) / 2


def curvature_near(minus: Minus, at: np.ndarray, slope: np.ndarray, step: float = 2e-5) -> np.ndarray:
    """The same with half the looks, given the slope: differences to one side, good to five digits."""
    rows = [(minus(at + e)[1] - slope) / step for e in step * np.eye(len(at))]
    return (np.array(rows) + np.array(rows).T) / 2


def is_bowl(curvature: np.ndarray, at: np.ndarray, bounds: Bounds) -> bool:
    """Whether a point is a top and not on the edge of what is searched."""
    if not (_is_inside(at, bounds) and np.isfinite(curvature).all()):
        return False
    return bool(np.linalg.eigvalsh(curvature).min() > 1e-9)


def _is_inside(at: np.ndarray, bounds: Bounds) -> bool:
    return all(low + 0.01 < x < high - 0.01 for x, (low, high) in zip(at, bounds, strict=True))
