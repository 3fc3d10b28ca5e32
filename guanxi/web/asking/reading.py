"""What the page of one survey shows: who answered, who did not, and what was said last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from guanxi.knowledge.experience.intervals import Interval, wilson
from guanxi.web.asking import facts
from guanxi.web.asking.door import document
from guanxi.web.asking.masking import masked
from guanxi.web.asking.models import ASKED, Fieldwork, Invitation, Response, State

NEWEST = 20
LEAST = 5  # invitations of a cell; a share of fewer says nothing


@dataclass(frozen=True)
class Rate:
    """asked: mails that arrived, as far as is known. share is None where too few were asked."""

    cell: str
    asked: int
    answered: int
    bounced: int
    opted_out: int

    @property
    def share(self) -> float | None:
        return self.answered / self.asked if self.asked >= LEAST else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.answered, self.asked) if self.asked >= LEAST else None

    @property
    def silent(self) -> int:
        return self.asked - self.answered


def rates(asked: Fieldwork) -> tuple[Rate, list[Rate]]:
    """The whole, and each sampling cell, the most silent first."""
    states: dict[str, Counter[str]] = {}
    rows = Invitation.objects.filter(wave__fieldwork=asked, state__in=ASKED)
    for cell, state, count in rows.values_list("cell", "state").annotate(Count("pk")).order_by():
        states.setdefault(cell, Counter())[state] += count
    cells = [_rate(cell, counted) for cell, counted in states.items()]
    whole = _rate("", sum(states.values(), Counter()))
    return whole, sorted(cells, key=lambda each: (each.share is None, each.share or 0, each.cell))


def _rate(cell: str, states: Counter[str]) -> Rate:
    arrived = sum(states.values()) - states[State.BOUNCED]
    return Rate(cell, arrived, states[State.ANSWERED], states[State.BOUNCED], states[State.OPTED_OUT])


def by_day(asked: Fieldwork) -> list[tuple[date, int]]:
    """Finished questionnaires of each day, oldest first."""
    rows = shown(asked).values_list("on").annotate(Count("pk")).order_by("on")
    return list(rows)


def shown(asked: Fieldwork):
    """The finished questionnaires that may be looked at: anonymous ones not before enough are together."""
    rows = Response.objects.filter(fieldwork=asked, is_finished=True)
    return rows.filter(is_a_fact=True) if document(asked.pk).anonymous else rows


def newest(asked: Fieldwork, language: str) -> list[tuple[Response, list[tuple[str, str]]]]:
    """The last questionnaires with what was said; of an anonymous survey in no order of their coming."""
    rows = shown(asked).select_related("fieldwork", "invitation").order_by("-on", "pk")[:NEWEST]
    return [(each, [_said(asked, row, language) for row in facts.rows_of(each)]) for each in rows]


def _said(asked: Fieldwork, row: dict[str, Any], language: str) -> tuple[str, str]:
    question = document(asked.pk).question(row["question"])
    if row.get("comment"):
        return question.text.say(language), masked(row["comment"])
    if row.get("choice"):
        options = [question.option(key) for key in row["choice"].split("|")]
        return question.text.say(language), ", ".join(each.text.say(language) for each in options)
    if row.get("score") is None:
        return question.text.say(language), "—"
    return question.text.say(language), f"{row['score']:g} / {row['scale_high']:g}"


COLUMNS = (
    "response_id",
    "answered_on",
    "survey_version",
    "question",
    "question_kind",
    "dimension",
    "score",
    "scale_low",
    "scale_high",
    "choice",
    "comment",
    "answered_as",
    "language",
    "seconds_taken",
)


def exported(asked: Fieldwork, *, with_customers: bool) -> Iterator[list[Any]]:
    """Every answer as a row; whose it is only for whoever may know, and words without what tells a person."""
    yield [*(("customer_id",) if with_customers else ()), *COLUMNS]
    rows = shown(asked).select_related("fieldwork", "invitation").order_by("on", "pk")
    for response in rows.iterator(1_000):
        for row in facts.rows_of(response):
            told = dict(row)
            if not with_customers and told.get("comment"):
                told["comment"] = masked(told["comment"])
            whose = [told.get("customer_id") or ""] if with_customers else []
            yield [*whose, *("" if told.get(name) is None else told[name] for name in COLUMNS)]


def whole_answered(asked: Fieldwork) -> dict[str, int]:
    rows = Response.objects.filter(fieldwork=asked)
    return rows.aggregate(
        finished=Count("pk", filter=Q(is_finished=True)), begun=Count("pk", filter=Q(is_finished=False))
    )
