"""How well a fitted model's parameters are known, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from guanxi.errors import ModelError
from guanxi.knowledge.lifetime.posterior import Posterior, posterior
from guanxi.knowledge.lifetime.posterior_range import range_of

LEVEL = 0.9
KEPT = ("method", "k_hat", "effective", "r_hat", "level", "intervals")


def known(model, data) -> tuple[Posterior | None, dict[str, Any] | None]:
    """The posterior of the parameters, and its method, k-hat and 90 % intervals; None without one."""
    try:
        found = posterior(model, data)
    except ModelError:
        return None, None
    card = found.as_dict()
    return found, {name: card[name] for name in KEPT}


def ranged(
    name: str, quantity: Callable, model, found: Posterior | None, *, probability: bool = False
) -> dict[str, float | None]:
    """A number that follows from the parameters, and the ends of its 90 % range, NAME_low and NAME_high."""
    value = float(quantity(model))
    if found is None:
        return {name: value, f"{name}_low": None, f"{name}_high": None}
    ends = range_of(quantity, model, found, level=LEVEL, probability=probability)
    return {name: value, f"{name}_low": float(ends.low), f"{name}_high": float(ends.high)}
