"""Parquet -> a table in chunks: types stay, nested columns become columns of their own or JSON text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from guanxi.sources.delimited import tidy_headers
from guanxi.sources.far_dates import far_columns, in_words
from guanxi.sources.limits import LIMITS, MEGABYTE, Limits, megabytes
from guanxi.sources.refusals import EmptyFile, NestedTooDeep, NotATable, TooLarge, TooManyColumns
from guanxi.sources.tables import OpenTable, Piece

BATCH = 131_072  # rows
BATCH_BYTES = 64 * MEGABYTE
FOOTER = 64 * MEGABYTE
PROBE = 1_000  # rows that tell how long a row is
SPREAD = 10  # row groups a sample is taken from


def open_parquet(path: Path, *, file: str, limits: Limits = LIMITS) -> OpenTable:
    """The table in a Parquet file.

    A struct becomes one column for each of its fields (`address.city`); what is nested deeper, lists and maps
    become JSON text; bytes become text, or hexadecimal digits where they are none.
    Errors  NotATable for a damaged file; TooManyColumns, NestedTooDeep, EmptyFile
    """
    _check_footer(path, file)
    with _opened(path, file) as source:
        schema, height = source.schema_arrow, source.metadata.num_rows
        if len(schema) > limits.columns:
            raise TooManyColumns(file=file, columns=len(schema), limit=limits.columns)
        if any(_depth(field.type) > limits.depth for field in schema):
            raise NestedTooDeep(file=file, limit=limits.depth)
        far = far_columns(source)
        nothing = _flat(schema.empty_table(), far)
    if nothing.width > limits.columns:
        raise TooManyColumns(file=file, columns=nothing.width, limit=limits.columns)
    if not height:
        raise EmptyFile(file=file)
    return OpenTable(
        file,
        "parquet",
        dict(nothing.schema),
        lambda: _pieces(path, file, far),
        height=height,
        spread=lambda n: _spread(path, file, far, n),
    )


def _check_footer(path: Path, file: str) -> None:
    """The last bytes of a Parquet file say how long its description is: an absurd one is not believed."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        handle.seek(max(0, size - 8))
        end = handle.read(8)
    footer = int.from_bytes(end[:4], "little")
    if size < 12 or end[4:] != b"PAR1" or footer > size - 8:
        raise NotATable(file=file)
    if footer > FOOTER:
        raise TooLarge(file=file, size=megabytes(footer), limit=megabytes(FOOTER))


@contextmanager
def _opened(path: Path, file: str) -> Iterator[pq.ParquetFile]:
    """The file, and every fault in it as a refusal."""
    try:
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=MEGABYTE) as source:
            yield source
    except (pa.ArrowException, pl.exceptions.PolarsError, ValueError, KeyError, TypeError, OverflowError):
        raise NotATable(file=file) from None
    except OSError as error:
        if error.errno:
            raise
        raise NotATable(file=file) from None


def _pieces(path: Path, file: str, far: frozenset[str]) -> Iterator[Piece]:
    row = 1
    for batch in _batches(path, file, far):
        yield Piece(batch, pl.int_range(row, row + batch.height, eager=True, dtype=pl.Int64).alias("number"))
        row += batch.height


def _batches(path: Path, file: str, far: frozenset[str]) -> Iterator[pl.DataFrame]:
    with _opened(path, file) as source:
        probe = next(source.iter_batches(PROBE), None)
        if probe is None:
            return
        of_a_row = max(1, probe.nbytes // max(1, probe.num_rows))
        size = max(64, min(BATCH, BATCH_BYTES // of_a_row))
        for batch in source.iter_batches(size):
            batch.validate(full=True)  # text that is not UTF-8 would be believed by all that follows
            yield _flat(pa.Table.from_batches([batch]), far)


def _spread(path: Path, file: str, far: frozenset[str], n: int) -> pl.DataFrame | None:
    """The first rows of some row groups, evenly chosen."""
    with _opened(path, file) as source:
        groups = source.num_row_groups
        if groups < 2:
            return None
        chosen = sorted({group * groups // SPREAD for group in range(SPREAD)})
        found = []
        for group in chosen:
            for batch in islice(source.iter_batches(n // len(chosen) + 1, row_groups=[group]), 1):
                batch.validate(full=True)
                found.append(_flat(pa.Table.from_batches([batch]), far))
    return pl.concat(found)


def _depth(kind: pa.DataType) -> int:
    if not pa.types.is_nested(kind):
        return 1
    return 1 + max((_depth(kind.field(n).type) for n in range(kind.num_fields)), default=0)


def _flat(table: pa.Table, far: frozenset[str]) -> pl.DataFrame:
    """The table with plain columns only, and tidy names; the same types for the same schema.

    far   columns of days and moments that become text, because some are beyond every calendar
    """
    columns: list[tuple[str, pl.Series]] = []
    for field, column in zip(table.schema, table.columns, strict=True):
        for name, part in _parts(field.name, _decoded(column)):
            columns.append((name, _plain(in_words(part) if name in far else part)))
    names = tidy_headers([name for name, _ in columns])
    return pl.DataFrame([values.alias(name) for name, (_, values) in zip(names, columns, strict=True)])


def _parts(name: str, column: pa.ChunkedArray) -> list[tuple[str, pa.ChunkedArray | pa.Array]]:
    """A column as it is; a struct as one for each of its fields."""
    if not (pa.types.is_struct(column.type) and column.type.num_fields):
        return [(name, column)]
    whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    return [(f"{name}.{inner.name}", part) for inner, part in zip(column.type, whole.flatten(), strict=True)]


def _decoded(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return _decoded(column.cast(kind.storage_type))
    if pa.types.is_dictionary(kind):
        return _decoded(column.cast(kind.value_type))
    return column


KEPT: tuple[Callable[[pa.DataType], bool], ...] = (
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_float32,
    pa.types.is_float64,
    pa.types.is_decimal128,
    pa.types.is_date32,
    pa.types.is_timestamp,
    pa.types.is_time,
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
)


def _plain(column: pa.ChunkedArray | pa.Array) -> pl.Series:
    column = _decoded(column)
    kind = column.type
    if pa.types.is_float16(kind):
        return pl.Series(pl.from_arrow(column.cast(pa.float32())))
    if pa.types.is_date64(kind):
        return pl.Series(pl.from_arrow(column.cast(pa.date32())))
    if any(keeps(kind) for keeps in KEPT):
        return pl.Series(pl.from_arrow(column))
    if pa.types.is_decimal(kind) or pa.types.is_null(kind):
        return pl.Series(pl.from_arrow(column.cast(pa.large_string())))
    return pl.Series([_text(cell) for cell in column.to_pylist()], dtype=pl.String)


def _text(cell: object) -> str | None:
    """A cell of a kind that has no place in a plain table, as text that says all of it."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bytes):
        return as_text(cell)
    if isinstance(cell, list | dict | tuple):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)


def as_text(raw: bytes) -> str:
    """Bytes as the text they are, else as hexadecimal digits."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.hex()
