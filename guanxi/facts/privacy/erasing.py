"""Erasing one person: from the tables, their older versions, the ledger, and every file beside them.

<root>/erasures/<change_id>.json    who asked, when, what went; while it runs also the ids, and never a name

Every step may be done twice. Killed anywhere it goes on when it is asked for again with the same change_id;
the ids are hashed first, so that nothing brings the person back meanwhile. It cannot be taken back.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import polars as pl
import pyarrow as pa
from filelock import FileLock

from guanxi.engines import engine as new_engine
from guanxi.errors import NotFound
from guanxi.facts import changes, live_files
from guanxi.facts.changes import ChangeNote
from guanxi.facts.full_disk import disk_full_said
from guanxi.facts.privacy import erased_ids, scrubbing
from guanxi.facts.privacy.gathered import Gathered, gather
from guanxi.facts.privacy.handling import HANDLING, NAMELESS, about, emptied, tables
from guanxi.facts.privacy.person import Person, person

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.facts.store import Store
    from guanxi.facts.table import FactTable

FOLDER, KIND = "erasures", "erase"
PERSON_ITSELF = ("customers", "identities")


@dataclass(frozen=True)
class Erasure:
    """What was done, without naming the person.

    ids       how many ids the person had
    rows      table -> rows that were deleted or made nameless
    files     beside the tables: kind -> rows or files that went; older_files: of older versions of tables
    is_done   False while it runs, or where it was killed: ask for it again
    """

    change_id: str
    by: str
    at: datetime
    ids: int
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    is_done: bool = False


def erase(store: Store, customer_id: str, *, note: ChangeNote) -> Erasure:
    """Erase a person, under every id that was merged; revenue stays what it was.

    note   of kind "erase"; its change_id again goes on where it stopped, or answers what was done

    Errors  NotFound, where nothing is held of the person; DiskFull
    """
    if read(store, note.change_id) is None:
        begin(store, customer_id, note=note)
    return go_on(store, note.change_id)


def begin(store: Store, customer_id: str, *, note: ChangeNote) -> Erasure:
    """Write down that a person is to be erased; `go_on` does it. From here on nothing brings them back."""
    ids = gather(store, customer_id).ids
    started = Erasure(note.change_id, note.by, note.at, len(ids))
    with disk_full_said(store.root):
        erased_ids.add(store.root, ids, note.change_id)
        _write(store, started, ids)
    return started


def go_on(store: Store, change_id: str) -> Erasure:
    """Carry an erasure to its end.

    Errors  NotFound, where none was begun
    """
    store.root.mkdir(parents=True, exist_ok=True)
    with FileLock(store.root / ".erasing.lock"), disk_full_said(store.root):
        known = read(store, change_id)
        if known is None:
            raise NotFound(what="erasure", name=change_id)
        return known if known.is_done else _through(store, known)


def _through(store: Store, known: Erasure) -> Erasure:
    ids = tuple((live_files.read(_path(store, known.change_id)) or {})["of"])
    who, files = person(store, ids), Counter(known.files)
    # While the tables still name the person, files without columns of ours can be searched for the name.
    files.update(scrubbing.scrub(store, who))
    files["leftovers"] += scrubbing.leftovers(store)
    _write(store, _with(store, known, files), ids)
    for spec in tables():
        _erase_from(store, spec, who, known)
        files["older_files"] += _purge(store, spec, who)
        _write(store, _with(store, known, files), ids)
    done = _with(store, known, files, is_done=True)
    _write(store, done, None)
    return done


def _with(store: Store, known: Erasure, files: Counter[str], *, is_done: bool = False) -> Erasure:
    made = {spec.name: changes.read(store.root, _change_of(known, spec)) for spec in tables()}
    rows = {name: each.deleted + each.updated for name, each in made.items() if each is not None}
    counted = {name: n for name, n in files.items() if n}
    return Erasure(known.change_id, known.by, known.at, known.ids, rows, counted, is_done)


def _change_of(erasure: Erasure, spec: FactTable) -> str:
    return f"{erasure.change_id}-{spec.name}"


# -- the tables ----------------------------------------------------------------------------------------


def _erase_from(store: Store, spec: FactTable, who: Person, known: Erasure) -> None:
    """Delete the person's rows of a table, or make them nameless: one change that keeps nothing of before."""
    note = ChangeNote(_change_of(known, spec), KIND, known.by, known.at, {"erasure": known.change_id})
    if not store.has(spec.name) or _is_through(store, note.change_id):
        return
    session = new_engine("duckdb")
    try:
        keys = session.collect(rows_of(store, spec, who, session).select(*spec.key))
    finally:
        session.close()
    if not keys.num_rows:
        return
    if HANDLING[spec.name].how == NAMELESS:
        for name in emptied(spec):
            keys = keys.append_column(name, pa.nulls(keys.num_rows, spec.schema.field(name).type))
        store.change(spec.name, keys, note=note, mode="update", empty="clear", remembered=False)
    else:
        store.delete(spec.name, keys, note=note, remembered=False)


