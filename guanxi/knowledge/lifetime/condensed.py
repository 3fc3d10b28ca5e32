"""Histories that are much alike, counted together at their mean: few enough to ask often."""

from __future__ import annotations

import numpy as np

from guanxi.knowledge.lifetime.histories import Histories


class Cells(Histories):
    """Histories whose repeats and days are means of a cell, not whole numbers; fewest repeats first."""

    def __post_init__(self) -> None:
        """Means of histories that were looked at already."""


def condensed(histories: Histories, bins: int = 24) -> Cells:
    """The same customers in some hundred cells: for what bends slowly, never to answer by itself.

    bins  of how long ago the last purchase was, as a share of the age, for it matters most to a model; a
          third as many of the age, and of log(1 + repeats)
    Out   Cells; who never bought again stays apart
    """
    x, last, age = histories.repeats, histories.last_days, histories.age_days
    third = bins // 3
    level = np.where(x == 0, 0, _bin(np.log1p(x), third) + 1)
    cell = (level * bins + _bin(1 - last / np.maximum(age, 1e-9), bins, 1.0)) * third + _bin(age, third)
    count = np.bincount(cell, histories.customers)
    filled = np.flatnonzero(count)
    count = count[filled]
    means = [np.bincount(cell, histories.customers * values)[filled] / count for values in (x, last, age)]
    order = np.argsort(means[0], kind="stable")
    return Cells(*(column[order] for column in (*means, count)), unit_days=histories.unit_days)


def _bin(values: np.ndarray, bins: int, most: float | None = None) -> np.ndarray:
    """Which of so many even bins from 0 to the largest value each is in."""
    most = max(float(values.max()), 1e-9) if most is None else most
    return np.minimum(values * (bins / most), bins - 1).astype(np.int64)
