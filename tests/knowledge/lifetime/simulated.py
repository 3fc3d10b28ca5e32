"""A firm whose truth is known: customers who follow BG/NBD and Gamma-Gamma to the letter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Firm:
    """One entry per customer; times in days, not rounded to whole ones.

    repeats, last, age   the history; mean_spend over all purchase days, the first included
    alive                still a customer at the end of the history
    coming, bringing     purchases within the horizon after it, and their spend at today's money
    """

    repeats: np.ndarray
    last: np.ndarray
    age: np.ndarray
    mean_spend: np.ndarray
    alive: np.ndarray
    coming: np.ndarray
    bringing: np.ndarray


def firm(
    customers: int,
    *,
    seed: int,
    purchases=(0.8, 20.0, 0.9, 4.0),
    spend=(5.0, 4.0, 60.0),
    longest: int = 700,
    horizon: int = 1095,
    discount: float = 0.10,
) -> Firm:
    rng = np.random.default_rng(seed)
    r, alpha, a, b = purchases
    p, q, gamma = spend
    rate, stop = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    nu = rng.gamma(q, 1 / gamma, customers)
    age = rng.integers(1, longest, customers).astype(float)
    now, alive_at_age = np.zeros(customers), np.ones(customers, bool)
    repeats, last = np.zeros(customers, int), np.zeros(customers)
    past = rng.gamma(p, 1 / nu)
    coming, bringing = np.zeros(customers, int), np.zeros(customers)
    buying = np.arange(customers)
    while len(buying):
        now[buying] += rng.exponential(1 / rate[buying])
        buying = buying[now[buying] <= age[buying] + horizon]
        spent = rng.gamma(p, 1 / nu[buying])
        before = now[buying] <= age[buying]
        seen, next_ = buying[before], buying[~before]
        repeats[seen] += 1
        last[seen] = now[seen]
        past[seen] += spent[before]
        coming[next_] += 1
        bringing[next_] += spent[~before] / (1 + discount) ** ((now[next_] - age[next_]) / 365)
        stopped = rng.random(len(buying)) < stop[buying]
        alive_at_age[buying[stopped & before]] = False
        buying = buying[~stopped]
    return Firm(repeats, last, age, past / (repeats + 1), alive_at_age, coming, bringing)
