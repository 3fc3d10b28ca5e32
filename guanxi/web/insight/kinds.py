"""With covariates: at which levels a customer stands, and by which parameters their numbers are reckoned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from guanxi.knowledge.lifetime.covariates_said import levels_said
from guanxi.knowledge.lifetime.published import by_kind
from guanxi.sentences import say
from guanxi.web.customers.models import Customer
from guanxi.web.customers.queries import said_of


def how(card: Mapping[str, Any], customer: Customer | None) -> list[str]:
    """Of a customer the own levels; of all, that the parameters are those of the most frequent ones."""
    model, language = by_kind(card), get_language() or "en"
    if model is None:
        return []
    if customer is None:
        return [say("lifetime.base_levels", language, levels=levels_said(model.base_levels, language))]
    levels = model.standing(said_of(customer))
    values = ", ".join(f"{name} = {value:.4g}" for name, value in model.of(levels).parameters.items())
    return [say("lifetime.own_levels", language, levels=levels_said(levels, language), parameters=values)]
