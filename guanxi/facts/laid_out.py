"""Files that lie as the store lays out a table: they are taken in as they are, not written a second time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from guanxi.facts.table import FactTable

CHANGE = "change_id"
MONTHLY = 4  # files of a month; more of them are written anew as fewer
LARGE = 100_000  # rows of a file that is no burden however many there are


@dataclass(frozen=True)
class LaidOut:
    """One file of rows with every stored column; where the table is cut into months, of one month.

    first, last  the first and the last day of what happened; null where the table has none
    """

    path: Path
    month: str | None
    rows: int
    first: date | None
    last: date | None


def laid_out(spec: FactTable, files: Sequence[str], change_id: str) -> list[LaidOut] | None:
    """What the files' footers say of them; None where they are not laid out so, or are many and small.

    No cell is read. No row lacks what every row needs; whether keys repeat is not known.
    """
    if not spec.by_month:
        return None
    found = [_laid_out(spec, Path(path), change_id) for path in files]
    if not found or None in found:
        return None
    months = {one.month for one in found}
    small = sum(one.rows < LARGE for one in found)
    return found if small <= MONTHLY * len(months) else None


def _laid_out(spec: FactTable, path: Path, change_id: str) -> LaidOut | None:
    with pq.ParquetFile(path) as file:
        schema, footer = file.schema_arrow, file.metadata
    stored = [*spec.schema, pa.field(CHANGE, pa.string())]
    if schema.names != [field.name for field in stored] or not footer.num_rows:
        return None
    if any(plain(schema.field(field.name).type) != field.type for field in stored):
        return None
    needed = {name: schema.names.index(name) for name in (*spec.key, *spec.required, spec.happened, CHANGE)}
    groups = [footer.row_group(n) for n in range(footer.num_row_groups)]
    told = {name: [group.column(at).statistics for group in groups] for name, at in needed.items()}
    if any(s is None or not s.has_null_count or s.null_count for found in told.values() for s in found):
        return None
    if any(not s.has_min_max for name in (spec.happened, CHANGE) for s in told[name]):
        return None
    first, last = min(s.min for s in told[spec.happened]), max(s.max for s in told[spec.happened])
    said = {side for s in told[CHANGE] for side in (s.min, s.max)}
    if (first.year, first.month) != (last.year, last.month) or said != {change_id}:
        return None
    if first.year < 1000:  # years of three digits are written one way here and another there
        return None
    return LaidOut(path, f"{first:%Y-%m}", footer.num_rows, first, last)


def plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) else kind
