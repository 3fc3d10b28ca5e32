"""Writes on the row of a job, whatever it does: where it is, that its worker lives, how it failed.

A job is a row with state, share, started_at, finished_at, beat_at, error_code and error_facts. None of this
changes the firm's data, so it leaves no audit entry; that somebody asked for the job does, in its own room.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from guanxi.web.kit.actions import unrecorded

RUNNING, FAILED = "running", "failed"


@unrecorded("where a job stands, many times a minute")
def under_way(job: Model, **where: Any) -> None:
    """Say where the job is, by the fields of its own that tell; the first word starts its clock."""
    now = timezone.now()
    job.state, job.beat_at, job.started_at = RUNNING, now, job.started_at or now
    for name, value in where.items():
        setattr(job, name, value)
    job.save(update_fields=["state", "beat_at", "started_at", *where])


@unrecorded("a sign of life, twice a minute")
def beat(job: Model) -> None:
    """A sign of life."""
    type(job)._default_manager.filter(pk=job.pk).update(beat_at=timezone.now())


@unrecorded("the room's own action records that it failed")
def failed(job: Model, code: str, facts: Mapping[str, Any]) -> None:
    """What went wrong, as a code with facts."""
    job.state, job.finished_at = FAILED, timezone.now()
    job.error_code, job.error_facts = code, {name: str(value) for name, value in facts.items()}
    job.save()


@unrecorded("the job itself says that it was lost, and when")
def give_up_lost(kind: type[Model], now: datetime, *, silence: timedelta, code: str) -> int:
    """Fail the jobs whose worker gave no sign of life for so long, so that they block nobody; how many."""
    lost = list(kind._default_manager.filter(state=RUNNING, beat_at__lt=now - silence))
    for job in lost:
        job.state, job.finished_at, job.error_code = FAILED, now, code
        job.error_facts = {"beat_at": minute(job.beat_at)}
        job.save(update_fields=["state", "finished_at", "error_code", "error_facts"])
    return len(lost)


def minute(at: datetime) -> str:
    """A moment as refusals say it, in the firm's time zone."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
