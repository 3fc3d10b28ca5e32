"""Writes of the turns room."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from guanxi.distribution.turn_settings import read_turn_settings, write_turn_settings
from guanxi.web.kit.actions import action, unrecorded
from guanxi.web.kit.jobs.actions import failed, give_up_lost, minute, under_way
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
        raise AlreadyRunning(since=minute(unfinished.asked_at))
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
    failed(job, code, facts)


@action("turns.decide")
def decide(by, *, wanted: dict[str, list[Any]]) -> None:
    """Change settings of the next turn: path -> [before, after].

    They are kept in the store, where every door reads them.

    Errors  SettingsChangedMeanwhile, where somebody else was quicker
    """
    store = queries.store()
    write_turn_settings(store, deciding.changed(read_turn_settings(store), wanted))


@unrecorded("where a job stands, many times a minute")
def note_progress(job: TurnJob, step: str, share: float) -> None:
    under_way(job, step=step, share=share)


@unrecorded("the job itself says that it was lost, and when")
def give_up_lost_jobs(now) -> int:
    return give_up_lost(TurnJob, now, silence=SILENCE, code="turns.worker_lost")
