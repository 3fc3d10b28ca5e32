"""The store keeps what it was told, says what it was told when, and never shows tomorrow."""

from datetime import date

import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine
from guanxi.facts.store import MissingValue, RepeatedKey, Store, WrongColumns

JANUARY, MARCH = date(2025, 1, 10), date(2025, 3, 2)


@pytest.fixture
def engine():
    session = new_engine("duckdb")
    yield session
    session.close()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def lines(*rows):
    columns = ("order_id", "line", "customer_id", "purchased_on", "amount")
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(columns)})


TWO = lines(("o1", 1, "ann", JANUARY, 10.0), ("o2", 1, None, MARCH, 5.0))


def held(store, engine, **when):
    table = store.read("purchases", engine, **when).order_by(["order_id", "line"])
    return [(row["order_id"], row["amount"]) for row in engine.collect(table).to_pylist()]


@pytest.mark.parametrize("folder", ["with a space", "我的店铺", "a&b#c+d"])
def test_the_folder_may_have_any_name(tmp_path, engine, folder):
    store = Store(tmp_path / folder)
    store.append("purchases", TWO)
    assert held(store, engine) == [("o1", 10.0), ("o2", 5.0)]
    assert held(store, engine, as_of=JANUARY) == [("o1", 10.0)]
    store.replace("purchases", TWO.slice(0, 1))
    assert held(store, engine) == [("o1", 10.0)] and held(store, engine, version=0)[1:] == [("o2", 5.0)]


def test_what_was_appended_is_read_back_with_unknown_columns_null(store, engine):
    assert store.append("purchases", TWO) == 2
    rows = engine.collect(store.read("purchases", engine).order_by("order_id")).to_pylist()
    assert [row["amount"] for row in rows] == [10.0, 5.0]
    assert all(row["cost"] is None for row in rows)


def test_nothing_that_happened_after_as_of_is_seen(store, engine):
    store.append("purchases", TWO)
    assert held(store, engine, as_of=JANUARY) == [("o1", 10.0)]


def test_a_merge_inserts_new_keys_and_updates_known_ones(store, engine):
    store.append("purchases", TWO)
    changed = lines(("o2", 1, "bob", MARCH, 7.0), ("o3", 1, "bob", MARCH, 1.0))
    assert store.merge("purchases", changed) == (1, 1)
    assert held(store, engine) == [("o1", 10.0), ("o2", 7.0), ("o3", 1.0)]


def test_an_earlier_version_is_still_what_it_was(store, engine):
    store.append("purchases", TWO)
    store.replace("purchases", lines(("o9", 1, "zoe", MARCH, 1.0)))
    assert held(store, engine, version=0) == [("o1", 10.0), ("o2", 5.0)]
    assert held(store, engine) == [("o9", 1.0)]


def test_the_history_keeps_who_said_what(store):
    store.append("purchases", TWO, note={"file": "orders.csv", "rows": 2})
    assert store.history("purchases")[0].note == {"file": "orders.csv", "rows": 2}


def test_the_state_knows_rows_and_days_without_opening_a_file(store):
    store.append("purchases", TWO)
    state = store.state("purchases")
    assert (state.rows, state.first_on, state.latest_on) == (2, JANUARY, MARCH)
    assert store.business_date() == MARCH


def test_facts_of_later_days_do_not_change_the_fingerprint_of_an_earlier_one(store):
    store.append("purchases", lines(("o1", 1, "ann", JANUARY, 10.0)))
    before = store.fingerprint("purchases", as_of=JANUARY)
    store.append("purchases", lines(("o2", 1, "ann", MARCH, 10.0)))
    assert store.fingerprint("purchases", as_of=JANUARY) == before
    assert store.fingerprint("purchases", as_of=MARCH) != before


def test_a_table_nobody_wrote_is_empty_not_an_error(store, engine):
    assert engine.collect(store.read("contacts", engine)).num_rows == 0
    assert store.state("contacts").rows == 0


def test_deletion_vectors_are_off(store):
    from deltalake import DeltaTable

    store.append("purchases", TWO)
    settings = DeltaTable(store.path("purchases")).metadata().configuration
    assert settings["delta.enableDeletionVectors"] == "false"


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (pa.table({"colour": ["red"]}), WrongColumns),
        (lines(("o1", 1, "ann", None, 1.0)), MissingValue),
        (lines(("o1", 1, "ann", MARCH, 1.0), ("o1", 1, "bob", MARCH, 2.0)), RepeatedKey),
    ],
    ids=["an unknown column", "no date", "one key twice"],
)
def test_bad_rows_are_refused_whole(store, rows, error):
    with pytest.raises(error):
        store.merge("purchases", rows)
    assert not store.has("purchases")
