"""What drives an outcome, derived from answers: how much goes with each driver, beside what people say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np

from guanxi.facts.notes import Note
from guanxi.knowledge.experience.driver_resamples import (
    RELATIVE_WEIGHTS,
    SHAPLEY,
    Drawn,
    parts_of,
    resampled,
)
from guanxi.knowledge.experience.ratings import Ratings
from guanxi.knowledge.experience.shapley import MOST_EXACT
from guanxi.knowledge.refusals import OutOfRange, UnknownChoice

RESAMPLES = 2_000
CONFIDENCE = 0.95
MOST_FAILED = 0.05  # of resamples in which nothing could be computed


@dataclass(frozen=True)
class Driver:
    """One driver of the outcome.

    importance     its part of R²; all parts add up to R²
    share          of what is explained: importance / R²
    low, high      interval of importance; share_low, share_high of the share; None where there is none
    rank           1 is the most important; rank_low to rank_high is where it may be
    correlation    with the outcome, alone; below 0 the outcome falls as the driver rises
    is_shown       more important than a column of noise put beside the drivers; None without an interval
    shown_above    drivers that it is more important than, at the given confidence for all pairs together
    stated, stated_rank   what was said about it when asked; None where it was not asked
    sampling_error   of importance, where the orders were drawn at random
    """

    name: str
    importance: float
    share: float
    correlation: float
    rank: int
    low: float | None = None
    high: float | None = None
    share_low: float | None = None
    share_high: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    is_shown: bool | None = None
    shown_above: tuple[str, ...] = ()
    stated: float | None = None
    stated_rank: int | None = None
    derived_rank: int | None = None
    disagrees: str | None = None
    sampling_error: float | None = None

    def as_dict(self) -> dict[str, Any]:
        return vars(self) | {"shown_above": list(self.shown_above)}


@dataclass(frozen=True)
class Importance:
    """Drivers from the most to the least important; r_squared is what they explain together.

    drawn   by driver its importance in every resample, for the interval of a sum; empty without intervals
    """

    outcome: str
    method: str
    drivers: tuple[Driver, ...]
    r_squared: float
    n: int
    effective_n: float
    incomplete: int
    resamples: int
    failed: int
    confidence: float
    r_squared_low: float | None = None
    r_squared_high: float | None = None
    notes: tuple[Note, ...] = ()
    drawn: Mapping[str, np.ndarray] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, name: str) -> Driver:
        return next(each for each in self.drivers if each.name == name)

    def as_dict(self) -> dict[str, Any]:
        own = {name: value for name, value in vars(self).items() if name != "drawn"}
        own |= {"drivers": [each.as_dict() for each in self.drivers]}
        return own | {"notes": [note.as_dict() for note in self.notes]}

    def renamed(self, names: Mapping[str, str]) -> Importance:
        """The same, some drivers called otherwise."""

        def called(name: str) -> str:
            return names.get(name, name)

        drivers = tuple(
            replace(each, name=called(each.name), shown_above=tuple(map(called, each.shown_above)))
            for each in self.drivers
        )
        return replace(self, drivers=drivers, drawn={called(name): own for name, own in self.drawn.items()})

    def together(self, names: Iterable[str]) -> tuple[float | None, float | None]:
        """The interval of these drivers' importance together: of their sum in every resample."""
        drawn = [self.drawn[name] for name in names if name in self.drawn]
        return _ends(np.sum(drawn, axis=0), self.confidence) if drawn else (None, None)


