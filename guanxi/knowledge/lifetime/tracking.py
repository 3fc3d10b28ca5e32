"""What newly acquired customers will have bought by when: what their purchases are tracked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel


def expected_repeats(model: BuyingModel, time) -> np.ndarray:
    """Expected repeat purchase days of somebody who has just bought first, E[X(t)].

    In      time   since the first purchase, in the model's unit of time, >= 0; any shape
    Out     the same shape; 0 at time 0
    Notes   BG: (a+b-1)/(a-1) [1 - (alpha/(alpha+t))^r 2F1(r, b; a+b-1; t/(alpha+t))]
            Pareto: r beta / (alpha (s-1)) [1 - (beta/(beta+t))^(s-1)]
            Both are asked as the expectation of somebody with no repeats and age 0, which passes through
            a = 1 and s = 1. MBG and CNBD-k: the same; the coin after the first purchase counts.
    """
    times = np.asarray(time, float)
    distinct, at = np.unique(times, return_inverse=True)
    found = [float(model.expected_purchases(ahead, 0, 0, 0)) if ahead > 0 else 0.0 for ahead in distinct]
    return np.array(found)[at].reshape(times.shape)


def expected_by_day(model: BuyingModel, acquired_on: np.ndarray, customers: np.ndarray, days: np.ndarray):
    """Expected repeat purchase days of a cohort by the end of each day, all together.

    In      acquired_on   days, whole numbers from any origin, on which customers bought first
            customers     how many on each
            days          days of the same calendar, whole numbers
    Out     one number per day; customers not yet acquired add nothing
    """
    since = np.maximum(np.asarray(days)[:, None] - np.asarray(acquired_on)[None, :], 0)
    return expected_repeats(model, since / model.unit_days) @ np.asarray(customers, float)
