"""Erasing, by the worker: the rooms first, while the store still knows the person; then the store."""

from __future__ import annotations

from django_tasks import task

from guanxi.facts.privacy import erasing
from guanxi.facts.privacy.erasing import Erasure
from guanxi.web.kit import facts_changed
from guanxi.web.privacy import actions, queries


@task()
def run_erasure(change_id: str) -> None:
    """The job queue's door: it is told the change, and never whom."""
    carry_out(change_id)


def carry_out(change_id: str) -> Erasure:
    """Erase whom a begun erasure is about. Killed anywhere, it is done again to the end."""
    store = queries.store()
    who = erasing.whom(store, change_id)
    if who is not None:
        actions.forget(who)
    done = erasing.go_on(store, change_id)
    if who is not None:
        actions.forget(who)  # what came in from the store meanwhile
        facts_changed.tell()
    return done
