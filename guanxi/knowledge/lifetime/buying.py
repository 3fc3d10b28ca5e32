"""The models of buying that a firm may choose from, by name, and what all of them can say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from guanxi.errors import SettingError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.cnbd_fit import REGULARITIES, fit_cnbd, fit_most_likely_cnbd
from guanxi.knowledge.lifetime.histories import Histories, unit_days
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd

# What a firm chooses from; the simpler first, which wins a tie.
BUYING = ("bg-nbd", "mbg-nbd", "pareto-nbd", "bg-cnbd-k", "mbg-cnbd-k")


class UnknownModel(SettingError):
    code = "lifetime.unknown_model"


class BuyingModel(Protocol):
    """A fitted model of when customers buy and when they stop. Times are in its own unit of time.

    Somebody alive is in one of `phases` states that no order shows: how many of the k hidden steps to the
    next purchase are done. Most models have one. Given the phase, the future depends on repeats and age
    alone: what the last purchase tells is told by P(alive) and the phase.
    """

    name: str
    unit_days: int
    phases: int
    notes: tuple[Note, ...]

    @property
    def parameters(self) -> dict[str, float]: ...

    @property
    def calm(self) -> float:
        """A time: what is said of somebody alive is smooth in log(calm + age)."""

    def card(self) -> dict[str, Any]: ...

    def p_alive(self, repeats, last, age) -> np.ndarray: ...

    def expected_purchases(self, ahead, repeats, last, age) -> np.ndarray: ...

    def phase_chances(self, repeats, last, age) -> np.ndarray:
        """P(phase | alive), phases by rows."""

    def expected_if_alive(self, ahead, repeats, age, *, discount_rate=0.0, start=0.0, phase=0) -> np.ndarray:
        """Expected purchase days from `start` to `ahead` units from now, each counted
        exp(-discount_rate * time until it), of somebody alive."""

    def at_least(self, k, ahead, repeats, age, *, phase=0) -> np.ndarray:
        """P(at least k >= 1 purchase days in the next `ahead` units), of somebody alive."""


def fit_buying(
    name: str, histories: Histories, log_gaps: Callable[[], float] | None = None
) -> BgNbd | Cnbd | ParetoNbd:
    """The most likely model of that name.

    name       of BUYING, or with a regularity of 1..4 in place of the k
    log_gaps   what `orders.log_gaps` counts; asked only where k is to be found, which is k = 1 without it
    Errors     UnknownModel; ModelError where the model has no honest answer
    """
    kind, regularity = _read(name)
    if kind == "bg-nbd":
        return fit_bg_nbd(histories)
    if kind == "pareto-nbd":
        return fit_pareto_nbd(histories)
    coin_at_start = kind == "mbg"
    if regularity is None and log_gaps is not None:
        return fit_most_likely_cnbd(histories, log_gaps(), coin_at_start=coin_at_start)
    return fit_cnbd(histories, regularity or 1, coin_at_start=coin_at_start)


def buying_model(card: Mapping[str, Any]) -> BgNbd | Cnbd | ParetoNbd:
    """The model that a published card tells of, to be asked again.

    card     what `card()` of the model gave, from the snapshot's `models`
    Errors   UnknownModel: the card tells of something else
    """
    kind, regularity = _read(card["model"])
    values, unit = card["parameters"], unit_days(card["unit"])
    if kind == "bg-nbd":
        return BgNbd(**values, unit_days=unit)
    if kind == "pareto-nbd":
        return ParetoNbd(**values, unit_days=unit)
    return Cnbd(**values, k=regularity or 1, coin_at_start=kind == "mbg", unit_days=unit)


def refuse_unknown(name: str) -> None:
    """Refuse what is no model of buying, with those there are: UnknownModel."""
    _read(name)


def _read(name: str) -> tuple[str, int | None]:
    """The kind of a model and its regularity: bg-nbd, pareto-nbd, bg or mbg; None where k is to be found."""
    if name in ("bg-nbd", "pareto-nbd"):
        return name, 1
    if name == "mbg-nbd":
        return "mbg", 1
    kind, _, regularity = name.partition("-cnbd-")
    known = {"k": None} | {str(k): k for k in REGULARITIES}
    if kind not in ("bg", "mbg") or regularity not in known:
        raise UnknownModel(asked=name, known=", ".join(BUYING))
    return kind, known[regularity]
