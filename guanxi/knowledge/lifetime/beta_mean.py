"""E[(1 + p u)^-m] for p ~ beta(a, b): what is left of a buying rate after a while, averaged over coins."""

from __future__ import annotations

import numpy as np
from scipy.special import betaln, hyp2f1

LARGE = 80.0  # a + b; far above, scipy's hypergeometric function overflows its gamma functions
STEEP = 5.0  # a; above, it loses every digit now and then
STEP = 0.08  # between two points of the integral; half of it changes no result by more than 2e-9
TAIL = 36.0  # what lies beyond the last points is e^-36 of the whole
WIDEST = 1.5  # of a peak's scale: what is wider falls off on one side as fast as this
ROWS = 20_000  # at once, to keep memory small


def beta_mean(u, m, a: float, b) -> np.ndarray:
    """The mean, by arrays u >= 0 and, broadcast against it, m > 0 and b > 0.

    Small a and a + b: 2F1(a, m; a + b; -u) by Pfaff's transformation, whose argument stays in [0, 1); scipy's
    loses every digit outside. Otherwise the integral itself.
    """
    u, m, b = np.broadcast_arrays(np.asarray(u, float), np.asarray(m, float), np.asarray(b, float))
    closed = (a < STEEP) & (a + b < LARGE)
    found = np.empty(u.shape)
    shrink = np.exp(-a * np.log1p(u[closed]))
    found[closed] = shrink * hyp2f1(a, a + b[closed] - m[closed], a + b[closed], u[closed] / (1 + u[closed]))
    places = np.flatnonzero(~closed)
    for start in range(0, len(places), ROWS):
        mine = places[start : start + ROWS]
        found.flat[mine] = _integral(u.flat[mine], m.flat[mine], a, b.flat[mine])
    return found


def _integral(u: np.ndarray, m: np.ndarray, a: float, b: np.ndarray) -> np.ndarray:
    """The mean as an integral over the log-odds z of the coin, where the integrand has one peak.

    Equal steps in t with z = peak + scale sinh(t): both tails, however slow, end doubly exponentially, and
    the trapezoidal rule converges exponentially (Trefethen & Weideman 2014).
    """
    coin = _peak(u, m, a, b)
    bend = coin * (1 - coin) * (a + b + m * u * (1 - 2 * coin - u * coin**2) / (1 + u * coin) ** 2)
    scale = np.minimum(1 / np.sqrt(np.maximum(bend, np.finfo(float).tiny)), WIDEST)
    slowest = min(a * scale.min(), (b * scale).min())
    last = np.ceil(np.arcsinh(9 + TAIL / slowest) / STEP)  # nine scales take a Gaussian peak to e^-40
    t = np.arange(-last, last + 1) * STEP
    z = (np.log(coin) - np.log1p(-coin))[:, None] + scale[:, None] * np.sinh(t)
    rest = np.log1p(np.exp(-np.abs(z)))
    log_coin = np.minimum(z, 0) - rest
    log_other = -np.maximum(z, 0) - rest
    log_left = m[:, None] * np.log1p(u[:, None] * np.exp(log_coin))
    height = a * log_coin + b[:, None] * log_other - log_left
    top = height.max(axis=1)
    return np.exp(top - betaln(a, b)) * (np.exp(height - top[:, None]) @ np.cosh(t)) * scale * STEP


def _peak(u: np.ndarray, m: np.ndarray, a: float, b: np.ndarray) -> np.ndarray:
    """The coin at which the integrand is largest: the one root in (0, 1) of q p^2 + slope p + a."""
    q, slope = u * (m - a - b), a * u - a - b - m * u
    root = np.sqrt(slope * slope - 4 * q * a)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(slope < 0, 2 * a / (root - slope), (-slope - root) / (2 * q))
