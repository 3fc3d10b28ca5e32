"""The store of facts: Delta tables on disk, read natively, changed only by commits.

Rules learnt by trial (docs/decisions/0002-delta-store.md): readers take the file list of a version, never
the folder, which would silently return every version; so deletion vectors stay off. One writer at a time.
A change of facts is worked out first (changing.py), its rows as they stood before are kept in the ledger
(changes.py), and then it happens in one commit.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from guanxi.engines import engine as new_engine
from guanxi.facts import changes
from guanxi.facts.changes import Change, ChangeNote
from guanxi.facts.changing import (
    MissingValue,
    RepeatedKey,
    Work,
    WrongColumns,
    before,
    cast_to,
    month,
    months_of,
    work_out,
)
from guanxi.facts.computed import read_footers, stored_form, written_aside
from guanxi.facts.delta import CHANGE, MONTH, DeletionVectors, DeltaFacts, Stamp, retried
from guanxi.facts.full_disk import disk_full_said
from guanxi.facts.laid_out import LaidOut, laid_out
from guanxi.facts.privacy.erased_ids import without_erased
from guanxi.facts.table import TABLES, FactTable, fact_table
from guanxi.facts.whole import make_folder

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

__all__ = ["Commit", "DeletionVectors", "MissingValue", "RepeatedKey", "Store", "TableState", "WrongColumns"]

Rows = pa.Table | Sequence[str]  # rows at hand, or the Parquet files they lie in
AS_SAID = ("identities", "predictions", "measurements")  # read under the ids they were written with


@dataclass(frozen=True)
class Commit:
    """One change of one table: what it did, and what its writer noted (who, what, file hash, counts)."""

    table: str
    version: int
    at: datetime
    operation: str
    note: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TableState:
    """How a table stands: rows, versions, when it was last written, and the latest day it speaks of."""

    name: str
    rows: int
    version: int
    written_at: datetime | None
    first_on: date | None
    latest_on: date | None


class Store:
    """Facts under one root folder: `facts/<table>` are Delta tables, `snapshots/` belongs to distribution."""

    def __init__(self, root: str | Path, *, pins: dict[str, int] | None = None) -> None:
        self.root = Path(root)
        self._pins = pins or {}

    def path(self, table: str) -> Path:
        return self.held(table).path

    def held(self, table: str) -> DeltaFacts:
        """The table as it lies on disk."""
        return DeltaFacts(self.root, fact_table(table))

    def pinned(self, *tables: str) -> Store:
        """The same store, whose reads of these tables stay with how they stand now."""
        return Store(self.root, pins={table: self.version(table) for table in tables})

    # -- changes that are kept in the ledger --------------------------------------------------------

    def change(
        self,
        table: str,
        rows: Rows,
        *,
        note: ChangeNote,
        mode: str = "both",
        empty: str = "keep",
        remembered: bool = True,
        distinct: bool = False,
    ) -> Change:
        """Say rows of a table, as one commit that can be taken back; see `changing.work_out` for the ways.

        rows        with the key and any of the table's columns; columns not given keep what they say. Files
                    that are laid out as the table is are taken in as they are, where all their rows are new
        distinct    whether the caller made sure that no key is there twice
                    Rows of persons who were erased (privacy/erased_ids.py) are left out, or taken nameless
        remembered  False for what must not be kept: the rows as they stood before are then not written down
        Again with the same change_id: nothing happens, and the first answer is given.
        """
        spec = fact_table(table)
        with self.writing(table, note) as (first, session):
            if first:
                return first
            files = None if isinstance(rows, pa.Table) else laid_out(spec, rows, note.change_id)
            given = cast_to(spec, _brought(spec, rows, session))
            without = without_erased(self.root, spec, given, session)
            given, files = (given, files) if without is None else (without, None)
            work = work_out(
                spec,
                self._stored(spec, session),
                given,
                change_id=note.change_id,
                engine=session,
                mode=mode,
                empty=empty,
                distinct=distinct,
                complete=files is not None,
                near=lambda months: self._stored(spec, session, months=set(months)),
            )
            counts = {name: getattr(work, name) for name in ("inserted", "updated", "unchanged", "skipped")}
            planned = changes.planned(note, table, **counts)
            return self.carry_out(spec, work, planned, session, remembered=remembered, files=files)

    def delete(self, table: str, keys: pa.Table, *, note: ChangeNote, remembered: bool = True) -> Change:
        """Take rows out of a table by their keys, as one commit that can be taken back."""
        spec = fact_table(table)
        with self.writing(table, note) as (first, session):
            if first:
                return first
            held = self._stored(spec, session)
            if held is None:
                return self._done(changes.planned(note, table))
            going = session.keep(held.semi_join(cast_to(spec, session.table(keys)), list(spec.key)))
            deleted = session.collect(going.aggregate(n=going.count()))["n"][0].as_py()
            work = Work(
                put=going.limit(0),
                inserted=0,
                updated=0,
                unchanged=0,
                skipped=0,
                gone=going.select(*spec.key) if deleted else None,
                before=before(spec, going, after=ibis.null("string")),
                months=months_of(spec, going, session),
            )
            return self.carry_out(
                spec, work, changes.planned(note, table, deleted=deleted), session, remembered=remembered
            )

    @contextmanager
    def writing(self, table: str, note: ChangeNote) -> Iterator[tuple[Change | None, Engine]]:
        """The table's only writer, with a session; and what this change did, where it was made before."""
        held, session = self.held(table), new_engine("duckdb")
        try:
            with held.lock(), disk_full_said(self.root):
                yield self._made_before(table, note), session
        finally:
            session.close()

    def _made_before(self, table: str, note: ChangeNote) -> Change | None:
        entry = changes.read(self.root, note.change_id)
        if entry is None or (entry.state == "planned" and not self.held(table).has_change(note.change_id)):
            shutil.rmtree(changes.folder(self.root, note.change_id), ignore_errors=True)
            return None
        return self._done(entry)

    def carry_out(
        self,
        spec: FactTable,
        work: Work,
        planned: Change,
        session: Engine,
        *,
        remembered: bool = True,
        files: list[LaidOut] | None = None,
    ) -> Change:
        """Keep what stood before, commit, and say it is done; killed anywhere, it is all there or nothing."""
        kept = {changes.BEFORE: work.before, changes.CONFIRMED: work.confirmed} if remembered else {}
        for name, rows in kept.items():
            if rows is not None:
                target = changes.folder(self.root, planned.change_id) / name
                make_folder(target, lambda draft, rows=rows: session.write(rows, draft))
        if work.gone is None and not planned.inserted:
            return self._done(planned)
        changes.write(self.root, planned)
        stamp = Stamp({"change_id": planned.change_id, "kind": planned.kind}, planned.change_id)
        self._commit(spec, work, stamp, session, files)
        return self._done(planned)

    def _done(self, change: Change) -> Change:
        done = replace(change, state="done")
        changes.write(self.root, done)
        return done

    # -- writes of the loop itself, without a ledger -------------------------------------------------

    def append(self, table: str, rows: pa.Table, *, note: dict[str, Any] | None = None) -> int:
        """Add rows as one commit; the number of rows added. No look at keys: see `merge` for that."""
        spec, held = fact_table(table), self.held(table)
        rows = _stored_form(spec, _fit(spec, rows))
        if rows.num_rows:
            with held.lock():
                self._upgraded(spec)
                retried(lambda: held.append(rows, Stamp(note)))
        return rows.num_rows

    def append_computed(self, table: str, rows: Table, engine: Engine, *, note: dict | None = None) -> int:
        """Add rows of an uncut table that an engine computes, as one commit; it writes, none comes by."""
        spec, held = fact_table(table), self.held(table)
        with held.lock(), written_aside(held.path, stored_form(spec, rows), engine) as files:
            self._upgraded(spec)
            if laid := read_footers(spec, files):
                retried(lambda: held.adopt(laid, _stored_schema(spec), Stamp(note)))
        return sum(file.rows for file in laid)

    def replace(self, table: str, rows: pa.Table, *, note: dict[str, Any] | None = None) -> int:
        """Make these rows the whole table, as one commit; older versions stay readable."""
        spec, held = fact_table(table), self.held(table)
        rows = _stored_form(spec, _fit(spec, rows))
        with held.lock():
            retried(lambda: held.overwrite(rows, Stamp(note)))
        return rows.num_rows

    def merge(self, table: str, rows: pa.Table, *, note: dict[str, Any] | None = None) -> tuple[int, int]:
        """Insert rows with new keys and update those that say something else: (inserted, updated)."""
        spec, held = fact_table(table), self.held(table)
        rows = _fit(spec, rows)
        session = new_engine("duckdb")
        try:
            with held.lock():
                given = cast_to(spec, session.table(rows))
                stored = self._stored(spec, session)
                work = work_out(spec, stored, given, change_id=None, engine=session, empty="clear")
                if work.inserted or work.updated:
                    self._commit(spec, work, Stamp(note), session)
        finally:
            session.close()
        return work.inserted, work.updated

    def _commit(
        self,
        spec: FactTable,
        work: Work,
        stamp: Stamp,
        session: Engine,
        files: list[LaidOut] | None = None,
    ) -> None:
        """Write what is put, and again what stays in the months that are touched."""
        held = self.held(spec.name)
        if work.gone is None and not held.crowded():
            if files and work.is_given:
                return held.adopt(files, _stored_schema(spec), stamp)
            return held.append(_stream(spec, work.put), stamp)
        if not spec.by_month:
            stays = self._staying(spec, work, session, None)
            return held.overwrite(_stream(spec, stays.union(work.put)), stamp)
        months = set(work.months | months_of(spec, work.put, session))
        months |= held.crowded() & months
        stays = self._staying(spec, work, session, months)
        return held.overwrite(_stream(spec, stays.union(work.put)), stamp, months=months)

    def _staying(self, spec: FactTable, work: Work, session: Engine, months: set[str] | None) -> Table:
        stored = self._stored(spec, session, months=months)
        if stored is None:
            return work.put.limit(0)
        return stored if work.gone is None else stored.anti_join(work.gone, list(spec.key))

    def _stored(self, spec: FactTable, session: Engine, *, months: set[str] | None = None) -> Table | None:
        """The rows as they are stored, with their change; None where there are none."""
        self._upgraded(spec)
        files = self.held(spec.name).files(months=months)
        return session.scan(files).select(*spec.columns, CHANGE) if files else None

    def _upgraded(self, spec: FactTable) -> None:
        """Lay out a table anew that an earlier version of guanxi wrote; the rows stay what they are."""
        held = self.held(spec.name)
        if not held.exists or held.is_current:
            return
        session = new_engine("duckdb")
        try:
            rows = self.read(spec.name, session, resolve=False, with_change=True)
            held.overwrite(_stream(spec, rows), Stamp({"upgraded": True}))
        finally:
            session.close()

    # -- reading ---------------------------------------------------------------------------------

    def has(self, table: str) -> bool:
        return self.held(table).exists

    def version(self, table: str) -> int:
        """The version of a table; -1 where nothing was ever written."""
        if table in self._pins:
            return self._pins[table]
        return self.held(table).at().version() if self.has(table) else -1

    def read(
        self,
        table: str,
        engine: Engine,
        *,
        as_of: date | None = None,
        version: int | None = None,
        resolve: bool = True,
        with_change: bool = False,
    ) -> Table:
        """The rows of a table; with `as_of`, nothing that happened later is ever seen.

        resolve      whose ids were found to be another customer's come out under that customer
        with_change  with the column `change_id`: which change last said the row
        """
        spec = fact_table(table)
        rows = self._scan(spec, engine, version, [*spec.columns, *([CHANGE] if with_change else [])])
        if resolve and table not in AS_SAID and "customer_id" in spec.columns:
            rows = self._resolved(table, rows, engine)
        if as_of is None or spec.happened is None:
            return rows
        return rows.filter(lambda t: t[spec.happened] <= as_of)

    def _scan(self, spec: FactTable, engine: Engine, version: int | None, columns: list[str]) -> Table:
        version = self._pins.get(spec.name) if version is None else version
        files = [] if version == -1 else self.held(spec.name).files(version)
        if not files:
            empty = spec.schema.append(pa.field(CHANGE, pa.string())).empty_table()
            return engine.table(empty).select(*columns)
        rows = engine.scan(files)
        # A table that an earlier version wrote lacks what was added since.
        types = {f.name: f.type for f in spec.schema} | {CHANGE: pa.string()}
        lacking = {c: types[c] for c in columns if c not in rows.columns}
        return rows.mutate(**{c: ibis.null(ibis.dtype(kind)) for c, kind in lacking.items()}).select(*columns)

    def _resolved(self, table: str, rows: Table, engine: Engine) -> Table:
        version = self._pins.get("identities")
        held = self.held("identities")
        if version == -1 or not held.exists or not held.at(version).count():
            return rows
        known = self._scan(held.spec, engine, version, list(held.spec.columns))
        from guanxi.facts import identities

        if table == "customers":
            return identities.fill_from_merged(rows, known)
        return identities.resolve(rows, known)

    def version_at(self, table: str, moment: datetime) -> int:
        """The version that was the newest at a moment; -1 where nothing had been written."""
        known = [commit.version for commit in self.history(table) if commit.at <= moment]
        return max(known, default=-1)

    def history(self, table: str) -> list[Commit]:
        """What was done to a table, newest first."""
        if not self.has(table):
            return []
        return [_commit_of(table, entry) for entry in self.held(table).at().history()]

    def states(self) -> list[TableState]:
        """Every table that was ever written, in the order of the flow."""
        return [self.state(name) for name in TABLES if self.has(name)]

    def state(self, table: str) -> TableState:
        """Rows and dates of a table from the commit log alone: no file is opened."""
        held = self.held(table)
        if not held.exists:
            return TableState(table, 0, -1, None, None, None)
        delta, files = held.at(), held.adds()
        written = delta.history(1)
        return TableState(
            name=table,
            rows=pc.sum(files["num_records"]).as_py() or 0,
            version=delta.version(),
            written_at=_moment(written[0]["timestamp"]) if written else None,
            first_on=_extreme(files, "min", held.spec.happened),
            latest_on=_extreme(files, "max", held.spec.happened),
        )

    def fingerprint(self, table: str, *, as_of: date) -> str:
        """What a table says up to a day, as a hash of its files: facts of later days do not change it.

        Who stands for whom is part of what it says.
        """
        spec = fact_table(table)
        files = self._listed(table, spec.happened, as_of)
        if "customer_id" in spec.columns and table not in AS_SAID:
            files += self._listed("identities", None, as_of)
        return sha256("\n".join(files).encode()).hexdigest()

    def _listed(self, table: str, happened: str | None, as_of: date) -> list[str]:
        version = self._pins.get(table)
        if version == -1 or not self.has(table):
            return []
        files = self.held(table).adds(version)
        if happened is not None and files.num_rows:
            files = files.filter(pc.less_equal(files[f"min.{happened}"], pa.scalar(as_of)))
        return sorted(files["path"].to_pylist())

    def business_date(self) -> date | None:
        """The last day the purchases speak of: the day the firm stands on, whatever the calendar says."""
        return self.state("purchases").latest_on

    def vacuum(self, table: str, *, keep_hours: int = 24 * 90) -> int:
        """Remove files of versions older than this; how many. Undo does not need them, `version=` does."""
        if not self.has(table):
            return 0
        with self.held(table).lock():
            gone = (
                self.held(table)
                .at()
                .vacuum(retention_hours=keep_hours, dry_run=False, enforce_retention_duration=False)
            )
        return len(gone)


