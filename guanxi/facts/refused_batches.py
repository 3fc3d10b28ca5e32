"""Batches that were accepted and could not be said after all: seen, sent again, or discarded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from guanxi.errors import NotFound
from guanxi.facts import journal, live_files

if TYPE_CHECKING:
    from guanxi.facts.store import Store


@dataclass(frozen=True)
class RefusedBatch:
    """One batch with why it was refused: `code` and `facts` of the error. said: its rows."""

    batch: str
    table: str
    by: str
    at: datetime
    code: str
    facts: dict[str, Any]
    said: list[dict[str, Any]]


@dataclass(frozen=True)
class LiveTable:
    """How a table stands with its senders: batches that wait, and those that were refused."""

    table: str
    waiting: int
    waiting_since: datetime | None
    refused: int


def live_tables(store: Store) -> list[LiveTable]:
    """Every table that something was ever sent for, in the order of the tables."""
    return [_live_table(store, table) for table in journal.SENT if journal.folder_of(store, table).is_dir()]


def _live_table(store: Store, table: str) -> LiveTable:
    waits = journal.waiting(store, table)
    since = None
    if waits:
        entry = live_files.read(journal.folder_of(store, table) / journal.WAITING / f"{waits[0]}.json")
        since = datetime.fromisoformat(entry["at"]) if entry else None
    return LiveTable(table, len(waits), since, len(_paths(store, table)))


def refused_batches(store: Store, *, most: int = 200) -> list[RefusedBatch]:
    """What was refused and is still there, newest first."""
    paths = [(table, path) for table in journal.SENT for path in _paths(store, table)]
    paths.sort(key=lambda one: one[1].name, reverse=True)
    found = (_read(table, path) for table, path in paths[:most])
    return [each for each in found if each is not None]


def refused_batch(store: Store, table: str, batch: str) -> RefusedBatch:
    """One of them, or NotFound."""
    found = _read(table, _path(store, table, batch))
    if found is None:
        raise NotFound(what="batch", name=batch)
    return found


def send_again(store: Store, table: str, batch: str) -> RefusedBatch:
    """Let it wait once more: the next turn tries again to say it."""
    found, path = refused_batch(store, table, batch), _path(store, table, batch)
    with FileLock(journal.folder_of(store, table) / ".lock"):
        entry = live_files.read(path) or {}
        kept = {name: value for name, value in entry.items() if name not in ("code", "facts")}
        live_files.put(path.parent.parent / journal.WAITING / path.name, kept)
        path.unlink(missing_ok=True)
    return found


def discard(store: Store, table: str, batch: str) -> RefusedBatch:
    """Throw it away; its key may then name another batch."""
    found = refused_batch(store, table, batch)
    folder = journal.folder_of(store, table)
    with FileLock(folder / ".lock"):
        _path(store, table, batch).unlink(missing_ok=True)
        journal.forget(folder, batch)
    return found


def _paths(store: Store, table: str) -> list[Path]:
    return sorted((journal.folder_of(store, table) / journal.REFUSED).glob("[!.]*.json"))


def _path(store: Store, table: str, batch: str) -> Path:
    if table not in journal.SENT or Path(batch).name != batch or not batch or batch.startswith("."):
        raise NotFound(what="batch", name=batch)
    return journal.folder_of(store, table) / journal.REFUSED / f"{batch}.json"


def _read(table: str, path: Path) -> RefusedBatch | None:
    entry = live_files.read(path)
    if entry is None:
        return None
    at = datetime.fromisoformat(entry["at"])
    return RefusedBatch(path.stem, table, entry["by"], at, entry["code"], entry["facts"], entry["said"])
