"""What was written in answers, one row per text, with the score that was given beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from guanxi.knowledge.experience.kinds import EXPERIENCE, OVERALL, US
from guanxi.knowledge.experience.scales import known_or, on_ten

if TYPE_CHECKING:
    from ibis.expr.types import Table

COLUMNS = ("response_id", "question", "customer_id", "answered_on", "survey_id", "dimension", "touchpoint")


def written(answers: Table) -> Table:
    """One row per text that a customer wrote.

    In      answers   facts "answers"
    Out     COLUMNS, comment, and score on 0-10: of the same answer, else of the same dimension in the same
            questionnaire, else of the whole (overall)
    Absent  answers without words. A score that nobody gave is null
    """
    about_us = answers.filter(ibis.coalesce(answers.subject, US) == US)
    placed = about_us.mutate(
        on_ten=on_ten(about_us),
        kind=known_or(about_us.question_kind, EXPERIENCE),
        about=known_or(about_us.dimension, OVERALL),
    )
    given = placed.filter(placed.kind == EXPERIENCE, placed.on_ten.notnull())
    given = given.group_by("response_id", "about").agg(given_score=given.on_ten.mean())
    texts = placed.filter(placed.comment.strip().length() > 0)
    texts = texts.mutate(own=ibis.ifelse(texts.kind == EXPERIENCE, texts.on_ten, None))
    same = given.rename(same_id="response_id", same_about="about", same_score="given_score")
    whole = given.filter(given.about == OVERALL).select(whole_id="response_id", whole_score="given_score")
    found = texts.left_join(same, [texts.response_id == same.same_id, texts.about == same.same_about])
    found = found.left_join(whole, [found.response_id == whole.whole_id])
    score = ibis.coalesce(found.own, found.same_score, found.whole_score)
    return found.select(*COLUMNS, "comment", score=score)
