"""Relative weights (Johnson 2000): correlated drivers by way of the uncorrelated ones nearest to them."""

from __future__ import annotations

import numpy as np


def relative_weights(among: np.ndarray, with_outcome: np.ndarray) -> np.ndarray:
    """Each driver's part of R².

    In      among          (..., p, p) correlations of the drivers, none of them determined by the others
            with_outcome   (..., p) their correlations with the outcome
    Out     (..., p) parts that add up to R²
    Method  The drivers' correlations have a symmetric square root L: correlations of the drivers with the
            uncorrelated variables nearest to them. The outcome's regression on those is b = L⁻¹ r, and driver
            j is given Σ L²_jk b²_k.
    """
    values, vectors = np.linalg.eigh(among)
    roots = np.sqrt(np.maximum(values, 0.0))
    root = (vectors * roots[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    onto = np.swapaxes(vectors, -1, -2) @ with_outcome[..., None]
    slopes = (vectors @ (onto / roots[..., :, None]))[..., 0]
    return np.einsum("...jk,...k->...j", root * root, slopes * slopes)
