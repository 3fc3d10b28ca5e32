"""Writes of the live room: facts that programs send."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from guanxi.errors import BadInput
from guanxi.facts import journal
from guanxi.facts.store import Store
from guanxi.web.kit.actions import action

MOST_ROWS = 5_000


class TooManyRows(BadInput):
    code = "live.too_many_rows"


class Rows:
    """The rows of a batch; the audit writes down that there were some, and not what they say."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows


@action("live.send")
def send(by, table: str, count: int, batch: Rows, *, key: str | None = None) -> journal.Accepted:
    """Keep a batch; what is accepted survives any end of this process.

    count   the rows, for the audit
    """
    if count > MOST_ROWS:
        raise TooManyRows(rows=count, most=MOST_ROWS)
    store = Store(settings.GUANXI_STORE)
    who = getattr(by, "username", "guanxi")
    return journal.append(store, table, batch.rows, by=who, at=timezone.now(), key=key)
