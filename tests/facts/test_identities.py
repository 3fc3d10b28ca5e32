"""Two ids found to be one customer are read as one, whatever comes after, until that is taken back."""

from datetime import date

import pyarrow as pa
import pytest

from guanxi.facts.identities import AlreadyMerged, merging
from guanxi.facts.undo import undo
from tests.facts.conftest import content, day, order_lines

ON = date(2025, 6, 1)
LINES = order_lines(
    ("o1", 1, "ann", day(3), 10.0), ("o2", 1, "anne", day(9), 5.0), ("o3", 1, None, day(9), 1.0)
)
PEOPLE = pa.table(
    {
        "customer_id": ["ann", "anne", "bob"],
        "name": ["Ann", "Anne", "Bob"],
        "phone": [None, "1", "2"],
        "owner": [None, "rep", None],
    }
)


def merge(store, note, *pairs, **how):
    return store.change(
        "identities", merging({}, [(*p, None) for p in pairs], on=ON, by="x", **how), note=note
    )


def test_facts_of_a_merged_id_are_read_under_the_one_that_stays(store, engine, saying):
    store.change("purchases", LINES, note=saying("a"))
    merge(store, saying("m", "merge"), ("ann", "anne"))
    assert {row["order_id"]: row.get("customer_id") for row in content(store, engine)} == {
        "o1": "ann", "o2": "ann", "o3": None,
    }  # fmt: skip
    as_said = {row.get("customer_id") for row in content(store, engine, resolve=False)}
    assert as_said == {"ann", "anne", None}


def test_the_customer_who_stays_gets_what_only_the_other_knew(store, engine, saying):
    store.change("customers", PEOPLE, note=saying("a"))
    merge(store, saying("m", "merge"), ("ann", "anne"))
    assert content(store, engine, "customers") == [
        {"customer_id": "ann", "name": "Ann", "phone": "1"},
        {"customer_id": "bob", "name": "Bob", "phone": "2"},
    ]


def test_what_a_merged_customer_says_is_not_lost_where_the_other_has_no_row(store, engine, saying):
    store.change("customers", PEOPLE, note=saying("a"))
    merge(store, saying("m", "merge"), ("adam", "bob"))
    assert {"customer_id": "adam", "name": "Bob", "phone": "2"} in content(store, engine, "customers")


def test_a_merge_outlives_the_next_import(store, engine, saying):
    store.change("purchases", LINES, note=saying("a"))
    merge(store, saying("m", "merge"), ("ann", "anne"))
    store.change("purchases", order_lines(("o9", 1, "anne", day(50), 2.0)), note=saying("b"))
    assert "anne" not in {row.get("customer_id") for row in content(store, engine)}


def test_a_merge_taken_back_leaves_everything_as_it_was(store, engine, saying):
    store.change("purchases", LINES, note=saying("a"))
    store.change("customers", PEOPLE, note=saying("b"))
    before = content(store, engine), content(store, engine, "customers")
    merge(store, saying("m", "merge"), ("ann", "anne"))
    undo(store, saying("m").change_id, note=saying("u", "undo"))
    assert (content(store, engine), content(store, engine, "customers")) == before


def test_who_stands_for_whom_is_part_of_what_the_facts_say(store, saying):
    store.change("purchases", LINES, note=saying("a"))
    before = store.fingerprint("purchases", as_of=day(99))
    merge(store, saying("m", "merge"), ("ann", "anne"))
    assert store.fingerprint("purchases", as_of=day(99)) != before


def stands(rows):
    return {row["customer_id"]: row["stands_for"] for row in rows.to_pylist()}


@pytest.mark.parametrize("order", [1, -1])
def test_pairs_that_chain_are_one_customer_in_whatever_order_they_come(order):
    pairs = [("c", "b", 0.99), ("a", "b", 0.98), ("x", "y", 0.97)][::order]
    assert stands(merging({}, pairs, on=ON, by="x")) == {"b": "a", "c": "a", "y": "x"}


def test_the_customer_known_longest_stays():
    found = merging({}, [("a", "b", 1.0)], on=ON, by="x", first_seen={"a": day(9), "b": day(2)})
    assert stands(found) == {"a": "b"}


def test_nobody_stands_for_somebody_who_stands_for_another():
    found = merging({"c": "b"}, [("a", "b", 1.0)], on=ON, by="x")
    assert stands(found) == {"a": "b"}
    found = merging({"c": "b", "d": "a"}, [("a", "b", 1.0)], on=ON, by="x")
    assert stands(found) == {"b": "a", "c": "a"}


def test_what_is_one_customer_already_is_not_merged_again():
    with pytest.raises(AlreadyMerged):
        merging({"b": "a"}, [("a", "b", 1.0)], on=ON, by="x")
