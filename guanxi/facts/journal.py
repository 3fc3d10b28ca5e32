"""Facts as they happen: batches that are durable the moment they are accepted, and said at the next turn.

    <root>/live/<table>/waiting/<when>-<key>.json   accepted, not yet in the table
    <root>/live/<table>/refused/<when>-<key>.json   could not be said after all, with the reason
    <root>/live/<table>/known/<month>/<key>.json    what was answered, so that a repeat gets the same answer

A batch is announced in `known`, written to `waiting`, and only then answered; once it is said its entry in
`known` is marked before it leaves `waiting`. So a kill at any time leaves it accepted or never sent, and an
entry that is neither marked nor waiting nor refused was never accepted. Keys are known for at least three
months; then their month is forgotten.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from filelock import FileLock

from guanxi.errors import BadInput, Conflict, GuanxiError
from guanxi.facts import live_files
from guanxi.facts.changes import Change, ChangeNote, changes
from guanxi.facts.full_disk import disk_full_said
from guanxi.facts.live_rows import RowsRefused, typed
from guanxi.facts.privacy.erased_ids import read as read_erased
from guanxi.facts.privacy.handling import without
from guanxi.facts.reversals import name_customers
from guanxi.facts.table import FactTable, fact_table
from guanxi.facts.words import word

if TYPE_CHECKING:
    from guanxi.facts.store import Store

__all__ = ["Accepted", "KeyReused", "NoRows", "NotSaid", "NotSent", "RowsRefused", "append", "drain"]
SENT = ("customers", "products", "purchases", "contacts", "answers", "complaints", "points")
KIND, FOLDER = "live", "live"
WAITING, REFUSED, KNOWN = "waiting", "refused", "known"
KNOWN_MONTHS = 4  # this one and the three before
MOST_AT_ONCE = 200_000  # rows of one commit


class NotSent(BadInput):
    code = "live.not_sent"


class NoRows(BadInput):
    code = "live.no_rows"


class KeyReused(Conflict):
    code = "live.key_reused"


class NotSaid(BadInput):
    """The table cannot take what its words allow: kept with the reason of whoever refused it."""

    code = "live.not_said"


@dataclass(frozen=True)
class Accepted:
    """What a sender is told. `was_known`: the same batch had been accepted before; nothing was written."""

    batch: str
    table: str
    rows: int
    was_known: bool = False


def append(
    store: Store, table: str, rows: list[dict[str, Any]], *, by: str, at: datetime, key: str | None = None
) -> Accepted:
    """Accept rows of a table: all of them, durably, or none.

    rows   each with the table's key and any of its other columns; dates as YYYY-MM-DD. A purchase without a
           line gets its place among the lines of its order in the batch
    key    names the batch for whoever may have to send it again; otherwise what it says names it

    Errors  NotSent (no table for this), NoRows, RowsRefused (each fault named), KeyReused, DiskFull
    """
    if table not in SENT:
        raise NotSent(asked=table, known=", ".join(SENT))
    if not rows:
        raise NoRows(table=table)
    said = typed(fact_table(table), rows)
    content = sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
    name, folder = key_name(key or content), folder_of(store, table)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"), disk_full_said(store.root):
        first = known(store, table, name, at=at)
        if first is not None:
            if first["content"] != content:
                raise KeyReused(key=key)
            return Accepted(first["batch"], table, first["rows"], was_known=True)
        asked = len(said)
        erased = read_erased(store.root).among({row.get("customer_id") for row in said})
        said = without(table, said, erased)  # nothing of an erased person is written down
        entry = {"content": content, "batch": f"{at:%Y%m%dT%H%M%S%f}-{name}", "rows": asked}
        _forget_old(folder / KNOWN, at)
        live_files.put(_known_path(folder, entry["batch"]), entry)
        if not said:
            live_files.put(_known_path(folder, entry["batch"]), entry | {"is_said": True})
            return Accepted(entry["batch"], table, asked)
        waiting_as = folder / WAITING / f"{entry['batch']}.json"
        live_files.put(waiting_as, entry | {"by": by, "at": at.isoformat(), "said": said})
    return Accepted(entry["batch"], table, asked)


def known(store: Store, table: str, name: str, *, at: datetime) -> dict[str, Any] | None:
    """What was answered to the batch of this key (`key_name`); None where none was accepted."""
    folder = folder_of(store, table)
    for month in _months(at):
        path = folder / KNOWN / month / f"{name}.json"
        entry = live_files.read(path)
        if entry is not None and not (entry.get("is_said") or _is_kept(folder, entry["batch"])):
            entry = live_files.read(path)  # a drain that ran meanwhile has marked it, and then moved it
        if entry is not None and (entry.get("is_said") or _is_kept(folder, entry["batch"])):
            return entry
    return None


def waiting(store: Store, table: str) -> list[str]:
    """The batches that are accepted and not yet in the table, oldest first."""
    return [path.stem for path in _batches(folder_of(store, table) / WAITING)]


def drain(store: Store) -> list[Change]:
    """Say everything that waits; for each table that had something, one change or, of very much, several.

    A batch that cannot be said is moved aside with its reason, and does not keep the others. What is not the
    batch's fault (no room on the disk) stops the drain, and everything goes on waiting.
    """
    done = []
    for table in SENT:
        folder = folder_of(store, table)
        if folder.is_dir():
            with FileLock(folder / ".draining"):
                done += _drain(store, table)
    return done


def folder_of(store: Store, table: str) -> Path:
    return store.root / FOLDER / table


def key_name(key: str) -> str:
    """What a batch's files are called: any key, in characters that every file system takes."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def forget(folder: Path, batch: str) -> None:
    """Let the key of a batch name another one."""
    _known_path(folder, batch).unlink(missing_ok=True)


