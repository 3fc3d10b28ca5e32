"""What would go wrong if a survey were asked as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from guanxi.facts.notes import Note
from guanxi.sources.questionnaires.document import (
    CHOSEN,
    EITHER,
    MOST_QUESTIONS,
    OF_A_DIMENSION,
    WORDED,
    Question,
    Questionnaire,
)

MOST_STEPS = 101  # of a scale: 0 to 100


def problems(document: Questionnaire) -> list[Note]:
    """Why a survey cannot be opened; each names the question it is about, "" for the whole."""
    found = list(_of_the_whole(document))
    asked_before: dict[str, Question] = {}
    for question in document.questions():
        found += _of(question, document)
        found += _of_its_conditions(question, asked_before)
        asked_before[question.key] = question
    return found


def _problem(name: str, question: str = "", **facts: object) -> Note:
    return Note(f"questionnaires.{name}", {"question": question, **facts})


def _of_the_whole(document: Questionnaire) -> Iterator[Note]:
    keys = Counter(question.key for question in document.questions())
    if not keys:
        yield _problem("no_questions")
    if len(keys) > MOST_QUESTIONS:
        yield _problem("too_many_questions", count=len(keys), most=MOST_QUESTIONS)
    for key, times in keys.items():
        if times > 1:
            yield _problem("key_twice", key)
    if not document.languages:
        yield _problem("no_language")
    for number, page in enumerate(document.pages, 1):
        if not page.questions:
            yield _problem("empty_page", page=number)
    for language in document.languages:
        if not getattr(document.title, language):
            yield _problem("untranslated", "", missing=language)


def _of(question: Question, document: Questionnaire) -> Iterator[Note]:
    key = question.key
    said = [question.text, *(option.text for option in question.options)]
    for language in document.languages:
        if not all(getattr(text, language) for text in said):
            yield _problem("untranslated", key, missing=language)
    if question.kind in OF_A_DIMENSION and not question.dimension:
        yield _problem("no_dimension", key)
    if question.scale and question.options:
        yield _problem("scale_and_options", key)
    if question.kind in CHOSEN and len(question.options) < 2:
        yield _problem("too_few_options", key)
    if question.kind not in (*WORDED, *CHOSEN, *EITHER) and not question.scale and not question.options:
        yield _problem("no_scale", key)
    if question.kind in WORDED and (question.scale or question.options):
        yield _problem("words_only", key)
    if question.scale and not 1 <= question.scale.high - question.scale.low < MOST_STEPS:
        yield _problem("bad_scale", key, low=question.scale.low, high=question.scale.high)
    if len({option.key for option in question.options}) < len(question.options):
        yield _problem("option_twice", key)


def _of_its_conditions(question: Question, before: dict[str, Question]) -> Iterator[Note]:
    for condition in question.show_if:
        other = before.get(condition.question)
        if other is None:
            yield _problem("condition_on_later", question.key, on=condition.question)
        elif condition.is_ in ("below", "above"):
            if not other.has_score or not isinstance(condition.value, int | float):
                yield _problem("condition_without_number", question.key, on=other.key)
        elif condition.is_ != "answered" and other.option(str(condition.value)) is None:
            yield _problem("condition_without_option", question.key, on=other.key, option=condition.value)
