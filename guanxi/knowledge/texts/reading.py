"""Many texts read at once: their themes, and how satisfied each writer is or sounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guanxi.knowledge.texts.sentiment import HIGH, LOW, Sentiment, TooFewScored, called, sentiment
from guanxi.knowledge.texts.themes import Themes, themes

SATISFIED, DISSATISFIED, NEITHER = "satisfied", "dissatisfied", "neither"
UNCLEAR = "unclear"  # judged by its words, and no side was clear
UNJUDGED = "unjudged"  # no score was given, and too few were to learn from


@dataclass(frozen=True)
class Reading:
    """moods: one of the words above for each text; judge: None where too few were scored, as too_few says."""

    themes: Themes
    moods: tuple[str, ...]
    judge: Sentiment | None
    too_few: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        known = (SATISFIED, DISSATISFIED, NEITHER, UNCLEAR, UNJUDGED)
        return {
            **self.themes.as_dict(),
            "moods": {mood: self.moods.count(mood) for mood in known},
            "sentiment": self.judge.as_dict() if self.judge else None,
            "too_few_scored": self.too_few or None,
        }


def read(texts: Sequence[str], scores: Sequence[float | None]) -> Reading:
    """The themes of texts, and each one's mood: by its score where one was given, else by its words.

    In      scores   on 0-10, None where none was given
    """
    judge, too_few = None, {}
    try:
        judge = sentiment(texts, scores)
    except TooFewScored as error:
        too_few = dict(error.facts)
    return Reading(themes(texts), _moods(texts, scores, judge), judge, too_few)


def _moods(texts, scores, judge: Sentiment | None) -> tuple[str, ...]:
    unscored = [place for place, score in enumerate(scores) if score is None]
    moods = [UNJUDGED if score is None else _of_score(score) for score in scores]
    if judge is not None and unscored:
        for place, chance in zip(unscored, judge.of([texts[p] for p in unscored]), strict=True):
            moods[place] = called(chance) or UNCLEAR
    return tuple(moods)


def _of_score(score: float) -> str:
    if score >= HIGH:
        return SATISFIED
    return DISSATISFIED if score <= LOW else NEITHER
