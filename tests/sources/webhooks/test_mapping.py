"""What rows a delivery becomes, to the cent and to the day."""

import json
from copy import deepcopy

import pytest
from pydantic import ValidationError

from guanxi.errors import BadInput
from guanxi.facts.journal import NoRows
from guanxi.facts.live_rows import typed
from guanxi.facts.table import fact_table
from guanxi.sources.webhooks.expressions import Unfit
from guanxi.sources.webhooks.mapping import Mapping, UnknownTopic
from guanxi.sources.webhooks.payload import Unreadable, read_payload
from guanxi.sources.webhooks.presets import presets


def rows(key, payload, topic, zone="UTC"):
    return presets()[key].mapping.rows_of(payload, topic, firm_zone=zone)


def sample(key, **changed):
    return deepcopy(presets()[key].sample) | changed


def net(found) -> float:
    """What counts in revenue."""
    out = {"unpaid", "void", "test"}
    return round(sum(row["amount"] for row in found if row.get("line_kind") not in out), 2)


REFUND = {
    "id": 509562969,
    "created_at": "2026-11-24T09:00:00+08:00",
    "refund_line_items": [
        {
            "id": 104689539,
            "quantity": 1,
            "subtotal": "189.45",
            "line_item": {"sku": "IPOD-342-N", "title": "IPod Nano - 8GB"},
        }
    ],
    "order_adjustments": [{"id": 7, "amount": "-3.50", "reason": "Shipping refund"}],
}


def test_an_order_of_shopify_is_its_lines_less_their_discounts_and_its_postage():
    found = rows("shopify", sample("shopify"), "orders/create")
    assert [row["amount"] for row in found] == [378.9, 49.9, 10.0]
    assert [row["discount"] for row in found[:2]] == [19.1, 0.0]
    assert [row["line_kind"] for row in found] == ["sale", "sale", "charge"]
    assert [row["product_id"] for row in found[:2]] == ["IPOD-342-N", "447654529"]  # no sku: the variant


def test_the_day_is_that_of_the_firms_zone():
    late = sample("shopify", processed_at="2026-11-22T23:40:10-05:00")
    assert rows("shopify", late, "orders/create", "America/New_York")[0]["purchased_on"] == "2026-11-22"
    assert rows("shopify", late, "orders/create", "Asia/Shanghai")[0]["purchased_on"] == "2026-11-23"


def test_an_unpaid_order_counts_once_it_is_paid():
    pending = rows("shopify", sample("shopify", financial_status="pending"), "orders/create")
    paid = rows("shopify", sample("shopify"), "orders/paid")
    assert net(pending) == 0 and net(paid) == 438.8
    assert [(row["order_id"], row["line"]) for row in pending] == [
        (row["order_id"], row["line"]) for row in paid
    ]


def test_a_test_order_counts_nowhere():
    found = rows("shopify", sample("shopify", test=True), "orders/create")
    assert {row["line_kind"] for row in found} == {"test"}


def test_a_refund_is_negative_lines_that_point_at_the_order():
    alone = rows("shopify", REFUND | {"order_id": 6200407294252}, "refunds/create")
    assert [row["amount"] for row in alone] == [-189.45, -3.5]
    assert {row["reverses_order_id"] for row in alone} == {"6200407294252"}
    assert {row["line_kind"] for row in alone} == {"return", "discount"}


def test_a_refund_told_alone_and_within_its_order_is_the_same_lines():
    alone = rows("shopify", REFUND | {"order_id": 6200407294252}, "refunds/create")
    order = rows("shopify", sample("shopify", refunds=[REFUND]), "orders/updated")
    within = {(row["order_id"], row["line"]): row for row in order}
    for row in alone:
        assert row.items() <= within[row["order_id"], row["line"]].items()


def test_a_cancelled_order_is_worth_nothing_whether_or_not_it_was_refunded():
    cancelled = sample("shopify", cancelled_at="2026-11-23T10:00:00-05:00")
    assert net(rows("shopify", cancelled, "orders/cancelled")) == 0
    full = {
        "id": 1,
        "created_at": "2026-11-23T10:00:00-05:00",
        "refund_line_items": [
            {"id": n, "quantity": 1, "subtotal": s} for n, s in ((1, "378.90"), (2, "49.90"))
        ],
        "order_adjustments": [{"id": 3, "amount": "-10.00"}],
    }
    assert net(rows("shopify", cancelled | {"refunds": [full]}, "orders/cancelled")) == 0


