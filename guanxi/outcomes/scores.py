"""How good a forecast was, customer by customer: arithmetic on what was predicted and what happened."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

PARTS = 10
BEST = 0.2  # the share of customers that the 20 % question is about


def errors(predicted: np.ndarray, happened: np.ndarray) -> dict[str, float | None]:
    """Errors in sum and per customer.

    In      one entry per customer, the same order on both sides
    Out     predicted, happened     sums
            error_share             (predicted - happened) / happened; None where nothing happened
            mean_absolute_error     per customer
            root_mean_square_error  per customer: the error that is least for who predicts every mean right
    """
    off = predicted - happened
    total, came = float(predicted.sum()), float(happened.sum())
    return {
        "predicted": total,
        "happened": came,
        "error_share": (total - came) / came if came > 0 else None,
        "mean_absolute_error": float(np.abs(off).mean()),
        "root_mean_square_error": float(np.sqrt((off**2).mean())),
    }


def rank_correlation(predicted: np.ndarray, happened: np.ndarray) -> float | None:
    """Spearman's: equal values share a rank. None where either side is the same for all."""
    left, right = (rankdata(values) for values in (predicted, happened))
    left, right = left - left.mean(), right - right.mean()
    size = np.sqrt((left @ left) * (right @ right))
    return float(left @ right / size) if size > 0 else None


def best_found(predicted: np.ndarray, happened: np.ndarray, share: float = BEST) -> float | None:
    """The share of the truly best customers who are among as many predicted best.

    The best are the `share` of the customers who brought most, never one who brought nothing. Where equal
    values straddle the line, each counts for the part of the group that fits. None where nobody brought
    anything.
    """
    wanted = min(int(np.ceil(share * len(happened))), int((happened > 0).sum()))
    if not wanted:
        return None
    return float((_among_best(predicted, wanted) * _among_best(happened, wanted)).sum() / wanted)


def _among_best(values: np.ndarray, wanted: int) -> np.ndarray:
    """1 for those above the line, 0 below, a part for each who stands on it."""
    line = np.partition(values, len(values) - wanted)[len(values) - wanted]
    above, on = values > line, values == line
    return above + on * (wanted - above.sum()) / on.sum()


def coverage(low: np.ndarray, high: np.ndarray, happened: np.ndarray) -> float:
    """The share of customers whose outcome lies in low..high, both included."""
    return float(((low <= happened) & (happened <= high)).mean())


def decile(predicted: np.ndarray, then: np.ndarray | None = None) -> np.ndarray:
    """1..10 by what was predicted, least first, in equal parts; ties by `then`, then by the order given."""
    order = np.lexsort((predicted,) if then is None else (then, predicted))
    parts = np.empty(len(predicted), np.int64)
    parts[order] = np.arange(len(predicted)) * PARTS // max(len(predicted), 1) + 1
    return parts


def by_part(part: np.ndarray, **columns: np.ndarray) -> list[dict[str, float | int]]:
    """One row per part that anybody is in: decile, customers, and the sum of each column."""
    counts = np.bincount(part)
    sums = {name: np.bincount(part, values) for name, values in columns.items()}
    return [
        {"decile": int(n), "customers": int(counts[n])} | {name: float(s[n]) for name, s in sums.items()}
        for n in np.flatnonzero(counts)
    ]


def paired(forecasts: np.ndarray, happened: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far apart the mean squared errors of some forecasts are.

    In      forecasts   one row per forecast, one column per customer
    Out     the mean squared error of each, and by rows and columns the standard error of the difference of
            two: both are of the same customers, so what makes a customer hard for both cancels
    """
    losses = (forecasts - happened) ** 2
    means, n = losses.mean(axis=1), len(happened)
    apart = losses - means[:, None]
    moments = apart @ apart.T / n
    own = np.diag(moments)
    return means, np.sqrt(np.maximum(own[:, None] + own - 2 * moments, 0.0) / n)
