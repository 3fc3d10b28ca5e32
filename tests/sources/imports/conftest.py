"""A store, and files to import into it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.sources.imports import ImportSettings, inspect, run_import
from guanxi.sources.imports.origin import from_places

START, TODAY = datetime(2025, 6, 1, 8, tzinfo=UTC), date(2025, 6, 1)


@pytest.fixture
def engine():
    session = new_engine("duckdb")
    yield session
    session.close()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def file(tmp_path):
    """file(text, name=, encoding=) -> its path."""

    def write(text, name="orders.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def importing(store):
    """importing(path, **settings) runs an import; each gets the next hour and a name of its own."""
    made = []

    def run(path, *, change_id=None, cancelled=None, **settings):
        made.append(path)
        return run_import(
            store,
            from_places(str(path)),
            ImportSettings(**settings),
            change_id=change_id or f"{len(made):03}-import",
            by="ann",
            at=START + timedelta(hours=len(made)),
            today=TODAY,
            cancelled=cancelled,
        )

    return run


@pytest.fixture
def looking(store):
    """looking(path, **settings) -> the plan of a file."""
    return lambda path, **settings: inspect(
        from_places(str(path)), store=store, settings=ImportSettings(**settings), today=TODAY
    )


@pytest.fixture
def held(store, engine):
    """held(table, *columns): what the store says, row by row in the order of the key."""

    def read(table="purchases", *columns):
        rows = store.read(table, engine)
        rows = rows.order_by(list(store.held(table).spec.key))
        return [tuple(row.values()) for row in engine.collect(rows.select(*columns)).to_pylist()]

    return read
