"""Calls as facts: what was said becomes what is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pyarrow as pa

from guanxi.facts.table import fact_table
from guanxi.web.followups.models import Call

UNDO_FOR = timedelta(minutes=10)  # after that a call can no longer be taken back
AT_ONCE = 10_000


def ripe_calls(at: datetime) -> list[Call]:
    """Calls that may become facts now, oldest first, not more than `AT_ONCE`."""
    waiting = Call.objects.filter(is_a_fact=False, taken_back_at=None, logged_at__lte=at - UNDO_FOR)
    return list(waiting.select_related("follow_up__customer", "cause", "by").order_by("pk")[:AT_ONCE])


def contacts(calls: Sequence[Call]) -> pa.Table:
    """Rows of the fact table `contacts`, one per call; a call has one contact_id for ever."""
    return pa.Table.from_pylist([_contact(call) for call in calls], schema=fact_table("contacts").schema)


def _contact(call: Call) -> dict[str, object]:
    return {
        "contact_id": f"call-{call.pk}",
        # Under the id it was opened for: a merge moves no fact, so that it can be taken back.
        "customer_id": call.follow_up.came_from or call.follow_up.customer_id,
        "contacted_on": call.called_on,
        "channel": "phone",
        "reached": call.was_reached,
        "cause": call.cause.key if call.cause else None,
        "proposal": call.proposal or None,
        "next_on": call.next_on,
        "by": call.by.username if call.by else None,
        "episode_id": call.follow_up.episode_id,
    }
