"""What the pages of surveys show: each with its versions, its answers, and what changed."""

from __future__ import annotations

from dataclasses import dataclass

from guanxi.sources.questionnaires.document import Questionnaire, read_document
from guanxi.web.asking.models import Fieldwork
from guanxi.web.surveys import page, queries
from guanxi.web.surveys.changes import Changed, changed
from guanxi.web.surveys.models import Survey


@dataclass(frozen=True)
class Row:
    """running: the version that takes answers; newest: the one opened last. None where there is none."""

    survey: Survey
    running: Fieldwork | None
    newest: Fieldwork | None
    answered: int


@dataclass(frozen=True)
class Version:
    """One version with what changed since the one before. fieldwork: None for the draft."""

    number: int
    fieldwork: Fieldwork | None
    document: Questionnaire
    changes: list[Changed] | None

    @property
    def questions(self) -> int:
        return len(list(self.document.questions()))


def rows() -> list[Row]:
    surveys = list(queries.surveys())
    by_key: dict[str, list[Fieldwork]] = {}
    for each in queries.all_versions([survey.key for survey in surveys]):
        by_key.setdefault(each.survey, []).append(each)
    return [_row(survey, by_key.get(survey.key, [])) for survey in surveys]


def _row(survey: Survey, newest_first: list[Fieldwork]) -> Row:
    running = next((each for each in newest_first if each.is_open), None)
    answered = sum(each.answered for each in newest_first)
    return Row(survey, running, newest_first[0] if newest_first else None, answered)


def versions(asked: Survey) -> list[Version]:
    """The draft, then the versions from the newest."""
    opened = [(each.version, each, read_document(each.document)) for each in queries.versions(asked)]
    found = list(opened)
    if asked.draft is not None:
        found.insert(0, ((opened[0][0] if opened else 0) + 1, None, queries.draft(asked)))
    before = [document for _n, _f, document in found[1:]] + [None]
    return [
        Version(number, fieldwork, document, changed(was, document, page.language()) if was else None)
        for (number, fieldwork, document), was in zip(found, before, strict=True)
    ]


def newest_document(asked: Survey) -> Questionnaire:
    if asked.draft is not None:
        return queries.draft(asked)
    newest = queries.versions(asked).first()
    return read_document(newest.document) if newest else queries.draft(asked)


def draft_changes(asked: Survey, document: Questionnaire) -> list[Changed] | None:
    newest = queries.versions(asked).first()
    return changed(read_document(newest.document), document, page.language()) if newest else None


def outline(asked: Survey, found: list[Version]) -> dict[str, object]:
    """What the version that runs asks, else the newest, in words."""
    if not found:
        return {}
    shown = next((each for each in found if each.fieldwork and each.fieldwork.is_open), found[0])
    told = page.context(asked, shown.document, page.Place())
    return {
        "shown": shown,
        "outline": told["outline"],
        "minutes": told["minutes"],
        "document": shown.document,
    }
