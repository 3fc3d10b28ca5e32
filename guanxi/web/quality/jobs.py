"""Looking through the facts: after a turn, after an import, and when a person asks for it."""

from __future__ import annotations

from time import perf_counter

import structlog
from django.utils import timezone
from django_tasks import task

from guanxi.engines import engine as new_engine
from guanxi.errors import GuanxiError
from guanxi.facts.firm import business_date, day_at
from guanxi.knowledge.quality import Quality, quality
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.quality import actions, queries
from guanxi.web.quality.models import Look, State
from guanxi.web.quality.refusals import LookFailed, NoFacts

LOG = structlog.get_logger("guanxi.web.quality")


@task()
def look(pk: int) -> None:
    """The job queue's door."""
    carry_out(Look.objects.get(pk=pk))


def look_soon() -> Look:
    """After facts changed: one look for however many changes come at once."""
    waited = queries.waiting()
    asked = actions.ask_for_look(SYSTEM)
    if waited is None or waited.pk != asked.pk:
        look.enqueue(asked.pk)
    return asked


def look_now(_snapshot_id: str = "") -> Look:
    """At the end of a turn, by the job that is running anyway."""
    return carry_out(actions.ask_for_look(SYSTEM))


def carry_out(asked: Look) -> Look:
    """Look through all facts. What goes wrong is kept with the look: it fails no turn and no import."""
    if asked.state != State.WAITING:
        return asked  # the queue gave it twice, or a turn was quicker
    start = perf_counter()
    try:
        actions.keep(SYSTEM, asked, _looked_through(), perf_counter() - start)
    except GuanxiError as error:
        actions.fail(SYSTEM, asked, error)
    except Exception:
        LOG.exception("a look through the facts stopped", look=asked.pk)
        actions.fail(SYSTEM, asked, LookFailed(reference=f"look {asked.pk}"))
    return asked


def _looked_through() -> Quality:
    store = queries.store()
    stands_on, today = business_date(store), day_at(store, timezone.now())
    if stands_on is None:
        raise NoFacts()
    engine = new_engine("duckdb")
    try:
        # A date of the year 2107 must not become the day everything is compared with.
        return quality(store, engine, as_of=min(stands_on, today), today=today)
    finally:
        engine.close()
