"""One Delta table on disk: its layout, its lock, and the commits that change it.

Beside its words every stored row has `change_id`, the change that last said it. Tables of many dated rows
are cut into months, so that a change rewrites the months it touches and no others. The log keeps no least
and greatest values but the date's: it would otherwise remember names after they were erased.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError
from filelock import FileLock

from guanxi.errors import SettingError
from guanxi.facts.table import FactTable

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTEMPTS = 6
CHANGE, MONTH = "change_id", "month"
CROWDED = 16  # files of one month from which on the next change makes them one
T = TypeVar("T")


class DeletionVectors(SettingError):
    code = "store.deletion_vectors"


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
        if months is None or not self.is_cut:
            return table.file_uris()
        listed = ", ".join(f"'{month}'" for month in sorted(months))
        return table.file_uris(file_pruning_predicate=f"{MONTH} IN ({listed})")

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

    def _write(self, rows, stamp: Stamp, **how: Any) -> None:
        # Of the values themselves the log keeps the dates alone.
        dated = {"delta.dataSkippingStatsColumns": self.spec.happened}
        undated = {"delta.dataSkippingNumIndexedCols": "0"}
        write_deltalake(
            self.path,
            rows,
            configuration={
                "delta.enableDeletionVectors": "false",
                **(dated if self.spec.happened else undated),
            },
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
