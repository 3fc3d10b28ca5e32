"""A change is whole, counted, made once, and leaves alone what it does not speak of."""

from dataclasses import replace

import pyarrow as pa
import pytest

from guanxi.facts import changes
from guanxi.facts.changing import MissingValue, RepeatedKey, UnknownWay
from guanxi.facts.row_history import row_history
from tests.facts.conftest import content, day, order_lines

JANUARY = order_lines(("o1", 1, "ann", day(3), 10.0), ("o2", 1, "bob", day(9), 5.0))
PEOPLE = pa.table({"customer_id": ["ann", "bob"], "name": ["Ann", "Bob"], "phone": ["1", None]})


def counts(change):
    return change.inserted, change.updated, change.unchanged, change.skipped


def test_new_rows_are_inserted_known_ones_updated_and_equal_ones_left(store, engine, saying):
    assert counts(store.change("purchases", JANUARY, note=saying("a"))) == (2, 0, 0, 0)
    again = order_lines(
        ("o1", 1, "ann", day(3), 10.0), ("o2", 1, "bob", day(40), 7.0), ("o3", 1, "cid", day(70), 1.0)
    )
    assert counts(store.change("purchases", again, note=saying("b"))) == (1, 1, 1, 0)
    held = [(row["order_id"], row["purchased_on"], row["amount"]) for row in content(store, engine)]
    assert sorted(held) == [("o1", day(3), 10.0), ("o2", day(40), 7.0), ("o3", day(70), 1.0)]


def test_the_same_change_asked_twice_happens_once(store, saying):
    first = store.change("purchases", JANUARY, note=saying("a"))
    version = store.version("purchases")
    assert store.change("purchases", JANUARY, note=saying("a")) == first
    assert store.version("purchases") == version


def test_the_same_rows_again_write_nothing(store, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    version = store.version("purchases")
    assert counts(store.change("purchases", JANUARY, note=saying("b"))) == (0, 0, 2, 0)
    assert store.version("purchases") == version


def test_columns_that_are_not_given_keep_what_they_say(store, engine, saying):
    store.change("customers", PEOPLE, note=saying("a"))
    store.change("customers", pa.table({"customer_id": ["ann"], "city": ["Bern"]}), note=saying("b"))
    assert content(store, engine, "customers")[0] == {
        "customer_id": "ann", "name": "Ann", "phone": "1", "city": "Bern",
    }  # fmt: skip


@pytest.mark.parametrize(("empty", "left"), [("keep", "1"), ("clear", None)])
def test_an_empty_cell_keeps_or_clears_as_asked(store, engine, saying, empty, left):
    store.change("customers", PEOPLE, note=saying("a"))
    blank = pa.table({"customer_id": ["ann"], "phone": pa.array([None], pa.string())})
    store.change("customers", blank, note=saying("b"), empty=empty)
    assert content(store, engine, "customers")[0].get("phone") == left


@pytest.mark.parametrize(("mode", "expected"), [("create", (1, 0, 0, 1)), ("update", (0, 1, 0, 1))])
def test_only_creating_and_only_updating_skip_and_count_the_others(store, saying, mode, expected):
    store.change("purchases", JANUARY, note=saying("a"))
    mixed = order_lines(("o1", 1, "ann", day(3), 99.0), ("o9", 1, "zoe", day(4), 1.0))
    assert counts(store.change("purchases", mixed, note=saying("b"), mode=mode)) == expected


def test_only_the_months_that_are_touched_are_written_again(store, saying):
    rows = [(f"o{n}", 1, "ann", day(31 * n), float(n)) for n in range(6)]
    store.change("purchases", order_lines(*rows), note=saying("a"))
    untouched = set(store.held("purchases").files(months=["2025-03", "2025-04"]))
    store.change("purchases", order_lines(("o0", 1, "ann", day(1), 5.0)), note=saying("b"))
    assert untouched <= set(store.held("purchases").files())
    assert store.state("purchases").rows == 6


def test_many_small_changes_of_one_month_do_not_leave_many_files(store, saying):
    for n in range(20):
        store.change("purchases", order_lines((f"o{n}", 1, "ann", day(n), 1.0)), note=saying(f"{n}"))
    assert store.state("purchases").rows == 20
    assert len(store.held("purchases").files()) < 20


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        (order_lines(("o1", 1, "ann", None, 1.0)), MissingValue),
        (order_lines(("o1", 1, "ann", day(1), 1.0), ("o1", 1, "bob", day(1), 2.0)), RepeatedKey),
    ],
)
def test_a_refused_change_leaves_nothing_behind(store, saying, rows, refusal):
    with pytest.raises(refusal):
        store.change("purchases", rows, note=saying("a"))
    assert not store.has("purchases")
    assert changes.changes(store) == []