def _brought(spec: FactTable, rows: Rows, session: Engine) -> Table:
    if not isinstance(rows, pa.Table):
        files = session.scan(list(rows))
        return files.drop(CHANGE) if CHANGE in files.columns else files
    known = {name: spec.schema.field(name).type for name in rows.column_names if name in spec.columns}
    typed = [rows[name].cast(known[name]) if name in known else rows[name] for name in rows.column_names]
    return session.table(pa.table(typed, names=rows.column_names))


def _stream(spec: FactTable, rows: Table) -> pa.RecordBatchReader:
    """Rows on their way to the disk, in the stored columns and types."""
    schema = _stored_schema(spec)
    columns = {c: rows[c] for c in (*spec.columns, CHANGE)}
    if spec.by_month:
        columns[MONTH] = month(spec, rows)
    batches = rows.select(**columns).to_pyarrow_batches(chunk_size=250_000)
    return pa.RecordBatchReader.from_batches(schema, (batch.cast(schema) for batch in batches))


def _stored_schema(spec: FactTable) -> pa.Schema:
    hidden = (CHANGE, MONTH) if spec.by_month else (CHANGE,)
    return pa.schema([*spec.schema, *(pa.field(name, pa.string()) for name in hidden)])


def _stored_form(spec: FactTable, rows: pa.Table) -> pa.Table:
    """Rows at hand as they are stored by the loop: said by no change."""
    rows = rows.append_column(CHANGE, pa.nulls(rows.num_rows, pa.string()))
    return rows.append_column(MONTH, pc.strftime(rows[spec.happened], "%Y-%m")) if spec.by_month else rows


