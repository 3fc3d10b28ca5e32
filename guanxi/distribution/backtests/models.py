"""The models of buying as they would have been fitted on an earlier day, and what they would have said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.distribution.backtests.baselines import Forecast
from guanxi.errors import ModelError
from guanxi.knowledge.lifetime.buying import BUYING, UnknownModel, fit_buying
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma, fit_gamma_gamma
from guanxi.knowledge.lifetime.soundness import degenerate

if TYPE_CHECKING:
    from datetime import date

    from guanxi.distribution.backtests.known import Known
    from guanxi.knowledge.lifetime.buying import BuyingModel

LOW, HIGH = 0.05, 0.95
MOST = 5_000  # purchase days ahead: where an interval ends at the latest
SPEND = "gamma-gamma"


@dataclass(frozen=True)
class Fit:
    """A model fitted at an origin that has an honest answer.

    asked   the name it was asked by, "mbg-cnbd-k"; model.name is what came of it, "mbg-cnbd-2"
    """

    asked: str
    origin: date
    model: BuyingModel

    def as_dict(self) -> dict[str, Any]:
        return {
            "origin": self.origin,
            "model": self.asked,
            "name": self.model.name,
            "parameters": dict(self.model.parameters),
        }


@dataclass(frozen=True)
class Refusal:
    """Why a model has no honest answer at an origin: the code of its error, or of the note that it ran to a
    limit where its parameters mean nothing."""

    asked: str
    origin: date
    code: str
    facts: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        return {"origin": self.origin, "model": self.asked, "code": self.code, "facts": self.facts}


def known_models(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The models asked for, the simplest first.

    Errors  UnknownModel
    """
    for name in asked:
        if name not in BUYING:
            raise UnknownModel(asked=name, known=", ".join(BUYING))
    return tuple(name for name in BUYING if name in asked)


def fit(name: str, known: Known) -> Fit | Refusal:
    """A model of buying on all customers of an origin; a degenerate fit is a refusal."""
    try:
        model = fit_buying(name, known.histories, lambda: known.log_gaps)
    except ModelError as error:
        return Refusal(name, known.origin, error.code, error.facts)
    if why := degenerate(model):
        return Refusal(name, known.origin, why.code, why.facts)
    return Fit(name, known.origin, model)


def fit_spend(known: Known) -> GammaGamma | Refusal:
    """The model of spend on all customers of an origin."""
    try:
        return fit_gamma_gamma(known.spends)
    except ModelError as error:
        return Refusal(SPEND, known.origin, error.code, error.facts)


def forecast(fitted: BuyingModel, spend: GammaGamma | None, known: Known, horizon: int) -> Forecast:
    """What a model says of each customer, worked out once per distinct history.

    In   horizon   days ahead
    """
    ahead = horizon / known.histories.unit_days
    seen = known.histories
    expected = fitted.expected_purchases(ahead, seen.repeats, seen.last, seen.age)[known.history]
    low, high, promised = interval(fitted, ahead, seen.repeats, seen.last, seen.age)
    money = None
    if spend is not None:
        money = expected * spend.expected_mean_spend(known.purchase_days, np.maximum(known.mean_spend, 0.0))
    return Forecast(
        expected, money, low[known.history], high[known.history], float(promised[known.history].mean())
    )


def interval(model: BuyingModel, ahead: float, repeats, last, age):
    """The 5 % and 95 % points of the purchase days ahead of each history, and how probable it is to fall
    within them, both included: 90 % or more, for purchase days are whole numbers."""
    reached = _Reached(model, ahead, repeats, last, age)
    low = reached.most_above(1 - LOW)
    high = reached.most_above(1 - HIGH)
    everybody = np.arange(len(repeats))
    return low, high, reached.at_least(low, everybody) - reached.at_least(high + 1, everybody)


class _Reached:
    """P(at least k purchase days) of every history, which falls with k."""

    def __init__(self, model: BuyingModel, ahead: float, repeats, last, age) -> None:
        self.model, self.ahead, self.repeats, self.age = model, ahead, repeats, age
        self.phases = model.phase_chances(repeats, last, age) * model.p_alive(repeats, last, age)

    def at_least(self, k: np.ndarray, of: np.ndarray) -> np.ndarray:
        """In   k   one number for each of the histories `of`"""
        known = (self.repeats[of], self.age[of])
        some = np.maximum(k, 1)
        chance = sum(
            chance[of] * self.model.at_least(some, self.ahead, *known, phase=phase)
            for phase, chance in enumerate(self.phases)
        )
        return np.where(k > 0, chance, 1.0)

    def most_above(self, level: float) -> np.ndarray:
        """The most purchase days reached with more than this probability: by doubling, then halving."""
        reached, missed = np.zeros(len(self.repeats), np.int64), np.ones(len(self.repeats), np.int64)
        open_ = np.arange(len(reached))
        while len(open_) and missed[open_[0]] < MOST:
            open_ = open_[self.at_least(missed[open_], open_) > level]
            reached[open_] = missed[open_]
            missed[open_] *= 2
        open_ = np.flatnonzero(missed - reached > 1)
        while len(open_):
            middle = (reached[open_] + missed[open_]) // 2
            above = self.at_least(middle, open_) > level
            reached[open_[above]], missed[open_[~above]] = middle[above], middle[~above]
            open_ = open_[missed[open_] - reached[open_] > 1]
        return reached
