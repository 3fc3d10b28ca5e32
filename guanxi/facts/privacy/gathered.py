"""Everything that is held about one person, from everywhere it is held."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from guanxi.engines import engine as new_engine
from guanxi.errors import NotFound
from guanxi.facts import changes, journal, live_files
from guanxi.facts.privacy.handling import about, tables
from guanxi.facts.privacy.person import Person, ids_of, person
from guanxi.facts.privacy.scrubbing import cells_of

if TYPE_CHECKING:
    from guanxi.engines import Engine
    from guanxi.facts.store import Store


@dataclass(frozen=True)
class Gathered:
    """What is held about one person.

    ids        the asked one first, then those merged with it
    tables     table -> its rows about the person, as they were said; tables without any are absent
    ledger     rows as they stood before a change: change, said_at, table, and the row
    live       rows that programs sent, which wait or were refused: table, state, and the row
    set_aside  rows of files that could not be used: change, and the row as the file has it
    snapshots  what was worked out about the person, once for each published state of knowledge
    """

    ids: tuple[str, ...]
    tables: dict[str, pa.Table]
    ledger: list[dict[str, Any]]
    live: list[dict[str, Any]]
    set_aside: list[dict[str, Any]]
    snapshots: list[dict[str, Any]]

    @property
    def rows(self) -> int:
        return sum(rows.num_rows for rows in self.tables.values())

    @property
    def first_and_last(self) -> tuple[date, date] | None:
        days = self.tables["purchases"]["purchased_on"].to_pylist() if "purchases" in self.tables else []
        return (min(days), max(days)) if days else None


def gather(store: Store, customer_id: str) -> Gathered:
    """Everything about a person, under every id that was merged.

    Errors  NotFound, where nothing is held
    """
    ids = ids_of(store, customer_id)
    who, session = person(store, ids), new_engine("duckdb")
    try:
        held = {spec.name: _rows(store, spec.name, about(spec), who, session) for spec in tables()}
        found = Gathered(
            ids,
            {name: rows for name, rows in held.items() if rows.num_rows},
            _ledger(store, who, session),
            _live(store, who),
            _set_aside(store, who),
            _snapshots(store, who, session),
        )
    finally:
        session.close()
    if not (found.rows or found.ledger or found.live or found.set_aside or found.snapshots):
        raise NotFound(what="customer", name=customer_id)
    return found


def _rows(store: Store, table: str, columns: list[str], who: Person, session: Engine) -> pa.Table:
    rows = store.read(table, session, resolve=False)
    return session.collect(rows.filter(ibis.or_(*(rows[c].isin(list(who.ids)) for c in columns))))


def _ledger(store: Store, who: Person, session: Engine) -> list[dict[str, Any]]:
    found = []
    for change in changes.changes(store):
        files = changes.before_files(store.root, change.change_id)
        rows = session.scan(files) if files else None
        if rows is not None and "customer_id" in rows.columns:
            mine = session.collect(rows.filter(rows.customer_id.isin(list(who.ids)))).to_pylist()
            told = {"change": change.change_id, "changed_at": change.at.isoformat(), "table": change.table}
            found += [told | {n: v for n, v in row.items() if v is not None} for row in mine]
    return found


def _live(store: Store, who: Person) -> list[dict[str, Any]]:
    found = []
    for table in journal.SENT:
        for state in (journal.WAITING, journal.REFUSED):
            for path in sorted((journal.folder_of(store, table) / state).glob("[!.]*.json")):
                rows = (live_files.read(path) or {}).get("said", ())
                mine = [row for row in rows if row.get("customer_id") in who.ids]
                found += [{"table": table, "state": state, **row} for row in mine]
    return found


def _set_aside(store: Store, who: Person) -> list[dict[str, Any]]:
    found = []
    for path in sorted((store.root / "imports").glob("*/set-aside.csv")):
        header, *rows = cells_of(path)
        for row in rows:
            if any(who.is_told_by(cell) for cell in row):
                told = {name: cell for name, cell in zip(header, row, strict=False) if name and cell}
                found.append({"change": path.parent.name, **told})
    return found


def _snapshots(store: Store, who: Person, session: Engine) -> list[dict[str, Any]]:
    found = []
    for card in sorted((store.root / "snapshots").glob("[!.]*/card.json")):
        files = [str(path) for path in sorted((card.parent / "profile").glob("*.parquet"))]
        rows = session.scan(files) if files else None
        if rows is not None and "customer_id" in rows.columns:
            as_of = json.loads(card.read_text("utf-8")).get("as_of")
            mine = session.collect(rows.filter(rows.customer_id.isin(list(who.ids)))).to_pylist()
            found += [{"snapshot_id": card.parent.name, "as_of": as_of, **row} for row in mine]
    return found