def _fit(spec: FactTable, rows: pa.Table) -> pa.Table:
    """Rows in the table's columns and types; columns not given are null, unknown ones are refused."""
    unknown = [name for name in rows.column_names if name not in spec.columns]
    if unknown:
        raise WrongColumns(table=spec.name, unknown=", ".join(unknown), known=", ".join(spec.columns))
    columns = [
        rows[f.name].cast(f.type) if f.name in rows.column_names else pa.nulls(rows.num_rows, f.type)
        for f in spec.schema
    ]
    for column, f in zip(columns, spec.schema, strict=True):
        if not f.nullable and column.null_count:
            raise MissingValue(table=spec.name, column=f.name, rows=column.null_count)
    return pa.table(columns, schema=spec.schema)


def _commit_of(table: str, entry: dict[str, Any]) -> Commit:
    return Commit(
        table=table,
        version=entry["version"],
        at=_moment(entry["timestamp"]),
        operation=entry["operation"],
        note=json.loads(entry.get("guanxi", "{}")),
    )


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _extreme(files: pa.Table, side: str, column: str | None) -> date | None:
    name = f"{side}.{column}"
    if column is None or name not in files.column_names:
        return None
    values = [value for value in files[name].to_pylist() if value is not None]
    return (min if side == "min" else max)(values, default=None)
