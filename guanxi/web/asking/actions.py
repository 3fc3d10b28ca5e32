"""Writes of the asking room: what the public page keeps, who is asked, and what became facts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from guanxi.facts.privacy.person import Person
from guanxi.sources.questionnaires.answering import Given
from guanxi.sources.questionnaires.checking import problems
from guanxi.sources.questionnaires.document import read_document
from guanxi.web.asking import queries
from guanxi.web.asking.door import Door, firm_day
from guanxi.web.asking.models import (
    OPEN,
    AskingRules,
    EventRule,
    Fieldwork,
    Invitation,
    Link,
    OptOut,
    Response,
    State,
    Wave,
)
from guanxi.web.asking.refusals import NobodyToAsk, NoName, NotFit, NotOpen
from guanxi.web.asking.selecting import Selection
from guanxi.web.asking.tokens import address_mark, new_id
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
    if door.invitation is None:
        _put(door, filled, is_begun=is_begun, is_finished=True)
    else:
        with transaction.atomic():
            if not _use(door, filled.on):
                return Response.objects.filter(pk=filled.nonce, is_finished=True).exists()
            _put(door, filled, is_begun=is_begun, is_finished=True)
    _to_disk()
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


def _to_disk() -> None:
    """What is accepted survives the power's end too. SQLite has written it to its log without waiting for
    the disk; waiting here, outside its lock, many wait for one turn of the disk together.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with suppress(FileNotFoundError), open(f"{connection.settings_dict['NAME']}-wal", "rb") as log:
            os.fsync(log.fileno())


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


# --- invitations --------------------------------------------------------------------------------------


