"""One file, from its rows to a fitted lifetime model: what `guanxi lifetime` does, whatever the model."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from guanxi.commands.lifetime_asked import Asked, known
from guanxi.errors import BadInput

ORDERS, COUNTS = "guanxi.commands.lifetime_orders", "guanxi.commands.lifetime_counts"
CNBD = tuple(f"{coin}-cnbd-{k}" for coin in ("mbg", "bg") for k in ("k", 2, 3, 4))
# model -> the module whose `fitted` answers for it
MODELS = {
    **dict.fromkeys(("bg-nbd", "mbg-nbd", "pareto-nbd", *CNBD, "gamma-gamma"), ORDERS),
    "bg-bb": COUNTS,
    **dict.fromkeys(("sbg", "bdw"), "guanxi.commands.lifetime_contract"),
    "ltv": "guanxi.commands.lifetime_plan",
    "life-stage": "guanxi.commands.lifetime_stages",
}


# what was asked -> how it is typed, and the only models it means something to
ONLY = {
    "strategies": ("--strategy", ("ltv",)),
    "age": ("--age", ("life-stage",)),
    "stage": ("--stage", ("life-stage",)),
    "history": ("--history", tuple(m for m in MODELS if m not in ("gamma-gamma", "ltv", "life-stage"))),
    "ahead": ("--ahead", tuple(m for m in MODELS if m not in ("gamma-gamma", "ltv", "life-stage"))),
    "discount": ("--discount", ("bg-bb", "sbg", "bdw", "ltv", "life-stage")),
}


WITH_COVARIATES = "guanxi.commands.lifetime_covariates"


class OptionNotHere(BadInput):
    code = "cli.option_not_here"


def fitted(asked: Asked) -> dict[str, Any]:
    """What the model found, as plain data: model, parameters, log-likelihood, customers, notes, and its own.

    Errors  UnknownChoice; OptionNotHere for an option that means nothing to the model;
            NoCovariatesFor a model that takes none; what reading raises;
            ModelError when the model has no honest answer
    """
    known("--model", asked.model, tuple(MODELS))
    for name, (option, models) in ONLY.items():
        if getattr(asked, name) not in (None, ()) and asked.model not in models:
            raise OptionNotHere(option=option, model=asked.model, known=", ".join(models))
    module = WITH_COVARIATES if asked.covariates else MODELS[asked.model]
    return import_module(module).fitted(asked)
