"""Pareto-smoothed importance sampling: weights one may rely on, and a number that says when one may not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RELIABLE = 0.7  # k-hat up to here: the weights' error falls with more draws at a useful pace
LEAST_TAIL = 5  # draws; fewer tell no tail
PRIOR_DRAWS = 10.0  # what k = 0.5 is believed as firmly as: steadies k-hat where the tail is short


@dataclass(frozen=True)
class Smoothed:
    """Importance weights after smoothing.

    weights    one per draw, sum 1
    k_hat      shape of the weights' tail; above 0.7 they must not be relied on
    effective  as many independent draws would tell as much, 1..draws
    """

    weights: np.ndarray
    k_hat: float
    effective: float


def smoothed(log_ratios: np.ndarray) -> Smoothed:
    """Smooth importance ratios by the generalised Pareto law fitted to the largest of them.

    In      log_ratios  log of target over proposal, one per draw, up to a constant; -inf is a weight of 0
    Absent  a tail: with ratios all alike, or too few draws, nothing is smoothed and k_hat is 0
    Source  Vehtari, Simpson, Gelman, Yao & Gabry 2024, Pareto smoothed importance sampling, JMLR 25(72)
    """
    logs = log_ratios - log_ratios.max()
    order = np.argsort(logs, kind="stable")
    length = int(np.ceil(min(len(logs) / 5, 3 * np.sqrt(len(logs)))))
    tail, cut = order[-length:], np.exp(logs[order[-length - 1]])
    beyond = np.exp(logs[tail]) - cut
    k = 0.0
    if length >= LEAST_TAIL and beyond[0] >= 0 and beyond[-1] > 1e-9:
        k, scale = fitted_tail(np.maximum(beyond, np.finfo(float).tiny))
        places = (np.arange(length) + 0.5) / length
        # No weight may be larger than the largest that was seen.
        logs[tail] = np.minimum(np.log(cut + _quantile(places, k, scale)), 0.0)
    weights = np.exp(logs)
    weights /= weights.sum()
    return Smoothed(weights, float(k), float(1 / (weights @ weights)))


def fitted_tail(beyond: np.ndarray) -> tuple[float, float]:
    """Shape k and scale of the generalised Pareto law of what lies beyond a threshold, given in rising order.

    Source  Zhang & Stephens 2009, Technometrics 51(3): the posterior mean over a grid of the law's one
            profile parameter; k then leans on 0.5 as in Vehtari et al., app. C
    """
    n = len(beyond)
    grid = 30 + int(np.sqrt(n))
    quarter = beyond[int(n / 4 + 0.5) - 1]
    b = 1 / beyond[-1] + (1 - np.sqrt(grid / (np.arange(grid) + 0.5))) / (3 * quarter)
    k = np.log1p(-b[:, None] * beyond).mean(axis=1)
    profile = n * (np.log(-b / k) - k - 1)
    weights = np.exp(profile - profile.max())
    b = float(b @ weights / weights.sum())
    k = float(np.log1p(-b * beyond).mean())
    return (n * k + PRIOR_DRAWS * 0.5) / (n + PRIOR_DRAWS), -k / b


def _quantile(places, k: float, scale: float) -> np.ndarray:
    rate = np.log1p(-places)
    return -scale * rate if abs(k) < 1e-9 else scale * np.expm1(-k * rate) / k
