"""Invented surveys in which what is basic, latent, performance or nothing is known."""

from __future__ import annotations

import numpy as np

# What a point below and a point above what is expected does to the outcome.
SLOPES = {
    "basic_1": (0.8, 0.1),
    "basic_2": (0.6, 0.0),
    "latent_1": (0.1, 0.8),
    "latent_2": (0.0, 0.6),
    "performance": (0.5, 0.5),
    "nothing": (0.0, 0.0),
}


def kind_of(name: str) -> str:
    return {"nothing": "not_shown"}.get(name, name.split("_")[0])


def planted(
    n: int, seed: int, *, together: float = 0.5, noise: float = 1.5, scale: tuple[float, float] | None = None
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """An outcome and experience - expectation in whole points, correlated between dimensions.

    scale   the outcome in whole points and stopped at both ends, as people answer; None: as it is
    """
    dice = np.random.default_rng(seed)
    mood = dice.normal(size=(n, 1))
    gaps = np.sqrt(together) * mood + np.sqrt(1 - together) * dice.normal(size=(n, len(SLOPES)))
    gaps = np.clip(np.round(2 * gaps), -6, 6)
    below, above = np.minimum(gaps, 0), np.maximum(gaps, 0)
    penalty, reward = np.array(list(SLOPES.values())).T
    outcome = 5.5 + below @ penalty + above @ reward + noise * dice.normal(size=n)
    if scale is not None:
        outcome = np.clip(np.round(outcome), *scale)
    return outcome, dict(zip(SLOPES, gaps.T, strict=True))
