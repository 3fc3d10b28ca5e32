"""Writes of the forecast room."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date

from guanxi.web.forecast.models import BacktestJob, Outlook
from guanxi.web.forecast.queries import VERSION
from guanxi.web.forecast.refusals import BacktestUnderWay
from guanxi.web.kit.actions import action, unrecorded
from guanxi.web.turns.models import UNFINISHED, State

SILENCE = timedelta(minutes=5)  # a worker that gives no sign of life for so long is gone


@action("forecast.keep_outlook", permission="forecast.carry_out")
def keep_outlook(by, snapshot_id: str, *, figures: dict[str, Any]) -> Outlook:
    """Keep what a snapshot forecasts, in place of what was kept before."""
    kept, _made = Outlook.objects.update_or_create(
        snapshot_id=snapshot_id,
        defaults={
            "as_of": parse_date(figures["as_of"]),
            "version": VERSION,
            "figures": figures,
            "happened": [],
            "happened_until": None,
        },
    )
    return kept


@action("forecast.keep_happened", permission="forecast.carry_out")
def keep_happened(by, outlook: Outlook, *, rows: list[dict[str, Any]], until: date) -> Outlook:
    """Keep what has come of a forecast up to a day."""
    outlook.happened, outlook.happened_until = rows, until
    outlook.save(update_fields=["happened", "happened_until", "made_at"])
    return outlook


@action("forecast.start_backtest")
def start_backtest(by) -> BacktestJob:
    """Ask for a back-test; one at a time."""
    now = timezone.now()
    give_up_lost_jobs(now)
    unfinished = BacktestJob.objects.select_for_update().filter(state__in=UNFINISHED).first()
    if unfinished is not None:
        raise BacktestUnderWay(since=timezone.localtime(unfinished.asked_at).strftime("%Y-%m-%d %H:%M"))
    return BacktestJob.objects.create(asked_by_id=by.pk, asked_at=now, beat_at=now)


@action("forecast.finish_backtest", permission="forecast.carry_out")
def finish(by, job: BacktestJob, *, backtest_id: str) -> None:
    job.state, job.share, job.finished_at, job.backtest_id = State.DONE, 1.0, timezone.now(), backtest_id
    job.save()


@action("forecast.fail_backtest", permission="forecast.carry_out")
def fail(by, job: BacktestJob, *, code: str, facts: dict[str, Any]) -> None:
    job.state, job.finished_at = State.FAILED, timezone.now()
    job.error_code, job.error_facts = code, {name: str(value) for name, value in facts.items()}
    job.save()


@unrecorded("where a job stands, many times a minute")
def note_progress(job: BacktestJob, origin: date | None, model: str, share: float) -> None:
    """Say where the job is, for those who watch; the first word starts its clock."""
    now = timezone.now()
    job.state, job.origin, job.model, job.share = State.RUNNING, origin, model, share
    job.beat_at, job.started_at = now, job.started_at or now
    job.save(update_fields=["state", "origin", "model", "share", "beat_at", "started_at"])


@unrecorded("a sign of life, twice a minute")
def beat(job_pk: int) -> None:
    """A sign of life."""
    BacktestJob.objects.filter(pk=job_pk).update(beat_at=timezone.now())


@unrecorded("the job itself says that it was lost, and when")
def give_up_lost_jobs(now) -> int:
    """Jobs whose worker is gone are failed, so that they block nobody."""
    lost = BacktestJob.objects.filter(state=State.RUNNING, beat_at__lt=now - SILENCE)
    return sum(_lost(job, now) for job in lost)


def _lost(job: BacktestJob, now) -> int:
    beat_at = timezone.localtime(job.beat_at).strftime("%Y-%m-%d %H:%M")
    job.state, job.finished_at = State.FAILED, now
    job.error_code, job.error_facts = "turns.worker_lost", {"beat_at": beat_at}
    job.save(update_fields=["state", "finished_at", "error_code", "error_facts"])
    return 1
