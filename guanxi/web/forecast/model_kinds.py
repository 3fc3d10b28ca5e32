"""What a model of buying says of kinds of customers: how much faster or slower each buys and leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.knowledge.lifetime.covariates import most_frequent
from guanxi.knowledge.lifetime.covariates_said import (
    evidence_said,
    factor_said,
    level_said,
    levels_said,
    range_said,
    shows_nothing,
)
from guanxi.sentences import say

LEAVING = ("stopping", "ending")


@dataclass(frozen=True)
class Said:
    """One effect: its factor, its 90 % range, and what that means in words."""

    factor: str
    range: str
    words: str


@dataclass(frozen=True)
class Kind:
    """One level of a covariate; buying and leaving are None of the level the others are compared with."""

    covariate: str
    level: str
    customers: int
    buying: Said | None
    leaving: Said | None


@dataclass(frozen=True)
class Kinds:
    """base: whose parameters the card's are; evidence: the test against no differences at all."""

    base: str
    rows: list[Kind]
    evidence: str


def kinds_said(model: Mapping[str, Any], language: str) -> Kinds:
    """The effects of a card's model, level by level, the one compared with first."""
    covariates, base = model["covariates"], {}
    rows: list[Kind] = []
    for name in sorted(covariates):
        base[name] = most_frequent(covariates[name])
        levels = sorted(covariates[name].items(), key=lambda pair: (-pair[1], pair[0]))
        rows += [_kind(model, name, level, customers, language) for level, customers in levels]
    return Kinds(levels_said(base, language), rows, evidence_said(model["p_value"], language))


def _kind(model: Mapping[str, Any], covariate: str, level: str, customers: int, language: str) -> Kind:
    mine = [each for each in model["effects"] if (each["covariate"], each["level"]) == (covariate, level)]
    buying = next((each for each in mine if each["on"] == "buying"), None)
    leaving = next((each for each in mine if each["on"] in LEAVING), None)
    said = (_said(each, language) for each in (buying, leaving))
    return Kind(covariate, level_said(level, language), customers, *said)


def _said(effect: Mapping[str, Any] | None, language: str) -> Said | None:
    if effect is None:
        return None
    direction = "unsure" if shows_nothing(effect) else "more" if effect["factor"] > 1 else "less"
    code = direction if direction == "unsure" else f"{effect['on']}.{direction}"
    words = say(f"model_card.kinds.{code}", language)
    return Said(factor_said(effect["factor"]), range_said(effect, language), words)
