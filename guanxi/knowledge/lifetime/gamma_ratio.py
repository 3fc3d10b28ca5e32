"""log Gamma(z + a) / Gamma(z) and its slope, with all their digits where z is far larger than a."""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, gammaln

LARGE = 100.0  # from here on four terms of Stirling's series are exact to the last bit


def log_gamma_ratio(z, a) -> np.ndarray:
    """log Gamma(z + a) - log Gamma(z): of two huge numbers, subtracted before they are rounded."""
    z, a = np.broadcast_arrays(np.asarray(z, float), np.asarray(a, float))
    far = np.maximum(z, LARGE)
    series = (far - 0.5) * np.log1p(a / far) + a * np.log(far + a) - a
    series += _tail(1 / (far + a)) - _tail(1 / far)
    near = np.minimum(z, LARGE)
    return np.where(z < LARGE, gammaln(near + a) - gammaln(near), series)


def digamma_gap(z, a) -> np.ndarray:
    """digamma(z + a) - digamma(z)."""
    z, a = np.broadcast_arrays(np.asarray(z, float), np.asarray(a, float))
    far = np.maximum(z, LARGE)
    one, other = 1 / far, 1 / (far + a)
    # one^2 - other^2 and one^4 - other^4 as products: their differences are far smaller than they are.
    halves = a * one * other
    squares = halves * (one + other)
    fourths = squares * (one * one + other * other)
    series = np.log1p(a / far) + halves / 2 + squares / 12 - fourths / 120
    near = np.minimum(z, LARGE)
    return np.where(z < LARGE, digamma(near + a) - digamma(near), series)


def _tail(inverse) -> np.ndarray:
    return inverse / 12 - inverse * inverse * inverse / 360
