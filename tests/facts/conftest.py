"""A store, an engine, and people who say things."""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine
from guanxi.facts.changes import ChangeNote
from guanxi.facts.store import Store

START = datetime(2025, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def engine():
    session = new_engine("duckdb")
    yield session
    session.close()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


@pytest.fixture
def saying():
    """The notes of changes, an hour apart: saying("a") is the first one's."""
    made = {}

    def note(name, kind="import"):
        if name not in made:
            at = START + timedelta(hours=len(made))
            made[name] = ChangeNote(f"{len(made):03}-{name}", kind, "ann", at, {"file": f"{name}.csv"})
        return made[name]

    return note


def order_lines(*rows, columns=("order_id", "line", "customer_id", "purchased_on", "amount")):
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(columns)})


def day(n: int) -> date:
    return date(2025, 1, 1) + timedelta(days=n)


def content(store, engine, table="purchases", **how):
    """What a table says, row by row in the order of its key, without what is null."""
    rows = engine.collect(store.read(table, engine, **how)).to_pylist()
    rows = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return sorted(rows, key=lambda row: str(sorted(row.items())))
