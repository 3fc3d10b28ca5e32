"""One filled-in questionnaire as rows of the fact table `answers`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guanxi.facts.notes import Note
from guanxi.sources.questionnaires.document import Condition, Question, Questionnaire

LONGEST_WORDS = 5000  # characters of one open answer
LONGEST_CODE = 64  # characters kept of an answer that is no score
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

Given = str | int | float | Sequence[str] | None


@dataclass(frozen=True)
class Said:
    """What is constant over one questionnaire. `customer_id` is None for answers of nobody."""

    response_id: str
    answered_on: date
    survey_id: str
    survey_version: int
    customer_id: str | None = None
    language: str | None = None
    seconds_taken: float | None = None


@dataclass(frozen=True)
class Answered:
    """rows: of the table `answers`, one per question that was answered.

    refused   answers that cannot be counted
    lacking   required questions that were shown and not answered
    """

    rows: list[dict[str, Any]]
    refused: list[Note]
    lacking: list[str]


def answered(document: Questionnaire, given: Mapping[str, Given], said: Said) -> Answered:
    """The answers to a document, each on its own scale.

    In      given   question -> what came: a number or its text, an option's key or several, words
    Out     a code for missing is a row without a score, `answered_as` keeps it; one outside the scale, to
            a question that is not there or was not to be shown, is refused and named, never clipped; an empty
            answer is no row
    """
    rows, refused, lacking = [], [], []
    shown = shown_questions(document, given)
    for key in given:
        if key not in shown and not _empty(given[key]):
            refused.append(Note("questionnaires.not_asked", {"question": key[:LONGEST_CODE]}))
    for question in shown.values():
        value = given.get(question.key)
        if _empty(value):
            lacking += [question.key] if question.required else []
            continue
        found, problem = _read(question, value)
        if problem:
            refused.append(problem)
            continue
        rows.append(_row(document, question, said) | found)
    return Answered(rows, refused, lacking)


def shown_questions(document: Questionnaire, given: Mapping[str, Given]) -> dict[str, Question]:
    """The questions that these answers lead to, in their order; a hidden question's answer leads nowhere."""
    shown: dict[str, Question] = {}
    for question in document.questions():
        if all(_holds(condition, shown, given) for condition in question.show_if):
            shown[question.key] = question
    return shown


def _holds(condition: Condition, shown: Mapping[str, Question], given: Mapping[str, Given]) -> bool:
    question, value = shown.get(condition.question), given.get(condition.question)
    if question is None or _empty(value):
        return False
    if condition.is_ == "answered":
        return True
    if condition.is_ in ("chosen", "not_chosen"):
        return (condition.value in _chosen(value)) == (condition.is_ == "chosen")
    score = _number(value)
    if score is None or question.scale is None or score in question.scale.missing:
        return False
    if not isinstance(condition.value, int | float):
        return False  # a draft whose number is not typed yet
    return score < condition.value if condition.is_ == "below" else score > condition.value


def _read(question: Question, value: Given) -> tuple[dict[str, Any], Note | None]:
    if question.scale:
        return _score(question, value)
    if question.options:
        return _choice(question, value)
    words = CONTROL.sub("", str(value)).strip()
    if len(words) > LONGEST_WORDS:
        return {}, _refusal("too_long", question, most=LONGEST_WORDS)
    return {"comment": words}, None


def _score(question: Question, value: Given) -> tuple[dict[str, Any], Note | None]:
    scale, number, text = question.scale, _number(value), CONTROL.sub("", str(value))[:LONGEST_CODE]
    ends = {"scale_low": float(scale.low), "scale_high": float(scale.high), "answered_as": text}
    if number is not None and number in scale.missing:
        return ends | {"score": None}, None
    if number is None or not scale.low <= number <= scale.high:
        return {}, _refusal("outside_scale", question, given=text, low=scale.low, high=scale.high)
    return ends | {"score": number}, None


def _choice(question: Question, value: Given) -> tuple[dict[str, Any], Note | None]:
    chosen = _chosen(value)
    unknown = [key for key in chosen if question.option(key) is None]
    if unknown or (len(chosen) > 1 and not question.many):
        return {}, _refusal("no_such_option", question, given="|".join(unknown or chosen)[:LONGEST_CODE])
    kept = [option for option in question.options if option.key in chosen]
    score = kept[0].score if len(kept) == 1 else None
    return {"choice": "|".join(option.key for option in kept), "score": score} | _ends(question, score), None


def _ends(question: Question, score: float | None) -> dict[str, float]:
    """The scale of options that stand in an order: from their lowest to their highest score."""
    scores = [option.score for option in question.options if option.score is not None]
    return {} if score is None else {"scale_low": min(scores), "scale_high": max(scores)}


def _row(document: Questionnaire, question: Question, said: Said) -> dict[str, Any]:
    return {
        "response_id": said.response_id,
        "question": question.key,
        "customer_id": None if document.anonymous else said.customer_id,
        "answered_on": said.answered_on,
        "survey_id": said.survey_id,
        "survey_version": said.survey_version,
        "respondent": document.respondent,
        "question_kind": str(question.kind),
        "dimension": question.dimension,
        "touchpoint": question.touchpoint,
        "phase": question.phase,
        "subject": question.subject,
        "language": said.language,
        "seconds_taken": said.seconds_taken,
    }


def _refusal(name: str, question: Question, **facts: Any) -> Note:
    return Note(f"questionnaires.{name}", {"question": question.key, **facts})


def _empty(value: Given) -> bool:
    return value is None or (not isinstance(value, int | float) and not len(value)) or value == ""


def _chosen(value: Given) -> list[str]:
    if isinstance(value, str):
        return value.split("|")
    return [str(each) for each in value] if isinstance(value, Sequence) else [str(value)]


def _number(value: Given) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if number == number and abs(number) != float("inf") else None
