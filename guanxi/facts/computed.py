"""Rows that an engine computed: it writes them as files that are taken in, and none comes by this process."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from guanxi.facts.changing import MissingValue, WrongColumns
from guanxi.facts.laid_out import CHANGE, LaidOut, plain
from guanxi.facts.table import FactTable

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


def stored_form(spec: FactTable, rows: Table) -> Table:
    """Computed rows in the table's columns and types, said by no change; columns not given are null."""
    if unknown := [name for name in rows.columns if name not in spec.columns]:
        raise WrongColumns(table=spec.name, unknown=", ".join(unknown), known=", ".join(spec.columns))
    kinds = {field.name: ibis.dtype(field.type) for field in spec.schema}
    columns = {
        name: rows[name].cast(kind) if name in rows.columns else ibis.null(kind)
        for name, kind in kinds.items()
    }
    return rows.select(**columns, **{CHANGE: ibis.null("string")})


@contextmanager
def written_aside(table: Path, rows: Table, engine: Engine) -> Iterator[list[str]]:
    """The files of these rows, on the table's own disk, gone afterwards; for the table's only writer.

    What a writer that was killed left behind is removed first.
    """
    for left in table.parent.glob(f".computed-{table.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = table.parent / f".computed-{table.name}-{uuid.uuid4().hex[:8]}"
    try:
        yield engine.write(rows, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_footers(spec: FactTable, files: Sequence[str]) -> list[LaidOut]:
    """What the footers say of files in the stored form, of those that have rows.

    Errors  MissingValue where a row lacks what every row needs; WrongColumns where a file has other columns
    """
    return [found for path in files if (found := _read_footer(spec, Path(path))).rows]


def _read_footer(spec: FactTable, path: Path) -> LaidOut:
    with pq.ParquetFile(path) as file:
        _refuse_other_columns(spec, file.schema_arrow)
        rows, needed = file.metadata.num_rows, [*spec.key, *spec.required]
        for name in needed if rows else ():
            if missing := _nulls(file, name):
                raise MissingValue(table=spec.name, column=name, rows=missing)
        first, last = _span(file, spec.happened) if rows and spec.happened else (None, None)
    return LaidOut(path, None, rows, first, last)


def _refuse_other_columns(spec: FactTable, schema: pa.Schema) -> None:
    stored = [(field.name, field.type) for field in spec.schema] + [(CHANGE, pa.string())]
    found = [(field.name, plain(field.type)) for field in schema]
    if found != stored:
        unknown = ", ".join(f"{name} {kind}" for name, kind in found if (name, kind) not in stored)
        raise WrongColumns(table=spec.name, unknown=unknown, known=", ".join(spec.columns))


def _nulls(file: pq.ParquetFile, column: str) -> int:
    told = _statistics(file, column)
    if all(s is not None and s.has_null_count for s in told):
        return sum(s.null_count for s in told)
    return file.read([column])[column].null_count


def _span(file: pq.ParquetFile, column: str) -> tuple[date, date]:
    told = _statistics(file, column)
    if all(s is not None and s.has_min_max for s in told):
        return min(s.min for s in told), max(s.max for s in told)
    found = pc.min_max(file.read([column])[column]).as_py()
    return found["min"], found["max"]


def _statistics(file: pq.ParquetFile, column: str) -> list:
    at, footer = file.schema_arrow.names.index(column), file.metadata
    return [footer.row_group(n).column(at).statistics for n in range(footer.num_row_groups)]
