"""Files that lie as the store lays out a table are taken in as they are, and only those."""

from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from guanxi.facts import changes
from guanxi.facts.changing import MissingValue, RepeatedKey
from guanxi.facts.laid_out import CHANGE, MONTHLY, laid_out
from guanxi.facts.store import _stored_schema
from guanxi.facts.table import fact_table
from guanxi.facts.undo import undo
from tests.facts.conftest import content, day, order_lines

PURCHASES = fact_table("purchases")
JANUARY = order_lines(("o1", 1, "ann", day(3), 10.0), ("o2", 1, None, day(9), 5.0))
MARCH = order_lines(("o3", 1, "ann", day(70), 2.0))


@pytest.fixture
def lying(tmp_path):
    """lying(rows, change_id) writes rows as the store lays them out; the file's path."""
    made = []

    def write(rows, change_id, without=()):
        frame = pl.from_arrow(rows)
        kinds = {f.name: pl.from_arrow(pa.array([], f.type)).dtype for f in PURCHASES.schema}
        absent = [pl.lit(None, kind).alias(c) for c, kind in kinds.items() if c not in frame.columns]
        frame = frame.with_columns(*absent, pl.lit(change_id).alias(CHANGE))
        made.append(tmp_path / f"given-{len(made)}.parquet")
        frame.select(c for c in (*PURCHASES.columns, CHANGE) if c not in without).write_parquet(made[-1])
        return str(made[-1])

    return write


def test_they_are_taken_in_without_being_written_again(store, engine, saying, lying):
    note = saying("a")
    files = [lying(JANUARY, note.change_id), lying(MARCH, note.change_id)]
    bytes_given = [Path(file).read_bytes() for file in files]
    assert store.change("purchases", files, note=note).inserted == 3
    for file in files:
        Path(file).unlink()
    assert [Path(file).read_bytes() for file in sorted(store.held("purchases").files())] == bytes_given
    assert [row["order_id"] for row in content(store, engine)] == ["o1", "o3", "o2"]
    state = store.state("purchases")
    assert (state.rows, state.first_on, state.latest_on) == (3, day(3), day(70))


def test_they_change_the_table_as_rows_at_hand_do(store, engine, saying, lying):
    store.change("purchases", JANUARY, note=saying("a"))
    store.change("purchases", [lying(MARCH, saying("b").change_id)], note=saying("b"))
    corrected = order_lines(("o3", 1, "bob", day(70), 3.0))
    change = store.change("purchases", [lying(corrected, saying("c").change_id)], note=saying("c"))
    assert (change.inserted, change.updated) == (0, 1)
    assert content(store, engine)[1]["customer_id"] == "bob"
    undo(store, saying("c").change_id, note=saying("d", "undo"))
    undo(store, saying("b").change_id, note=saying("e", "undo"))
    assert [row["order_id"] for row in content(store, engine)] == ["o1", "o2"]
    assert store.held("purchases").at().schema().to_arrow() is not None


def test_the_table_is_the_one_that_rows_at_hand_make(store, saying, lying, tmp_path):
    other = type(store)(tmp_path / "other")
    other.change("purchases", JANUARY, note=saying("a"))
    store.change("purchases", [lying(JANUARY, saying("a").change_id)], note=saying("a"))
    ours, theirs = store.held("purchases").at(), other.held("purchases").at()
    assert ours.schema() == theirs.schema()
    assert ours.metadata().configuration == theirs.metadata().configuration
    assert ours.metadata().partition_columns == theirs.metadata().partition_columns
    columns = ["num_records", "min.purchased_on", "max.purchased_on", "partition.month"]
    found = [pa.table(t.get_add_actions(flatten=True)).select(columns).to_pylist() for t in (ours, theirs)]
    assert found[0] == found[1]
    assert store.held("purchases").is_current


def test_killed_before_the_commit_they_are_taken_in_when_asked_again(store, saying, lying, monkeypatch):
    file = lying(JANUARY, saying("a").change_id)
    with monkeypatch.context() as broken:
        broken.setattr("guanxi.facts.delta.create_table_with_add_actions", _killed)
        with pytest.raises(KeyboardInterrupt):
            store.change("purchases", [file], note=saying("a"))
    assert changes.changes(store) == [] and not store.has("purchases")
    assert store.change("purchases", [file], note=saying("a")).inserted == 2
    assert store.state("purchases").rows == 2
    assert store.vacuum("purchases", keep_hours=0) == 0


def test_repeated_keys_are_refused_unless_the_caller_has_looked(store, saying, lying):
    file = lying(pa.concat_tables([JANUARY, JANUARY]), saying("a").change_id)
    with pytest.raises(RepeatedKey):
        store.change("purchases", [file], note=saying("a"))


def test_rows_that_lack_what_they_need_are_refused(store, saying, lying):
    file = lying(order_lines(("o1", 1, "ann", day(3), None)), saying("a").change_id)
    with pytest.raises(MissingValue):
        store.change("purchases", [file], note=saying("a"))


def test_what_is_not_laid_out_so_is_not_taken_for_it(lying):
    assert laid_out(PURCHASES, [lying(JANUARY, "a")], "a")
    assert laid_out(PURCHASES, [], "a") is None
    assert laid_out(PURCHASES, [lying(JANUARY, "b")], "a") is None
    assert laid_out(PURCHASES, [lying(pa.concat_tables([JANUARY, MARCH]), "a")], "a") is None
    assert laid_out(PURCHASES, [lying(order_lines((None, 1, "ann", day(3), 1.0)), "a")], "a") is None
    assert laid_out(PURCHASES, [lying(JANUARY, "a", without=["place"])], "a") is None
    assert laid_out(PURCHASES, [lying(JANUARY, "a", without=[CHANGE])], "a") is None
    assert laid_out(fact_table("customers"), [lying(JANUARY, "a")], "a") is None


def test_many_small_files_of_a_month_are_written_as_fewer(lying):
    files = [lying(order_lines((f"o{n}", 1, "ann", day(n), 1.0)), "a") for n in range(MONTHLY + 1)]
    assert laid_out(PURCHASES, files, "a") is None
    assert len(laid_out(PURCHASES, files[:-1], "a")) == MONTHLY


def test_a_stored_row_has_every_column_in_the_order_of_the_files():
    assert _stored_schema(PURCHASES).names == [*PURCHASES.columns, CHANGE, "month"]


def _killed(*_arguments, **_named):
    raise KeyboardInterrupt
