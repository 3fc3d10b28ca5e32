"""Customers who follow a model to the letter, their times rounded to the calendar's days."""

from __future__ import annotations

import numpy as np

FIRMS = {
    "bg-nbd": {"r": 0.8, "alpha": 30.0, "a": 0.8, "b": 3.0},
    "pareto-nbd": {"r": 0.8, "alpha": 30.0, "s": 0.7, "beta": 120.0},
}
DAYS = 365  # customers arrive evenly over a year
SEED = 2005


def simulated(model: str, customers: int) -> dict[str, np.ndarray]:
    """repeats, last, age: one entry per customer."""
    rng = np.random.default_rng(SEED)
    age = rng.integers(1, DAYS + 1, customers)
    last, repeats = {"bg-nbd": _by_coin, "pareto-nbd": _by_time}[model](rng, age, **FIRMS[model])
    last = np.where(repeats > 0, np.ceil(last), 0).astype(np.int64)
    return {"repeats": np.minimum(repeats, last), "last": last, "age": age}


def _by_coin(rng, age, r, alpha, a, b):
    customers = len(age)
    rate, stop = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    now, last, repeats = np.zeros(customers), np.zeros(customers), np.zeros(customers, np.int64)
    buying = np.arange(customers)
    while len(buying):
        now[buying] += rng.exponential(1 / rate[buying])
        buying = buying[now[buying] <= age[buying]]
        repeats[buying] += 1
        last[buying] = now[buying]
        buying = buying[rng.random(len(buying)) >= stop[buying]]
    return last, repeats


def _by_time(rng, age, r, alpha, s, beta):
    rate = rng.gamma(r, 1 / alpha, len(age))
    seen = np.minimum(age, rng.exponential(1 / rng.gamma(s, 1 / beta, len(age))))
    repeats = rng.poisson(rate * seen)
    # The last of x even times has the law of a beta(x, 1).
    return seen * rng.beta(np.maximum(repeats, 1), 1), repeats