class Choice:
    """Who was drawn; the audit writes down the cells, and not whom."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection


@action("asking.invite")
def invite(
    by,
    fieldwork: Fieldwork,
    choice: Choice,
    said: dict[str, Any],
    *,
    seed: str,
    address: str,
    days: int = 30,
    reminders: int = 1,
    gap_days: int = 7,
    rule: EventRule | None = None,
    events: dict[str, str] | None = None,
) -> Wave:
    """Put an invitation down for everybody drawn; the mails leave by the job queue.

    said     whom it is for, in the words it was asked by
    events   customer -> what happened, for a rule: each asks once
    """
    if not fieldwork.is_open:
        raise NotOpen(survey=str(fieldwork))
    selection, now = choice.selection, timezone.now()
    if not selection.count:
        raise NobodyToAsk(left_out=sum(selection.left_out.values()))
    wave = Wave.objects.create(
        fieldwork=fieldwork,
        rule=rule,
        said=said,
        cells=[each.as_dict() for each in selection.cells],
        left_out=dict(selection.left_out),
        seed=seed,
        address=address.rstrip("/"),
        reminders=reminders,
        gap_days=gap_days,
        expires_on=firm_day(now) + timedelta(days=days),
        made_by_id=by.pk,
        made_at=now,
    )
    rows = [
        Invitation(
            token_id=new_id(),
            wave=wave,
            customer_id=each.customer_id,
            email=each.email,
            email_mark=address_mark(each.email),
            cell=cell.cell,
            share=cell.share,
            made_at=now,
            event_key=(events or {}).get(each.customer_id, ""),
        )
        for cell in selection.cells
        for each in cell.chosen
    ]
    Invitation.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
    return wave


@action("asking.stop", permission="asking.invite")
def stop_wave(by, wave: Wave) -> Wave:
    """No further mail of this wave leaves; the links that were sent go on working."""
    wave.is_stopped = True
    wave.save(update_fields=["is_stopped"])
    wave.invitations.filter(state=State.WAITING).update(state=State.STOPPED)
    wave.invitations.update(next_on=None)
    return wave


@unrecorded("that these were invited is on record; each mail is counted on its invitation")
def claim(invitation: Invitation) -> bool:
    """Take an invitation for sending, so that no two workers send it; a mail is sent once or not at all."""
    its = Invitation.objects.filter(pk=invitation.pk, state=invitation.state, mailed=invitation.mailed)
    return bool(its.update(state=State.SENDING, next_on=None))


@unrecorded("that these were invited is on record; each mail is counted on its invitation")
def note_sent(invitation: Invitation, *, on: date) -> None:
    mailed, wave = invitation.mailed + 1, invitation.wave
    again = on + timedelta(days=wave.gap_days) if mailed <= wave.reminders else None
    values = {"mailed": mailed, "sent_on": invitation.sent_on or on, "is_a_fact": False}
    Invitation.objects.filter(pk=invitation.pk).update(**values)
    its = Invitation.objects.filter(pk=invitation.pk, state=State.SENDING)
    its.update(state=State.SENT, next_on=again)


@unrecorded("that these were invited is on record; each mail is counted on its invitation")
def note_bounced(pks: list[int], why: str, *, on: date) -> int:
    """Mails that did not arrive; what was answered all the same stays answered."""
    its = Invitation.objects.filter(pk__in=pks).exclude(state=State.ANSWERED)
    its.filter(sent_on=None).update(sent_on=on)
    return its.update(state=State.BOUNCED, why=why[:300], next_on=None, is_a_fact=False)


@unrecorded("that these were invited is on record; each mail is counted on its invitation")
def give_back(invitation: Invitation, *, state: str) -> None:
    """The mail server is away: it is tried again later."""
    its = Invitation.objects.filter(pk=invitation.pk, state=State.SENDING)
    its.update(state=state, next_on=invitation.next_on)


@unrecorded("a date has passed")
def expire(*, on: date) -> int:
    """Invitations whose days are over."""
    its = Invitation.objects.filter(wave__expires_on__lt=on, state__in=OPEN)
    its.filter(sent_on=None).update(state=State.STOPPED)
    return its.exclude(sent_on=None).update(state=State.EXPIRED, next_on=None, is_a_fact=False)


class Addresses:
    """Addresses of people; the audit writes down none of them."""

    def __init__(self, found: list[str]) -> None:
        self.found = found


@action("asking.take_bounces", permission="asking.invite")
def take_bounces(by, name: str, addresses: Addresses) -> int:
    """Mark what a list says did not arrive; how many invitations. name: of the file, for the audit."""
    marks = {address_mark(each) for each in addresses.found}
    its = Invitation.objects.filter(email_mark__in=marks, state__in=(State.SENT, State.SENDING))
    return note_bounced(list(its.values_list("pk", flat=True)), name, on=firm_day(timezone.now()))


@action("asking.decide", permission="asking.invite")
def decide(by, *, quarantine_days: int, mails_a_minute: int) -> AskingRules:
    """How often a customer may be asked, and how fast mails leave."""
    values = {"quarantine_days": quarantine_days, "mails_a_minute": mails_a_minute}
    return AskingRules.objects.update_or_create(pk=1, defaults=values)[0]


@action("asking.make_rule", permission="asking.invite")
def make_rule(
    by, survey: str, event: str, *, delay_days: int, address: str, since_on: date | None = None
) -> EventRule:
    """Ask after an event from now on."""
    return EventRule.objects.create(
        survey=survey,
        event=event,
        delay_days=delay_days,
        since_on=since_on or firm_day(timezone.now()),
        address=address.rstrip("/"),
        made_by_id=by.pk,
        made_at=timezone.now(),
    )


@action("asking.switch_rule", permission="asking.invite")
def switch_rule(by, rule: EventRule, *, is_on: bool) -> EventRule:
    rule.is_on = is_on
    rule.save(update_fields=["is_on"])
    return rule


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


@unrecorded("the erasure itself is on record")
def forget(who: Person) -> list[str]:
    """Erase a person's invitations and answers; the wish never to be asked stays, as a mark."""
    its = queries.invitations_of(who)
    gone = [f"asking.invitation:{pk}" for pk in its.values_list("pk", flat=True)]
    its.delete()
    return gone
