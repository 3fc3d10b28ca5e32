"""Scores of any scale on one, 0-10; codes for missing and scores off a scale are named, never averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, FloatingValue, StringValue, Table

LOWEST, HIGHEST = 0.0, 10.0
# What questionnaires write for "no answer", "do not know", "refused". A code counts only outside its scale.
MISSING_CODES = (-99, -98, -97, -9, -8, -7, -1, 97, 98, 99, 997, 998, 999, 9999)

ANSWERED = "answered"
ASSUMED = "answered_without_scale"  # no scale is recorded: the score is taken as one of 0-10
NOT_APPLICABLE = "0"  # 0 on a scale that begins above it
BLANK = "blank"
OTHER = "other_answer"  # words where a number was asked
OFF_SCALE = "off_scale"
NO_SCALE = "no_scale"  # one end is missing, or both are the same
COUNTED = (ANSWERED, ASSUMED)
SET_ASIDE = (OFF_SCALE, NO_SCALE)


@dataclass(frozen=True)
class Scale:
    """Read and write scores of one scale: from its lowest to its highest score, both included."""

    low: float
    high: float

    def to_ten(self, score: float) -> float:
        """The score on 0-10: the same place between the ends. A score outside the scale stays outside."""
        return (score - self.low) / (self.high - self.low) * HIGHEST

    def from_ten(self, score: float) -> float:
        """The score on this scale, of one on 0-10."""
        return self.low + score / HIGHEST * (self.high - self.low)


def known_or(column: StringValue, otherwise: str) -> StringValue:
    """The word that was said; `otherwise` where none was, or an empty one."""
    return ibis.coalesce(column.nullif(""), otherwise)


def on_ten(answers: Table) -> FloatingValue:
    """Each score on 0-10, converted linearly; null where it does not lie on its scale.

    In      score, scale_low, scale_high; without either end the scale is 0-10
    """
    score, low, high = answers.score, answers.scale_low, answers.scale_high
    width = high - low
    # The score is asked, not its place: a million are placed in two thirds of the time.
    # Every comparison with a missing end is unknown, and NaN is above every number.
    on_its_scale = score.between(low, high) & (width > 0) & (width < float("inf"))
    return ibis.cases(
        (on_its_scale, (score - low) / width * HIGHEST),
        (_no_ends(answers) & score.between(LOWEST, HIGHEST), score),
    )


def state(placed: Table, *, missing_codes: Sequence[int] = MISSING_CODES) -> StringValue:
    """What each answer is: ANSWERED, ASSUMED, a code for missing as text, BLANK, OTHER, OFF_SCALE, NO_SCALE.

    In      score, scale_low, scale_high, answered_as, and on_ten
            missing_codes   what stands for no answer; a code inside its scale is a score (99 of 100)
    """
    score, low, high = placed.score, placed.scale_low, placed.scale_high
    codes = [float(code) for code in missing_codes]
    return ibis.cases(
        (placed.on_ten.notnull(), ibis.ifelse(_no_ends(placed), ASSUMED, ANSWERED)),
        (score.isnull() | score.isnan(), _in_words(placed.answered_as.strip(), missing_codes)),
        (score.isin(codes), ibis.ifelse(score.isin(codes), score, 0.0).cast("int64").cast("string")),
        ((score == 0) & (low > 0), NOT_APPLICABLE),
        (_no_ends(placed), OFF_SCALE),
        (low.isnull() | high.isnull() | (low >= high), NO_SCALE),
        else_=OFF_SCALE,
    )


def _in_words(spoken: StringValue, missing_codes: Sequence[int]) -> StringValue:
    """What stands in `answered_as` where there is no score."""
    codes = "|".join(str(code) for code in (*missing_codes, NOT_APPLICABLE))
    return ibis.cases(
        (spoken.isnull() | (spoken == ""), BLANK),
        (spoken.re_search(f"^({codes})([.]0)?$"), spoken.replace(".0", "")),
        else_=OTHER,
    )


def _no_ends(answers: Table) -> BooleanValue:
    return answers.scale_low.isnull() & answers.scale_high.isnull()
