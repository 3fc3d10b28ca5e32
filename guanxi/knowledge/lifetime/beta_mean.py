"""E[(1 + p u)^-m] for p ~ beta(a, b): what is left of a buying rate after a while, averaged over coins."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.linalg import eigh_tridiagonal
from scipy.special import hyp2f1

LARGE = 80.0  # a + b; far above, scipy's hypergeometric function overflows its gamma functions
NODES = 40


def beta_mean(u, m, a: float, b) -> np.ndarray:
    """The mean, by arrays u >= 0 and, broadcast against it, m > 0 and b > 0.

    Small a + b: 2F1(a, m; a + b; -u) by Pfaff's transformation, whose argument stays in [0, 1); scipy's loses
    every digit outside. Large a + b: Gauss-Jacobi quadrature, for which a narrow beta is the easy case.
    """
    u, m, b = np.broadcast_arrays(np.asarray(u, float), np.asarray(m, float), np.asarray(b, float))
    large = a + b >= LARGE
    found = np.empty(u.shape)
    small = ~large
    shrink = np.exp(-a * np.log1p(u[small]))
    found[small] = shrink * hyp2f1(a, a + b[small] - m[small], a + b[small], u[small] / (1 + u[small]))
    places = np.flatnonzero(large)
    coins, starts = np.unique(b[large], return_inverse=True)
    order = np.argsort(starts, kind="stable")
    cuts = np.searchsorted(starts[order], np.arange(1, len(coins)))
    for coin, mine in zip(coins, np.split(places[order], cuts), strict=True) if len(coins) else ():
        points, weights = _gauss_jacobi(float(a), float(coin))
        rest = np.exp(-m.flat[mine][:, None] * np.log1p(np.multiply.outer(u.flat[mine], points)))
        found.flat[mine] = np.einsum("ip,p->i", rest, weights)
    return found


@lru_cache(maxsize=4096)
def _gauss_jacobi(a: float, b: float) -> tuple[np.ndarray, np.ndarray]:
    """Points and weights (summing to 1) of the beta(a, b) mean.

    Golub & Welsch 1969: eigenvalues of the recurrence of the Jacobi polynomials. The weights come from the
    eigenvectors, so that no gamma function can overflow.
    """
    n = np.arange(NODES, dtype=float)
    s, t = b - 1, a - 1  # on [-1, 1] the weight is (1 - y)^s (1 + y)^t, p = (1 + y) / 2
    total = 2 * n + s + t
    with np.errstate(invalid="ignore", divide="ignore"):
        diagonal = (t**2 - s**2) / (total * (total + 2))
        diagonal[0] = (t - s) / (s + t + 2)
        k, sums = n[1:], total[1:]
        beside = 4 * k * (k + s) * (k + t) * (k + s + t) / (sums**2 * (sums + 1) * (sums - 1))
        beside[0] = 4 * (1 + s) * (1 + t) / ((2 + s + t) ** 2 * (3 + s + t))
    values, vectors = eigh_tridiagonal(diagonal, np.sqrt(beside))
    return np.clip((1 + values) / 2, 0, 1), vectors[0] ** 2
