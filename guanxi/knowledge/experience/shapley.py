"""How much of what is explained is each driver's, averaged over every order in which they may enter.

The Shapley value of R², also known as LMG (Lindeman, Merenda and Gold 1980), from correlations alone.
"""

from __future__ import annotations

import math

import numpy as np

MOST_EXACT = 16  # drivers: 2^16 subsets; beyond, orders are drawn
ORDERS = 4_000
_AT_ONCE = 2**22  # numbers held in one step


def shapley(among: np.ndarray, with_outcome: np.ndarray) -> np.ndarray:
    """The Shapley value of each driver's part of R², exact over all 2^p subsets.

    In      among          (..., p, p) correlations of the drivers, none of them determined by the others
            with_outcome   (..., p) their correlations with the outcome
    Out     (..., p) parts that add up to R²
    Method  Subsets are built driver by driver: a driver taken in leaves the correlations of the rest with it
            taken out (a Schur complement); what is left of the outcome's variance is 1 - R² of the subset.
            So no subset is solved twice, and many correlation matrices (resamples) are done at once.
    """
    p = with_outcome.shape[-1]
    flat = _joined(among, with_outcome)
    marks = _marks(p)
    at_once = max(1, _AT_ONCE // (2**p))
    found = [_subsets(flat[at : at + at_once]) @ marks for at in range(0, len(flat), at_once)]
    return np.concatenate(found).reshape(with_outcome.shape)


def sampled_shapley(
    among: np.ndarray, with_outcome: np.ndarray, *, orders: int = ORDERS, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """The same from orders drawn at random, for more drivers than can be done exactly.

    Out     parts that add up to R² exactly, and the standard error of each that the drawing leaves
    Method  Each order and its reverse. Of an order, the parts are the squares of the outcome's row of the
            Cholesky factor.
    """
    dice = np.random.default_rng(seed)
    joined = _joined(among, with_outcome)[0]
    p = len(with_outcome)
    pairs = max(2, orders // 2)
    parts = np.empty((pairs, p))
    for at in range(pairs):
        order = dice.permutation(p)
        parts[at] = (_in_order(joined, order) + _in_order(joined, order[::-1])) / 2
    return parts.mean(axis=0), parts.std(axis=0, ddof=1) / math.sqrt(pairs)


def _in_order(joined: np.ndarray, order: np.ndarray) -> np.ndarray:
    whole = np.append(order, len(order))
    outcome = np.linalg.cholesky(joined[np.ix_(whole, whole)])[-1, :-1]
    parts = np.empty(len(order))
    parts[order] = outcome * outcome
    return parts


def _joined(among: np.ndarray, with_outcome: np.ndarray) -> np.ndarray:
    """(resamples, p + 1, p + 1) correlations, the outcome last."""
    p = with_outcome.shape[-1]
    among, with_outcome = among.reshape(-1, p, p), with_outcome.reshape(-1, p)
    joined = np.ones((len(among), p + 1, p + 1))
    joined[:, :p, :p] = among
    joined[:, p, :p] = joined[:, :p, p] = with_outcome
    return joined


def _subsets(joined: np.ndarray) -> np.ndarray:
    """R² of every subset, (resamples, 2^p); a subset's number has bit j where driver j is in it."""
    states = joined[:, None]
    for _driver in range(joined.shape[-1] - 1):
        rest, pivot = states[..., 1:, 0], states[..., 0, 0]
        without = states[..., 1:, 1:]
        taken = without - rest[..., :, None] * rest[..., None, :] / pivot[..., None, None]
        states = np.concatenate([without, taken], axis=1)
    return 1.0 - states[..., 0, 0]


def _marks(p: int) -> np.ndarray:
    """(2^p, p): what the R² of a subset counts for in each driver's value.

    With the driver in it, (s-1)!(p-s)!/p! of its size s; without it, -s!(p-s-1)!/p!.
    """
    has = (np.arange(2**p)[:, None] >> np.arange(p)) & 1
    size = has.sum(axis=1)
    share = np.array([1.0 / (p * math.comb(p - 1, s)) for s in range(p)])
    into, out = share[np.maximum(size - 1, 0)], share[np.minimum(size, p - 1)]
    return np.where(has == 1, into[:, None], -out[:, None])