def test_an_order_of_woocommerce_with_what_was_given_back():
    found = rows("woocommerce", sample("woocommerce"), "order.updated", "Europe/Berlin")
    assert [row["amount"] for row in found] == [5.35, 10.0, -2.5]
    assert [row["purchased_on"] for row in found] == ["2026-11-23", "2026-11-23", "2026-11-24"]
    assert found[2] | {"order_id": "R726", "reverses_order_id": "727", "line_kind": "return"} == found[2]


@pytest.mark.parametrize(("status", "counts"), [("completed", 12.85), ("pending", 0), ("cancelled", 0)])
def test_an_order_of_woocommerce_counts_by_how_it_stands(status, counts):
    assert net(rows("woocommerce", sample("woocommerce", status=status), "order.updated")) == counts


def test_a_guest_is_no_customer():
    found = rows("woocommerce", sample("woocommerce", customer_id=0), "order.created")
    assert all("customer_id" not in row for row in found)


def test_what_no_rule_speaks_of_is_said_and_what_has_no_rows_too():
    with pytest.raises(UnknownTopic) as unknown:
        rows("woocommerce", {"id": 727}, "order.deleted")
    assert unknown.value.facts["topic"] == "order.deleted"
    with pytest.raises(NoRows):
        rows("shopify", sample("shopify", line_items=[], shipping_lines=[]), "orders/create")


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"processed_at": "22/11/2026"}, "purchased_on"),
        ({"processed_at": "9" * 30}, "purchased_on"),
        ({"line_items": [{"id": 1, "price": "12,50", "quantity": 1}]}, "line.price"),
        ({"line_items": [{"id": 1, "price": "1e999999", "quantity": 1}]}, "line.price"),
        ({"line_items": [{"id": 1, "price": "NaN", "quantity": 1}]}, "line.price"),
        ({"line_items": [{"id": "x", "price": "1", "quantity": 1}]}, "line"),
        ({"customer": {"id": {"no": 1}}}, "customer_id"),
    ],
)
def test_what_cannot_be_used_is_named_and_never_guessed(changed, where):
    with pytest.raises(Unfit) as unfit:
        rows("shopify", sample("shopify", **changed), "orders/create")
    assert unfit.value.facts["where"] == where


def test_money_is_what_was_written():
    tenths = {"id": 1, "price": 0.1, "quantity": 3, "discount_allocations": []}
    payload = read_payload(json.dumps(sample("shopify", line_items=[tenths]), default=float).encode())
    assert rows("shopify", payload, "orders/create")[0]["amount"] == 0.3


SPOILED = {
    "empty": b"",
    "form": b"webhook_id=1",
    "brackets": b"[" * 100_000,
    "deep": b"[" * 40 + b"]" * 40,
    "nan": b'{"a": NaN}',
    "long": b'{"a": ' + b"9" * 5_000 + b"}",
    "many": b"[" + b"1," * 200_001 + b"1]",
    "bytes": b'{"a": "\xff"}',
    "cut": b'{"a": 1',
}


@pytest.mark.parametrize("body", SPOILED.values(), ids=SPOILED)
def test_a_body_that_is_no_json_of_a_sane_size_is_refused(body):
    with pytest.raises(Unreadable):
        read_payload(body)


@pytest.mark.parametrize("payload", [None, 1, "x", [], {}, {"line_items": 3}, {"line_items": [None, 1, []]}])
@pytest.mark.parametrize("key", ["shopify", "woocommerce", "signed"])
def test_json_of_another_form_is_refused_and_nothing_breaks(key, payload):
    with pytest.raises(BadInput):
        typed(fact_table("purchases"), rows(key, payload, presets()[key].sample_topic))


WORDS = {"order_id": "payload.id", "amount": "line.amount", "purchased_on": "payload.day"}


@pytest.mark.parametrize(
    "rule",
    [
        {"topics": [], "words": WORDS},
        {"topics": ["*"], "words": WORDS | {"colour": "line.colour"}},
        {"topics": ["*"], "words": {"amount": "line.amount"}},
        {"topics": ["*"], "words": WORDS | {"amount": "amount"}},
        {"topics": ["*"], "words": WORDS | {"amount": {"product": ["line.price"]}}},
        {"topics": ["*"], "words": WORDS | {"amount": {"evil": "line.price"}}},
        {"topics": ["*"], "each": "line_items", "words": WORDS},
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(rule):
    with pytest.raises(ValidationError):
        Mapping(rules=[rule])


def test_unix_times_are_days_too():
    mapping = Mapping(rules=[{"topics": ["*"], "each": "payload.lines[]", "words": WORDS}])
    for day in (1_764_115_200, 1_764_115_200_000, "1764115200"):
        (row,) = mapping.rows_of({"id": 1, "day": day, "lines": [{"amount": 1}]}, "any", firm_zone="UTC")
        assert row["purchased_on"] == "2025-11-26"