def _drain(store: Store, table: str) -> list[Change]:
    folder = folder_of(store, table)
    paths = _batches(folder / WAITING)
    if not paths:
        return []
    said = {batch for change in changes(store, table) for batch in change.source.get("batches", ())}
    for path in paths:
        if path.stem in said:  # killed between the commit and this
            _settle(path)
    done: list[Change] = []
    for some in _portions([path for path in paths if path.stem not in said]):
        done += _say_or_put_aside(store, table, some)
    return done


def _portions(paths: list[Path]) -> Iterator[list[Path]]:
    """So many batches at a time that their rows fit into memory."""
    some, rows = [], 0
    for path in paths:
        size = (live_files.read(path) or {}).get("rows", 0)
        if some and rows + size > MOST_AT_ONCE:
            yield some
            some, rows = [], 0
        some.append(path)
        rows += size
    if some:
        yield some


def _say_or_put_aside(store: Store, table: str, paths: list[Path]) -> list[Change]:
    try:
        return [_say(store, table, paths)]
    except (BadInput, pa.ArrowInvalid, OverflowError) as error:
        if len(paths) == 1:
            _put_aside(paths[0], error)
            return []
    return [change for path in paths for change in _say_or_put_aside(store, table, [path])]


def _say(store: Store, table: str, paths: list[Path]) -> Change:
    """Merge batches, in the order in which they were accepted; the later word on a row stands."""
    spec, entries = fact_table(table), [json.loads(path.read_text("utf-8")) for path in paths]
    merged: dict[tuple, dict[str, Any]] = {}
    for entry in entries:
        for row in entry["said"]:
            told = {name: value for name, value in row.items() if value is not None}
            merged.setdefault(tuple(row[k] for k in spec.key), {}).update(told)
    rows, names = list(merged.values()), [path.stem for path in paths]
    if table == "purchases":
        name_customers(store, rows)
    note = ChangeNote(
        change_id=f"live-{sha256(' '.join(names).encode()).hexdigest()[:24]}",
        kind=KIND,
        by=entries[-1]["by"],
        at=datetime.fromisoformat(entries[-1]["at"]),
        source={"asked": f"{len(paths)} × live", "batches": names},
    )
    change = store.change(table, _arrow(spec, rows), note=note)
    for path in paths:
        _settle(path)
    return change


def _arrow(spec: FactTable, rows: list[dict[str, Any]]) -> pa.Table:
    given = [name for name in spec.columns if any(name in row for row in rows)]
    columns = {}
    for name in given:
        values = [row.get(name) for row in rows]
        if word(name).type == "date":
            values = [date.fromisoformat(value) if value else None for value in values]
        columns[name] = pa.array(values, spec.schema.field(name).type)
    return pa.table(columns)


def _settle(path: Path) -> None:
    """A batch that is said waits no more, and its key is known.

    The mark may be lost with the power: then a repeat is accepted once more and says the same rows again.
    """
    folder, batch = path.parent.parent, path.stem
    entry = live_files.read(_known_path(folder, batch)) or _of(live_files.read(path))
    if entry:
        live_files.put(_known_path(folder, batch), entry | {"is_said": True}, on_disk=False)
    (folder / REFUSED / path.name).unlink(missing_ok=True)  # it was sent again, and a kill kept it there
    path.unlink(missing_ok=True)


def _of(entry: dict[str, Any] | None) -> dict[str, Any]:
    return {name: (entry or {})[name] for name in ("content", "batch", "rows")} if entry else {}


def _put_aside(path: Path, error: Exception) -> None:
    refused = error if isinstance(error, GuanxiError) else NotSaid(why=str(error)[:300])
    entry = live_files.read(path) or {}
    live_files.put(
        path.parent.parent / REFUSED / path.name, entry | {"code": refused.code, "facts": refused.facts}
    )
    path.unlink()


def _batches(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))


def _is_kept(folder: Path, batch: str) -> bool:
    return any((folder / state / f"{batch}.json").exists() for state in (WAITING, REFUSED))


def _known_path(folder: Path, batch: str) -> Path:
    when, _, name = batch.partition("-")
    return folder / KNOWN / when[:6] / f"{name}.json"


def _months(at: datetime) -> list[str]:
    """The months of which keys are known, newest first."""
    last = at.year * 12 + at.month - 1
    return [f"{n // 12:04}{n % 12 + 1:02}" for n in range(last, last - KNOWN_MONTHS, -1)]


def _forget_old(folder: Path, at: datetime) -> None:
    """When a month begins, the keys of the months long past are forgotten."""
    this = _months(at)
    if (folder / this[0]).is_dir() or not folder.is_dir():
        return
    for month in folder.iterdir():
        if month.is_dir() and month.name < this[-1]:
            shutil.rmtree(month, ignore_errors=True)
