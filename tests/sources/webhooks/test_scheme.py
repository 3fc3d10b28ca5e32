"""Who signed a delivery: the schemes of the shops, as published, and what must not pass for them."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from django.http.request import HttpHeaders
from pydantic import ValidationError

from guanxi.sources.webhooks.presets import presets
from guanxi.sources.webhooks.scheme import Scheme

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
BODY, SECRET = b'{"id": 1}', "hush-hush"


def digest(signed: bytes) -> bytes:
    return hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()


def scheme(key: str) -> Scheme:
    return presets()[key].scheme


PUBLISHED = {
    "shopify": {"X-Shopify-Hmac-Sha256": base64.b64encode(digest(BODY)).decode()},
    "woocommerce": {"X-WC-Webhook-Signature": base64.b64encode(digest(BODY)).decode()},
    "signed": {"X-Hub-Signature-256": "sha256=" + digest(BODY).hex()},
    "timed": {
        "Webhook-Signature": f"t={AT.timestamp():.0f},v1={'0' * 64},"
        f"v1={digest(f'{AT.timestamp():.0f}.'.encode() + BODY).hex()}"
    },
}


@pytest.mark.parametrize("key", PUBLISHED)
def test_a_delivery_signed_as_the_shop_publishes_it_is_let_in(key):
    assert scheme(key).is_signed(PUBLISHED[key], BODY, ["other", SECRET], at=AT)


@pytest.mark.parametrize("key", PUBLISHED)
def test_what_we_sign_to_try_a_hook_is_what_the_shop_would_send(key):
    signed = scheme(key).sign(BODY, SECRET, at=AT)
    assert signed.keys() == PUBLISHED[key].keys()
    assert scheme(key).is_signed(signed, BODY, [SECRET], at=AT)


@pytest.mark.parametrize("key", PUBLISHED)
def test_another_body_secret_header_or_none_is_refused(key):
    (name, value), known = *PUBLISHED[key].items(), scheme(key)
    assert not known.is_signed(PUBLISHED[key], BODY + b" ", [SECRET], at=AT)
    assert not known.is_signed(PUBLISHED[key], BODY, ["other"], at=AT)
    assert not known.is_signed(PUBLISHED[key], BODY, [], at=AT)
    for wrong in ("", value[:-2], "sha256=", "é", "t=,v1=", ",,,,", "t=" + "9" * 400 + ",v1=00", value + "x"):
        assert not known.is_signed({name: wrong}, BODY, [SECRET], at=AT)
    assert not known.is_signed({}, BODY, [SECRET], at=AT)


@pytest.mark.parametrize(("minutes", "let_in"), [(4, True), (-4, True), (6, False), (-6, False)])
def test_a_signature_whose_time_has_passed_is_refused(minutes, let_in):
    at = AT + timedelta(minutes=minutes)
    assert scheme("timed").is_signed(PUBLISHED["timed"], BODY, [SECRET], at=at) is let_in


def test_the_time_cannot_be_renewed_without_the_secret():
    newer = PUBLISHED["timed"]["Webhook-Signature"].replace(f"t={AT.timestamp():.0f}", "t=1764072060")
    assert not scheme("timed").is_signed({"Webhook-Signature": newer}, BODY, [SECRET], at=AT)


def test_a_time_may_stand_in_a_header_of_its_own():
    own = Scheme(header="X-Signature", timestamp_header="X-Time")
    signed = own.sign(BODY, SECRET, at=AT)
    assert own.is_signed(signed, BODY, [SECRET], at=AT)
    assert not own.is_signed(signed | {"X-Time": "1"}, BODY, [SECRET], at=AT)


def test_headers_are_found_whatever_their_case():
    """As Django gives them: a server passes names on in capitals."""
    headers = HttpHeaders({"HTTP_X_SHOPIFY_HMAC_SHA256": PUBLISHED["shopify"]["X-Shopify-Hmac-Sha256"]})
    assert scheme("shopify").is_signed(headers, BODY, [SECRET], at=AT)


def test_a_shops_name_of_a_delivery_is_taken_at_its_word_only_where_it_is_unique():
    """WooCommerce makes it of the second it is sent in: two orders of one second share it."""
    one, two = b'{"id": 1}', b'{"id": 2}'
    shopify, woo = {"X-Shopify-Webhook-Id": "a"}, {"X-WC-Webhook-Delivery-ID": "a"}
    key = scheme("shopify").delivery_key
    assert key(shopify, "orders/create", one) == key(shopify, "orders/create", two)
    assert key(shopify, "orders/create", one) != key(shopify, "orders/paid", one)
    assert key({}, "orders/create", one) != key({}, "orders/create", two)
    key = scheme("woocommerce").delivery_key
    assert key(woo, "order.updated", one) != key(woo, "order.updated", two)
    assert key(woo, "order.updated", one) == key(woo, "order.updated", one)


def test_what_only_tries_the_address_is_recognised():
    assert scheme("woocommerce").is_unsigned_ping({}, b"webhook_id=7")
    assert not scheme("woocommerce").is_unsigned_ping({"X-WC-Webhook-Signature": "x"}, b"webhook_id=7")
    assert not scheme("shopify").is_unsigned_ping({}, b"webhook_id=7")
    assert scheme("shopify").is_test({"X-Shopify-Test": "true"}, "orders/create")
    assert scheme("signed").is_test({}, "ping") and not scheme("signed").is_test({}, "orders")


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"header": "X Signature"},
        {"header": "X", "algorithm": "md5"},
        {"header": "X", "timestamp_part": "t"},
        {"header": "X", "tolerance_seconds": 0},
        {"header": "X", "headers": "Y"},
    ],
)
def test_a_scheme_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        Scheme(**wrong)
