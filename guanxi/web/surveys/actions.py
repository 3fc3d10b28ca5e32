"""Writes of the surveys room: drafts are changed and undone, versions opened and closed, answers taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from guanxi.errors import NotFound
from guanxi.facts.changes import ChangeNote, new_change_id
from guanxi.facts.store import Store
from guanxi.sentences import say
from guanxi.sources.questionnaires import taking_in
from guanxi.sources.questionnaires.checking import problems
from guanxi.sources.questionnaires.document import Questionnaire, Text, read_document
from guanxi.sources.questionnaires.taking_in import TakenIn
from guanxi.web.asking import actions as asking
from guanxi.web.asking.models import Fieldwork
from guanxi.web.kit.actions import action
from guanxi.web.surveys import queries
from guanxi.web.surveys.models import Step, Survey
from guanxi.web.surveys.refusals import (
    BadKey,
    DraftChangedMeanwhile,
    KeyTaken,
    NoDraft,
    NothingToUndo,
    NotOpened,
    NotReady,
    OpenedBefore,
)

STEPS_KEPT = 60
KEY = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")


@action("surveys.create", permission="surveys.edit")
def create(by, document: Questionnaire, *, key: str = "") -> Survey:
    """Begin a survey with this document as its draft; without a key it gets one from its title.

    Errors  BadKey, KeyTaken
    """
    if key and not KEY.match(key):
        raise BadKey(key=key[:80])
    if key and Fieldwork.objects.filter(survey=key).exists():
        raise KeyTaken(key=key)
    now = timezone.now()
    asked = Survey(key=key or _free_key(document.title.en), made_by_id=by.pk, made_at=now, changed_at=now)
    try:
        with transaction.atomic():
            _put_draft(by, asked, document)
    except IntegrityError as error:
        raise KeyTaken(key=asked.key) from error
    return asked


@action("surveys.edit_draft", permission="surveys.edit")
def edit_draft(by, survey: Survey, document: Questionnaire, *, revision: int) -> Survey:
    """Change the draft, which the person saw at `revision`. The same document again changes nothing.

    Errors  NoDraft, DraftChangedMeanwhile
    """
    asked = _held_draft(survey, revision)
    if asked.draft != document.as_json():
        _put_draft(by, asked, document)
    return asked


@action("surveys.undo", permission="surveys.edit")
def undo(by, survey: Survey, *, revision: int) -> Survey:
    """The draft as it stood before its last change.

    Errors  NoDraft, DraftChangedMeanwhile, NothingToUndo
    """
    return _stepped(by, survey, revision, -1)


@action("surveys.redo", permission="surveys.edit")
def redo(by, survey: Survey, *, revision: int) -> Survey:
    """The change that was undone last, done again."""
    return _stepped(by, survey, revision, 1)


@action("surveys.begin_draft", permission="surveys.edit")
def begin_draft(by, survey: Survey) -> Survey:
    """A draft of the next version, made from the newest; where there is one, that one."""
    asked = _held(survey)
    if asked.draft is None:
        newest = queries.versions(asked).first()
        if newest is None:
            raise NoDraft(survey=str(asked))
        asked.based_on = newest.version
        _put_draft(by, asked, read_document(newest.document))
    return asked


@action("surveys.drop_draft", permission="surveys.edit")
def drop_draft(by, survey: Survey) -> Survey:
    """Let the draft go; `restore_draft` brings it back until the next one is begun."""
    asked = _held(survey)
    if asked.draft is None:
        raise NoDraft(survey=str(asked))
    newest = queries.versions(asked).first()
    if newest is None:
        asked.withdrawn_at = timezone.now()
    else:
        asked.draft, asked.based_on = None, None
        _title(asked, read_document(newest.document))
    _touched(by, asked)
    asked.save()
    return asked


@action("surveys.restore_draft", permission="surveys.edit")
def restore_draft(by, survey_key: str) -> Survey:
    """Bring back a draft that was let go, or a survey that was deleted.

    Errors  NotFound, NothingToUndo
    """
    asked = Survey.objects.select_for_update().filter(key=survey_key).first()
    if asked is None:
        raise NotFound(what="survey", name=survey_key)
    if asked.draft is None:
        kept = asked.steps.filter(number=asked.at_step).first()
        if kept is None:
            raise NothingToUndo()
        asked.draft = kept.document
        newest = queries.versions(asked).first()
        asked.based_on = newest.version if newest else None
        _title(asked, read_document(kept.document))
    asked.withdrawn_at = None
    _touched(by, asked)
    asked.save()
    return asked


@action("surveys.delete", permission="surveys.edit")
def delete(by, survey: Survey) -> Survey:
    """Take a survey that was never opened out of sight; `restore_draft` brings it back.

    Errors  OpenedBefore
    """
    asked = _held(survey)
    if queries.versions(asked).exists():
        raise OpenedBefore(survey=str(asked))
    asked.withdrawn_at = timezone.now()
    _touched(by, asked)
    asked.save()
    return asked


@action("surveys.duplicate", permission="surveys.edit")
def duplicate(by, survey: Survey, document: Questionnaire, *, title: Text) -> Survey:
    """A new survey that asks the same, under another title."""
    _held(survey)
    return create(by, document.model_copy(update={"title": title}))


@action("surveys.open_version", permission="asking.invite")
def open_version(by, survey: Survey, *, revision: int, low_score: float | None = None) -> Fieldwork:
    """Ask the draft as it stands. Its words never change from here on; the version before is closed.

    low_score   an answer at or below this share of its scale opens a follow-up
    Errors  NoDraft, DraftChangedMeanwhile, NotReady
    """
    asked = _held_draft(survey, revision)
    document = read_document(asked.draft)
    if found := problems(document):
        first = say(found[0].code, get_language() or "en", **found[0].facts)
        raise NotReady(count=len(found), why=first)
    newest = queries.versions(asked).first()
    number = newest.version + 1 if newest else 1
    opened = asking.open_fieldwork(by, asked.key, document.as_json(), version=number, low_score=low_score)
    asked.draft, asked.based_on = None, None
    asked.steps.all().delete()
    asked.at_step = 0
    _touched(by, asked)
    asked.save()
    return opened


@action("surveys.close", permission="asking.invite")
def close(by, survey: Survey) -> Fieldwork:
    """Take no more answers.

    Errors  NotOpened
    """
    running = queries.versions(survey).filter(is_open=True).first()
    if running is None:
        raise NotOpened(survey=str(survey))
    return asking.close_fieldwork(by, running)


@action("surveys.take_answers_in", permission="imports.run")
def take_answers_in(
    by,
    survey: Survey,
    version: Fieldwork,
    path: Path,
    *,
    answered_on: date | None,
    customer: str | None,
    day: str | None,
) -> TakenIn:
    """A file of answers into the store, as a change that can be taken back.

    Errors  those of `questionnaires.wide.read_wide`
    """
    now = timezone.now()
    return taking_in.take_answers_in(
        Store(settings.GUANXI_STORE),
        path,
        read_document(version.document),
        note=ChangeNote(new_change_id(now), "import", by.get_username(), now),
        survey_id=survey.key,
        survey_version=version.version,
        answered_on=answered_on,
        customer=customer,
        day=day,
    )


def _held(survey: Survey) -> Survey:
    held = Survey.objects.select_for_update(of=("self",)).filter(pk=survey.pk, withdrawn_at=None).first()
    if held is None:
        raise NotFound(what="survey", name=survey.key)
    return held


def _held_draft(survey: Survey, revision: int) -> Survey:
    held = _held(survey)
    if held.draft is None:
        raise NoDraft(survey=str(held))
    if held.revision != revision:
        raise DraftChangedMeanwhile(who=str(held.changed_by or "?"))
    return held


def _put_draft(by, asked: Survey, document: Questionnaire) -> None:
    """The draft as it is now, and a step of it; what was undone before is gone."""
    asked.draft = document.as_json()
    _title(asked, document)
    _touched(by, asked)
    asked.at_step += 1
    asked.save()
    asked.steps.filter(number__gte=asked.at_step).delete()
    asked.steps.filter(number__lte=asked.at_step - STEPS_KEPT).delete()
    Step.objects.create(survey=asked, number=asked.at_step, document=asked.draft)


def _stepped(by, survey: Survey, revision: int, by_steps: int) -> Survey:
    asked = _held_draft(survey, revision)
    step = asked.steps.filter(number=asked.at_step + by_steps).first()
    if step is None:
        raise NothingToUndo()
    asked.draft, asked.at_step = step.document, step.number
    _title(asked, read_document(step.document))
    _touched(by, asked)
    asked.save()
    return asked


def _touched(by, asked: Survey) -> None:
    asked.revision += 1
    asked.changed_by_id, asked.changed_at = by.pk, timezone.now()


def _title(asked: Survey, document: Questionnaire) -> None:
    asked.title_en, asked.title_zh = document.title.en[:200], document.title.zh[:200]


def _free_key(title: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:50].strip("-") or "survey"
    taken = set(Survey.objects.filter(key__startswith=name).values_list("key", flat=True))
    taken |= set(Fieldwork.objects.filter(survey__startswith=name).values_list("survey", flat=True))
    return next(each for each in _numbered(name) if each not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
