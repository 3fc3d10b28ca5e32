"""How well a share is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri


def wilson(hits: Sequence[int] | np.ndarray, of: Sequence[int] | np.ndarray, level: float = 0.9):
    """The range of a share of independent customers (Wilson): inside 0..1, and honest for few."""
    hits, of, z = np.asarray(hits, float), np.asarray(of, float), ndtri((1 + level) / 2)
    middle = (hits + z**2 / 2) / (of + z**2)
    reach = z * np.sqrt(hits * (of - hits) / of + z**2 / 4) / (of + z**2)
    return np.clip(middle - reach, 0, 1), np.clip(middle + reach, 0, 1)
