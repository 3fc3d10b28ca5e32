"""Reading all texts: after facts changed, after a turn, and when a person asks for it."""

from __future__ import annotations

import structlog
from django_tasks import task

from guanxi.errors import GuanxiError
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.texts import actions, queries
from guanxi.web.texts.gathering import gather
from guanxi.web.texts.models import Reading, State
from guanxi.web.texts.refusals import ReadingFailed

LOG = structlog.get_logger("guanxi.web.texts")


@task()
def read(pk: int) -> None:
    """The job queue's door."""
    carry_out(Reading.objects.get(pk=pk))


def read_soon(_snapshot_id: str = "", *, by=SYSTEM, request_id: str | None = None) -> Reading:
    """After facts changed, or because somebody asks: one reading for however many ask at once."""
    waited = queries.waiting()
    asked = actions.ask_for_reading(by, request_id=request_id)
    if waited is None or waited.pk != asked.pk:
        read.enqueue(asked.pk)
    return asked


def carry_out(asked: Reading) -> Reading:
    """Read all texts. What goes wrong is kept with the reading; what was read before still stands."""
    if asked.state != State.WAITING:
        return asked  # the queue gave it twice
    try:
        actions.keep(SYSTEM, asked, gather())
    except GuanxiError as error:
        actions.fail(SYSTEM, asked, error)
    except Exception:
        LOG.exception("a reading of the texts stopped", reading=asked.pk)
        actions.fail(SYSTEM, asked, ReadingFailed(reference=f"reading {asked.pk}"))
    return asked
