"""What this room leaves to the job queue: bringing calls down to the store."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from guanxi.facts.store import Store
from guanxi.web.followups import actions, facts
from guanxi.web.kit.actions import SYSTEM


@task()
def push_calls() -> int:
    return push(Store(settings.GUANXI_STORE))


def push_calls_when_ripe() -> None:
    """After a call was logged: push it once it can no longer be taken back."""
    push_calls.using(run_after=timezone.now() + facts.UNDO_FOR).enqueue()


def push(store: Store) -> int:
    """Merge ripe calls into `contacts`; how many. One merged but not marked is merged onto itself."""
    pushed = 0
    while calls := facts.ripe_calls(timezone.now()):
        store.merge("contacts", facts.contacts(calls), note={"source": "followups", "calls": len(calls)})
        actions.mark_as_facts(SYSTEM, [call.pk for call in calls])
        pushed += len(calls)
    return pushed
