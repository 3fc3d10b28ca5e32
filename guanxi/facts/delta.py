"""One Delta table on disk: its layout, its lock, and the commits that change it.

Beside its words every stored row has `change_id`, the change that last said it. Tables of many dated rows
are cut into months, so that a change rewrites the months it touches and no others. The log keeps no least
and greatest values but the date's: it would otherwise remember names after they were erased.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, Schema, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction, create_table_with_add_actions
from filelock import FileLock

from guanxi.errors import Conflict, SettingError
from guanxi.facts.laid_out import CHANGE, LaidOut
from guanxi.facts.table import FactTable

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTEMPTS = 6
MONTH = "month"
CROWDED = 16  # files of one month from which on the next change makes them one
T = TypeVar("T")


class DeletionVectors(SettingError):
    code = "store.deletion_vectors"


class VersionGone(Conflict):
    """Its files were removed: with a person who was erased, or with what is kept no longer."""

    code = "store.version_gone"


@dataclass(frozen=True)
class Stamp:
    """What a commit carries: the writer's note, and the change it is, so that it is never made twice."""

    note: dict[str, Any] | None = None
    change_id: str | None = None

    @property
    def properties(self) -> CommitProperties:
        text = json.dumps(self.note or {}, default=str, ensure_ascii=False)
        once = [Transaction(self.change_id, 1)] if self.change_id else None
        return CommitProperties(custom_metadata={"guanxi": text}, app_transactions=once)


class DeltaFacts:
    """The rows of one fact table under `<root>/facts/<table>`."""

    def __init__(self, root: Path, spec: FactTable) -> None:
        self.spec, self.path = spec, root / "facts" / spec.name

    @property
    def exists(self) -> bool:
        return DeltaTable.is_deltatable(str(self.path))

    def at(self, version: int | None = None) -> DeltaTable:
        return DeltaTable(self.path, version=version)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time, over all processes; a killed one gives its place up."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path.parent / f".{self.spec.name}.lock"):
            yield

    # -- reading ---------------------------------------------------------------------------------

    def files(self, version: int | None = None, *, months: Iterable[str] | None = None) -> list[str]:
        """The Parquet files of a version; with `months`, those of these months only."""
        if not self.exists:
            return []
        table = self.at(version)
        if table.metadata().configuration.get("delta.enableDeletionVectors") == "true":
            raise DeletionVectors(table=self.spec.name)
        if version is not None and not all(map(os.path.exists, _paths(table.file_uris()))):
            raise VersionGone(table=self.spec.name, version=version)
        if months is None or not self.is_cut:
            return _paths(table.file_uris())
        listed = ", ".join(f"'{month}'" for month in sorted(months))
        return _paths(table.file_uris(file_pruning_predicate=f"{MONTH} IN ({listed})"))

    def adds(self, version: int | None = None) -> pa.Table:
        """One row per file: path, num_records, and the least and greatest date."""
        return pa.table(self.at(version).get_add_actions(flatten=True))

    @property
    def rows(self) -> int:
        return (pc.sum(self.adds()["num_records"]).as_py() or 0) if self.exists else 0

    @property
    def is_cut(self) -> bool:
        """Whether this table is cut into months; one written by an earlier version may not be yet."""
        return MONTH in self.at().metadata().partition_columns

    @property
    def is_current(self) -> bool:
        """Whether the stored columns are those of today."""
        held = {field.name for field in self.at().schema().fields}
        return {*self.spec.columns, CHANGE} <= held and self.is_cut == self.spec.by_month

    def crowded(self) -> set[str]:
        """Months that lie in many small files."""
        if not (self.exists and self.is_cut):
            return set()
        counts = self.adds().group_by(f"partition.{MONTH}").aggregate([("path", "count")])
        return {row[f"partition.{MONTH}"] for row in counts.to_pylist() if row["path_count"] >= CROWDED}

    def has_change(self, change_id: str) -> bool:
        """Whether this change is in the table: asked of the log itself, so it holds after any kill."""
        return self.exists and self.at().transaction_version(change_id) is not None

    # -- writing ---------------------------------------------------------------------------------

    def append(self, rows: pa.RecordBatchReader | pa.Table, stamp: Stamp) -> None:
        self._write(rows, stamp, mode="append")

    def overwrite(
        self, rows: pa.RecordBatchReader | pa.Table, stamp: Stamp, *, months: set[str] | None = None
    ) -> None:
        """Make these the rows of the table, or of these months."""
        if months is None:
            self._write(rows, stamp, mode="overwrite", schema_mode="overwrite")
        else:
            listed = ", ".join(f"'{month}'" for month in sorted(months))
            self._write(rows, stamp, mode="overwrite", predicate=f"{MONTH} IN ({listed})")

    def adopt(self, files: list[LaidOut], schema: pa.Schema, stamp: Stamp) -> None:
        """Make rows of the table of files that are laid out as it is; they may be removed where they were."""
        own = stamp.change_id or uuid.uuid4().hex
        added = [self._add(file, f"{own}-{n:05}.parquet") for n, file in enumerate(files)]
        cut = [MONTH] if self.spec.by_month else []
        how = {"partition_by": cut, "commit_properties": stamp.properties}
        if self.exists:
            self.at().create_write_transaction(added, "append", self.at().schema(), **how)
        else:
            create_table_with_add_actions(
                str(self.path), Schema.from_arrow(schema), added, configuration=self._configuration, **how
            )

    def _add(self, file: LaidOut, name: str) -> AddAction:
        inside = f"{MONTH}={file.month}/{name}" if file.month else name
        target = self.path / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # of the same change, killed before it was committed
        try:
            os.link(file.path, target)
        except OSError:  # another disk, or one without links
            shutil.copyfile(file.path, target)
        there, stats = target.stat(), {"numRecords": file.rows}
        if file.first and file.last:
            stats["minValues"] = {self.spec.happened: file.first.isoformat()}
            stats["maxValues"] = {self.spec.happened: file.last.isoformat()}
            stats["nullCount"] = {self.spec.happened: 0}
        moment, part = int(there.st_mtime * 1000), {MONTH: file.month} if file.month else {}
        return AddAction(inside, there.st_size, part, moment, True, json.dumps(stats))

    @property
    def _configuration(self) -> dict[str, str]:
        # Of the values themselves the log keeps the dates alone.
        dated = {"delta.dataSkippingStatsColumns": self.spec.happened}
        undated = {"delta.dataSkippingNumIndexedCols": "0"}
        return {"delta.enableDeletionVectors": "false", **(dated if self.spec.happened else undated)}

    def _write(self, rows, stamp: Stamp, **how: Any) -> None:
        write_deltalake(
            self.path,
            rows,
            configuration=self._configuration,
            partition_by=[MONTH] if self.spec.by_month else None,
            commit_properties=stamp.properties,
            **how,
        )


def retried(change: Callable[[], T]) -> T:
    """Try a commit that lost a race again, a few times."""
    for attempt in range(ATTEMPTS):
        try:
            return change()
        except CommitFailedError:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0.05, 0.1) * 2**attempt)
    raise AssertionError("unreachable")


def _paths(uris: list[str]) -> list[str]:
    """Addresses of local files as paths: a folder may be called 我的 店铺."""
    return [unquote(uri) for uri in uris]
