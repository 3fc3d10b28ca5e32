"""A signed delivery becomes rows or is kept: nothing is lost, and nothing is taken twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput, NotFound
from guanxi.facts import journal
from guanxi.facts.store import Store
from guanxi.sources.webhooks import kept
from guanxi.sources.webhooks.delivery import Receiver
from guanxi.sources.webhooks.presets import presets

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOPIC = {"X-Shopify-Topic": "orders/create"}


@pytest.fixture
def receiver(tmp_path):
    known = presets()["shopify"]
    store = Store(tmp_path / "store")
    return Receiver(store, "a1", known.scheme, known.mapping, by="hook: shop", firm_zone="UTC")


def body(**changed) -> bytes:
    return json.dumps(presets()["shopify"].sample | changed).encode()


def receive(receiver, content, name="d1", hours=0, **headers):
    headers = TOPIC | {"X-Shopify-Webhook-Id": name} | headers
    return receiver.receive(headers, content, at=AT + timedelta(hours=hours))


def test_a_delivery_is_rows_that_wait_for_the_next_turn(receiver):
    done = receive(receiver, body())
    assert (done.state, done.rows) == ("accepted", 3)
    assert journal.waiting(receiver.store, "purchases") == [done.batch]
    (change,) = journal.drain(receiver.store)
    assert (change.inserted, change.by) == (3, "hook: shop")


def test_the_same_delivery_again_gets_the_same_answer_before_and_after_the_turn(receiver):
    first = receive(receiver, body())
    again = receive(receiver, body(), hours=1)
    assert (again.state, again.rows, again.batch) == ("known", 3, first.batch)
    journal.drain(receiver.store)
    assert receive(receiver, body(note="rendered anew"), hours=2).state == "known"
    assert journal.drain(receiver.store) == []


def test_the_same_delivery_eight_times_at_once_is_one(receiver):
    with ThreadPoolExecutor(8) as pool:
        states = [done.state for done in pool.map(lambda _: receive(receiver, body()), range(8))]
    assert sorted(states) == ["accepted"] + ["known"] * 7
    assert len(journal.waiting(receiver.store, "purchases")) == 1


def test_what_does_not_fit_is_kept_whole_with_the_reason_and_taken_once_the_mapping_is_mended(receiver):
    odd = body(processed_at="yesterday")
    assert receive(receiver, odd).state == receive(receiver, odd, hours=1).state == "kept"
    (held,) = kept.kept_deliveries(receiver.store, "a1")
    assert (held.code, held.facts["where"], held.body) == ("live.unfit", "purchased_on", odd)
    with pytest.raises(BadInput):
        receiver.take_again(held.name, at=AT)
    for rule in (mended := receiver.mapping.model_copy(deep=True)).rules:
        rule.words["purchased_on"] = "payload.created_at"
    done = Receiver(receiver.store, "a1", receiver.scheme, mended, "hook: shop", "UTC")
    assert done.take_again(held.name, at=AT + timedelta(hours=2)).rows == 3
    assert kept.count_kept(receiver.store, "a1") == 0
    assert receive(done, odd, hours=3).state == "known"
    with pytest.raises(NotFound):
        done.take_again(held.name, at=AT)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[[[", b"{}", b'{"id": "\\ud800", "line_items": [{}]}'])
def test_whatever_was_signed_is_kept_to_the_byte(receiver, content):
    assert receive(receiver, content).state == "kept"
    assert kept.kept_deliveries(receiver.store, "a1")[0].body == content


def test_what_only_tries_the_address_is_not_kept(receiver):
    assert receive(receiver, body(), **{"X-Shopify-Test": "true"}).state == "test"
    assert journal.waiting(receiver.store, "purchases") == []
    assert kept.count_kept(receiver.store, "a1") == 0


def test_a_refund_told_alone_is_the_customers_whose_order_it_was(receiver):
    receive(receiver, body())
    journal.drain(receiver.store)
    refund = {
        "id": 5,
        "order_id": 6200407294252,
        "created_at": "2026-11-24T09:00:00Z",
        "refund_line_items": [{"id": 1, "quantity": 1, "subtotal": "49.90"}],
    }
    headers = {"X-Shopify-Topic": "refunds/create"}
    receive(receiver, json.dumps(refund).encode(), "d2", hours=1, **headers)
    (change,) = journal.drain(receiver.store)
    assert change.inserted == 1
    session = new_engine("duckdb")
    try:
        lines = session.collect(receiver.store.read("purchases", session)).to_pylist()
    finally:
        session.close()
    assert [row["customer_id"] for row in lines if row["order_id"] == "R5"] == ["7450137723180"]


def test_a_name_of_a_kept_delivery_leads_nowhere_else(receiver):
    for name in ("../secret", "", "a/b", ".."):
        with pytest.raises(NotFound):
            kept.kept_delivery(receiver.store, "a1", name)
