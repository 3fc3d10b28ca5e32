"""The way through a questionnaire: its pages one after the other, as the answers so far lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guanxi.facts.notes import Note
from guanxi.sources.questionnaires.answering import Given, shown_questions
from guanxi.sources.questionnaires.document import Page, Question, Questionnaire


@dataclass(frozen=True)
class Sheet:
    """One page as somebody sees it: `number` is its place in the document, `step` its place on the way."""

    number: int
    page: Page
    questions: tuple[Question, ...]
    step: int
    steps: int

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.questions)

    @property
    def is_last(self) -> bool:
        return self.step == self.steps


def sheets(document: Questionnaire, given: Mapping[str, Given]) -> list[Sheet]:
    """The pages that these answers lead to; one with nothing to ask is passed over."""
    shown = shown_questions(document, given)
    found = [
        (number, page, asked)
        for number, page in enumerate(document.pages)
        if (asked := tuple(question for question in page.questions if question.key in shown))
    ]
    return [Sheet(*each, step, len(found)) for step, each in enumerate(found, 1)]


def sheet(way: list[Sheet], number: int) -> Sheet:
    """The page of this number, or the first after it; the last where there is none."""
    return next((each for each in way if each.number >= number), way[-1])


def before(way: list[Sheet], number: int) -> Sheet:
    """The page to go back to."""
    earlier = [each for each in way if each.number < number]
    return earlier[-1] if earlier else way[0]


def after(way: list[Sheet], number: int) -> Sheet | None:
    """The page that comes next; None at the end."""
    return next((each for each in way if each.number > number), None)


def by_question(refused: list[Note], lacking: list[str]) -> dict[str, Note]:
    """What keeps each question from counting."""
    found = {key: Note("asking.lacking", {"question": key}) for key in lacking}
    return found | {str(note.facts["question"]): note for note in refused}
