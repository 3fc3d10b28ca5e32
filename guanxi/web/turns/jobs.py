"""One turn of the loop, carried into the application: facts, knowledge, then what people see of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from time import perf_counter

import structlog
from django.conf import settings
from django_tasks import task

from guanxi import loop
from guanxi.distribution.snapshot import Snapshots
from guanxi.engines import engine as new_engine
from guanxi.errors import GuanxiError
from guanxi.facts.store import Store
from guanxi.web.customers.actions import load_customers
from guanxi.web.followups import actions as followups
from guanxi.web.followups import jobs as followup_jobs
from guanxi.web.identity.actions import follow as follow_identities
from guanxi.web.insight.actions import load_snapshot
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.kit.heartbeat import beating
from guanxi.web.kit.jobs.actions import beat
from guanxi.web.turns import actions, afterwards, queries
from guanxi.web.turns.models import TurnJob

LOG = structlog.get_logger("guanxi.web.turns")
SHARE_OF_THE_LOOP = 0.6  # the rest is loading what people see
APPLICATION_STEPS = ("calls", "customers", "profile", "tasks", "summary")

Progress = Callable[[str, float], None]


@task()
def run_turn(job_pk: int) -> None:
    """The job queue's door."""
    run(TurnJob.objects.get(pk=job_pk))


def enqueue(job: TurnJob) -> None:
    run_turn.enqueue(job.pk)


def run(job: TurnJob, *, show: bool = True, progress: Progress | None = None) -> TurnJob:
    """Carry a job out; what goes wrong is kept with it, as a code with facts.

    show   whether people are to see the result; without it facts and snapshots alone are made
    """
    step = _Steps(job, progress)
    try:
        with beating(lambda: beat(job)):
            _carry_out(job, step, show)
    except GuanxiError as error:
        actions.fail(SYSTEM, job, code=error.code, facts=error.facts)
    except Exception:
        LOG.exception("a turn stopped", job=job.pk, step=job.step)
        facts = {"step": job.step, "reference": f"turn {job.pk}"}
        actions.fail(SYSTEM, job, code="turns.unexpected", facts=facts)
    return job


def _carry_out(job: TurnJob, step: _Steps, show: bool) -> None:
    store = Store(settings.GUANXI_STORE)
    with step("calls", 0.0):
        followup_jobs.push(store)
    result = loop.turn(store, as_of=job.as_of, at=job.asked_at, progress=step.of_the_loop)
    if show:
        customers_version = _show(store, step)
        result.seconds.update(step.seconds)
    else:
        customers_version = queries.last_customers_version()
    actions.finish(SYSTEM, job, result=result, customers_version=customers_version)


def _show(store: Store, step: _Steps) -> int:
    """Let people see the newest snapshot: one that looks back at an earlier day changes no page."""
    newest = Snapshots(store.root).latest()
    with step("customers", 0.6):
        version = _bring_customers(store)
        follow_identities()
    with step("profile", 0.7):
        load_snapshot(SYSTEM, newest.id)
    with step("tasks", 0.9):
        _bring_tasks(store, on=newest.as_of)
    with step("summary", 0.97):
        afterwards.carry_out(newest.id)
    return version


def _bring_customers(store: Store) -> int:
    """Who the customers are, unless nothing was said about them since the last turn."""
    version = store.version("customers")
    if version >= 0 and version != queries.last_customers_version():
        load_customers(SYSTEM, _rows(store, "customers"))
    return version


def _bring_tasks(store: Store, *, on: date) -> None:
    engine = new_engine("duckdb")
    try:
        episodes = engine.collect(store.read("episodes", engine))
    finally:
        engine.close()
    followups.sync_episodes(SYSTEM, episodes, on=on)
    followups.climb(SYSTEM, on=on)


def _rows(store: Store, table: str) -> Iterator[dict]:
    engine = new_engine("duckdb")
    try:
        for batch in store.read(table, engine).to_pyarrow_batches(chunk_size=10_000):
            yield from batch.to_pylist()
    finally:
        engine.close()


class _Steps:
    """Where the job is: told to those who watch, and timed."""

    def __init__(self, job: TurnJob, progress: Progress | None) -> None:
        self.job, self.seconds = job, {}
        self._also_tell = progress or (lambda name, share: None)

    def __call__(self, name: str, share: float) -> _Steps:
        self.tell(name, share)
        self._name, self._start = name, perf_counter()
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_error: object) -> None:
        self.seconds[self._name] = round(perf_counter() - self._start, 3)

    def of_the_loop(self, name: str, share: float) -> None:
        if name != "done":  # the loop is through, the job is not
            self.tell(name, share * SHARE_OF_THE_LOOP)

    def tell(self, name: str, share: float) -> None:
        actions.note_progress(self.job, name, share)
        self._also_tell(name, share)
