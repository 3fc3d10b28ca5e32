"""What this room leaves to the job queue: answers that become facts, mails that leave, customers to ask."""

from __future__ import annotations

from datetime import timedelta
from threading import Lock
from time import monotonic

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django_tasks import task

from guanxi.facts.store import Store
from guanxi.web.asking import actions, facts

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
        actions.mark_responses([each.pk for each in responses])
        taken += len(responses)
    while changed := facts.ripe_invitations():
        store.merge("invitations", facts.invitations(changed), note={"source": "asking"})
        actions.mark_invitations([(each.pk, each.state) for each in changed])
    return taken
