"""What the builder shows: the outline, the editor of one place, and what is still to be mended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.facts.notes import Note
from guanxi.sources.questionnaires.checking import problems
from guanxi.sources.questionnaires.document import (
    CHOSEN,
    EITHER,
    OF_A_DIMENSION,
    WORDED,
    Condition,
    Question,
    Questionnaire,
)
from guanxi.web.surveys import names, places, queries
from guanxi.web.surveys.models import Survey
from guanxi.web.surveys.places import Place

SCALES = ("0 10", "1 5", "1 7", "1 10", "-3 3", "0 100")


@dataclass(frozen=True)
class Line:
    """One line of the outline: a page or a question."""

    at: str
    text: str
    is_current: bool
    number: int
    kind: str = ""
    conditions: list[str] = field(default_factory=list)
    problems: int = 0
    key: str = ""


@dataclass(frozen=True)
class Sheet:
    line: Line
    number: int
    lines: list[Line]


@dataclass(frozen=True)
class Problem:
    """at: where it can be mended."""

    at: str
    said: str


@dataclass(frozen=True)
class ShownCondition:
    """others: the questions that can be asked for, with the one that is; control: number, option or none."""

    question: str
    is_: str
    value: str
    others: list[tuple[str, str]]
    ways: list[tuple[str, Any]]
    options: list[tuple[str, str]]
    control: str


def language() -> str:
    return "zh" if (get_language() or "en").startswith("zh") else "en"


def context(asked: Survey, document: Questionnaire, place: Place) -> dict[str, Any]:
    """All that the workbench is drawn from."""
    found = _problems(document)
    question = places.question(document, place)
    return {
        "survey": asked,
        "language": language(),
        "document": document,
        "at": place.of(document),
        "place": place,
        "page_number": (place.page or 0) + 1,
        "outline": _outline(document, place, found),
        "problems": found,
        "question": question,
        "page": document.pages[place.page] if place.page is not None and question is None else None,
        "count": len(list(document.questions())),
        "minutes": minutes(document),
        "can_undo": queries.can_undo(asked),
        "can_redo": queries.can_redo(asked),
        **(_editor(document, question) if question else _whole(document)),
    }


def minutes(document: Questionnaire) -> int:
    return max(1, round(document.seconds / 60))


def _whole(document: Questionnaire) -> dict[str, Any]:
    return {"languages_shown": names.LANGUAGES, "respondents": list(names.RESPONDENTS.items())}


def _outline(document: Questionnaire, place: Place, found: list[Problem]) -> list[Sheet]:
    counts: dict[str, int] = {}
    for each in found:
        counts[each.at] = counts.get(each.at, 0) + 1
    sheets, number = [], 0
    for at_page, page in enumerate(document.pages):
        here = Place(at_page)
        lines = []
        for row, question in enumerate(page.questions):
            number += 1
            lines.append(_line(document, Place(at_page, row), question, number, place, counts))
        title = page.title.say(language())
        named = here.of(document)
        head = Line(named, title, place == here, at_page + 1, problems=counts.get(named, 0))
        sheets.append(Sheet(head, at_page, lines))
    return sheets


def _line(
    document: Questionnaire,
    here: Place,
    question: Question,
    number: int,
    place: Place,
    counts: dict[str, int],
) -> Line:
    at = here.of(document)
    return Line(
        at,
        question.text.say(language()),
        place == here,
        number,
        kind=names.kind(question.kind, language()),
        conditions=[
            names.condition(document, each.question, each.is_, each.value, language())
            for each in question.show_if
        ],
        problems=counts.get(at, 0),
        key=question.key,
    )


def _problems(document: Questionnaire) -> list[Problem]:
    return [_problem(document, note) for note in problems(document)]


def _problem(document: Questionnaire, note: Note) -> Problem:
    """A problem with the question called by its words, and its name in the data replaced by them."""
    facts = dict(note.facts)
    key = str(facts.get("question", ""))
    at = "survey"
    if key:
        place = places.of_question(document, key)
        at = place.of(document)
        facts["question"] = called(document, key)
    elif "page" in facts:
        at = f"page.{facts['page']}"
    if "on" in facts:
        facts["on"] = called(document, str(facts["on"]))
    if "missing" in facts:
        facts["missing"] = names.LANGUAGES.get(str(facts["missing"]), facts["missing"])
    return Problem(at, Note(note.code, facts).say(get_language() or "en"))


def called(document: Questionnaire, key: str) -> str:
    question = document.question(key)
    text = names.shortened(question.text.say(language()), 60) if question else ""
    return f"“{text or key}”"


# --- the editor of a question ---------------------------------------------------------------------------


def _editor(document: Questionnaire, question: Question) -> dict[str, Any]:
    is_chosen, is_worded = question.kind in CHOSEN, question.kind in WORDED
    earlier = _earlier(document, question)
    return {
        "kinds": _kinds(question),
        "kind_says": next(says[question.kind] for _n, says in names.GROUPS if question.kind in says),
        "may_choose_answers": not is_chosen and not is_worded,
        "may_be_words": question.kind in EITHER,
        "answers": "scale" if question.scale else "options" if question.options else "words",
        "needs_dimension": question.kind in OF_A_DIMENSION,
        "scales": [(each, *each.split()) for each in SCALES],
        "missing": ", ".join(map(str, question.scale.missing)) if question.scale else "",
        "options": list(enumerate(question.options)),
        "conditions": [_shown(document, each, earlier) for each in question.show_if],
        "may_have_conditions": bool(earlier),
        "phases": list(names.PHASES.items()),
        "dimensions": _offered(document, "dimension", names.dimensions(language())),
        "touchpoints": _offered(document, "touchpoint", names.touchpoints(language())),
        "subjects": _offered(document, "subject", {}),
        "pages_to": [(n, page.title.say(language())) for n, page in enumerate(document.pages, 1)],
    }


def _kinds(question: Question) -> list[tuple[str, list[tuple[str, str, bool, str]]]]:
    """group -> value, name, whether it is this one, what it is for"""
    return [
        (
            str(group),
            [
                (str(kind), names.kind(kind, language()), kind == question.kind, str(says))
                for kind, says in kinds.items()
            ],
        )
        for group, kinds in names.GROUPS
    ]


def _offered(document: Questionnaire, what: str, usual: dict[str, Any]) -> list[tuple[str, Any]]:
    """The usual values and those that this survey names besides."""
    used = {getattr(question, what) for question in document.questions()} - {None}
    return [*usual.items(), *((each, each) for each in sorted(used - set(usual)))]


def _earlier(document: Questionnaire, question: Question) -> list[Question]:
    found = []
    for each in document.questions():
        if each.key == question.key:
            break
        found.append(each)
    return found


def _shown(document: Questionnaire, condition: Condition, earlier: list[Question]) -> ShownCondition:
    other = document.question(condition.question)
    keys = {each.key for each in earlier}
    others = [(each.key, names.shortened(each.text.say(language()) or each.key, 70)) for each in earlier]
    if condition.question not in keys:
        others.insert(
            0, (condition.question, _("%(key)s (not asked before this)") % {"key": condition.question})
        )
    ways = ["answered"]
    if other is not None and other.scale:
        ways = ["below", "above", "answered"]
    elif other is not None and other.options:
        ways = ["chosen", "not_chosen", "answered"]
    if condition.is_ not in ways:
        ways.append(condition.is_)
    value = condition.value
    return ShownCondition(
        question=condition.question,
        is_=condition.is_,
        value=f"{value:g}" if isinstance(value, int | float) else str(value or ""),
        others=others,
        ways=[(way, names.CONDITIONS[way]) for way in ways],
        options=[(each.key, each.text.say(language()) or each.key) for each in other.options]
        if other
        else [],
        control={"answered": "none", "below": "number", "above": "number"}.get(condition.is_, "option"),
    )
