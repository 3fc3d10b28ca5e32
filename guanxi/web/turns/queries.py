"""What is known about the facts themselves: tables, their freshness, and the turns made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from guanxi.distribution.snapshot import Snapshot, Snapshots
from guanxi.distribution.turn_settings import TurnSettings, read_turn_settings
from guanxi.errors import NotFound
from guanxi.facts.firm import read_firm
from guanxi.facts.store import Commit, Store, TableState
from guanxi.facts.table import fact_table
from guanxi.sentences import say
from guanxi.web.customers.models import Customer
from guanxi.web.kit.models import AuditEntry
from guanxi.web.turns.models import UNFINISHED, State, TurnJob

TURNS_SHOWN = 30
LOOKED_AT = 5_000  # customers, for what is said of them


def store() -> Store:
    return Store(settings.GUANXI_STORE)


def tables() -> list[TableState]:
    """Every fact table that was ever written, from the commit logs alone."""
    return store().states()


def source(language: str) -> str:
    """Where the facts are from, in a sentence; empty where nobody has said."""
    found = read_firm(store())
    return found.source(language) if found else ""


def business_date() -> date | None:
    """The last day the purchases speak of."""
    return store().business_date()


def history(table: str) -> list[Commit]:
    """What was done to one table, newest first."""
    fact_table(table)
    return store().history(table)


def said_of_some_customers() -> Iterator[dict[str, Any]]:
    """What the firm's own files say of customers, by column: enough of them to know its kinds."""
    rows = Customer.objects.values_list("city", "attributes")[:LOOKED_AT]
    return ({**attributes, "city": city} for city, attributes in rows)


def snapshots() -> list[Snapshot]:
    """Every published snapshot, newest as-of date first."""
    return Snapshots(settings.GUANXI_STORE).all()[::-1]


def snapshot(snapshot_id: str) -> Snapshot:
    return Snapshots(settings.GUANXI_STORE).get(snapshot_id)


def jobs() -> QuerySet[TurnJob]:
    return TurnJob.objects.select_related("asked_by")


def job(pk: int) -> TurnJob:
    found = jobs().filter(pk=pk).first()
    if found is None:
        raise NotFound(what="turn", name=pk)
    return found


def unfinished_job() -> TurnJob | None:
    return jobs().filter(state__in=UNFINISHED).first()


def last_customers_version() -> int | None:
    """The version of the customers' facts that was brought in last."""
    done = TurnJob.objects.filter(state=State.DONE, customers_version__isnull=False)
    return done.order_by("-finished_at", "-pk").values_list("customers_version", flat=True).first()


def turn_settings() -> TurnSettings:
    """What the firm decided about its turns."""
    return read_turn_settings(store())


def settings_wait_for_a_turn() -> bool:
    """Whether somebody decided otherwise since the last turn that was carried through began."""
    decided = AuditEntry.objects.filter(action="turns.decide").order_by("-at").first()
    done = TurnJob.objects.filter(state=State.DONE).order_by("-started_at").first()
    return decided is not None and (done is None or done.started_at < decided.at)


@dataclass(frozen=True)
class Turn:
    """One published snapshot, as the Data page says it."""

    snapshot_id: str
    as_of: date
    published_at: str | None
    seconds: float | None
    engine: str
    customers: int | None
    lines: int | None
    notes: list[str]
    settings: dict[str, Any]


def turns(language: str) -> list[Turn]:
    """The turns that left a snapshot, newest first, with their notes in sentences."""
    return [_turn(each, language) for each in snapshots()[:TURNS_SHOWN]]


def _turn(snapshot: Snapshot, language: str) -> Turn:
    card = snapshot.card
    return Turn(
        snapshot_id=snapshot.id,
        as_of=snapshot.as_of,
        published_at=card.get("published_at"),
        seconds=card.get("seconds"),
        engine=card.get("engine", ""),
        customers=card.get("totals", {}).get("customers"),
        lines=card.get("lines", {}).get("lines"),
        notes=notes(card, language),
        settings=flat(card.get("turn_settings", {})),
    )


def notes(card: dict[str, Any], language: str) -> list[str]:
    """What the methods noticed, said."""
    return [say(note["code"], language, **note.get("facts", {})) for note in card.get("notes", [])]


def flat(nested: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Settings as "episodes.expire_after_days": 180, in a readable order."""
    found: dict[str, Any] = {}
    for name, value in nested.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = _said(value)
    return found


def _said(value: Any) -> Any:
    """A setting in a few words: a list by its members, a table of rules by their names."""
    if value is None:
        return "—"
    if isinstance(value, list | tuple):
        return ", ".join(
            str(next(iter(each.values()))) if isinstance(each, dict) else str(each) for each in value
        )
    return value
