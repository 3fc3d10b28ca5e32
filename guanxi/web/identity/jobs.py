"""Work that takes a while: looking for pairs among all customers, and accepting many of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import structlog
from django_tasks import task

from guanxi.engines import Engine
from guanxi.engines import engine as new_engine
from guanxi.errors import GuanxiError
from guanxi.facts import merges
from guanxi.knowledge.identity.pairs import Pairs, pairs
from guanxi.knowledge.identity.people import CUSTOMERS
from guanxi.web.identity import actions, queries
from guanxi.web.identity.models import Job, JobState, Merged
from guanxi.web.identity.refusals import NoCustomers, NothingToCompare, Stopped
from guanxi.web.kit import facts_changed
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.kit.heartbeat import beating
from guanxi.web.kit.jobs.actions import beat

LOG = structlog.get_logger("guanxi.web.identity")
MOST = 200_000  # pairs kept, the surest; more is no list that anybody decides about


@task()
def run_job(job_pk: int) -> None:
    """The job queue's door."""
    carry_out(Job.objects.get(pk=job_pk))


@task()
def follow() -> None:
    """The job queue's door."""
    actions.follow()


def follow_soon() -> None:
    """After facts changed: who stands for whom may have changed with them."""
    if queries.store().has("identities") or Merged.objects.exists():
        follow.enqueue()


def carry_out(job: Job) -> Job:
    """Do what was asked; what goes wrong is kept with the job, as a code with facts."""
    if job.state != JobState.WAITING:
        return job  # the queue gave it twice
    try:
        with beating(lambda: beat(job)):
            _search(job) if job.kind == Job.Kind.SEARCH else _accept(job)
    except GuanxiError as error:
        actions.fail(SYSTEM, job, error)
    except Exception:
        LOG.exception("a job stopped", job=job.pk, step=job.step)
        actions.fail(SYSTEM, job, Stopped(reference=f"identity {job.pk}"))
    return job


def _search(job: Job) -> None:
    store, session = queries.store(), new_engine("duckdb")
    try:
        actions.note_progress(job, "read", 0.05)
        customers = session.collect(store.read("customers", session))
        _comparable(customers)
        actions.note_progress(job, "compare", 0.15)
        found = pairs(customers, threshold=job.least, rejected=merges.kept_apart(store))
        actions.note_progress(job, "orders", 0.75)
        rows = list(_rows(found, session))
    finally:
        session.close()
    actions.note_progress(job, "keep", 0.85)
    actions.keep_pairs(job, rows)
    left_out = found.table.num_rows - len(rows)
    notes = [note.as_dict() for note in found.notes]
    actions.finish(SYSTEM, job, pairs=len(rows), left_out=left_out, customers=customers.num_rows, notes=notes)


def _comparable(customers: pa.Table) -> None:
    if not customers.num_rows:
        raise NoCustomers()
    if all(customers[name].null_count == customers.num_rows for name in CUSTOMERS):
        raise NothingToCompare(customers=f"{customers.num_rows:,}")


def _rows(found: Pairs, session: Engine) -> Iterator[dict[str, Any]]:
    """The surest pairs, each with what was bought under either id."""
    table = found.table.slice(0, MOST)
    ids = {*table["left_id"].to_pylist(), *table["right_id"].to_pylist()}
    bought = {
        row.pop("customer_id"): {name: str(value) for name, value in row.items()}
        for row in merges.purchases_under(queries.store(), ids, session).to_pylist()
    }
    for row in table.to_pylist():
        both = {key: bought[key] for key in (row["left_id"], row["right_id"]) if key in bought}
        yield row | {"evidence": json.loads(row["evidence"]), "bought": both}


def accept(by, least: float, *, request_id: str | None = None) -> tuple[str, int, int]:
    """Accept what is few while the person waits; see `actions.accept_many`."""
    done = actions.accept_many(by, least=least, request_id=request_id)
    actions.follow()
    facts_changed.tell()
    return done


def _accept(job: Job) -> None:
    actions.note_progress(job, "merge", 0.1)
    change_id, accepted, left_out = actions.accept_many(job.asked_by or SYSTEM, least=job.least)
    actions.follow(lambda share: actions.note_progress(job, "follow", 0.3 + 0.7 * share))
    actions.finish(SYSTEM, job, pairs=accepted, left_out=left_out, change_id=change_id)
    facts_changed.tell()
