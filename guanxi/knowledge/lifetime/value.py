"""What a customer will still bring, with the range it will fall in nine times of ten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial.chebyshev import chebvander

from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.settings import LifetimeSettings
from guanxi.knowledge.lifetime.value_range import Way, value_range

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel

KNOTS = 16  # ages at which an expectation is worked out for one number of repeats: between them, nine digits
_KNOTS = np.cos(np.pi * (np.arange(KNOTS) + 0.5) / KNOTS)
_TO_SERIES = np.linalg.inv(chebvander(_KNOTS, KNOTS - 1))


@dataclass(frozen=True)
class Outlook:
    """What the models say of each distinct history; the arrays follow the histories.

    p_alive               probability, 0..1
    expected_91d, _365d   purchase days
    discounted            purchase days within the horizon, each counted at today's money
    low, high             5 % and 95 % points of the value, per unit of (gamma + days x mean spend) and of
                          margin; None without a spend model
    """

    p_alive: np.ndarray
    expected_91d: np.ndarray
    expected_365d: np.ndarray
    discounted: np.ndarray
    low: np.ndarray | None
    high: np.ndarray | None


def outlook(
    model: BuyingModel,
    spend: GammaGamma | None,
    histories: Histories,
    settings: LifetimeSettings,
    draws: Sequence[BuyingModel] = (),
) -> Outlook:
    """Forecast every distinct history once.

    In     draws   models as likely as the fitted one, from its posterior: the range is then that of their
                   mixture; without them the fitted parameters are taken as known

    In a phase of somebody alive only repeats and age matter, and age matters smoothly: so the work is done
    for each number of repeats at a few ages.
    """
    ages = histories.age
    p_alive, chances = model.of(histories), model.phase_chances(histories.repeats, histories.last, ages)
    horizon = settings.horizon_days / histories.unit_days
    expected = _expectations(model, horizon, histories.unit_days, settings.discount)
    found = np.zeros((4, len(histories)))
    low, high = (None, None) if spend is None else np.zeros((2, len(histories)))
    ways = list(_ways(draws or (model,), histories))
    for x, who in levels(histories.repeats):
        age = ages[who]
        for phase, chance in enumerate(chances):
            found[:, who] += chance[who] * smooth(lambda at: expected(x, at, phase), age, model.calm)  # noqa: B023
        if spend is not None:
            # One average discount per history: purchases spread over the horizon, not all at its end.
            discount = found[3, who] / found[2, who]
            mine = [way.of(who) for way in ways]
            low[who], high[who] = value_range(mine, spend, horizon, x, age, model.calm) * discount
    by_91d, by_365d, _, discounted = p_alive * found
    return Outlook(p_alive, by_91d, by_365d, discounted, low, high)


def _expectations(model: BuyingModel, horizon: float, unit: int, discount: float) -> Callable:
    """By repeats, ages and phase, of somebody alive: purchase days in 91 days, in 365, within the horizon,
    and the last at today's money."""
    rate = np.log1p(discount) * unit / 365

    def expected(x, age, phase):
        spans = (91 / unit, 365 / unit, horizon)
        found = [model.expected_if_alive(ahead, x, age, phase=phase) for ahead in spans]
        return np.array([*found, model.expected_if_alive(horizon, x, age, discount_rate=rate, phase=phase)])

    return expected


def _ways(models: Sequence[BuyingModel], histories: Histories) -> Iterator[Way]:
    """Every model and every phase, with the probability that a customer is alive in it."""
    for model in models:
        alive = model.of(histories) / len(models)
        chances = model.phase_chances(histories.repeats, histories.last, histories.age)
        yield from (Way(model, phase, alive * chance) for phase, chance in enumerate(chances))


def levels(repeats: np.ndarray) -> Iterator[tuple[float, np.ndarray | slice]]:
    """Each number of repeats, and who has it: a slice where histories come in that order, as most do."""
    order = None if (np.diff(repeats) >= 0).all() else np.argsort(repeats, kind="stable")
    rising = repeats if order is None else repeats[order]
    starts = np.flatnonzero(np.append(True, np.diff(rising) > 0)) if len(rising) else []
    for start, end in zip(starts, [*starts[1:], len(rising)], strict=True):
        yield float(rising[start]), slice(start, end) if order is None else order[start:end]


def smooth(function: Callable, age: np.ndarray, calm: float) -> np.ndarray:
    """A function of age that is smooth in log(calm + age), by a series where there are many ages."""
    at = np.log(calm + age)
    low, high = at.min(), at.max()
    if len(age) <= KNOTS or high - low < 1e-9:
        return function(age)
    knots = function(np.exp(low + (high - low) * (_KNOTS + 1) / 2) - calm)
    return knots @ _TO_SERIES.T @ chebvander(2 * (at - low) / (high - low) - 1, KNOTS - 1).T
