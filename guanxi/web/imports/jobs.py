"""An import carried out by the worker: it tells where it is, can be stopped, and goes on after a cut."""

from __future__ import annotations

from time import monotonic

import structlog
from django.utils import timezone
from django_tasks import task

from guanxi.errors import GuanxiError
from guanxi.sources.imports import ImportSettings, run_import
from guanxi.sources.imports.refusals import Cancelled
from guanxi.sources.imports.rules_again import apply_rules
from guanxi.sources.imports.staging import Staging
from guanxi.sources.rules import rule_set
from guanxi.web.imports import actions, origins, queries, uploads
from guanxi.web.imports.models import ImportJob, State
from guanxi.web.kit import facts_changed
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.kit.heartbeat import beating
from guanxi.web.kit.jobs.actions import beat

LOG = structlog.get_logger("guanxi.web.imports")
EVERY_SECONDS = 0.5  # how often the page's table is told and asked


@task()
def run_job(job_pk: int) -> None:
    """The job queue's door."""
    carry_out(ImportJob.objects.get(pk=job_pk))


def carry_out(job: ImportJob) -> ImportJob:
    """Import what was given; what goes wrong is kept with the job, as a code with facts."""
    if job.state != State.WAITING:
        return job  # cancelled meanwhile, or given twice by the queue
    watch = _Watch(job)
    try:
        with beating(lambda: beat(job)):
            (_apply_rules if job.is_rules else _import)(job, watch)
    except Cancelled as stopped:
        actions.fail(SYSTEM, job, code=stopped.code, facts=stopped.facts, state=State.CANCELLED)
        uploads.forget(job.change_id)
    except GuanxiError as error:
        actions.fail(SYSTEM, job, code=error.code, facts=error.facts)
    except Exception:
        LOG.exception("an import stopped", job=job.pk, step=job.step)
        facts = {"step": job.step, "reference": f"import {job.pk}"}
        actions.fail(SYSTEM, job, code="imports.unexpected", facts=facts)
    return job


def _import(job: ImportJob, watch: _Watch) -> None:
    watch.tell("read", 0.0)
    if origins.is_a_database(job):
        Staging(queries.store().root, job.change_id).clear()
    result = run_import(
        queries.store(),
        origins.origin(job),
        ImportSettings(**job.settings),
        change_id=job.change_id,
        by=job.asked_by.get_username() if job.asked_by else "guanxi",
        at=job.asked_at,
        today=timezone.localdate(),
        progress=watch.tell,
        cancelled=watch.is_to_stop,
    )
    actions.finish(SYSTEM, job, known_as=result.change.change_id if result.was_known else "")
    uploads.forget(job.change_id)
    if not result.was_known:
        facts_changed.tell()


def _apply_rules(job: ImportJob, watch: _Watch) -> None:
    """The rules that were kept when it was asked for, applied to what is held."""
    watch.tell("read", 0.0)
    result = apply_rules(
        queries.store(),
        rule_set(job.origin["rules"]),
        change_id=job.change_id,
        by=job.asked_by.get_username() if job.asked_by else "guanxi",
        at=job.asked_at,
        progress=watch.tell,
        cancelled=watch.is_to_stop,
    )
    actions.finish(SYSTEM, job, known_as="")
    if not result.change.is_empty:
        facts_changed.tell()


class _Watch:
    """Tells where the job is, and asks whether it is to stop."""

    def __init__(self, job: ImportJob) -> None:
        self.job, self._told, self._asked, self._stop = job, 0.0, 0.0, False

    def tell(self, step: str, share: float) -> None:
        if step != self.job.step or monotonic() - self._told > EVERY_SECONDS:
            self._told = monotonic()
            actions.note_progress(self.job, step, share)

    def is_to_stop(self) -> bool:
        if monotonic() - self._asked > EVERY_SECONDS:
            self._asked = monotonic()
            self._stop = ImportJob.objects.filter(pk=self.job.pk, is_to_stop=True).exists()
        return self._stop
