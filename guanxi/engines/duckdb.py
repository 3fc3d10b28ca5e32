"""The laptop and the one big server: an in-memory DuckDB per process, reading Parquet natively."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table


class DuckDBEngine:
    """Every process has its own in-memory session, so no process ever waits for another's lock."""

    name = "duckdb"

    def __init__(self, *, memory_limit: str | None = None, threads: int | None = None) -> None:
        self.connection = ibis.duckdb.connect()
        self._names = (f"kept_{n}" for n in itertools.count())
        # Order of rows is never meant: every ordered result says so itself, with a tie-breaker.
        self.connection.raw_sql("SET preserve_insertion_order = false")
        self.connection.raw_sql("SET TimeZone = 'UTC'")
        if memory_limit:
            self.connection.raw_sql(f"SET memory_limit = '{memory_limit}'")
        if threads:
            self.connection.raw_sql(f"SET threads = {int(threads)}")

    def scan(self, files: Sequence[str]) -> Table:
        return self.connection.read_parquet(list(files), table_name=next(self._names))

    def table(self, rows: pa.Table) -> Table:
        return self.connection.create_table(next(self._names), rows, temp=True)

    def keep(self, expression: Table) -> Table:
        return self.connection.create_table(next(self._names), expression, temp=True)

    def collect(self, expression: Table) -> pa.Table:
        return expression.to_pyarrow()

    def write(self, expression: Table, folder: Path) -> list[str]:
        folder.mkdir(parents=True, exist_ok=False)
        path = folder / "part-0.parquet"
        # Snappy: a fifth larger than zstd, and written in half the time (benchmarks/turn.py).
        expression.to_parquet(path, compression="snappy")
        return [str(path)]

    def close(self) -> None:
        self.connection.disconnect()
