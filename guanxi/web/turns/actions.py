"""Writes of the turns room."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from guanxi.distribution.turn_settings import read_turn_settings, write_turn_settings
from guanxi.web.kit.actions import action, unrecorded
from guanxi.web.turns import deciding, queries
from guanxi.web.turns.models import UNFINISHED, State, TurnJob
from guanxi.web.turns.refusals import AlreadyRunning, InTheFuture, NothingKnownYet

if TYPE_CHECKING:
    from guanxi.loop import TurnResult

AHEAD = timedelta(days=365)  # how far after the last purchase a turn may stand
SILENCE = timedelta(minutes=5)  # a worker that gives no sign of life for so long is gone


@action("turns.start")
def start_turn(by, *, as_of: date | None = None) -> TurnJob:
    """Ask for a turn. One at a time: facts have one writer, and two turns would only wait for each other."""
    now = timezone.now()
    _refuse_unknown_days(as_of)
    give_up_lost_jobs(now)
    unfinished = TurnJob.objects.select_for_update().filter(state__in=UNFINISHED).first()
    if unfinished is not None:
        raise AlreadyRunning(since=timezone.localtime(unfinished.asked_at).strftime("%Y-%m-%d %H:%M"))
    return TurnJob.objects.create(as_of=as_of, asked_by_id=by.pk, asked_at=now, beat_at=now)


def _refuse_unknown_days(as_of: date | None) -> None:
    """A day before the first purchase says nothing; one long after the last says everybody is lost."""
    purchases = queries.store().state("purchases")
    if as_of is None or purchases.first_on is None or purchases.latest_on is None:
        return  # an empty store is refused by the turn itself
    if as_of < purchases.first_on:
        raise NothingKnownYet(as_of=as_of, first_on=purchases.first_on)
    if as_of > purchases.latest_on + AHEAD:
        raise InTheFuture(as_of=as_of, latest_on=purchases.latest_on, days=AHEAD.days)


@action("turns.finish", permission="turns.start")
def finish(by, job: TurnJob, *, result: TurnResult, customers_version: int | None) -> None:
    job.state, job.step, job.share, job.finished_at = State.DONE, "done", 1.0, timezone.now()
    job.as_of, job.snapshot_id = result.snapshot.as_of, result.snapshot.id
    job.was_published = result.published
    job.opened, job.closed, job.measured = result.opened, result.closed, result.measured
    job.seconds, job.customers_version = result.seconds, customers_version
    job.save()


@action("turns.fail", permission="turns.start")
def fail(by, job: TurnJob, *, code: str, facts: dict[str, Any]) -> None:
    job.state, job.finished_at = State.FAILED, timezone.now()
    job.error_code, job.error_facts = code, {name: str(value) for name, value in facts.items()}
    job.save()


@action("turns.decide")
def decide(by, *, wanted: dict[str, list[Any]]) -> None:
    """Change settings of the next turn: path -> [before, after].

    They are kept in the store, where every door reads them.

    Errors  SettingsChangedMeanwhile, where somebody else was quicker
    """
    store = queries.store()
    write_turn_settings(store, deciding.changed(read_turn_settings(store), wanted))


# Where a job stands is no change of the firm's data, so these leave no audit entry.


@unrecorded("where a job stands, many times a minute")
def note_progress(job: TurnJob, step: str, share: float) -> None:
    """Say where the job is, for those who watch; the first word starts its clock."""
    now = timezone.now()
    job.state, job.step, job.share, job.beat_at = State.RUNNING, step, share, now
    job.started_at = job.started_at or now
    job.save(update_fields=["state", "step", "share", "beat_at", "started_at"])


@unrecorded("a sign of life, twice a minute")
def beat(job_pk: int) -> None:
    """A sign of life."""
    TurnJob.objects.filter(pk=job_pk).update(beat_at=timezone.now())


@unrecorded("the job itself says that it was lost, and when")
def give_up_lost_jobs(now) -> int:
    """Jobs whose worker is gone are failed, so that they block nobody."""
    lost = TurnJob.objects.filter(state=State.RUNNING, beat_at__lt=now - SILENCE)
    return sum(_lost(job, now) for job in lost)


def _lost(job: TurnJob, now) -> int:
    beat_at = timezone.localtime(job.beat_at).strftime("%Y-%m-%d %H:%M")
    job.state, job.finished_at = State.FAILED, now
    job.error_code, job.error_facts = "turns.worker_lost", {"beat_at": beat_at}
    job.save(update_fields=["state", "finished_at", "error_code", "error_facts"])
    return 1
