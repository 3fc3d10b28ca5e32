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
from guanxi.web.kit.jobs.actions import failed, give_up_lost, minute, under_way
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
        raise BacktestUnderWay(since=minute(unfinished.asked_at))
    return BacktestJob.objects.create(asked_by_id=by.pk, asked_at=now, beat_at=now)


@action("forecast.finish_backtest", permission="forecast.carry_out")
def finish(by, job: BacktestJob, *, backtest_id: str) -> None:
    job.state, job.share, job.finished_at, job.backtest_id = State.DONE, 1.0, timezone.now(), backtest_id
    job.save()


@action("forecast.fail_backtest", permission="forecast.carry_out")
def fail(by, job: BacktestJob, *, code: str, facts: dict[str, Any]) -> None:
    failed(job, code, facts)


@unrecorded("where a job stands, many times a minute")
def note_progress(job: BacktestJob, origin: date | None, model: str, share: float) -> None:
    under_way(job, origin=origin, model=model, share=share)


@unrecorded("the job itself says that it was lost, and when")
def give_up_lost_jobs(now) -> int:
    return give_up_lost(BacktestJob, now, silence=SILENCE, code="turns.worker_lost")