def driver_importance(
    answers: Ratings,
    *,
    method: str = SHAPLEY,
    stated: Mapping[str, float | None] | None = None,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> Importance:
    """How much of the outcome's variance goes with each driver, where drivers go together.

    In      method     "shapley" (LMG) or "relative_weights" (Johnson 2000); they rarely differ by much
            stated     what was said to matter, by driver, on any one scale: a mean importance of 0-10
            resamples  of the bootstrap; 0 for none. Answers are drawn as often as there are, and counted
    Out     parts of R² that add up to it exactly, with percentile intervals
    Assumes a straight line; that answers are of people who do not depend on each other; that whoever is
            missing is like the rest. Weights are those of the people, and are drawn with them.
    Breaks when the outcome causes the rating (a halo: who likes us rates all high). Importance is what goes
            together, never what would follow if a rating were raised.
    Errors  UnknownChoice, OutOfRange
    Source  Lindeman, Merenda and Gold (1980); Johnson (2000), Multivariate Behavioral Research 35;
            Tonidandel, LeBreton and Johnson (2009), Psychological Methods 14, for the column of noise
    """
    _checked(method, resamples, confidence)
    whole = answers.correlations()
    parts, error = parts_of(method, whole[:-1, :-1], whole[:-1, -1], seed)
    notes = (
        [] if error is None else [Note("drivers.orders_sampled", {"drivers": len(parts), "most": MOST_EXACT})]
    )
    if answers.incomplete:
        notes.append(Note("drivers.incomplete", {"n": answers.incomplete, "kept": answers.n}))
    drawn = Drawn.none(len(parts))
    if resamples:
        drawn = resampled(answers, method if error is None else RELATIVE_WEIGHTS, resamples, seed)
        if drawn.failed > MOST_FAILED * resamples:
            notes.append(Note("drivers.no_interval", {"failed": drawn.failed, "resamples": resamples}))
            drawn = Drawn.none(len(parts), drawn.failed)
        elif error is not None:
            notes.append(Note("drivers.interval_by_weights"))
    rows = _rows(answers.drivers, parts, whole[:-1, -1], drawn, confidence, error)
    rows, more = _beside_stated(rows, stated)
    ends = _ends(drawn.parts.sum(axis=1), confidence)
    return Importance(
        outcome=answers.outcome,
        method=method,
        drivers=tuple(sorted(rows, key=lambda row: row.rank)),
        r_squared=float(parts.sum()),
        n=answers.n,
        effective_n=answers.effective_n,
        incomplete=answers.incomplete,
        resamples=resamples,
        failed=drawn.failed,
        confidence=confidence,
        r_squared_low=ends[0],
        r_squared_high=ends[1],
        notes=(*notes, *more),
        drawn=dict(zip(answers.drivers, drawn.parts.T, strict=True)) if len(drawn.parts) else {},
    )


def _checked(method: str, resamples: int, confidence: float) -> None:
    if method not in (SHAPLEY, RELATIVE_WEIGHTS):
        raise UnknownChoice(name="method", asked=method, known=f"{SHAPLEY}, {RELATIVE_WEIGHTS}")
    if resamples and not 100 <= resamples <= 100_000:
        raise OutOfRange(name="resamples", given=resamples, allowed="0, 100..100000")
    if not 0.5 <= confidence < 1:
        raise OutOfRange(name="confidence", given=confidence, allowed="0.5..0.999")


def _rows(
    names: tuple[str, ...],
    parts: np.ndarray,
    correlation: np.ndarray,
    drawn: Drawn,
    confidence: float,
    error: np.ndarray | None,
) -> list[Driver]:
    total, ranks = parts.sum(), _ranks(parts)
    totals = drawn.parts.sum(axis=1)
    drawn_ranks = np.argsort(np.argsort(-drawn.parts, axis=1), axis=1) + 1
    above = _shown_above(drawn.parts, confidence)
    rows = []
    for at, name in enumerate(names):
        own = drawn.parts[:, at]
        low, high = _ends(own, confidence)
        share_low, share_high = _ends(own / np.where(totals > 0, totals, 1), confidence)
        first, last = _ends(drawn_ranks[:, at], confidence)
        noise = None if drawn.above_noise is None else _ends(drawn.above_noise[:, at], confidence)[0]
        rows.append(
            Driver(
                name=name,
                importance=float(parts[at]),
                share=float(parts[at] / total) if total > 0 else 0.0,
                correlation=float(correlation[at]),
                rank=int(ranks[at]),
                low=low,
                high=high,
                share_low=share_low,
                share_high=share_high,
                rank_low=None if first is None else math.floor(first),
                rank_high=None if last is None else math.ceil(last),
                is_shown=None if noise is None else noise > 0,
                shown_above=tuple(names[other] for other in above[at]),
                sampling_error=None if error is None else float(error[at]),
            )
        )
    return rows


def _ranks(values: np.ndarray) -> np.ndarray:
    ranks = np.empty(len(values), dtype=int)
    ranks[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    return ranks


def _ends(drawn: np.ndarray, confidence: float) -> tuple[float | None, float | None]:
    if not len(drawn):
        return None, None
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _shown_above(drawn: np.ndarray, confidence: float) -> dict[int, list[int]]:
    """By driver, those it exceeds for sure: each pair at 1 - alpha / pairs (Bonferroni)."""
    p = drawn.shape[1]
    found: dict[int, list[int]] = {at: [] for at in range(p)}
    if not len(drawn):
        return found
    each = 1 - (1 - confidence) / max(1, p * (p - 1) // 2)
    for one, other in combinations(range(p), 2):
        low, high = _ends(drawn[:, one] - drawn[:, other], each)
        if low > 0:
            found[one].append(other)
        if high < 0:
            found[other].append(one)
    return found


def _beside_stated(
    rows: list[Driver], stated: Mapping[str, float | None] | None
) -> tuple[list[Driver], list[Note]]:
    """Derived ranks beside stated ones, among the drivers that were asked about.

    disagrees   "more" where more goes with it than is said, "less" where less does: the stated rank is
                outside the interval of the derived one, both counted among the drivers that were asked about
    """
    said = {row.name: value for row in rows if (value := (stated or {}).get(row.name)) is not None}
    if len(said) < 2:
        return rows, [Note("drivers.stated_not_asked")]
    asked = [row for row in rows if row.name in said]
    stated_ranks = dict(zip(said, _ranks(np.array(list(said.values()))), strict=True))
    derived = dict(zip((r.name for r in asked), _ranks(np.array([r.importance for r in asked])), strict=True))
    every = len(asked) == len(rows)
    found = []
    for row in rows:
        if row.name not in said:
            found.append(row)
            continue
        low, high = (row.rank_low, row.rank_high) if every else (None, None)
        low, high = low or derived[row.name], high or derived[row.name]
        at = int(stated_ranks[row.name])
        disagrees = "more" if at > high else "less" if at < low else None
        own = {"stated": float(said[row.name]), "stated_rank": at, "derived_rank": int(derived[row.name])}
        found.append(Driver(**{**vars(row), **own, "disagrees": disagrees}))
    left = [row.name for row in rows if row.name not in said]
    return found, [Note("drivers.stated_partly", {"names": ", ".join(left)})] if left else []
