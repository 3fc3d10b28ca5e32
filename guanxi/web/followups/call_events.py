"""Calls as lines of a customer's time line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guanxi.web.customers.events import Event
from guanxi.web.followups import queries
from guanxi.web.followups.models import Call


def call_events(user, customer_id: str) -> list[Event]:
    """Every call about this customer that was not taken back and that this person may see."""
    calls = queries.calls_of(queries.of_customer(user, customer_id))
    return [
        Event(on=call.called_on, icon="phone", said=_said(call), by=str(call.by or ""))
        for made in calls.values()
        for call in made
    ]


def _said(call: Call) -> str:
    parts = [_("Call: reached") if call.was_reached else _("Call: not reached")]
    parts += [str(call.cause)] if call.cause else []
    parts += [f"{_('proposal:')} {call.proposal}"] if call.proposal else []
    return " · ".join([*parts, *([call.note] if call.note else [])])
