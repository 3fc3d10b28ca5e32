"""A snapshot becomes what the pages show: whole, once, and beside what people did meanwhile."""

from datetime import date

import pytest

from guanxi.errors import NotAllowed, NotFound
from guanxi.web.customers.actions import claim, reassign, undo_hand_over
from guanxi.web.customers.models import Customer
from guanxi.web.insight import loading, queries
from guanxi.web.insight.actions import load_snapshot
from guanxi.web.insight.models import Profile, Snapshot
from guanxi.web.kit.actions import SYSTEM
from tests.web.insight.conftest import AS_OF, profile_row, publish


def rows() -> list[dict]:
    return list(Profile.objects.order_by("pk").values())


def test_loading_a_snapshot_twice_leaves_the_same_rows(firm):
    snapshot_id = firm(20)
    before = rows()
    load_snapshot(SYSTEM, snapshot_id)
    assert rows() == before and Snapshot.objects.count() == 1


def test_every_measure_arrives_as_it_was_published(firm):
    firm(20)
    for n, row in enumerate(rows()):
        for name, value in profile_row(n).items():
            assert row[name] == value, name
        assert row["cycle_days"] == 30 and row["relation_type"] is None  # unknown to this snapshot


def test_the_rhythm_is_read_from_the_purchases(firm):
    firm(20)
    assert Profile.objects.get(pk="K-007").recent_days == "7,37,67"
    assert [
        order["amount"] for order in queries.timeline(queries.current_snapshot().pk).of("K-007").to_pylist()
    ] == [45.0] * 3


def test_a_later_snapshot_replaces_the_profile_and_the_earlier_one_stays_known(firm, store):
    firm(20)
    later = publish(store, [profile_row(n) for n in range(5)], as_of=date(2024, 7, 28))
    load_snapshot(SYSTEM, later)
    assert Profile.objects.count() == 5 and queries.business_date() == date(2024, 7, 28)
    assert [s.as_of for s in queries.loaded_snapshots()] == [date(2024, 7, 28), AS_OF]


def test_a_customer_nobody_told_of_is_made_with_its_id(firm, store):
    firm(3)
    load_snapshot(SYSTEM, publish(store, [profile_row(99)], name="later"))
    assert Customer.objects.get(pk="K-099").owner is None


def test_a_hand_over_while_the_table_is_filled_is_not_lost(firm, store, person, monkeypatch):
    firm(6)
    finish = loading.finish_next

    def finish_late():
        finish()
        reassign(person("manager"), ["K-002"], "other")

    monkeypatch.setattr(loading, "finish_next", finish_late)
    load_snapshot(SYSTEM, publish(store, [profile_row(n) for n in range(6)], name="later"))
    assert Profile.objects.get(pk="K-002").owner.username == "other"


def test_an_unknown_snapshot_is_refused(firm):
    firm(3)
    with pytest.raises(NotFound):
        load_snapshot(SYSTEM, "nowhere")


def test_a_person_cannot_change_what_is_shown(firm, store, person):
    firm(3)
    with pytest.raises(NotAllowed):
        load_snapshot(person("owner"), publish(store, [profile_row(1)], name="later"))
    assert Profile.objects.count() == 3


def test_the_copy_of_the_owner_follows_every_hand_over(firm, person):
    firm(6)
    rep = person("rep")
    batch = claim(rep, "K-002")
    assert Profile.objects.get(pk="K-002").owner == rep
    undo_hand_over(rep, batch)
    assert Profile.objects.get(pk="K-002").owner is None
