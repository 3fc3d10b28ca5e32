"""What is held about one person, in the store and in the rooms; who was erased; which rules hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from guanxi.errors import NotFound
from guanxi.facts.privacy import erasing, retention
from guanxi.facts.privacy.gathered import Gathered, gather
from guanxi.facts.privacy.handling import HANDLING
from guanxi.facts.privacy.person import Person, ids_of, person
from guanxi.facts.store import Store
from guanxi.web.kit import persons
from guanxi.web.kit.tables import TABLES


def store() -> Store:
    return Store(settings.GUANXI_STORE)


@dataclass(frozen=True)
class Held:
    """Everything about one person. rooms: what the application holds beside the facts."""

    who: Person
    facts: Gathered
    rooms: dict[str, list[dict]]

    @property
    def customer_id(self) -> str:
        return self.who.ids[0]

    @property
    def beside(self) -> list[tuple[str, int]]:
        found = [
            (name, len(getattr(self.facts, name))) for name in ("ledger", "live", "set_aside", "snapshots")
        ]
        return [(name, rows) for name, rows in found if rows]


def held(customer_id: str) -> Held:
    """Everything about a person.

    Errors  NotFound, where neither the store nor the application knows the id
    """
    who = person(store(), ids_of(store(), customer_id))
    rooms = persons.held(who)
    try:
        return Held(who, gather(store(), customer_id), rooms)
    except NotFound:
        if not rooms:
            raise
        return Held(who, Gathered(who.ids, {}, [], [], [], []), rooms)


@dataclass(frozen=True)
class Line:
    """One table of facts: how many rows, what becomes of them, and why."""

    table: str
    rows: int
    how: str
    why: str


def lines(found: Held, language: str) -> list[Line]:
    return [
        Line(str(TABLES[name]), rows.num_rows, HANDLING[name].how, HANDLING[name].why(language))
        for name, rows in found.facts.tables.items()
    ]


def erasures() -> list[erasing.Erasure]:
    return erasing.erasures(store())


def rules() -> list[retention.Rule]:
    return retention.read_rules(store())


def planned(today: date) -> list[retention.Planned]:
    return retention.plan(store(), rules(), today=today)


def today() -> date:
    return timezone.localdate()
