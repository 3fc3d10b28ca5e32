"""The values of a database's answer -> columns whose type does not change from one chunk to the next."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from guanxi.sources.parquet import as_text

# PostgreSQL's own numbers of its types; all others are text: a numeric of any length stays exact as text.
POSTGRES: dict[int, pl.DataType] = {
    16: pl.Boolean(),
    20: pl.Int64(),
    21: pl.Int64(),
    23: pl.Int64(),
    26: pl.Int64(),
    700: pl.Float64(),
    701: pl.Float64(),
    1082: pl.Date(),
    1114: pl.Datetime("us"),
    1184: pl.Datetime("us", "UTC"),
}


def kinds_of(description: Any, backend: str) -> list[pl.DataType]:
    """The type of each column of an answer, by what the database says of it and not by its first rows."""
    if backend != "postgresql":
        return [pl.String() for _ in description]
    return [POSTGRES.get(column[1], pl.String()) for column in description]


def convert(name: str, cells: list[Any], kind: pl.DataType) -> pl.Series:
    if kind == pl.String:
        return pl.Series(name, [_text(cell) for cell in cells], dtype=pl.String)
    if kind == pl.Datetime and kind.time_zone:
        cells = [cell.astimezone(UTC) if cell is not None else None for cell in cells]
    return pl.Series(name, cells, dtype=kind)


def _text(cell: Any) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, str):
        return cell.encode("utf-8", "replace").decode("utf-8")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return (
            str(int(cell)) if math.isfinite(cell) and cell == int(cell) and abs(cell) < 1e15 else repr(cell)
        )
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, bytes | bytearray | memoryview):
        return as_text(bytes(cell))
    if isinstance(cell, list | dict | tuple):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)
