"""The models that a published snapshot's card tells of, to be asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.errors import ModelError
from guanxi.knowledge.lifetime.buying import buying_model
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel

SPEND = "gamma-gamma"
WIDEST = 1.0  # of a parameter's standard error, as a share of it


@dataclass(frozen=True)
class Published:
    """The model of buying and the model of spend of one snapshot; None where it had no honest answer.

    refusals   the notes (code, facts) that say why, as the card has them
    """

    buying: BuyingModel | None
    spend: GammaGamma | None
    refusals: tuple[Mapping[str, Any], ...] = ()


def published(card: Mapping[str, Any]) -> Published:
    """What a snapshot's card tells; a card of before there were models tells of none."""
    buying, spend = buying_card(card), spend_card(card)
    known = set(_codes(ModelError))
    return Published(
        buying_model(buying) if buying else None,
        GammaGamma(**spend["parameters"]) if spend else None,
        tuple(note for note in card.get("notes", ()) if note["code"] in known),
    )


def credible(card: Mapping[str, Any], most: int = 60) -> list[tuple[BuyingModel, GammaGamma | None]]:
    """Models as credible as those of the card: what is not known of their parameters.

    From the posterior's draws; on a card that has none from the standard errors, as if each parameter were
    known by itself, which says too little is known rather than too much. Empty where neither is there.
    """
    buying, spend = buying_card(card), spend_card(card)
    drawn = _drawn(buying, most, seed=1) if buying else []
    money = _drawn(spend, most, seed=2) if spend else []
    if spend and not money:
        money = [spend["parameters"]] * len(drawn)
    models = [buying_model({**buying, "parameters": values}) for values in drawn]
    return [(model, GammaGamma(**money[n]) if money else None) for n, model in enumerate(models)]


def is_from_posterior(card: Mapping[str, Any]) -> bool:
    """Whether the card's draws are those of a posterior."""
    buying = buying_card(card)
    return bool(buying and buying.get("posterior"))


def _drawn(model: Mapping[str, Any], most: int, seed: int) -> list[dict[str, float]]:
    found = model.get("posterior")
    if found:
        return [dict(zip(found["names"], draw, strict=True)) for draw in found["draws"][:most]]
    errors, values = model.get("standard_errors"), model["parameters"]
    if not errors:
        return []
    # In logs: parameters are positive, and what is poorly known is lopsided.
    normal = np.random.default_rng(seed).normal(size=(most, len(values)))
    names = list(values)
    widths = np.array([min(errors[name] / values[name], WIDEST) for name in names])
    middle = np.array([values[name] for name in names])
    return [dict(zip(names, map(float, row), strict=True)) for row in middle * np.exp(widths * normal)]


def buying_card(card: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The part of a snapshot's card that is about the model of buying."""
    return next((each for each in _fitted(card) if each["model"] != SPEND), None)


def spend_card(card: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The part of a snapshot's card that is about the model of spend."""
    return next((each for each in _fitted(card) if each["model"] == SPEND), None)


def _fitted(card: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (each for each in card.get("models", ()) if each.get("parameters"))


def _codes(kind: type[ModelError]) -> Iterator[str]:
    """The codes of every way in which a model may have no answer."""
    yield kind.code
    for each in kind.__subclasses__():
        yield from _codes(each)
