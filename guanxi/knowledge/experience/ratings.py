"""Ratings of drivers beside the outcome they may drive: complete answers, and their correlations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from guanxi.errors import BadInput

SAME = 1e-9  # of a driver's variance left by the others: less is what arithmetic leaves behind


class TooFewAnswers(BadInput):
    """No more complete answers than drivers: any numbers would explain the outcome."""

    code = "drivers.too_few_answers"


class NoVariation(BadInput):
    """All answers to one question are the same: nothing can be said of what moves with it."""

    code = "drivers.no_variation"


class Collinear(BadInput):
    """One driver is determined by others: their parts cannot be told apart."""

    code = "drivers.collinear"


class ImpossibleWeight(BadInput):
    code = "drivers.impossible_weight"


class UnevenColumns(BadInput):
    code = "drivers.uneven_columns"


@dataclass(frozen=True)
class Ratings:
    """Complete answers: who left one out is counted in `incomplete`, never filled in.

    values    (n, p + 1) the drivers and last the outcome
    weights   (n,) how many each answer stands for, mean 1
    """

    outcome: str
    drivers: tuple[str, ...]
    values: np.ndarray
    weights: np.ndarray
    incomplete: int = 0

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def effective_n(self) -> float:
        """As many answers of equal weight would tell as much (Kish)."""
        return float(self.weights.sum() ** 2 / (self.weights**2).sum())

    def correlations(self) -> np.ndarray:
        """(p + 1, p + 1), the outcome last."""
        return correlations(moments(self.values, self.weights).sum(axis=0)[None], len(self.drivers) + 1)[0]


def ratings(
    outcome: tuple[str, Sequence[float | None]],
    drivers: Mapping[str, Sequence[float | None]],
    *,
    weights: Sequence[float | None] | None = None,
) -> Ratings:
    """What was answered by the same people to the same questions, checked.

    In      outcome   its name and one value per respondent, None or NaN where it is missing
            drivers   by name, in the same order of respondents
            weights   one per respondent, above 0; who has none is left out
    Errors  UnevenColumns, ImpossibleWeight, TooFewAnswers, NoVariation, Collinear
    """
    name, values = outcome
    names = tuple(drivers)
    lengths = {name: len(values)} | {each: len(column) for each, column in drivers.items()}
    lengths |= {} if weights is None else {"weight": len(weights)}
    if len(set(lengths.values())) > 1:
        raise UnevenColumns(lengths=", ".join(f"{each} {n}" for each, n in lengths.items()))
    table = np.column_stack([np.asarray(column, dtype=float) for column in (*drivers.values(), values)])
    weight = np.ones(len(table)) if weights is None else np.asarray(weights, dtype=float)
    if (weight <= 0).any() or np.isinf(weight).any():
        raise ImpossibleWeight(given=float(weight[(weight <= 0) | np.isinf(weight)][0]))
    complete = np.isfinite(table).all(axis=1) & np.isfinite(weight)
    kept, weight = table[complete], weight[complete]
    _check(kept, names, name)
    return Ratings(name, names, kept, weight / weight.mean(), int(len(table) - len(kept)))


def _check(values: np.ndarray, drivers: tuple[str, ...], outcome: str) -> None:
    if len(values) < len(drivers) + 2 or not drivers:
        raise TooFewAnswers(n=len(values), drivers=len(drivers), needed=len(drivers) + 2)
    for at, name in enumerate((*drivers, outcome)):
        if np.ptp(values[:, at]) == 0:
            raise NoVariation(name=name, value=float(values[0, at]), n=len(values))
    centred = values[:, :-1] - values[:, :-1].mean(axis=0)
    refuse_collinear(centred / np.linalg.norm(centred, axis=0), drivers)


def refuse_collinear(unit: np.ndarray, drivers: tuple[str, ...]) -> None:
    """The first driver that those before it determine, and which of them do."""
    for at in range(1, len(drivers)):
        before = unit[:, :at]
        slopes, *_rest = np.linalg.lstsq(before, unit[:, at], rcond=None)
        if np.sum((unit[:, at] - before @ slopes) ** 2) < SAME:
            others = [drivers[j] for j in range(at) if abs(slopes[j]) > 1e-6]
            raise Collinear(name=drivers[at], others=", ".join(others))


def moments(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(n, 1 + m + m(m+1)/2): of every answer its weight, weighted values and weighted products."""
    row, column = np.triu_indices(values.shape[1])
    centred = values - values.mean(axis=0)
    products = centred[:, row] * centred[:, column]
    return np.column_stack([np.ones(len(values)), centred, products]) * weights[:, None]


def correlations(sums: np.ndarray, m: int) -> np.ndarray:
    """(resamples, m, m) from summed moments; not a number where a column does not vary."""
    weight, first, second = sums[:, :1], sums[:, 1 : m + 1], sums[:, m + 1 :]
    row, column = np.triu_indices(m)
    means = first / weight
    covariances = np.empty((len(sums), m, m))
    upper = second / weight - means[:, row] * means[:, column]
    covariances[:, row, column] = covariances[:, column, row] = upper
    spread = np.sqrt(np.maximum(np.diagonal(covariances, axis1=1, axis2=2), 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return covariances / (spread[:, :, None] * spread[:, None, :])
