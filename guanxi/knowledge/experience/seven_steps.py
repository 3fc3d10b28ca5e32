"""The seven steps of managing experience, from scores to what is most worth mending. Plain data, no engine.

satisfaction   = experience - expectation
key experience = importance * satisfaction       most negative first
gap            = experience - ideal              the ideal is chosen by the firm
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from guanxi.facts.notes import Note
from guanxi.knowledge.experience.kinds import (
    CUSTOMERS,
    EXPECTATION,
    EXPERIENCE,
    IDEAL,
    IMPORTANCE,
    kind_names,
)
from guanxi.knowledge.experience.refusals import OffScale, ScoredTwice
from guanxi.knowledge.experience.step import AS_IT_IS, MINIMUM_N, Ideal, Score, Step

__all__ = [
    "AS_IT_IS",
    "Ideal",
    "Score",
    "Step",
    "by_source",
    "key_delights",
    "key_dissatisfactions",
    "steps",
]

LOWEST, HIGHEST = 0.0, 10.0
DECIMALS = 9  # what arithmetic leaves behind is not a difference: 7.1 - 7.1 meets the expectation


def steps(
    scores: Iterable[Score],
    ideals: Mapping[str, float | str | Ideal] | None = None,
    *,
    respondent: str = CUSTOMERS,
    minimum_n: int = MINIMUM_N,
    together: Mapping[str, tuple[float, float]] | None = None,
) -> list[Step]:
    """Every dimension that was scored or aimed at, the worst key experience first.

    In      scores      at most one per dimension, kind and respondent; other respondents are left aside
            ideals      by dimension: 0-10, AS_IT_IS, or an Ideal with its reason; who is missing has no gap
            minimum_n   a mean of fewer answers is withheld; a score without n was typed in and counts
            together    by dimension the interval of satisfaction that knows which answers are the same
                        person's (`satisfaction`); without it the two means count as independent
    Out     known key experiences from the most negative to the most positive, then known satisfactions in
            the same order, then the rest as they came
    Notes   experience.not_asked, .too_few, .no_importance, .ideal_below, .ideal_not_chosen
    Errors  OffScale for a number outside 0-10, ScoredTwice
    """
    ideals = {name: _ideal(name, given) for name, given in (ideals or {}).items()}
    said = _by_dimension(scores, respondent)
    importance_asked = any(IMPORTANCE in of_kind for of_kind in said.values())
    found = [
        _step(
            name,
            said.get(name, {}),
            ideals.get(name),
            minimum_n,
            importance_asked,
            (together or {}).get(name),
        )
        for name in dict.fromkeys([*said, *ideals])
    ]
    return sorted(found, key=_rank)


def key_dissatisfactions(found: Iterable[Step]) -> list[Step]:
    """The dimensions with a negative key experience, the most negative first."""
    return sorted((s for s in found if (s.key_experience or 0) < 0), key=lambda s: s.key_experience)


def key_delights(found: Iterable[Step]) -> list[Step]:
    """The dimensions with a positive key experience, the most positive first."""
    return sorted((s for s in found if (s.key_experience or 0) > 0), key=lambda s: -s.key_experience)


def by_source(scores: Iterable[Score], kind: str = EXPERIENCE) -> dict[str, dict[str, Score]]:
    """The scores of one kind by dimension and respondent, side by side: customers, front line, management.

    Errors  ScoredTwice
    """
    found: dict[str, dict[str, Score]] = {}
    for score in scores:
        if score.kind == kind:
            _put(found.setdefault(score.dimension, {}), score.respondent, score)
    return found


def _by_dimension(scores: Iterable[Score], respondent: str) -> dict[str, dict[str, Score]]:
    found: dict[str, dict[str, Score]] = {}
    for score in scores:
        if score.respondent == respondent and score.kind in (EXPERIENCE, EXPECTATION, IMPORTANCE, IDEAL):
            for value in (score.mean, score.low, score.high):
                _checked(score.dimension, score.kind, value)
            _put(found.setdefault(score.dimension, {}), score.kind, score)
    return found


def _put(into: dict[str, Score], name: str, score: Score) -> None:
    if name in into:
        en, zh = kind_names(score.kind)
        raise ScoredTwice(dimension=score.dimension, kind_en=en, kind_zh=zh, respondent=score.respondent)
    into[name] = score


def _checked(dimension: str, kind: str, value: float | None) -> None:
    if value is not None and not LOWEST <= value <= HIGHEST:
        en, zh = kind_names(kind)
        raise OffScale(dimension=dimension, kind_en=en, kind_zh=zh, given=value)


def _ideal(dimension: str, given: float | str | Ideal) -> Ideal:
    ideal = given if isinstance(given, Ideal) else Ideal(given)
    if ideal.score != AS_IT_IS:
        if isinstance(ideal.score, str):
            raise OffScale(dimension=dimension, kind_en="ideal", kind_zh="理想", given=ideal.score)
        _checked(dimension, IDEAL, ideal.score)
    return ideal


def _step(
    dimension: str,
    said: Mapping[str, Score],
    ideal: Ideal | None,
    minimum_n: int,
    importance_asked: bool,
    together: tuple[float, float] | None,
) -> Step:
    notes: list[Note] = []
    now, expected = (_enough(said.get(kind), kind, minimum_n, notes) for kind in (EXPERIENCE, EXPECTATION))
    weight = _UNKNOWN
    if importance_asked:
        weight = _enough(said.get(IMPORTANCE), IMPORTANCE, minimum_n, notes)
    else:
        notes.append(Note("experience.no_importance"))
    satisfaction, (low, high) = _minus(now, expected)
    if together is not None and satisfaction is not None:
        low, high = together
    key, (key_low, key_high) = _times(weight, satisfaction, low, high)
    target = _target(ideal, now, notes)
    return Step(
        dimension=dimension,
        experience=now.mean,
        expectation=expected.mean,
        satisfaction=satisfaction,
        importance=weight.mean,
        key_experience=key,
        ideal=target,
        gap=_less(now.mean, target),
        reason=ideal.reason if ideal else "",
        **_behind("experience", now),
        **_behind("expectation", expected),
        **_behind("importance", weight),
        satisfaction_low=low,
        satisfaction_high=high,
        key_experience_low=key_low,
        key_experience_high=key_high,
        gap_low=_less(now.low, target),
        gap_high=_less(now.high, target),
        asked_ideal=said[IDEAL].mean if IDEAL in said else None,
        notes=tuple(notes),
    )


_UNKNOWN = Score("", "", "", None)


def _enough(score: Score | None, kind: str, minimum_n: int, notes: list[Note]) -> Score:
    """The score, or an unknown one with the note that says why."""
    en, zh = kind_names(kind)
    if score is None:
        notes.append(Note("experience.not_asked", {"kind_en": en, "kind_zh": zh}))
        return _UNKNOWN
    if score.n is not None and score.n < minimum_n:
        facts = {"kind_en": en, "kind_zh": zh, "n": score.n, "minimum": minimum_n}
        notes.append(Note("experience.too_few", facts))
        return Score(score.dimension, kind, score.respondent, None, score.n)
    if score.mean is None:
        notes.append(Note("experience.not_asked", {"kind_en": en, "kind_zh": zh}))
    return score


def _less(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else round(left - right, DECIMALS)


def _minus(now: Score, expected: Score) -> tuple[float | None, tuple[float | None, float | None]]:
    """The difference of two independent means with its interval: each side's own distance, squared and added.

    The method of variance estimates recovery (Zou and Donner, 2008): right also for ends of unequal distance.
    """
    between = _less(now.mean, expected.mean)
    if between is None or None in (now.low, now.high, expected.low, expected.high):
        return between, (None, None)
    down = math.hypot(now.mean - now.low, expected.high - expected.mean)
    up = math.hypot(now.high - now.mean, expected.mean - expected.low)
    return between, (between - down, between + up)


def _times(
    weight: Score, satisfaction: float | None, low: float | None, high: float | None
) -> tuple[float | None, tuple[float | None, float | None]]:
    """Importance times satisfaction; its interval by the same method.

    An importance without an interval counts as known.
    """
    if weight.mean is None or satisfaction is None:
        return None, (None, None)
    key = round(weight.mean * satisfaction, DECIMALS)
    if low is None or high is None:
        return key, (None, None)
    less = 0.0 if weight.low is None else abs(satisfaction) * (weight.mean - weight.low)
    more = 0.0 if weight.high is None else abs(satisfaction) * (weight.high - weight.mean)
    if satisfaction < 0:
        less, more = more, less
    down = math.hypot(weight.mean * (satisfaction - low), less)
    up = math.hypot(weight.mean * (high - satisfaction), more)
    return key, (key - down, key + up)


def _target(ideal: Ideal | None, now: Score, notes: list[Note]) -> float | None:
    if ideal is None:
        notes.append(Note("experience.ideal_not_chosen"))
        return None
    if ideal.score == AS_IT_IS:
        return now.mean
    if now.mean is not None and ideal.score < now.mean:
        notes.append(Note("experience.ideal_below", {"ideal": ideal.score, "experience": now.mean}))
    return float(ideal.score)


def _behind(name: str, score: Score) -> dict[str, float | int | None]:
    return {f"{name}_n": score.n, f"{name}_low": score.low, f"{name}_high": score.high}


def _rank(step: Step) -> tuple[int, float]:
    if step.key_experience is not None:
        return 0, step.key_experience
    if step.satisfaction is not None:
        return 1, step.satisfaction
    return 2, 0.0
