"""Which surveys there are, their drafts, and the versions that were opened."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from guanxi.errors import NotFound
from guanxi.sources.questionnaires.document import Question, Questionnaire, read_document
from guanxi.web.asking.models import Fieldwork
from guanxi.web.surveys.models import Survey
from guanxi.web.surveys.refusals import NoDraft, NotOpened
from guanxi.web.surveys.typed import whole


def surveys() -> QuerySet[Survey]:
    """Surveys that were not deleted, the one changed last first; without their documents."""
    return Survey.objects.filter(withdrawn_at=None).select_related("changed_by")


def survey(key: str) -> Survey:
    found = surveys().filter(key=key).first()
    if found is None:
        raise NotFound(what="survey", name=key)
    return found


def draft(asked: Survey) -> Questionnaire:
    """What is being built.

    Errors  NoDraft
    """
    if asked.draft is None:
        raise NoDraft(survey=str(asked))
    return read_document(asked.draft)


def versions(asked: Survey) -> QuerySet[Fieldwork]:
    """The versions that were opened, the newest first, each with how many questionnaires are finished."""
    return all_versions([asked.key])


def all_versions(keys: list[str]) -> QuerySet[Fieldwork]:
    finished = Count("responses", filter=Q(responses__is_finished=True))
    found = Fieldwork.objects.filter(survey__in=keys).select_related("opened_by")
    return found.annotate(answered=finished).order_by("survey", "-version")


def version(asked: Survey, number: int) -> Fieldwork:
    found = versions(asked).filter(version=number).first()
    if found is None:
        raise NotFound(what="version of a survey", name=number)
    return found


def version_named(asked: Survey, text: str) -> Fieldwork | None:
    """The version an address names; None where it names none. NotFound for one there is not."""
    number = whole(text, digits=5)
    return None if number is None else version(asked, number)


def questions_of(asked: Fieldwork) -> list[Question]:
    return list(read_document(asked.document).questions())


def open_version(key: str) -> tuple[Fieldwork, Questionnaire]:
    """The version that takes answers now, with what it asks.

    Errors  NotFound, NotOpened
    """
    asked = survey(key)
    found = versions(asked).filter(is_open=True).first()
    if found is None:
        raise NotOpened(survey=str(asked))
    return found, read_document(found.document)


def can_undo(asked: Survey) -> bool:
    return asked.draft is not None and asked.steps.filter(number=asked.at_step - 1).exists()


def can_redo(asked: Survey) -> bool:
    return asked.draft is not None and asked.steps.filter(number=asked.at_step + 1).exists()