def _is_through(store: Store, change_id: str) -> bool:
    entry = changes.read(store.root, change_id)
    return entry is not None and entry.state == "done"


def rows_of(store: Store, spec: FactTable, who: Person, session: Engine) -> Table:
    """The rows of a table about the person, as they were said."""
    rows, ids = store.read(spec.name, session, resolve=False), list(who.ids)
    mine = [rows[c].isin(ids) for c in about(spec)]
    return rows.filter(mine[0] if len(mine) == 1 else ibis.or_(*mine))


def _purge(store: Store, spec: FactTable, who: Person) -> int:
    """Remove the files of older versions that hold the person; those that do not can still be read."""
    held = store.held(spec.name)
    if not held.exists:
        return 0
    with held.lock():
        current = {Path(each).resolve() for each in held.files()}
        old = [path for path in held.path.rglob("*.parquet") if path.resolve() not in current]
        gone = [path for path in old if "_delta_log" not in path.parts and _holds(path, spec, who)]
        for path in gone:
            path.unlink()
    return len(gone)


def _holds(path: Path, spec: FactTable, who: Person) -> bool:
    try:
        rows = pl.scan_parquet(path)
        columns = [c for c in about(spec) if c in rows.collect_schema().names()]
    except pl.exceptions.PolarsError:
        return True  # half a file that a killed writer left behind: nobody can read what it holds
    if not columns:
        return False
    mine = pl.any_horizontal(pl.col(c).is_in(list(who.ids)) for c in columns)
    return bool(rows.select(mine.any()).collect().item())


# -- beforehand, and afterwards ------------------------------------------------------------------------


def plan(store: Store, customer_id: str) -> Gathered:
    """What would go and what would stay, nameless; nothing is written.

    Errors  NotFound
    """
    return gather(store, customer_id)


def erasures(store: Store) -> list[Erasure]:
    """Every erasure, newest first."""
    found = (read(store, path.stem) for path in (store.root / FOLDER).glob("[!.]*.json"))
    return sorted((each for each in found if each), key=lambda each: each.at, reverse=True)


def unfinished(store: Store, customer_id: str) -> str | None:
    """The erasure of this person that was cut off, where there is one."""
    for path in (store.root / FOLDER).glob("[!.]*.json"):
        if customer_id in ((live_files.read(path) or {}).get("of") or ()):
            return path.stem
    return None


def read(store: Store, change_id: str) -> Erasure | None:
    entry = live_files.read(_path(store, change_id)) if Path(change_id).name == change_id else None
    if entry is None:
        return None
    told = {name: value for name, value in entry.items() if name != "of"}
    return Erasure(**told | {"at": datetime.fromisoformat(told["at"])})


def whom(store: Store, change_id: str) -> Person | None:
    """Whom an erasure is about, as long as it runs."""
    ids = (live_files.read(_path(store, change_id)) or {}).get("of")
    return person(store, ids) if ids else None


def _write(store: Store, erasure: Erasure, ids: tuple[str, ...] | None) -> None:
    """With the ids as long as it runs."""
    entry = json.loads(json.dumps(asdict(erasure) | {"at": erasure.at.isoformat()}))
    live_files.put(_path(store, erasure.change_id), entry | ({"of": list(ids)} if ids else {}))


def _path(store: Store, change_id: str) -> Path:
    return store.root / FOLDER / f"{change_id}.json"
