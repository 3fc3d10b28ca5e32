"""The store of facts: Delta tables on disk, read natively, changed only by commits.

Rules learnt by trial (docs/decisions/0002-delta-store.md): readers take the file list of a version, never
the folder, which would silently return every version; so deletion vectors stay off. One writer at a time,
and a commit that loses a race is tried again.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError

from guanxi.errors import BadInput, SettingError
from guanxi.facts.table import TABLES, FactTable, fact_table

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

ATTEMPTS = 6
T = TypeVar("T")


class WrongColumns(BadInput):
    code = "store.wrong_columns"


class RepeatedKey(BadInput):
    code = "store.repeated_key"


class MissingValue(BadInput):
    code = "store.missing_value"


class DeletionVectors(SettingError):
    code = "store.deletion_vectors"


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

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)

    def path(self, table: str) -> Path:
        return self.root / "facts" / fact_table(table).name

    # -- writing ---------------------------------------------------------------------------------

    def append(self, table: str, rows: pa.Table, *, note: dict[str, Any] | None = None) -> int:
        """Add rows as one commit; the number of rows added. No look at keys: see `merge` for that."""
        spec = fact_table(table)
        rows = _fit(spec, rows)
        if rows.num_rows:
            self._commit(lambda: self._write(spec, rows, "append", note))
        return rows.num_rows

    def replace(self, table: str, rows: pa.Table, *, note: dict[str, Any] | None = None) -> int:
        """Make these rows the whole table, as one commit; older versions stay readable."""
        spec = fact_table(table)
        rows = _fit(spec, rows)
        self._commit(lambda: self._write(spec, rows, "overwrite", note))
        return rows.num_rows

    def merge(self, table: str, rows: pa.Table, *, note: dict[str, Any] | None = None) -> tuple[int, int]:
        """Insert rows with new keys and update those with known ones, as one commit: (inserted, updated)."""
        spec = fact_table(table)
        rows = _fit(spec, rows)
        _refuse_repeated_keys(spec, rows)
        if not rows.num_rows:
            return 0, 0
        if not self.has(table):
            return self.append(table, rows, note=note), 0
        result = self._commit(lambda: self._merge(spec, rows, note))
        return result["num_target_rows_inserted"], result["num_target_rows_updated"]

    def _write(self, spec: FactTable, rows: pa.Table, mode: str, note: dict[str, Any] | None) -> None:
        write_deltalake(
            self.path(spec.name),
            rows,
            mode=mode,
            configuration={"delta.enableDeletionVectors": "false"},
            commit_properties=_properties(note),
        )

    def _merge(self, spec: FactTable, rows: pa.Table, note: dict[str, Any] | None) -> dict[str, Any]:
        same = " AND ".join(f"old.{column} = new.{column}" for column in spec.key)
        return (
            DeltaTable(self.path(spec.name))
            .merge(rows, same, source_alias="new", target_alias="old", commit_properties=_properties(note))
            .when_matched_update_all()
            .when_not_matched_insert_all()
            .execute()
        )

    def _commit(self, change: Callable[[], T]) -> T:
        for attempt in range(ATTEMPTS):
            try:
                return change()
            except CommitFailedError:
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(random.uniform(0.05, 0.1) * 2**attempt)
        raise AssertionError("unreachable")

    # -- reading ---------------------------------------------------------------------------------

    def has(self, table: str) -> bool:
        return DeltaTable.is_deltatable(str(self.path(table)))

    def version(self, table: str) -> int:
        """The version of a table; -1 where nothing was ever written."""
        return DeltaTable(self.path(table)).version() if self.has(table) else -1

    def read(
        self, table: str, engine: Engine, *, as_of: date | None = None, version: int | None = None
    ) -> Table:
        """The rows of a table; with `as_of`, nothing that happened later is ever seen."""
        spec = fact_table(table)
        files = self._files(spec, version)
        rows = engine.scan(files) if files else engine.table(spec.empty())
        rows = rows.select(*spec.columns)
        if as_of is None or spec.happened is None:
            return rows
        return rows.filter(lambda t: t[spec.happened] <= as_of)

    def _files(self, spec: FactTable, version: int | None) -> list[str]:
        if not self.has(spec.name):
            return []
        table = DeltaTable(self.path(spec.name), version=version)
        if table.metadata().configuration.get("delta.enableDeletionVectors") == "true":
            raise DeletionVectors(table=spec.name)
        return table.file_uris()

    def history(self, table: str) -> list[Commit]:
        """What was done to a table, newest first."""
        if not self.has(table):
            return []
        return [_commit_of(table, entry) for entry in DeltaTable(self.path(table)).history()]

    def states(self) -> list[TableState]:
        """Every table that was ever written, in the order of the flow."""
        return [self.state(name) for name in TABLES if self.has(name)]

    def state(self, table: str) -> TableState:
        """Rows and dates of a table from the commit log alone: no file is opened."""
        spec = fact_table(table)
        if not self.has(table):
            return TableState(table, 0, -1, None, None, None)
        delta = DeltaTable(self.path(table))
        files = pa.table(delta.get_add_actions(flatten=True))
        written = delta.history(1)
        return TableState(
            name=table,
            rows=pc.sum(files["num_records"]).as_py() or 0,
            version=delta.version(),
            written_at=_moment(written[0]["timestamp"]) if written else None,
            first_on=_extreme(files, "min", spec.happened),
            latest_on=_extreme(files, "max", spec.happened),
        )

    def fingerprint(self, table: str, *, as_of: date) -> str:
        """What a table says up to a day, as a hash of its files: facts of later days do not change it."""
        spec = fact_table(table)
        if not self.has(table):
            return sha256(b"").hexdigest()
        files = pa.table(DeltaTable(self.path(table)).get_add_actions(flatten=True))
        if spec.happened is not None:
            files = files.filter(pc.less_equal(files[f"min.{spec.happened}"], pa.scalar(as_of)))
        return sha256("\n".join(sorted(files["path"].to_pylist())).encode()).hexdigest()

    def business_date(self) -> date | None:
        """The last day the purchases speak of: the day the firm stands on, whatever the calendar says."""
        return self.state("purchases").latest_on


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


def _refuse_repeated_keys(spec: FactTable, rows: pa.Table) -> None:
    distinct = rows.group_by(list(spec.key)).aggregate([]).num_rows
    if distinct != rows.num_rows:
        raise RepeatedKey(table=spec.name, key=", ".join(spec.key), rows=rows.num_rows - distinct)


def _properties(note: dict[str, Any] | None) -> CommitProperties:
    return CommitProperties(
        custom_metadata={"guanxi": json.dumps(note or {}, default=str, ensure_ascii=False)}
    )


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