def test_an_unknown_way_is_refused(store, saying):
    with pytest.raises(UnknownWay):
        store.change("purchases", JANUARY, note=saying("a"), mode="sideways")


def test_rows_taken_out_are_gone_and_counted(store, engine, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    gone = store.delete("purchases", pa.table({"order_id": ["o1", "nix"], "line": [1, 1]}), note=saying("b"))
    assert gone.deleted == 1
    assert [row["order_id"] for row in content(store, engine)] == ["o2"]


def test_a_change_whose_writer_was_killed_before_the_commit_never_happened(store, saying, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(store), "_commit", killed)
        with pytest.raises(KeyboardInterrupt):
            store.change("purchases", JANUARY, note=saying("a"))
    assert changes.changes(store) == []
    assert store.change("purchases", JANUARY, note=saying("a")).inserted == 2


def test_a_change_whose_writer_was_killed_after_the_commit_happened_once(store, saying):
    done = store.change("purchases", JANUARY, note=saying("a"))
    changes.write(store.root, replace(done, state="planned"))
    assert [change.state for change in changes.changes(store)] == ["done"]
    assert store.change("purchases", JANUARY, note=saying("a")).inserted == 2
    assert store.state("purchases").rows == 2


def test_the_ledger_says_who_what_and_from_where(store, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    store.change("customers", PEOPLE, note=saying("b"))
    assert [change.table for change in changes.changes(store)] == ["customers", "purchases"]
    (entry,) = changes.changes(store, "purchases")
    assert (entry.by, entry.kind, entry.source["file"], entry.at) == (
        "ann",
        "import",
        "a.csv",
        saying("a").at,
    )


def test_the_history_of_a_row_says_who_said_what(store, engine, saying):
    store.change("customers", PEOPLE, note=saying("a"))
    store.change("customers", pa.table({"customer_id": ["ann"], "phone": ["2"]}), note=saying("b"))
    store.delete("customers", pa.table({"customer_id": ["ann"]}), note=saying("c"))
    told = row_history(store, "customers", {"customer_id": "ann"}, engine)
    assert [(said.change.source["file"], said.row and said.row["phone"]) for said in told] == [
        ("c.csv", None), ("b.csv", "2"), ("a.csv", "1"),
    ]  # fmt: skip
    assert row_history(store, "customers", {"customer_id": "nobody"}, engine) == []


def test_a_table_of_an_earlier_version_is_read_and_laid_out_anew_by_the_next_change(store, engine, saying):
    from deltalake import write_deltalake

    old = store.held("purchases").spec.schema
    old = pa.schema([field for field in old if field.name not in ("line_kind", "is_reversed", "description")])
    columns = {field.name: JANUARY[field.name] for field in old if field.name in JANUARY.column_names}
    write_deltalake(store.path("purchases"), pa.table(columns))
    assert len(content(store, engine)) == 2
    store.change("purchases", order_lines(("o3", 1, "cid", day(70), 1.0)), note=saying("a"))
    assert len(content(store, engine)) == 3
    assert store.held("purchases").is_current


def test_the_log_of_the_store_keeps_no_names(store, saying):
    store.change("customers", PEOPLE, note=saying("a"))
    log = "".join(path.read_text() for path in (store.path("customers") / "_delta_log").glob("*.json"))
    assert "Ann" not in log and '"ann' not in log
