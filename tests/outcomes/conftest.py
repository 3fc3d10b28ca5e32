"""Small tables of facts, typed by hand, brought to an engine."""

from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine
from guanxi.facts.table import fact_table


@pytest.fixture
def engine() -> Iterator:
    session = new_engine("duckdb")
    yield session
    session.close()


@pytest.fixture
def facts(engine) -> Callable:
    """`facts("purchases", [("C", date, 10.0)], "customer_id purchased_on amount")` as an engine's table."""

    def table(name: str, rows: list[tuple[Any, ...]], columns: str):
        schema = fact_table(name).schema
        names = columns.split()
        given = [dict(zip(names, row, strict=True)) for row in rows]
        return engine.table(
            pa.Table.from_pylist(
                given, schema=pa.schema([schema.field(c).with_nullable(True) for c in names])
            )
        )

    return table


@pytest.fixture
def rows_of(engine) -> Callable:
    """A result as sorted dictionaries."""

    def rows(expression, *order: str) -> list[dict[str, Any]]:
        found = engine.collect(expression).to_pylist()
        return sorted(found, key=lambda row: tuple(row[name] for name in order))

    return rows
