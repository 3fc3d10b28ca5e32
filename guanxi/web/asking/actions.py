"""Writes of the asking room: what the public page keeps, who is asked, and what became facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from guanxi.sources.questionnaires.answering import Given
from guanxi.sources.questionnaires.checking import problems
from guanxi.sources.questionnaires.document import read_document
from guanxi.web.asking.door import Door
from guanxi.web.asking.models import OPEN, Fieldwork, Invitation, Link, OptOut, Response, State
from guanxi.web.asking.refusals import NoName, NotFit
from guanxi.web.asking.tokens import new_id
from guanxi.web.kit.actions import action, unrecorded

NO_AUDIT = "a questionnaire is its own record, and a record of when would tell whose an anonymous one is"


@dataclass(frozen=True)
class Filled:
    """What is kept of a questionnaire at one moment."""

    nonce: str
    fieldwork: int
    answers: Mapping[str, Given]
    language: str
    on: date
    seconds: int | None
    at_page: int = 0


@unrecorded(NO_AUDIT)
def keep(door: Door, filled: Filled, *, is_begun: bool) -> None:
    """What was answered so far; one that is finished is not changed by it."""
    _put(door, filled, is_begun=is_begun, is_finished=False)


@unrecorded(NO_AUDIT)
def finish(door: Door, filled: Filled, *, is_begun: bool) -> bool:
    """Take a questionnaire once, durably; False where its link was used for another one."""
    with _on_disk():
        if door.invitation is None:
            _put(door, filled, is_begun=is_begun, is_finished=True)
            return True
        with transaction.atomic():
            if not _use(door, filled.on):
                return Response.objects.filter(pk=filled.nonce, is_finished=True).exists()
            _put(door, filled, is_begun=is_begun, is_finished=True)
        return True


def _use(door: Door, on: date) -> bool:
    """Mark the invitation as answered, if it was not; whose answers these are does not follow from it."""
    open_still = Invitation.objects.filter(pk=door.invitation.pk).exclude(state=State.ANSWERED)
    told = {} if door.is_anonymous else {"responded_on": on}
    return bool(open_still.update(state=State.ANSWERED, next_on=None, is_a_fact=False, **told))


def _put(door: Door, filled: Filled, *, is_begun: bool, is_finished: bool) -> None:
    values = {
        "answers": dict(filled.answers),
        "language": filled.language,
        "on": filled.on,
        "seconds": filled.seconds,
        "at_page": filled.at_page,
        "is_finished": is_finished,
    }
    if is_begun or not _insert(door, filled, values):
        Response.objects.filter(pk=filled.nonce, is_finished=False).update(**values)


def _insert(door: Door, filled: Filled, values: dict) -> bool:
    """False where the same questionnaire is there already: the form was sent twice."""
    whose = None if door.is_anonymous else door.invitation
    row = Response(
        nonce=filled.nonce, fieldwork_id=filled.fieldwork, invitation=whose, link=door.link, **values
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@contextmanager
def _on_disk() -> Iterator[None]:
    """What is accepted survives the power's end too: SQLite waits for the disk here, and here alone."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


# --- fieldwork and links ----------------------------------------------------------------------------


@action("asking.open", permission="asking.invite")
def open_fieldwork(
    by, survey: str, document: dict[str, Any], *, version: int | None = None, low_score: float | None = None
) -> Fieldwork:
    """Begin to ask a version of a survey; an earlier one of the same survey takes no more answers."""
    if found := problems(read_document(document)):
        raise NotFit(why={"code": found[0].code, "facts": found[0].facts}, count=len(found))
    now, others = timezone.now(), Fieldwork.objects.filter(survey=survey)
    others.filter(is_open=True).update(is_open=False, closed_at=now)
    last = others.aggregate(last=Max("version"))["last"] or 0
    return Fieldwork.objects.create(
        survey=survey,
        version=version or last + 1,
        document=document,
        low_score=low_score,
        opened_by_id=by.pk,
        opened_at=now,
    )


@action("asking.close", permission="asking.invite")
def close_fieldwork(by, fieldwork: Fieldwork) -> Fieldwork:
    """No more answers, no more mails. What was begun and not sent stays unsent."""
    Fieldwork.objects.filter(pk=fieldwork.pk).update(is_open=False, closed_at=timezone.now())
    waiting = Invitation.objects.filter(wave__fieldwork=fieldwork, state=State.WAITING)
    waiting.update(state=State.STOPPED)
    fieldwork.refresh_from_db()
    return fieldwork


@action("asking.make_link", permission="asking.invite")
def make_link(by, survey: str, name: str, *, expires_on: date | None = None) -> Link:
    """A link for whoever has it."""
    if not name.strip():
        raise NoName()
    return Link.objects.create(
        token_id=new_id(),
        survey=survey,
        name=name.strip()[:80],
        expires_on=expires_on,
        made_by_id=by.pk,
        made_at=timezone.now(),
    )


@action("asking.switch_link", permission="asking.invite")
def switch_link(by, link: Link, *, is_on: bool) -> Link:
    link.is_on = is_on
    link.save(update_fields=["is_on"])
    return link


# --- what became facts, and who is never asked again --------------------------------------------------


@unrecorded("what the store has is in its own ledger")
def mark_responses(nonces: list[str]) -> None:
    Response.objects.filter(pk__in=nonces).update(is_a_fact=True)


@unrecorded("what the store has is in its own ledger")
def mark_invitations(told: list[tuple[int, str]]) -> None:
    """These states are in the store; one that changed meanwhile is told again."""
    for state in {state for _, state in told}:
        same = [pk for pk, each in told if each == state]
        Invitation.objects.filter(pk__in=same, state=state).update(is_a_fact=True)


@unrecorded("the wish is its own record; who wishes it is not one of our people")
def opt_out(invitation: Invitation) -> None:
    """Never to be asked again: at this address, and as this customer. Said again it changes nothing."""
    with transaction.atomic():
        OptOut.objects.get_or_create(
            email_mark=invitation.email_mark,
            defaults={"customer_id": invitation.customer_id, "at": timezone.now()},
        )
        its = Invitation.objects.filter(email_mark=invitation.email_mark, state__in=OPEN)
        its.exclude(sent_on=None).update(state=State.OPTED_OUT, next_on=None, is_a_fact=False)
        its.filter(sent_on=None).update(state=State.STOPPED)
