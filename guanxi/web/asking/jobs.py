"""What this room leaves to the job queue: answers that become facts, mails that leave, customers to ask."""

from __future__ import annotations

from datetime import date, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from threading import Lock
from time import monotonic

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError
from django.utils import timezone
from django_tasks import task

from guanxi.facts.store import Store
from guanxi.web.asking import actions, facts, low_answers, mailing, queries, selecting
from guanxi.web.asking.door import firm_day
from guanxi.web.asking.happenings import happened
from guanxi.web.asking.models import Invitation
from guanxi.web.insight.queries import business_date
from guanxi.web.kit.actions import SYSTEM

LOG = structlog.get_logger("guanxi.web.asking")
EVERY_SECONDS = 60  # answers of a minute become facts together
A_LITTLE_LATER = 5  # so that none that came in this minute is missed

_asked_at: float | None = None
_lock = Lock()


@task()
def take_answers() -> int:
    return take(Store(settings.GUANXI_STORE))


def take_soon() -> None:
    """After an answer: ask for the job, once a minute in each process. Never in the way of the answer."""
    global _asked_at
    with _lock:
        now = monotonic()
        if _asked_at is not None and now - _asked_at < EVERY_SECONDS:
            return
        _asked_at = now
    try:
        later = timezone.now() + timedelta(seconds=EVERY_SECONDS + A_LITTLE_LATER)
        take_answers.using(run_after=later).enqueue()
    except DatabaseError:
        LOG.warning("the job that takes answers could not be asked for; the next turn takes them")


def take(store: Store) -> int:
    """Merge finished questionnaires into `answers`, and who was asked into `invitations`; how many answered.

    Each row's key is the questionnaire's own, so one that was merged and not marked is merged onto itself.
    """
    taken = 0
    while responses := facts.ripe_responses():
        store.merge(
            "answers", facts.answers(responses), note={"source": "asking", "responses": len(responses)}
        )
        low_answers.follow(responses)
        actions.mark_responses([each.pk for each in responses])
        taken += len(responses)
    while changed := facts.ripe_invitations():
        store.merge("invitations", facts.invitations(changed), note={"source": "asking"})
        actions.mark_invitations([(each.pk, each.state) for each in changed])
    return taken


# --- mails --------------------------------------------------------------------------------------------


@task()
def send_mails() -> int:
    """As many as may leave in a minute; where more wait, the job asks for itself again."""
    sent = send(firm_day(timezone.now()))
    if queries.to_mail(firm_day(timezone.now())).exists() and mailing.is_set_up():
        send_mails.using(run_after=timezone.now() + timedelta(minutes=1)).enqueue()
    return sent


def send(on: date) -> int:
    """Send invitations and reminders that are due; how many left. A refused address bounces at once."""
    actions.expire(on=on)
    if not mailing.is_set_up():
        return 0
    sent, due = 0, queries.to_mail(on)[: selecting.rules().mails_a_minute]
    try:
        with get_connection() as connection:
            for each in due:
                sent += _send_one(each, connection, on)
    except (OSError, SMTPException) as error:
        LOG.warning("the mail server is away; what waits is sent later", why=type(error).__name__)
    return sent


def _send_one(invitation: Invitation, connection, on: date) -> int:
    before = invitation.state
    if not actions.claim(invitation):
        return 0
    message = mailing.mail(invitation)
    message.connection = connection
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        if code < 500:  # not now: greylisted, or the mailbox is full
            actions.give_back(invitation, state=before)
            return 0
        actions.note_bounced([invitation.pk], f"{code} {words.decode(errors='replace')}", on=on)
        return 0
    except (OSError, SMTPException):
        actions.give_back(invitation, state=before)
        raise
    actions.note_sent(invitation, on=on)
    return 1


def after_turn(_snapshot_id: str = "") -> None:
    """Once a day, when the facts moved on: what the minute's job missed, and reminders that are due."""
    take_answers.enqueue()
    ask_after_events.enqueue()
    send_mails.enqueue()


@task()
def ask_after_events() -> int:
    day = business_date()
    return follow_rules(Store(settings.GUANXI_STORE), on=day) if day else 0


def follow_rules(store: Store, *, on: date) -> int:
    """Invite whoever something has happened to, once for each event; how many. The quarantine holds."""
    asked = 0
    for rule in queries.rules_at_work():
        fieldwork = queries.open_fieldwork_of(rule.survey)
        events = happened(store, rule.event, on=on, delay_days=rule.delay_days, since=rule.since_on)
        events = queries.not_asked_after(events)
        if fieldwork is None or not events:
            continue
        drawn = selecting.select(
            queries.known(events, rule.event),
            fieldwork,
            wanted={"": 1.0},
            seed="",
            on=firm_day(timezone.now()),
        )
        if drawn.count:
            choice = actions.Choice(drawn)
            said = {"event": rule.event}
            wave = actions.invite(
                SYSTEM, fieldwork, choice, said, seed="", address=rule.address, rule=rule, events=events
            )
            asked += wave.invitations.count()
    return asked
