"""Ids become one customer as one change, and what a person found to be two stays two."""

from datetime import UTC, datetime

import pytest

from guanxi.errors import NotFound
from guanxi.facts.changes import changes
from guanxi.facts.identities import AlreadyMerged
from guanxi.facts.merges import (
    KeptApart,
    SameId,
    keep_apart,
    kept_apart,
    merge,
    must_be_known,
    no_longer_apart,
    purchases_under,
    separate,
    stands_for,
    together,
)
from guanxi.facts.undo import undo
from tests.facts.conftest import day, order_lines

AT = datetime(2025, 6, 1, tzinfo=UTC)
LINES = order_lines(
    ("o1", 1, "anne", day(3), 10.0), ("o2", 1, "ann", day(9), 5.0), ("o2", 2, "ann", day(9), 5.0)
)


@pytest.fixture
def shop(store, saying):
    store.change("purchases", LINES, note=saying("a"))
    return store


def test_the_customer_known_longest_stays_as_one_change(shop, saying, engine):
    done = merge(shop, [("ann", "anne", 0.99)], note=saying("m", "merge"), on=AT.date())
    assert stands_for(shop, engine) == {"ann": "anne"}
    assert (done.kind, done.table, done.inserted) == ("merge", "identities", 1)


def test_the_same_merge_again_changes_nothing(shop, saying):
    first = merge(shop, [("ann", "anne", 0.99)], note=saying("m", "merge"), on=AT.date())
    again = merge(shop, [("ann", "anne", 0.99)], note=saying("m", "merge"), on=AT.date())
    assert again.change_id == first.change_id and len(changes(shop, "identities")) == 1
    with pytest.raises(AlreadyMerged):
        merge(shop, [("anne", "ann", 0.99)], note=saying("n", "merge"), on=AT.date())


def test_one_of_a_batch_is_separated_and_the_rest_stays(shop, saying, engine):
    merge(shop, [("ann", "anne", 0.99), ("x", "y", 0.98)], note=saying("m", "merge"), on=AT.date())
    apart = separate(shop, ["ann"], note=saying("s", "merge"))
    assert stands_for(shop, engine) == {"y": "x"}
    undo(shop, apart.change_id, note=saying("u", "undo"))
    assert stands_for(shop, engine) == {"ann": "anne", "y": "x"}


def test_what_was_found_to_be_two_is_not_brought_together_on_a_detour(shop, saying):
    keep_apart(shop, "c", "a", by="li", at=AT)
    pairs = [("a", "b", 0.999), ("b", "c", 0.99), ("c", "d", 0.98)]
    assert together({}, pairs, kept_apart(shop)) == ([pairs[0], pairs[2]], [pairs[1]])
    with pytest.raises(KeptApart):
        merge(shop, pairs, note=saying("m", "merge"), on=AT.date())
    no_longer_apart(shop, "a", "c")
    assert merge(shop, pairs, note=saying("m", "merge"), on=AT.date()).inserted == 3


def test_who_said_that_two_are_two_is_kept(shop):
    keep_apart(shop, "c", "a", by="li", at=AT)
    keep_apart(shop, "a", "c", by="wang", at=AT)
    assert {pair: said.by for pair, said in kept_apart(shop).items()} == {("a", "c"): "li"}


def test_an_order_of_two_lines_is_one_order(shop, engine):
    found = {row["customer_id"]: row for row in purchases_under(shop, ["ann", "nobody"], engine).to_pylist()}
    assert found == {"ann": {"customer_id": "ann", "orders": 1, "first_on": day(9), "last_on": day(9)}}


def test_an_id_that_no_fact_names_is_refused(shop, saying):
    must_be_known(shop, ["ann", "anne"])
    with pytest.raises(NotFound):
        must_be_known(shop, ["ann", "anna"])
    with pytest.raises(SameId):
        merge(shop, [("ann", "ann", None)], note=saying("m", "merge"), on=AT.date())
