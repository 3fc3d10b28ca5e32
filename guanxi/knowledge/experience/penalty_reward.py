"""Penalty and reward: what falling short of expectation costs, and what exceeding it brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtr, stdtrit

from guanxi.facts.notes import Note
from guanxi.knowledge.experience.changes import holm
from guanxi.knowledge.experience.ratings import NoVariation, TooFewAnswers, refuse_collinear
from guanxi.knowledge.refusals import OutOfRange

BASIC, LATENT, PERFORMANCE, NOT_SHOWN = "basic", "latent", "performance", "not_shown"
CONFIDENCE = 0.95
MINIMUM_SIDE = 10  # answers on a side of the meeting point that its slope needs


@dataclass(frozen=True)
class Slope:
    """Outcome per point, with its interval; p of a slope of 0."""

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class PenaltyReward:
    """One dimension.

    penalty    slope below the meeting point: what each point of falling short costs
    reward     slope above it: what each point of exceeding brings
    contrast   reward - penalty
    below, met, above   answers on each side, and at the meeting point
    kind       basic: the penalty is shown to be steeper (met, it earns little: to invest beyond is the trap);
               latent: the reward is; performance: both are shown and neither is steeper; else not_shown
    p          of the contrast, corrected for all dimensions looked at together (Holm)
    """

    name: str
    penalty: Slope | None
    reward: Slope | None
    contrast: Slope | None
    below: int
    met: int
    above: int
    kind: str
    p: float | None
    notes: tuple[Note, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        slopes = {name: _plain(getattr(self, name)) for name in ("penalty", "reward", "contrast")}
        return vars(self) | slopes | {"notes": [note.as_dict() for note in self.notes]}


@dataclass(frozen=True)
class PenaltyRewards:
    """All dimensions in one regression of the outcome; n complete answers, the rest in `incomplete`."""

    outcome: str
    dimensions: tuple[PenaltyReward, ...]
    n: int
    incomplete: int
    confidence: float

    def __getitem__(self, name: str) -> PenaltyReward:
        return next(each for each in self.dimensions if each.name == name)

    def as_dict(self) -> dict[str, Any]:
        return vars(self) | {"dimensions": [each.as_dict() for each in self.dimensions]}


def penalty_reward(
    outcome: tuple[str, Sequence[float | None]],
    dimensions: Mapping[str, Sequence[float | None]],
    *,
    meeting: Mapping[str, float] | float = 0.0,
    weights: Sequence[float] | None = None,
    confidence: float = CONFIDENCE,
    minimum_side: int = MINIMUM_SIDE,
) -> PenaltyRewards:
    """Slopes below and above the meeting point, all dimensions at once.

    In      outcome      its name, and overall satisfaction or loyalty by respondent
            dimensions   experience - expectation by respondent: it is met at 0. Where expectation was not
                         asked, the experience, with `meeting` the score at which it counts as met
            weights      one per respondent
    Method  Least squares of the outcome on min(x, 0) and max(x, 0) of every dimension; errors that allow for
            unequal scatter (HC3), t intervals. A side with fewer than minimum_side answers has no slope.
    Assumes two straight lines that join at the meeting point; an outcome that is not stopped by the end of
            its scale: where many give the highest mark, every dimension looks basic
    Errors  TooFewAnswers, NoVariation, Collinear, OutOfRange
    Source  Brandt (1987); Mittal, Ross and Baldasare (1998), Journal of Marketing 62; HC3: MacKinnon and
            White (1985)
    """
    if not 0.5 <= confidence < 1:
        raise OutOfRange(name="confidence", given=confidence, allowed="0.5..0.999")
    name, values = outcome
    table = np.column_stack([np.asarray(column, dtype=float) for column in (values, *dimensions.values())])
    weight = np.ones(len(table)) if weights is None else np.asarray(weights, dtype=float)
    complete = np.isfinite(table).all(axis=1) & np.isfinite(weight) & (weight > 0)
    y, gaps = table[complete, 0], table[complete, 1:] - _meeting(dimensions, meeting)
    sides = {
        dimension: _Sides(np.minimum(gap, 0.0), np.maximum(gap, 0.0), minimum_side)
        for dimension, gap in zip(dimensions, gaps.T, strict=True)
    }
    columns = [(each, side, column) for each, found in sides.items() for side, column in found.columns()]
    if len(y) < len(columns) + 2 or not columns:
        raise TooFewAnswers(n=len(y), drivers=len(columns), needed=len(columns) + 2)
    if np.ptp(y) == 0:
        raise NoVariation(name=name, value=float(y[0]), n=len(y))
    fit = _fitted(y, np.column_stack([column for *_named, column in columns]), weight[complete], columns)
    found = [_dimension(each, sides[each], columns, fit, confidence, minimum_side) for each in dimensions]
    return PenaltyRewards(name, _classified(found, 1 - confidence), len(y), len(table) - len(y), confidence)


def _meeting(dimensions: Mapping[str, Any], meeting: Mapping[str, float] | float) -> np.ndarray:
    if isinstance(meeting, Mapping):
        return np.array([float(meeting[name]) for name in dimensions])
    return np.full(len(dimensions), float(meeting))


@dataclass(frozen=True)
class _Sides:
    below: np.ndarray
    above: np.ndarray
    minimum: int

    @property
    def counts(self) -> tuple[int, int, int]:
        under, over = int((self.below < 0).sum()), int((self.above > 0).sum())
        return under, len(self.below) - under - over, over

    def columns(self) -> list[tuple[str, np.ndarray]]:
        under, _met, over = self.counts
        found = [("penalty", self.below)] if under >= self.minimum else []
        return found + ([("reward", self.above)] if over >= self.minimum else [])


@dataclass(frozen=True)
class _Fit:
    slopes: np.ndarray
    covariance: np.ndarray
    freedom: float


def _fitted(y: np.ndarray, x: np.ndarray, weights: np.ndarray, columns: list) -> _Fit:
    names = tuple(f"{each} ({side})" for each, side, _column in columns)
    centred = x - x.mean(axis=0)
    refuse_collinear(centred / np.linalg.norm(centred, axis=0), names)
    design = np.column_stack([np.ones(len(y)), x])
    root = np.sqrt(weights / weights.mean())[:, None]
    scaled = design * root
    bread = np.linalg.inv(scaled.T @ scaled)
    slopes = bread @ (scaled.T @ (y * root[:, 0]))
    left = (y - design @ slopes) * root[:, 0]
    leverage = np.minimum(np.einsum("ij,jk,ik->i", scaled, bread, scaled), 0.9999)
    meat = (scaled * (left / (1 - leverage))[:, None] ** 2).T @ scaled
    covariance = bread @ meat @ bread
    return _Fit(slopes[1:], covariance[1:, 1:], float(len(y) - design.shape[1]))


def _slope(value: float, variance: float, freedom: float, confidence: float) -> Slope:
    error = float(np.sqrt(max(variance, 0.0)))
    t = float(stdtrit(freedom, (1 + confidence) / 2))
    p = 1.0 if error == 0 else float(2 * stdtr(freedom, -abs(value) / error))
    return Slope(float(value), float(value - t * error), float(value + t * error), p)


def _dimension(
    name: str, sides: _Sides, columns: list, fit: _Fit, confidence: float, minimum: int
) -> PenaltyReward:
    at = {side: place for place, (each, side, _column) in enumerate(columns) if each == name}
    slopes = {
        side: _slope(fit.slopes[place], fit.covariance[place, place], fit.freedom, confidence)
        for side, place in at.items()
    }
    contrast = None
    if len(at) == 2:
        one, other = at["reward"], at["penalty"]
        variance = fit.covariance[one, one] + fit.covariance[other, other] - 2 * fit.covariance[one, other]
        contrast = _slope(fit.slopes[one] - fit.slopes[other], variance, fit.freedom, confidence)
    under, met, over = sides.counts
    notes = []
    if "penalty" not in at:
        notes.append(Note("penalty_reward.too_few_below", {"n": under, "minimum": minimum}))
    if "reward" not in at:
        notes.append(Note("penalty_reward.too_few_above", {"n": over, "minimum": minimum}))
    own = (slopes.get("penalty"), slopes.get("reward"), contrast, under, met, over)
    return PenaltyReward(name, *own, NOT_SHOWN, None, tuple(notes))


def _classified(found: Sequence[PenaltyReward], alpha: float) -> tuple[PenaltyReward, ...]:
    known = [each for each in found if each.contrast]
    contrasts = dict(zip((e.name for e in known), holm([e.contrast.p for e in known]), strict=True))
    both = holm([max(each.penalty.p, each.reward.p) for each in known])
    slopes = dict(zip((each.name for each in known), both, strict=True))
    return tuple(
        PenaltyReward(
            **{**vars(each), "p": contrasts[each.name], "kind": _kind(each, contrasts, slopes, alpha)}
        )
        if each.contrast
        else each
        for each in found
    )


def _kind(each: PenaltyReward, contrasts: dict, slopes: dict, alpha: float) -> str:
    if contrasts[each.name] < alpha:
        if each.contrast.value < 0 and each.penalty.low > 0:
            return BASIC
        if each.contrast.value > 0 and each.reward.low > 0:
            return LATENT
        return NOT_SHOWN
    rises = min(each.penalty.value, each.reward.value) > 0
    return PERFORMANCE if rises and slopes[each.name] < alpha else NOT_SHOWN


def _plain(slope: Slope | None) -> dict[str, float] | None:
    return None if slope is None else dict(vars(slope))
