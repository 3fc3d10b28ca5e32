"""Summing a snapshot up, after its turn or when a page asks first; and comparing the rules of warning."""

from __future__ import annotations

from datetime import date

import structlog
from django.conf import settings
from django_tasks import task

from guanxi.distribution.snapshot import Snapshots
from guanxi.distribution.warnings_kept import comparison_is_due, firm_comparison
from guanxi.engines import engine as new_engine
from guanxi.errors import GuanxiError
from guanxi.facts.store import Store
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.kit.business import currency
from guanxi.web.overview import actions, queries, summing
from guanxi.web.overview.models import Summary

LOG = structlog.get_logger("guanxi.web.overview")


def summarise(snapshot_id: str) -> Summary:
    """What a snapshot came to, made now from the store."""
    found = summing.figures(
        Store(settings.GUANXI_STORE), snapshot_id, known_hits=queries.known_hits(), currency=currency()
    )
    return actions.keep_summary(SYSTEM, snapshot_id, figures=found)


def summary(snapshot_id: str) -> Summary:
    """The summary of a snapshot; one whose turn was not run here is made when it is first asked for."""
    return queries.summary(snapshot_id) or summarise(snapshot_id)


def compare_warnings(snapshot_id: str) -> None:
    """Ask for the rules of warning to be compared where that is due; the turn does not wait for it."""
    store = Store(settings.GUANXI_STORE)
    as_of = Snapshots(store.root).get(snapshot_id).as_of
    if comparison_is_due(store, as_of=as_of):
        run_comparison.enqueue(as_of.isoformat())


@task()
def run_comparison(as_of: str) -> None:
    """Compare on the firm's past up to this day, and keep what is found; the next turn goes by it."""
    engine = new_engine("duckdb")
    try:
        firm_comparison(Store(settings.GUANXI_STORE), engine=engine, as_of=date.fromisoformat(as_of))
    except GuanxiError as refusal:  # too short a history: the page says that nothing was compared
        LOG.info("the rules of warning were not compared", code=refusal.code, **refusal.facts)
    finally:
        engine.close()
