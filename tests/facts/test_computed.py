"""Rows that an engine computed come into a table as the files it wrote, whole or not at all."""

from datetime import date

import ibis
import pyarrow as pa
import pytest

from guanxi.facts.changing import MissingValue, WrongColumns
from guanxi.facts.table import fact_table

ON = date(2025, 6, 30)


@pytest.fixture
def forecast(engine):
    """forecast(ids) is a table on the engine, one prediction per customer."""

    def made(*ids, **more):
        rows = pa.table({"customer_id": pa.array(ids, pa.string()), "p_alive": [0.5] * len(ids)})
        table = engine.table(rows).mutate(snapshot_id=ibis.literal("s"), as_of=ibis.literal(ON))
        return table.mutate(**more)

    return made


def predictions(store, engine):
    rows = engine.collect(store.read("predictions", engine).order_by("customer_id")).to_pylist()
    return [(row["customer_id"], row["snapshot_id"], row["as_of"], row["p_alive"]) for row in rows]


def test_what_is_computed_stands_in_the_table_with_its_note(store, engine, forecast):
    added = store.append_computed("predictions", forecast("ann", "bob"), engine, note={"snapshot_id": "s"})
    assert added == 2
    assert predictions(store, engine) == [("ann", "s", ON, 0.5), ("bob", "s", ON, 0.5)]
    assert store.history("predictions")[0].note == {"snapshot_id": "s"}
    state = store.state("predictions")
    assert (state.rows, state.first_on, state.latest_on) == (2, ON, ON)


def test_the_table_is_the_one_that_rows_at_hand_make(store, engine, forecast, tmp_path):
    other = type(store)(tmp_path / "other")
    other.append("predictions", engine.collect(forecast("ann")))
    store.append_computed("predictions", forecast("ann"), engine)
    ours, theirs = store.held("predictions").at(), other.held("predictions").at()
    assert ours.schema() == theirs.schema()
    assert ours.metadata().configuration == theirs.metadata().configuration
    assert predictions(store, engine) == predictions(other, engine)


def test_more_is_added_to_what_is_there_however_it_came(store, engine, forecast):
    store.append("predictions", engine.collect(forecast("ann")))
    store.append_computed("predictions", forecast("bob"), engine)
    store.append("predictions", engine.collect(forecast("cid")))
    assert [row[0] for row in predictions(store, engine)] == ["ann", "bob", "cid"]


def test_nothing_computed_is_no_commit(store, engine, forecast):
    assert store.append_computed("predictions", forecast("ann").limit(0), engine) == 0
    assert not store.has("predictions")


def test_a_row_without_what_every_row_needs_is_refused_and_nothing_stays(store, engine, forecast):
    with pytest.raises(MissingValue) as refused:
        store.append_computed("predictions", forecast("ann", None), engine)
    assert refused.value.facts == {"table": "predictions", "column": "customer_id", "rows": 1}
    assert not store.has("predictions")
    assert not list(store.path("predictions").parent.glob(".computed-*"))


def test_a_column_that_the_table_has_not_is_refused(store, engine, forecast):
    with pytest.raises(WrongColumns):
        store.append_computed("predictions", forecast("ann", shoe_size=ibis.literal(42)), engine)


def test_what_a_killed_writer_left_behind_is_removed(store, engine, forecast):
    left = store.path("predictions").parent / ".computed-predictions-dead"
    left.mkdir(parents=True)
    store.append_computed("predictions", forecast("ann"), engine)
    assert not left.exists()
    assert fact_table("predictions").name in {state.name for state in store.states()}
