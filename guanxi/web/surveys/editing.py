"""What a button of the builder does to a document: add, move, copy and take out. Documents are values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from guanxi.sources.questionnaires.document import (
    Condition,
    Kind,
    Option,
    Page,
    Question,
    Questionnaire,
    Scale,
    Text,
)
from guanxi.web.surveys import forms, places
from guanxi.web.surveys.places import SURVEY, Place

Edited = tuple[Questionnaire, Place]


def edited(document: Questionnaire, place: Place, do: str) -> Edited:
    """The document after a button, and what is edited then; a button that is not known changes nothing."""
    what, _, which = do.partition(".")
    if what == "go":
        return document, places.find(document, which)
    if what == "drag":
        return _dragged(document, place, which)
    change = _CHANGES.get(what)
    return change(document, place, which) if change else (document, place)


def add_question(document: Questionnaire, place: Place, _which: str) -> Edited:
    """After the one that is edited; it asks what that one asks, of nothing yet."""
    if not document.pages:
        document, place = add_page(document, SURVEY, "")
    number = len(document.pages) - 1 if place.page is None else place.page
    questions = list(document.pages[number].questions)
    row = len(questions) if place.row is None else place.row + 1
    before = places.question(document, place)
    kind = before.kind if before else Kind.EXPERIENCE
    scale = (before.scale if before else Scale()) or None
    questions.insert(row, Question(key=_free_key(document, str(kind)), kind=kind, text=Text(), scale=scale))
    if scale is None and before and before.options:
        questions[row] = questions[row].model_copy(update={"options": before.options, "many": before.many})
    return places.with_questions(document, number, questions), Place(number, row)


def add_page(document: Questionnaire, place: Place, _which: str) -> Edited:
    number = len(document.pages) if place.page is None else place.page + 1
    pages = list(document.pages)
    pages.insert(number, Page())
    return places.with_pages(document, pages), Place(number)


def duplicate(document: Questionnaire, place: Place, _which: str) -> Edited:
    asked = places.question(document, place)
    if asked is None:
        return document, place
    questions = list(document.pages[place.page].questions)
    copy = asked.model_copy(update={"key": _free_key(document, asked.key)})
    questions.insert(place.row + 1, copy)
    return places.with_questions(document, place.page, questions), Place(place.page, place.row + 1)


def remove(document: Questionnaire, place: Place, _which: str) -> Edited:
    """Take out the question, or the page with its questions."""
    if place.page is None:
        return document, place
    if place.row is None:
        pages = list(document.pages)
        del pages[place.page]
        last = len(pages) - 1
        return places.with_pages(document, pages), Place(min(place.page, last)) if pages else SURVEY
    questions = list(document.pages[place.page].questions)
    del questions[place.row]
    left = Place(place.page, min(place.row, len(questions) - 1)) if questions else Place(place.page)
    return places.with_questions(document, place.page, questions), left


def up(document: Questionnaire, place: Place, _which: str) -> Edited:
    """One place earlier; the first of a page goes to the end of the page before."""
    if place.page is None:
        return document, place
    if place.row is None:
        return _pages_swapped(document, place.page, place.page - 1)
    if place.row == 0:
        if place.page == 0:
            return document, place
        return _put(document, place, place.page - 1, len(document.pages[place.page - 1].questions))
    return _put(document, place, place.page, place.row - 1)


def down(document: Questionnaire, place: Place, _which: str) -> Edited:
    """One place later; the last of a page goes to the beginning of the next."""
    if place.page is None:
        return document, place
    if place.row is None:
        return _pages_swapped(document, place.page, place.page + 1)
    if place.row == len(document.pages[place.page].questions) - 1:
        return (
            _put(document, place, place.page + 1, 0)
            if place.page + 1 < len(document.pages)
            else (
                document,
                place,
            )
        )
    return _put(document, place, place.page, place.row + 1)


def _dragged(document: Questionnaire, place: Place, which: str) -> Edited:
    """which: the question's key, the page and the row to put it at, such as service.2.0."""
    key, page, row = (*which.split("."), "", "")[:3]
    moved = places.of_question(document, key)
    if moved.row is None or not (page.isdecimal() and row.isdecimal()) or len(page) > 3 or len(row) > 3:
        return document, place
    number, at = int(page), int(row)
    if number >= len(document.pages):
        return document, place
    if number == moved.page and at > moved.row:
        at -= 1  # it is taken out first
    return _put(document, moved, number, min(at, len(document.pages[number].questions)))


