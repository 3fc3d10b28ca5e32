"""A whole turn is the same on DuckDB, on a cluster, on a cluster that loses a worker, and over Connect."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from guanxi.distribution.episodes import EpisodeSettings
from guanxi.distribution.fingerprint import fingerprint
from guanxi.distribution.turn_settings import TurnSettings
from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.loop import turn
from guanxi.sources import firm

COMPANIES = 400
BEFORE, TODAY = firm.TURNS[0], firm.TURNS[-1]  # a year apart: both horizons of the first come due
SETTINGS = TurnSettings(episodes=EpisodeSettings(left_alone_share=0.3))
MADE = ("predictions", "episodes", "measurements")


class Watched:
    """An engine that counts the rows that are brought here, and says when it begins to write."""

    def __init__(self, engine, on_write=lambda: None):
        self.engine, self.on_write = engine, on_write
        self.collected: Counter[str] = Counter()

    def __getattr__(self, name):
        return getattr(self.engine, name)

    def collect(self, expression):
        rows = self.engine.collect(expression)
        self.collected[", ".join(rows.column_names)] += rows.num_rows
        return rows

    def write(self, expression, folder):
        self.on_write()
        return self.engine.write(expression, folder)


def traded(root: Path, *, copies: int = 1) -> Store:
    """The synthetic trader with one turn a year ago; with copies, each company so many times."""
    store, lines = Store(root), firm.simulate(companies=COMPANIES).purchases
    store.append("purchases", pa.concat_tables(_named(lines, n) for n in range(copies)))
    duckdb = new_engine("duckdb")
    turn(store, as_of=BEFORE, settings=SETTINGS, engine=duckdb)
    duckdb.close()
    return store


def _named(lines: pa.Table, copy: int) -> pa.Table:
    for name in ("customer_id", "order_id", "reverses_order_id"):
        at = lines.column_names.index(name)
        lines = lines.set_column(at, name, pc.binary_join_element_wise(lines[name], f"copy {copy}", "/"))
    return lines


def copied(store: Store, root: Path) -> Store:
    shutil.copytree(store.root, root)
    return Store(root)


def outcome(store: Store, result) -> dict:
    """What a turn published and said, as fingerprints; and its own counts."""
    said = {table: fingerprint(store.held(table).files(), without=["change_id"]) for table in MADE}
    counts = {name: getattr(result, name) for name in ("published", "opened", "closed", "measured")}
    return {"profile": fingerprint(result.snapshot.files), "id": result.snapshot.id, **said, **counts}


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return traded(tmp_path_factory.mktemp("facts") / "store")


@pytest.fixture
def turned(facts, tmp_path):
    """turned(engine) is today's turn on a copy of the facts: its outcome, and what was collected."""

    def run(engine, **watching):
        store, watched = copied(facts, tmp_path / "store"), Watched(engine, **watching)
        result = turn(store, as_of=TODAY, settings=SETTINGS, engine=watched)
        assert result.snapshot.card["engine"] == engine.name
        return outcome(store, result), watched.collected

    return run


@pytest.fixture(scope="module")
def expected(facts, tmp_path_factory):
    """What DuckDB makes of it."""
    duckdb, store = new_engine("duckdb"), copied(facts, tmp_path_factory.mktemp("expected") / "store")
    watched = Watched(duckdb)
    result = turn(store, as_of=TODAY, settings=SETTINGS, engine=watched)
    duckdb.close()
    return outcome(store, result), watched.collected


def test_the_turn_has_something_of_everything(expected):
    found, _collected = expected
    assert found["published"] and found["opened"] > 5 and found["closed"] > 5 and found["measured"] == 20
    assert found["profile"].startswith(f"{COMPANIES} rows")


def test_a_cluster_turns_as_duckdb_does_and_brings_the_same_rows_here(spark, turned, expected):
    found, collected = turned(spark)
    assert found == expected[0]
    assert collected == expected[1]


def test_a_worker_that_dies_in_the_middle_changes_nothing(spark, spark_cluster, turned, expected):
    tracker, killed = spark.session.sparkContext.statusTracker(), []

    def kill_when_busy():
        while not tracker.getActiveStageIds():
            pass
        killed.extend(spark_cluster.kill_worker())

    def once():
        if not killing.ident:
            killing.start()

    killing = threading.Thread(target=kill_when_busy)
    try:
        found, _collected = turned(spark, on_write=once)
    finally:
        spark_cluster.hire()
    killing.join()
    assert len(killed) >= 2, "a worker and its executor"
    assert found == expected[0]


def test_spark_connect_turns_as_duckdb_does(connect_address, turned, expected, monkeypatch):
    monkeypatch.setenv("GUANXI_ENGINE", "spark")
    monkeypatch.setenv("GUANXI_SPARK_REMOTE", connect_address)
    engine = new_engine()
    try:
        found, collected = turned(engine)
    finally:
        engine.close()
    assert found == expected[0]
    assert collected == expected[1]


def test_four_times_the_customers_bring_no_more_rows_here(expected, tmp_path, duckdb):
    watched = Watched(duckdb)
    store = traded(tmp_path / "fourfold", copies=4)
    result = turn(store, as_of=TODAY, settings=SETTINGS, engine=watched)
    assert fingerprint(result.snapshot.files).startswith(f"{4 * COMPANIES} rows")
    once, fourfold = (
        {k: n for k, n in c.items() if "episode_id" not in k} for c in (expected[1], watched.collected)
    )
    assert fourfold == once
