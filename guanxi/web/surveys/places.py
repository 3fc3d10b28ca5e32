"""What of a survey is being edited: the survey itself, one of its pages, or one of its questions."""

from __future__ import annotations

from dataclasses import dataclass

from guanxi.sources.questionnaires.document import Page, Question, Questionnaire
from guanxi.web.surveys.typed import whole


@dataclass(frozen=True)
class Place:
    """page: its number from 0; row: that of the question on it. Both None for the survey itself."""

    page: int | None = None
    row: int | None = None

    def of(self, document: Questionnaire) -> str:
        """As it stands in an address: survey, page.2 or question.service."""
        if self.page is None:
            return "survey"
        if self.row is None:
            return f"page.{self.page + 1}"
        return f"question.{document.pages[self.page].questions[self.row].key}"


SURVEY = Place()


def find(document: Questionnaire, said: str) -> Place:
    """The place an address names; where it is gone, the survey itself."""
    what, _, which = said.partition(".")
    if what == "page" and (page := whole(which, digits=3)) is not None:
        number = page - 1
        return Place(number) if 0 <= number < len(document.pages) else SURVEY
    return of_question(document, which) if what == "question" else SURVEY


def of_question(document: Questionnaire, key: str) -> Place:
    for number, page in enumerate(document.pages):
        for row, question in enumerate(page.questions):
            if question.key == key:
                return Place(number, row)
    return SURVEY


def question(document: Questionnaire, place: Place) -> Question | None:
    return (
        None if place.page is None or place.row is None else document.pages[place.page].questions[place.row]
    )


def with_page(document: Questionnaire, number: int, page: Page) -> Questionnaire:
    pages = [*document.pages[:number], page, *document.pages[number + 1 :]]
    return document.model_copy(update={"pages": tuple(pages)})


def with_pages(document: Questionnaire, pages: list[Page]) -> Questionnaire:
    return document.model_copy(update={"pages": tuple(pages)})


def with_questions(document: Questionnaire, number: int, questions: list[Question]) -> Questionnaire:
    page = document.pages[number].model_copy(update={"questions": tuple(questions)})
    return with_page(document, number, page)


def with_question(document: Questionnaire, place: Place, changed: Question) -> Questionnaire:
    questions = list(document.pages[place.page].questions)
    questions[place.row] = changed
    return with_questions(document, place.page, questions)
