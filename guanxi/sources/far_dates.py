"""Days and moments of Parquet beyond every calendar are said in words, so that their rows can be set aside.

A column may hold a day in the year 5,000,000, which no library can write out and some stop at.
"""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

FIRST_DAY, LAST_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31, days from 1970-01-01
A_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
UNITS = {"milliseconds": "ms", "microseconds": "us", "nanoseconds": "ns"}


def far_columns(source: pq.ParquetFile) -> frozenset[str]:
    """The columns (`address.moved_on` inside a struct) that hold days or moments beyond every calendar.

    The file's own statistics tell it; a column without them is read through.
    """
    return frozenset(path for path, kind in _dated(source.schema_arrow) if _holds_far(source, path, kind))


def in_words(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """The column as text: what a calendar knows as it is written, the rest as the number it is kept as."""
    numbers, (low, high) = _numbers(column), _limits(column.type)
    near = pc.and_(pc.greater_equal(numbers, low), pc.less_equal(numbers, high))
    known = pc.cast(pc.if_else(near, column, pa.scalar(None, column.type)), pa.string())
    unit = "days" if pa.types.is_date(column.type) else column.type.unit
    words = pc.binary_join_element_wise(pc.cast(numbers, pa.string()), f"{unit} from 1970-01-01", " ")
    return pc.if_else(near, known, words)


def _dated(schema: pa.Schema) -> list[tuple[str, pa.DataType]]:
    """Every plain column of dates or moments, also those one level inside a struct."""
    found = []
    for field in schema:
        inner = [field.type.field(n) for n in range(field.type.num_fields)] if _is_struct(field) else []
        found += [(f"{field.name}.{one.name}", one.type) for one in inner]
        found.append((field.name, field.type))
    return [(path, kind) for path, kind in found if pa.types.is_date(kind) or pa.types.is_timestamp(kind)]


def _is_struct(field: pa.Field) -> bool:
    return pa.types.is_struct(field.type)


def _holds_far(source: pq.ParquetFile, path: str, kind: pa.DataType) -> bool:
    told = _told(source, path)
    if told is not None:
        ends, (low, high) = told
    else:
        ends, (low, high) = _read_through(source, path), _limits(kind)
    return bool(ends) and (ends[0] < low or ends[1] > high)


def _told(source: pq.ParquetFile, path: str) -> tuple[list[int], tuple[int, int]] | None:
    """The least and greatest number of a column by the file's statistics ([] for no value), and the limits in
    the unit they are kept in; None where the statistics do not tell."""
    names = [source.schema.column(n).path for n in range(len(source.schema))]
    if path not in names:
        return None
    n = names.index(path)
    limits = _limits_of(json.loads(source.schema.column(n).logical_type.to_json()))
    if limits is None:
        return None
    about, found = source.metadata, []
    for group in map(about.row_group, range(about.num_row_groups)):
        told = group.column(n).statistics
        if told is None or not (told.has_min_max or told.null_count == group.num_rows):
            return None
        found += [told.min_raw, told.max_raw] if told.has_min_max else []
    return ([min(found), max(found)] if found else []), limits


def _limits_of(kept_as: dict[str, str]) -> tuple[int, int] | None:
    if kept_as["Type"] == "Date":
        return FIRST_DAY, LAST_DAY
    if kept_as["Type"] == "Timestamp":
        return _limits(pa.timestamp(UNITS[kept_as["timeUnit"]]))
    return None


def _read_through(source: pq.ParquetFile, path: str) -> list[int]:
    least, most = [], []
    inner = path.partition(".")[2]
    for batch in source.iter_batches(columns=[path]):
        column = batch.column(0)
        if inner and pa.types.is_struct(column.type):
            column = pc.struct_field(column, inner)
        ends = pc.min_max(_numbers(column)).as_py()
        if ends["min"] is not None:
            least.append(ends["min"])
            most.append(ends["max"])
    return [min(least), max(most)] if least else []


def _numbers(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    if pa.types.is_date32(column.type):
        return column.cast(pa.int32()).cast(pa.int64())
    if pa.types.is_date64(column.type):
        return pc.divide(column.cast(pa.int64()), A_DAY["ms"])
    return column.cast(pa.int64())


def _limits(kind: pa.DataType) -> tuple[int, int]:
    """The first and the last number that a calendar knows, in the column's own unit."""
    if pa.types.is_date(kind):
        return FIRST_DAY, LAST_DAY
    unit = A_DAY[kind.unit]
    return max(FIRST_DAY * unit, -(2**63)), min((LAST_DAY + 1) * unit - 1, 2**63 - 1)
