"""What answers say within the days of a round, as scores: one group-by, when somebody asks for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.knowledge.experience.scores import scores
from guanxi.web.experience import fields, names
from guanxi.web.experience.models import LONGEST_NAME, Round
from guanxi.web.experience.refusals import NoAnswers

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True)
class Answered:
    """scores     dimension -> "kind.respondent" -> mean, n, low, high
    withheld   means of too few answers, left out
    """

    scores: dict[str, dict[str, list]]
    withheld: int


def answered(of: Round, survey: str = "") -> Answered:
    """The answers from the first to the last day of the round, touchpoints together.

    survey   its id; "" for those of all surveys
    Errors   NoAnswers, where no answer of these days has a score
    """
    store, said, withheld = Store(settings.GUANXI_STORE), defaultdict(dict), 0
    if store.has("answers"):
        session = new_engine("duckdb")
        try:
            rows = scores(
                of_survey(store.read("answers", session), survey),
                as_of=of.ends_on,
                since=of.starts_on,
                engine=session,
                grain=("dimension",),
            ).as_scores()
        finally:
            session.close()
        for each in rows:
            if each.kind in names.KINDS and each.mean is None:
                withheld += 1
            elif each.kind in names.KINDS:
                place = f"{each.kind}.{each.respondent}"
                said[each.dimension[:LONGEST_NAME]][place] = fields.said(
                    each.mean, each.n, each.low, each.high
                )
    if not said and not withheld:
        raise NoAnswers(starts_on=of.starts_on, ends_on=of.ends_on)
    return Answered(dict(said), withheld)


def of_survey(answers: Table, survey: str) -> Table:
    return answers.filter(answers.survey_id == survey) if survey else answers
