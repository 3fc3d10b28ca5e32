"""Facts as they happen: batches that are durable the moment they are accepted, and said at the next turn.

    <root>/live/<table>/waiting/<when>-<key>.json   accepted, not yet in the table
    <root>/live/<table>/known/<key>.json            what was answered, so that a repeat gets the same answer
    <root>/live/<table>/refused/<when>-<key>.json   could not be said after all, with the reason

A batch is written aside, brought to the disk, and moved into its place: a kill at any time leaves it
accepted or never sent.
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from filelock import FileLock

from guanxi.errors import BadInput, Conflict, GuanxiError
from guanxi.facts.changes import Change, ChangeNote, changes
from guanxi.facts.table import FactTable, fact_table
from guanxi.facts.words import word

if TYPE_CHECKING:
    from guanxi.facts.store import Store

SENT = ("customers", "products", "purchases", "contacts", "answers", "complaints", "points")
LONGEST = 4_000  # characters of one value
SHOWN = 20  # faults that are named
KIND, FOLDER = "live", "live"


class NotSent(BadInput):
    code = "live.not_sent"


class NoRows(BadInput):
    code = "live.no_rows"


class RowsRefused(BadInput):
    code = "live.rows_refused"


class KeyReused(Conflict):
    code = "live.key_reused"


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

    Errors  NotSent (no table for this), NoRows, RowsRefused (each fault named), KeyReused
    """
    if table not in SENT:
        raise NotSent(asked=table, known=", ".join(SENT))
    if not rows:
        raise NoRows(table=table)
    typed = _typed(fact_table(table), rows)
    content = sha256(json.dumps(typed, sort_keys=True, default=str).encode()).hexdigest()
    name = sha256(f"{key or content}".encode()).hexdigest()[:24]
    folder = store.root / FOLDER / table
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        known = _known(folder, name)
        if known is not None:
            if known["content"] != content:
                raise KeyReused(key=key)
            return Accepted(known["batch"], table, known["rows"], was_known=True)
        batch = f"{at:%Y%m%dT%H%M%S%f}-{name}"
        entry = {"content": content, "batch": batch, "rows": len(typed)}
        _write(folder / "waiting" / f"{batch}.json", entry | {"by": by, "at": at.isoformat(), "said": typed})
        _write(folder / "known" / f"{name}.json", entry)
    return Accepted(batch, table, len(typed))


def waiting(store: Store, table: str) -> list[str]:
    """The batches that are accepted and not yet in the table, oldest first."""
    return [path.stem for path in _waiting(store, table)]


def drain(store: Store) -> list[Change]:
    """Say everything that waits; one change for each table that had something.

    A batch that cannot be said is moved aside with its reason, and does not keep the others.
    """
    done = []
    for table in SENT:
        folder = store.root / FOLDER / table
        if not folder.is_dir():
            continue
        with FileLock(folder / ".draining"):
            done += _drain(store, table)
    return done


def _drain(store: Store, table: str) -> list[Change]:
    said = {batch for change in changes(store, table) for batch in change.source.get("batches", ())}
    paths = []
    for path in _waiting(store, table):
        if path.stem in said:  # killed between the commit and this
            path.unlink()
        else:
            paths.append(path)
    if not paths:
        return []
    try:
        return [_say(store, table, paths)]
    except GuanxiError as error:
        if len(paths) == 1:
            _put_aside(paths[0], error)
            return []
    return [change for path in paths for change in _alone(store, table, path)]


def _alone(store: Store, table: str, path: Path) -> list[Change]:
    try:
        return [_say(store, table, [path])]
    except GuanxiError as error:
        _put_aside(path, error)
        return []


def _say(store: Store, table: str, paths: list[Path]) -> Change:
    """Merge batches, in the order in which they were accepted; the later word on a row stands."""
    spec, entries = fact_table(table), [json.loads(path.read_text("utf-8")) for path in paths]
    merged: dict[tuple, dict[str, Any]] = {}
    for entry in entries:
        for row in entry["said"]:
            told = {name: value for name, value in row.items() if value is not None}
            merged.setdefault(tuple(row[k] for k in spec.key), {}).update(told)
    names = [path.stem for path in paths]
    note = ChangeNote(
        change_id=f"live-{sha256(' '.join(names).encode()).hexdigest()[:24]}",
        kind=KIND,
        by=entries[-1]["by"],
        at=datetime.fromisoformat(entries[-1]["at"]),
        source={"asked": f"{len(paths)} × live", "batches": names},
    )
    change = store.change(table, _arrow(spec, list(merged.values())), note=note)
    for path in paths:
        path.unlink(missing_ok=True)
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


def _put_aside(path: Path, error: GuanxiError) -> None:
    entry = json.loads(path.read_text("utf-8")) | {"code": error.code, "facts": error.facts}
    _write(path.parent.parent / "refused" / path.name, entry)
    path.unlink()


def _waiting(store: Store, table: str) -> list[Path]:
    return sorted((store.root / FOLDER / table / "waiting").glob("*.json"))


def _known(folder: Path, name: str) -> dict[str, Any] | None:
    for path in (folder / "known" / f"{name}.json", *(folder / "waiting").glob(f"*-{name}.json")):
        if path.exists():
            return json.loads(path.read_text("utf-8"))
    return None


def _write(path: Path, entry: dict[str, Any]) -> None:
    """There whole, and on the disk, when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(entry, file, ensure_ascii=False, default=str)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# -- what a row may say ------------------------------------------------------------------------------


def _typed(spec: FactTable, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as they will be kept, or RowsRefused with every fault."""
    faults: list[str] = []
    lines: Counter[str] = Counter()
    typed = []
    for n, row in enumerate(rows, 1):
        row = dict(row)
        if spec.name == "purchases" and row.get("order_id") is not None:
            lines[str(row["order_id"])] += 1
            row.setdefault("line", lines[str(row["order_id"])])
        faults += [f"{n}: {fault}" for fault in _faults(spec, row)]
        typed.append(row)
    if faults:
        more = len(faults) - SHOWN
        said = "; ".join(faults[:SHOWN]) + (f"; … (+{more})" if more > 0 else "")
        raise RowsRefused(table=spec.name, faults=said, count=len(faults), rows=len(rows))
    return typed


def _faults(spec: FactTable, row: dict[str, Any]) -> list[str]:
    found = []
    for name in row:
        if name not in spec.columns:
            near = get_close_matches(name, spec.columns, n=1)
            found.append(f"{name}?" + (f" ({near[0]}?)" if near else ""))
    for name in spec.key:
        if row.get(name) is None:
            found.append(f"{name} = null")
    found += [f"{name} = {value!r:.60}" for name, value in row.items() if not _fits(name, value, spec)]
    return found


def _fits(name: str, value: Any, spec: FactTable) -> bool:
    """Whether a value is of its word's type; null says nothing."""
    if value is None or name not in spec.columns:
        return True
    match word(name).type:
        case "str":
            return isinstance(value, str) and 0 < len(value) <= LONGEST
        case "int":
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
        case "float":
            return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        case "bool":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and _is_day(value)
        case _:
            return False


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False
