"""Where to look for credible parameters: around the top, and then around what was found there."""

from __future__ import annotations

import numpy as np
from scipy.special import logsumexp

FREEDOM, FREEDOM_NEAR = 5.0, 3.0  # of the Student-t laws around the top and around draws
KERNELS = 150  # draws that are looked around
NEAR, FAR = 0.6, 2.5  # how widely: around a draw, and around all of them; in deviations of all
SHARE_FAR = 0.15  # of the proposals


def around_top(top: np.ndarray, root: np.ndarray, count: int, rng) -> tuple[np.ndarray, np.ndarray]:
    """Student-t proposals by rows, and their log-density up to a constant.

    root   a square root of the covariance at the top
    """
    normal = _student(count, len(top), FREEDOM, rng)
    return top + normal @ root.T, _log_student(_squares(normal), FREEDOM, len(top))


def around_draws(theta: np.ndarray, weights: np.ndarray, count: int, rng) -> tuple[np.ndarray, np.ndarray]:
    """Proposals near weighed draws, which follow a bent ridge that no one law around a top follows, and some
    far around all of them; with their log-density up to a constant.

    Source  Cappé, Guillin, Marin & Robert 2004, Population Monte Carlo
    """
    size = theta.shape[1]
    mean, root = _spread(theta, weights)
    centres = theta[resampled(weights, KERNELS, rng)]
    far = rng.random(count) < SHARE_FAR
    steps = _student(count, size, FREEDOM_NEAR, rng) * np.where(far, FAR, NEAR)[:, None]
    found = np.where(far[:, None], mean, centres[rng.integers(KERNELS, size=count)]) + steps @ root.T
    inverse = np.linalg.inv(root).T
    round_, round_centres = (found - mean) @ inverse, (centres - mean) @ inverse
    away = _squares(round_[:, None] - round_centres) / NEAR**2
    near_density = logsumexp(_log_student(away, FREEDOM_NEAR, size), axis=1) - np.log(KERNELS)
    far_density = _log_student(_squares(round_) / FAR**2, FREEDOM_NEAR, size)
    return found, np.logaddexp(
        np.log(1 - SHARE_FAR) - size * np.log(NEAR) + near_density,
        np.log(SHARE_FAR) - size * np.log(FAR) + far_density,
    )


def resampled(weights: np.ndarray, draws: int, rng) -> np.ndarray:
    """Which proposals are kept, by systematic resampling, in random order."""
    places = (np.arange(draws) + rng.random()) / draws
    kept = np.searchsorted(np.cumsum(weights), places).clip(0, len(weights) - 1)
    return rng.permutation(kept)


def _spread(theta: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean, and a square root of the covariance; a few heavy draws must not leave a direction empty."""
    mean = weights @ theta
    away = theta - mean
    plain = np.cov(theta, rowvar=False)
    return mean, np.linalg.cholesky(away.T @ (weights[:, None] * away) + 1e-3 * plain)


def _student(count: int, size: int, freedom: float, rng) -> np.ndarray:
    return rng.normal(size=(count, size)) / np.sqrt(rng.chisquare(freedom, count) / freedom)[:, None]


def _log_student(squares: np.ndarray, freedom: float, size: int) -> np.ndarray:
    return -0.5 * (freedom + size) * np.log1p(squares / freedom)


def _squares(points: np.ndarray) -> np.ndarray:
    return (points * points).sum(axis=-1)
