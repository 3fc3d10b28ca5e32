"""Reckoning forecasts after a turn, and carrying a back-test out; nothing of it in a page's request."""

from __future__ import annotations

from datetime import date

import structlog
from django_tasks import task

from guanxi.distribution.backtests import firm_backtest
from guanxi.distribution.backtests.origins import ORIGINS
from guanxi.distribution.forecasts import LOOKS, forecasts, happened
from guanxi.distribution.snapshot import Snapshot
from guanxi.engines import engine as new_engine
from guanxi.errors import GuanxiError
from guanxi.knowledge.lifetime.buying import BUYING
from guanxi.web.forecast import actions, queries
from guanxi.web.forecast.models import BacktestJob, Outlook
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.kit.heartbeat import beating
from guanxi.web.kit.jobs.actions import beat

LOG = structlog.get_logger("guanxi.web.forecast")
EARLIER = 12  # snapshots whose forecast is kept and followed


def after_a_turn(snapshot_id: str) -> None:
    """Forecast from the newest snapshot, and see what has come of those before it."""
    outlook(snapshot_id)
    newest = queries.snapshots().get(snapshot_id)
    for earlier in _earlier(newest):
        _follow(outlook(earlier.id), earlier, until=newest.as_of)


def _earlier(newest: Snapshot) -> list[Snapshot]:
    """The last snapshot of each earlier day, the latest days first."""
    by_day = {each.as_of: each for each in queries.snapshots().all() if each.as_of < newest.as_of}
    return [by_day[day] for day in sorted(by_day, reverse=True)[:EARLIER]]


def outlook(snapshot_id: str) -> Outlook:
    """The forecast of a snapshot; one whose turn was not run here is reckoned when it is first asked for."""
    return queries.outlook(snapshot_id) or _reckon(queries.snapshots().get(snapshot_id))


def _reckon(snapshot: Snapshot) -> Outlook:
    engine = new_engine("duckdb")
    try:
        figures = forecasts(snapshot, engine=engine, customers=queries.customers(engine))
    finally:
        engine.close()
    return actions.keep_outlook(SYSTEM, snapshot.id, figures=figures)


def _follow(kept: Outlook, snapshot: Snapshot, *, until: date) -> None:
    """What its customers have brought; a year that is over is looked at once."""
    last = kept.happened_until
    if last is not None and (last >= until or (last - kept.as_of).days >= LOOKS[-1]):
        return
    engine = new_engine("duckdb")
    try:
        purchases = queries.store().read("purchases", engine, as_of=until)
        rows = happened(snapshot, purchases, as_of=until, engine=engine)
    finally:
        engine.close()
    actions.keep_happened(SYSTEM, kept, rows=rows, until=until)


# --- back-tests -------------------------------------------------------------------------------------


@task()
def run_backtest(job_pk: int) -> None:
    """The job queue's door."""
    run(BacktestJob.objects.get(pk=job_pk))


def enqueue(job: BacktestJob) -> None:
    run_backtest.enqueue(job.pk)


def run(job: BacktestJob) -> BacktestJob:
    """Carry a back-test out; what goes wrong is kept with it, as a code with facts."""
    engine = new_engine("duckdb")
    try:
        with beating(lambda: beat(job)):
            actions.note_progress(job, None, "", 0.0)
            told = firm_backtest(queries.store(), engine=engine, progress=_Progress(job))
        actions.finish(SYSTEM, job, backtest_id=told["id"])
    except GuanxiError as error:
        actions.fail(SYSTEM, job, code=error.code, facts=error.facts)
    except Exception:
        LOG.exception("a back-test stopped", job=job.pk)
        actions.fail(SYSTEM, job, code="forecast.unexpected", facts={"reference": f"backtest {job.pk}"})
    finally:
        engine.close()
    return job


class _Progress:
    """How far a back-test is: at most so many origins, each with every model."""

    def __init__(self, job: BacktestJob) -> None:
        self.job, self.done = job, 0

    def __call__(self, origin: date, model: str) -> None:
        share = min(self.done / (ORIGINS * len(BUYING)), 0.99)
        self.done += 1
        actions.note_progress(self.job, origin, model, share)
