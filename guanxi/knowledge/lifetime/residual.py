"""Everything a customer will still buy, each purchase day at today's worth."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from guanxi.errors import SettingError

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel

FORGOTTEN = 40.0  # what is discounted by e^-40 is worth nothing


class NoDiscount(SettingError):
    code = "lifetime.no_discount"


def residual_purchases(model: BuyingModel, repeats, last, age, *, discount: float) -> np.ndarray:
    """Expected purchase days without an end, discounted, given the history: the discounted expected residual
    transactions (DERT), the DERL of those who have no contract.

    In      discount   what money loses a year, 0.10 = 10 %, above 0: without it the sum may have no end
            repeats, last, age   numbers or arrays in the model's unit of time
    Errors  NoDiscount
    Source  Fader, Hardie & Lee 2005, Journal of Marketing Research 42(4): Pareto/NBD in closed form; the sum
            over stretches of time, each twice as long as the one before, holds for every model
    """
    if not discount > 0:
        raise NoDiscount(given=discount)
    repeats, last, age = np.broadcast_arrays(*(np.asarray(v, float) for v in (repeats, last, age)))
    rate = np.log1p(discount) * model.unit_days / 365
    chances = model.phase_chances(repeats, last, age)
    total = np.zeros(repeats.shape)
    for phase, chance in enumerate(chances):
        total = total + chance * _if_alive(model, repeats, age, rate, phase)
    return model.p_alive(repeats, last, age) * total


def _if_alive(model: BuyingModel, repeats, age, rate: float, phase: int) -> np.ndarray:
    end, shortest = FORGOTTEN / rate, model.calm + age.min()
    edges = shortest * (2.0 ** np.arange(1 + np.ceil(np.log2(1 + end / shortest))) - 1)
    return sum(
        model.expected_if_alive(to, repeats, age, discount_rate=rate, start=start, phase=phase)
        for start, to in pairwise(edges)
    )
