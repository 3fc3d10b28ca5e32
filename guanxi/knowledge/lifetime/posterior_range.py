"""How far a number that follows from a model's parameters may be off, since they are not known exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from scipy.special import expit, logit, ndtri

from guanxi.knowledge.lifetime.posterior import Posterior

Model = TypeVar("Model")

CELLS = 2_000_000  # draws x histories: up to here every draw is asked, above the delta method is
EDGE = 1e-12  # a number this near the end of its scale is treated as if it were this far off


@dataclass(frozen=True)
class Range:
    """One entry per number of the quantity.

    low, high   hold it with the asked probability, as much outside on each side
    method      "draws": quantiles over all draws; "delta": from slopes, a normal law on the number's scale
    """

    low: np.ndarray
    high: np.ndarray
    method: str


def credible_models(model: Model, posterior: Posterior, most: int | None = None) -> Iterator[Model]:
    """Models as credible as the fitted one: the same model with each draw's parameters, `most` of them."""
    for draw in posterior.draws[:most]:
        yield _with(model, posterior.names, draw)


def range_of(
    quantity: Callable[[Model], np.ndarray],
    model: Model,
    posterior: Posterior,
    *,
    level: float = 0.9,
    probability: bool = False,
    cells: int = CELLS,
) -> Range:
    """The credible range of what a model says, of any number of histories at once.

    In      quantity     from a model to its numbers, for example
                         lambda m: m.expected_purchases(52, repeats, last, age)
                         lambda m: m.p_alive(repeats, last, age)                     with probability=True
                         lambda m: m.expected_if_alive(horizon, repeats, age, discount_rate=rate)
                                   * m.p_alive(repeats, last, age)                   DERL, to a far horizon
            model        the fitted model; the delta method's range stands around what it says
            probability  True where the numbers end at 0 and 1; otherwise they are positive, with no end
            cells        so many draws x histories are asked in full
    Out     Range, in the numbers' own shape. It says how well a mean is known, not what one customer will do:
            that comes on top (see value.py)
    Rule    few histories: every draw is asked. Many: the quantity's slopes along the posterior's axes, two
            more questions per parameter, and a normal law for its log (or logit), which many customers earn
    """
    value = np.asarray(quantity(model), float)
    low, high = (1 - level) / 2, (1 + level) / 2
    if value.size * len(posterior.draws) <= cells:
        asked = np.array([quantity(credible) for credible in credible_models(model, posterior)])
        return Range(*np.quantile(asked, [low, high], axis=0), "draws")
    there, back = (_logit, expit) if probability else (_log, np.exp)
    spread = _spread(lambda other: there(quantity(other)), model, posterior)
    middle, far = there(value), float(ndtri(high))
    # Nothing to do with the parameters, nothing to be off: one-time buyers of BG/NBD are alive for certain.
    sure = spread == 0
    ends = (np.where(sure, value, back(middle + sign * far * spread)) for sign in (-1, 1))
    return Range(*ends, "delta")


def _spread(quantity, model, posterior: Posterior) -> np.ndarray:
    """The standard deviation, by central differences of one deviation along each axis of log-parameters."""
    logs = np.log(posterior.draws)
    sizes, axes = np.linalg.eigh(np.cov(logs, rowvar=False))
    centre = np.log([_value(model, name) for name in posterior.names])
    total = 0.0
    for size, axis in zip(np.sqrt(np.maximum(sizes, 0)), axes.T, strict=True):
        up, down = (
            quantity(_with(model, posterior.names, np.exp(centre + sign * size * axis))) for sign in (1, -1)
        )
        total = total + ((up - down) / 2) ** 2
    return np.sqrt(total)


def _with(model: Model, names, values) -> Model:
    return replace(model, **{_field(name): float(value) for name, value in zip(names, values, strict=True)})


def _value(model, name: str) -> float:
    return float(getattr(model, _field(name)))


def _field(name: str) -> str:
    """Models of renewals keep their c as `shape`."""
    return "shape" if name == "c" else name


def _log(numbers) -> np.ndarray:
    return np.log(np.maximum(numbers, EDGE))


def _logit(numbers) -> np.ndarray:
    return logit(np.clip(numbers, EDGE, 1 - EDGE))
