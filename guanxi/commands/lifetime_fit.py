"""One file, from its rows to a fitted lifetime model: what `guanxi lifetime` does, whatever the model."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from guanxi.commands.lifetime_asked import Asked, known

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


def fitted(asked: Asked) -> dict[str, Any]:
    """What the model found, as plain data: model, parameters, log-likelihood, customers, notes, and its own.

    Errors  UnknownChoice; what reading raises; ModelError when the model has no honest answer
    """
    known("--model", asked.model, tuple(MODELS))
    return import_module(MODELS[asked.model]).fitted(asked)
