"""Kano's questions: how a customer would feel if a thing were there, and if it were not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.errors import BadInput
from guanxi.facts.notes import Note
from guanxi.knowledge.experience.intervals import share_interval

ANSWERS = ("like", "expect", "neutral", "live_with", "dislike")
ATTRACTIVE, ONE_DIMENSIONAL, MUST_BE = "attractive", "one_dimensional", "must_be"
INDIFFERENT, REVERSE, QUESTIONABLE, MIXED = "indifferent", "reverse", "questionable", "mixed"
CATEGORIES = (MUST_BE, ONE_DIMENSIONAL, ATTRACTIVE, INDIFFERENT, REVERSE, QUESTIONABLE)  # ties go to the left
MINIMUM_N = 5
_LETTERS = dict(zip("MOAIRQ", CATEGORIES, strict=True))
# With it down, without it across, each from like to dislike (Kano 1984; Berger et al. 1993).
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")


class UnknownAnswer(BadInput):
    code = "kano.unknown_answer"


@dataclass(frozen=True)
class Kano:
    """One attribute.

    counts     answers by category; n is their sum
    category   the commonest; "mixed" where the two commonest cannot be told apart; None below the minimum
    better     (A + O) / (A + O + M + I): how much having it satisfies, 0..1
    worse      -(O + M) / (A + O + M + I): how much lacking it dissatisfies, -1..0
    """

    name: str
    counts: dict[str, int]
    n: int
    category: str | None
    commonest: str | None
    better: float | None
    better_low: float | None
    better_high: float | None
    worse: float | None
    worse_low: float | None
    worse_high: float | None
    incomplete: int = 0
    notes: tuple[Note, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return vars(self) | {"notes": [note.as_dict() for note in self.notes]}


def kano_category(with_it: str | float, without_it: str | float) -> str:
    """What one person's pair of answers says; answers by name, or 1 (like) to 5 (dislike).

    Errors  UnknownAnswer
    """
    return _LETTERS[TABLE[_place(with_it)][_place(without_it)]]


def kano(
    name: str,
    pairs: Iterable[tuple[str | float | None, str | float | None]],
    *,
    minimum_n: int = MINIMUM_N,
) -> Kano:
    """One attribute's category and coefficients.

    In      pairs   of each person the answer with it and the answer without it; None where it is missing
    Method  Intervals are those of a share (Clopper and Pearson, or Wilson from 40 answers on). The commonest
            category stands alone if it is ahead of the next by Fong's test at 90 %:
            |a - b| >= 1.65 sqrt((a + b)(2n - a - b) / 2n).
    Breaks when the same people are asked for too many attributes, and tick the middle
    Errors  UnknownAnswer
    Source  Kano et al. (1984); Berger et al. (1993), Center for Quality of Management Journal 2(4), with
            Fong's test
    """
    counts, incomplete = Counter(), 0
    for with_it, without_it in pairs:
        if _is_missing(with_it) or _is_missing(without_it):
            incomplete += 1
        else:
            counts[kano_category(with_it, without_it)] += 1
    n = counts.total()
    notes = [Note("kano.incomplete", {"n": incomplete})] if incomplete else []
    if counts[QUESTIONABLE] > 0.1 * n:
        notes.append(Note("kano.questionable", {"n": counts[QUESTIONABLE], "of": n}))
    every = {each: counts[each] for each in CATEGORIES}
    if n < minimum_n:
        notes.append(Note("experience.fewer_than_minimum", {"n": n, "minimum": minimum_n}))
        return Kano(name, every, n, None, None, *(None,) * 6, incomplete, tuple(notes))
    category, commonest = _commonest(every, n)
    base = n - counts[REVERSE] - counts[QUESTIONABLE]
    better = _coefficient(counts[ATTRACTIVE] + counts[ONE_DIMENSIONAL], base)
    worse = _coefficient(counts[ONE_DIMENSIONAL] + counts[MUST_BE], base)
    least, low, high = (None if value is None else -value or 0.0 for value in (worse[0], worse[2], worse[1]))
    return Kano(name, every, n, category, commonest, *better, least, low, high, incomplete, tuple(notes))


def kanos(attributes: Mapping[str, Iterable], *, minimum_n: int = MINIMUM_N) -> list[Kano]:
    """Every attribute by `kano`."""
    return [kano(name, pairs, minimum_n=minimum_n) for name, pairs in attributes.items()]


def _commonest(counts: dict[str, int], n: int) -> tuple[str, str]:
    first, second = sorted(CATEGORIES, key=lambda each: -counts[each])[:2]
    a, b = counts[first], counts[second]
    ahead = abs(a - b) >= 1.65 * math.sqrt((a + b) * (2 * n - a - b) / (2 * n))
    return first if ahead else MIXED, first


def _coefficient(hits: int, n: int) -> tuple[float | None, float | None, float | None]:
    if not n:
        return None, None, None
    found = share_interval(hits, n)
    return hits / n, found.low, found.high


def _is_missing(answer: object) -> bool:
    return answer is None or (isinstance(answer, float) and math.isnan(answer))


def _place(answer: str | float) -> int:
    if isinstance(answer, str) and answer in ANSWERS:
        return ANSWERS.index(answer)
    if isinstance(answer, int | float) and answer in (1, 2, 3, 4, 5):
        return int(answer) - 1
    raise UnknownAnswer(given=str(answer), allowed=", ".join(ANSWERS))
