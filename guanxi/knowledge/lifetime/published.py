"""The models that a published snapshot's card tells of, to be asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.errors import ModelError
from guanxi.knowledge.lifetime.buying import buying_model
from guanxi.knowledge.lifetime.covariates import with_covariates
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel
    from guanxi.knowledge.lifetime.covariates import WithCovariates

    Models = tuple[BuyingModel, GammaGamma | None]

SPEND = "gamma-gamma"
ORDER = ("r", "alpha", "a", "b", "s", "beta", "p", "q", "gamma")  # of the papers
WIDEST = 1.0  # of a parameter's standard error, as a share of it


@dataclass(frozen=True)
class Published:
    """The model of buying and the model of spend of one snapshot; None where it had no honest answer.

    buying     with covariates that of the customers at their most frequent levels
    by_kind    the same with the effects of covariates; None without
    refusals   the notes (code, facts) that say why, as the card has them
    """

    buying: BuyingModel | None
    spend: GammaGamma | None
    refusals: tuple[Mapping[str, Any], ...] = ()
    by_kind: WithCovariates | None = None

    def buying_of(self, said: Mapping[str, str | None]) -> BuyingModel | None:
        """The model of buying of a customer of whom this is said, covariate -> word; None is unknown."""
        return self.buying if self.by_kind is None else self.by_kind.of(self.by_kind.standing(said))


def published(card: Mapping[str, Any]) -> Published:
    """What a snapshot's card tells; a card of before there were models tells of none."""
    buying, spend = buying_card(card), spend_card(card)
    known = set(_codes(ModelError))
    return Published(
        buying_model(buying) if buying else None,
        GammaGamma(**spend["parameters"]) if spend else None,
        tuple(note for note in card.get("notes", ()) if note["code"] in known),
        by_kind(card),
    )


def by_kind(card: Mapping[str, Any]) -> WithCovariates | None:
    """The model of buying with the effects of covariates; None where the snapshot used none."""
    buying = buying_card(card)
    return with_covariates(buying_model(buying), buying) if buying and "effects" in buying else None


def unsure(card: Mapping[str, Any], levels: Mapping[str, str] | None = None) -> list[tuple[Models, Models]]:
    """What is not known of the parameters: pairs of models, a standard deviation up and down an axis.

    In   levels   with covariates, of which customers: the levels where they stand
    Along the axes of the posterior's draws, in logs; on a card that has none along each parameter with its
    standard error, as if it were known by itself, which says too little is known rather than too much.
    Empty where neither is there.
    """
    return unsure_of(card)(levels or {})


def unsure_of(card: Mapping[str, Any]) -> Callable[[Mapping[str, str]], list[tuple[Models, Models]]]:
    """As `unsure`, to be asked of many kinds of customers: the axes are found once."""
    buying, spend = buying_card(card), spend_card(card)
    if buying is None:
        return lambda levels: []
    money, kinds = GammaGamma(**spend["parameters"]) if spend else None, by_kind(card)
    moved = [tuple(GammaGamma(**values) for values in pair) for pair in _axes(spend)] if spend else []
    axes = (
        kinds.axes()
        if kinds
        else [
            tuple(buying_model({**buying, "parameters": values}) for values in pair) for pair in _axes(buying)
        ]
    )

    def of(levels: Mapping[str, str]) -> list[tuple[Models, Models]]:
        model = kinds.of(levels) if kinds else buying_model(buying)
        pairs = [tuple((each.of(levels) if kinds else each, money) for each in pair) for pair in axes]
        return pairs + [tuple((model, each) for each in pair) for pair in moved]

    return of


def is_from_posterior(card: Mapping[str, Any]) -> bool:
    """Whether the card's draws are those of a posterior."""
    buying = buying_card(card)
    return bool(buying and buying.get("posterior"))


def _axes(model: Mapping[str, Any]) -> Iterator[tuple[dict[str, float], dict[str, float]]]:
    """Parameters a standard deviation up and down, along each axis of their logs."""
    values, found, errors = model["parameters"], model.get("posterior"), model.get("standard_errors")
    names = list(values)
    if found:
        logs = np.log(np.array(found["draws"], float)[:, [found["names"].index(name) for name in names]])
        sizes, vectors = np.linalg.eigh(np.cov(logs, rowvar=False))
        steps = np.sqrt(np.maximum(sizes, 0))[:, None] * vectors.T
    elif errors:
        steps = np.diag([min(errors[name] / values[name], WIDEST) for name in names])
    else:
        return
    for step in steps:
        yield tuple(
            {name: values[name] * float(np.exp(sign * by)) for name, by in zip(names, step, strict=True)}
            for sign in (1, -1)
        )


def buying_card(card: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The part of a snapshot's card that is about the model of buying."""
    return next((each for each in _fitted(card) if each["model"] != SPEND), None)


def spend_card(card: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The part of a snapshot's card that is about the model of spend."""
    return next((each for each in _fitted(card) if each["model"] == SPEND), None)


def parameters(model: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Names and values of a card's model, in the order of the papers: a database's JSON keeps none."""
    rank = {name: place for place, name in enumerate(ORDER)}
    return sorted(model["parameters"].items(), key=lambda each: rank.get(each[0], len(ORDER)))


def _fitted(card: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (each for each in card.get("models", ()) if each.get("parameters"))


def _codes(kind: type[ModelError]) -> Iterator[str]:
    """The codes of every way in which a model may have no answer."""
    yield kind.code
    for each in kind.__subclasses__():
        yield from _codes(each)
