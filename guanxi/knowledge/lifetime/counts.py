"""How many purchase days may come: their whole distribution for one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel

TAIL = 1e-6  # probability left beyond the last count
CHUNK = 64
MOST = 10_000


def purchase_counts(model: BuyingModel, ahead: float, repeats: float, last: float, age: float) -> np.ndarray:
    """P(0), P(1), P(2)... purchase days in the next `ahead` units of time, given one history.

    Out    one probability per count from 0 on; they add up to 1; what lies beyond the last, under a
           millionth, is counted there. The chance that the customer is gone is part of P(0)
    """
    chances = model.phase_chances(repeats, last, age)
    p_alive = float(model.p_alive(repeats, last, age))
    above = [1.0]
    while len(above) < MOST and above[-1] > TAIL:
        k = np.arange(len(above), len(above) + CHUNK)
        phases = range(len(chances))
        reached = sum(chances[j] * model.at_least(k, ahead, repeats, age, phase=j) for j in phases)
        above += list(p_alive * reached)
    above = np.array(above)
    above = above[: int(np.argmax(above <= TAIL)) or len(above)]
    return above - np.append(above[1:], 0.0)


def quantile(counts: np.ndarray, share: float) -> int:
    """The least number of purchase days that is not exceeded with this probability."""
    return int(np.searchsorted(np.cumsum(counts), share - 1e-12))