def _put(document: Questionnaire, place: Place, page: int, row: int) -> Edited:
    asked = places.question(document, place)
    left = [each for each in document.pages[place.page].questions if each.key != asked.key]
    document = places.with_questions(document, place.page, left)
    questions = list(document.pages[page].questions)
    questions.insert(row, asked)
    return places.with_questions(document, page, questions), places.Place(page, row)


def _pages_swapped(document: Questionnaire, one: int, other: int) -> Edited:
    if not 0 <= other < len(document.pages):
        return document, Place(one)
    pages = list(document.pages)
    pages[one], pages[other] = pages[other], pages[one]
    return places.with_pages(document, pages), Place(other)


# --- options and conditions of the question that is edited ---------------------------------------------


def _on_question(change: Callable[[Questionnaire, Question, str], Question]):
    def act(document: Questionnaire, place: Place, which: str) -> Edited:
        asked = places.question(document, place)
        if asked is None:
            return document, place
        return places.with_question(document, place, change(document, asked, which)), place

    return act


def _add_option(_document: Questionnaire, asked: Question, _which: str) -> Question:
    taken = {option.key for option in asked.options}
    key = next(each for each in _numbered("option") if each not in taken)
    return asked.model_copy(update={"options": (*asked.options, Option(key=key, text=Text()))})


def _remove_option(_document: Questionnaire, asked: Question, which: str) -> Question:
    return asked.model_copy(update={"options": _without(asked.options, which)})


def _ready_options(_document: Questionnaire, asked: Question, which: str) -> Question:
    return asked.model_copy(update={"options": forms.ready_options(which), "scale": None})


def _add_condition(document: Questionnaire, asked: Question, _which: str) -> Question:
    """On the question before, if there is one: below the middle of its scale, or its first option."""
    before: list[Question] = []
    for each in document.questions():
        if each.key == asked.key:
            break
        before.append(each)
    if not before:
        return asked
    other = next((each for each in reversed(before) if each.has_score or each.options), before[-1])
    return asked.model_copy(update={"show_if": (*asked.show_if, usual_condition(other))})


def usual_condition(other: Question) -> Condition:
    if other.scale:
        middle = (other.scale.low + other.scale.high + 1) // 2
        return Condition(question=other.key, is_="below", value=middle)
    if other.options:
        return Condition(question=other.key, is_="chosen", value=other.options[0].key)
    return Condition(question=other.key, is_="answered")


def _remove_condition(_document: Questionnaire, asked: Question, which: str) -> Question:
    return asked.model_copy(update={"show_if": _without(asked.show_if, which)})


def _without(parts: tuple, which: str) -> tuple:
    return tuple(part for at, part in enumerate(parts) if str(at) != which)


def _free_key(document: Questionnaire, name: str) -> str:
    taken = {question.key for question in document.questions()}
    name = re.sub(r"_\d+$", "", name)[:36]
    return next(each for each in _numbered(name) if each not in taken)


def _numbered(name: str) -> Iterator[str]:
    number = 1
    while True:
        yield f"{name}_{number}"
        number += 1


_CHANGES: dict[str, Callable[[Questionnaire, Place, str], Edited]] = {
    "add_question": add_question,
    "add_page": add_page,
    "duplicate": duplicate,
    "remove": remove,
    "up": up,
    "down": down,
    "add_option": _on_question(_add_option),
    "remove_option": _on_question(_remove_option),
    "ready_options": _on_question(_ready_options),
    "add_condition": _on_question(_add_condition),
    "remove_condition": _on_question(_remove_condition),
}
