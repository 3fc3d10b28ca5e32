"""The models that a published snapshot's card tells of, to be asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.errors import ModelError
from guanxi.knowledge.lifetime.buying import buying_model
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel

SPEND = "gamma-gamma"


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
