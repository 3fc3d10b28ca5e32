"""The ledger of changes: who said what of the facts, when, from where, and what it did.

    <root>/changes/<change_id>/change.json     what was said and what it did
    <root>/changes/<change_id>/before/*.parquet     the rows as they stood before, where there were any
    <root>/changes/<change_id>/confirmed/*.parquet  keys of rows it said again as they were, and who had

The table's own log decides whether a change happened (`DeltaFacts.has_change`): an entry that was planned
and never committed changed nothing.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi.errors import NotFound
from guanxi.facts.whole import write_file

if TYPE_CHECKING:
    from guanxi.facts.store import Store

FOLDER, ENTRY, BEFORE, CONFIRMED = "changes", "change.json", "before", "confirmed"
KINDS = ("import", "live", "rules", "merge", "load", "undo", "erase", "retain")


@dataclass(frozen=True)
class ChangeNote:
    """What the writer of a change knows beforehand.

    change_id   made by `new_change_id` once per change: asked again with the same id, nothing is done twice
    kind        import | live | rules | merge | load | undo | erase | retain
    by          who: a user name, or "guanxi" for the application itself
    source      where it is from: file, sha256, sheet, mapping, settings; JSON, without secrets
    """

    change_id: str
    kind: str
    by: str
    at: datetime
    source: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One change of one fact table.

    inserted, updated, unchanged, deleted   rows
    skipped     rows that the way of importing left out (known keys when only creating, unknown when updating)
    conflicts   rows an undo left as a later change had made them
    state       planned (never committed) | done | undone
    undoes      the change that this one takes back; `undone_by` the one that takes this one back
    """

    change_id: str
    kind: str
    table: str
    by: str
    at: datetime
    source: dict[str, Any] = field(default_factory=dict)
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    skipped: int = 0
    conflicts: int = 0
    state: str = "planned"
    undoes: str | None = None
    undone_by: str | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.inserted or self.updated or self.deleted)


def new_change_id(at: datetime) -> str:
    """A name for a change: it sorts by time and is nobody else's."""
    return f"{at:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"


def planned(note: ChangeNote, table: str, **counts: Any) -> Change:
    return Change(note.change_id, note.kind, table, note.by, note.at, note.source, **counts)


def folder(root: Path, change_id: str) -> Path:
    return root / FOLDER / change_id


def before_files(root: Path, change_id: str) -> list[str]:
    """The rows as they stood before this change: the table's columns, change_id, existed, after_change_id."""
    return sorted(str(path) for path in (folder(root, change_id) / BEFORE).glob("*.parquet"))


def confirmed_files(root: Path, change_id: str) -> list[str]:
    """The rows this change found as it would have said them: the table's key, and change_id of who had."""
    return sorted(str(path) for path in (folder(root, change_id) / CONFIRMED).glob("*.parquet"))


def write(root: Path, change: Change) -> None:
    path = folder(root, change.change_id) / ENTRY
    kept = {name: value for name, value in asdict(change).items() if name != "undone_by"}
    write_file(path, json.dumps(kept, default=_plain, ensure_ascii=False, indent=1) + "\n")


def read(root: Path, change_id: str) -> Change | None:
    """The entry as it was last written; None where there is none."""
    try:
        raw = json.loads((folder(root, change_id) / ENTRY).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Change(**(raw | {"at": datetime.fromisoformat(raw["at"])}))


def changes(store: Store, table: str | None = None) -> list[Change]:
    """Every change that happened, newest first; of one table, or of all."""
    found = (_settled(store, entry) for entry in _entries(store.root))
    happened = sorted(
        (change for change in found if change.state != "planned"),
        key=lambda change: (change.at, change.change_id),
        reverse=True,
    )
    return [change for change in _with_undone(happened) if table is None or change.table == table]


def change(store: Store, change_id: str) -> Change:
    """The change with this id, or NotFound."""
    for found in changes(store):
        if found.change_id == change_id:
            return found
    raise NotFound(what="change", name=change_id)


def _entries(root: Path) -> list[Change]:
    found = (read(root, path.parent.name) for path in (root / FOLDER).glob(f"*/{ENTRY}"))
    return [entry for entry in found if entry is not None]


def _settled(store: Store, entry: Change) -> Change:
    """An entry whose writer was killed after its commit happened all the same."""
    if entry.state == "planned" and store.held(entry.table).has_change(entry.change_id):
        return replace(entry, state="done")
    return entry


def _with_undone(newest_first: list[Change]) -> list[Change]:
    """Which changes stand: an undo that was itself taken back takes nothing back."""
    taken_back: dict[str, str] = {}
    for change in newest_first:
        if change.undoes and change.change_id not in taken_back:
            taken_back[change.undoes] = change.change_id
    return [
        replace(change, state="undone", undone_by=taken_back[change.change_id])
        if change.change_id in taken_back
        else change
        for change in newest_first
    ]


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
