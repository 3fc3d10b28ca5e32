"""What a form of the public page sent: the answers of one page, as they were typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from guanxi.sources.questionnaires.answering import LONGEST_WORDS, Given
from guanxi.sources.questionnaires.document import Question, Questionnaire

PREFIX = "q."
MOST_KEPT = 2 * LONGEST_WORDS  # characters that are shown back of an answer that is too long to be kept


@dataclass(frozen=True)
class Sent:
    """do: next, back, send, or language.en and language.zh. asked: the questions that the form showed."""

    do: str
    page: int
    asked: frozenset[str]
    answers: dict[str, Given]
    stamp: str
    language: str


def read_sent(document: Questionnaire, form: QueryDict) -> Sent:
    """A form as it came; nothing in it can make this fail. An answer that was taken away is there, empty."""
    number = form.get("page", "")
    page = min(int(number), len(document.pages) - 1) if number.isdecimal() and len(number) < 5 else 0
    asked = frozenset(form.get("asked", "")[:20_000].split())
    known = [question for question in document.pages[page].questions if question.key in asked]
    return Sent(
        do=form.get("do", "next"),
        page=page,
        asked=asked,
        answers=_answers(known, form),
        stamp=form.get("stamp", ""),
        language=form.get("language", ""),
    )


def merged(before: Mapping[str, Given], now: Mapping[str, Given]) -> dict[str, Given]:
    """All answers so far: what was said now takes the place of what was said before."""
    return {key: value for key, value in (dict(before) | dict(now)).items() if value not in ("", None, [])}


def _answers(questions: Iterable[Question], form: QueryDict) -> dict[str, Given]:
    return {question.key: _answer(question, form.getlist(PREFIX + question.key)) for question in questions}


def _answer(question: Question, values: list[str]) -> Given:
    if question.many:
        return values[: len(question.options) + 1]
    # A browser sends line ends as CRLF and counts them as one character.
    return values[-1].replace("\r\n", "\n").strip()[:MOST_KEPT] if values else ""
