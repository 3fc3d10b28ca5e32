"""What happened around a customer, gathered from every room that knows something, for the time line.

events.register("followups.calls", calls_of)          calls_of(user, customer_id) -> list of Event
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Event:
    """One line of the time line; `said` is in the reader's language, `icon` a Tabler icon."""

    on: date
    icon: str
    said: str
    by: str = ""


_sources: dict[str, Callable[[object, str], list[Event]]] = {}


def register(name: str, source: Callable[[object, str], list[Event]]) -> None:
    _sources[name] = source


def of(user, customer_id: str) -> list[Event]:
    """Everything the rooms know, newest first."""
    found = [event for source in _sources.values() for event in source(user, customer_id)]
    return sorted(found, key=lambda event: event.on, reverse=True)
