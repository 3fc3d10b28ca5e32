"""Importance of drivers in many resamples at once: answers are drawn by counting how often each was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guanxi.knowledge.experience.ratings import Ratings, correlations, moments
from guanxi.knowledge.experience.relative_weights import relative_weights
from guanxi.knowledge.experience.shapley import MOST_EXACT, sampled_shapley, shapley

SHAPLEY, RELATIVE_WEIGHTS = "shapley", "relative_weights"
GROUPS = 2_000  # above so many answers, groups of answers are drawn instead of answers
_SINGULAR = 1e-10
_AT_ONCE = 250


def parts_of(
    method: str, among: np.ndarray, with_outcome: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray | None]:
    if method == RELATIVE_WEIGHTS:
        return relative_weights(among, with_outcome), None
    if with_outcome.shape[-1] <= MOST_EXACT:
        return shapley(among, with_outcome), None
    return sampled_shapley(among, with_outcome, seed=seed)


@dataclass(frozen=True)
class Drawn:
    """What the resamples gave: (resamples, p) parts, and for each driver whether it beats noise in them."""

    parts: np.ndarray
    above_noise: np.ndarray | None
    failed: int

    @classmethod
    def none(cls, p: int, failed: int = 0) -> Drawn:
        return cls(np.empty((0, p)), None, failed)


def resampled(answers: Ratings, method: str, resamples: int, seed: int) -> Drawn:
    """Correlations of every resample by counting how often each answer was drawn, then its parts."""
    dice = np.random.default_rng(seed)
    noise = dice.permutation(np.linspace(-1, 1, answers.n))
    values = np.column_stack([answers.values[:, :-1], noise, answers.values[:, -1]])
    units = _grouped(moments(values, answers.weights), dice)
    p, at = len(answers.drivers), 0
    parts, above = np.empty((resamples, p)), np.empty((resamples, p))
    while at < resamples:
        now = min(_AT_ONCE, resamples - at)
        counts = dice.multinomial(len(units), np.full(len(units), 1 / len(units)), size=now)
        found = correlations(counts @ units, p + 2)
        fine = _is_sound(found)
        found[~fine] = np.eye(p + 2)
        own = [*range(p), p + 1]
        without = found[:, own][:, :, own]
        parts[at : at + now] = parts_of(method, without[:, :-1, :-1], without[:, :-1, -1], seed)[0]
        beside = relative_weights(found[:, :-1, :-1], found[:, :-1, -1])
        above[at : at + now] = beside[:, :-1] - beside[:, -1:]
        parts[at : at + now][~fine] = above[at : at + now][~fine] = np.nan
        at += now
    fine = np.isfinite(parts).all(axis=1)
    return Drawn(parts[fine], above[fine], int(resamples - fine.sum()))


def _grouped(units: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Of many answers, sums over random groups: groups drawn at random vary as answers drawn at random do."""
    if len(units) <= GROUPS:
        return units
    order = dice.permutation(len(units))
    starts = np.linspace(0, len(units), GROUPS, endpoint=False).astype(int)
    return np.add.reduceat(units[order], starts, axis=0)


def _is_sound(found: np.ndarray) -> np.ndarray:
    """Where every column varies and no driver is determined by the others."""
    fine = np.isfinite(found).all(axis=(1, 2))
    among = np.where(fine[:, None, None], found[:, :-1, :-1], 0.0)
    return fine & (np.linalg.eigvalsh(among)[:, 0] > _SINGULAR)
