"""A shop sends to its address: what is signed is kept, all else is turned away and counted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guanxi.facts import journal
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.kit.models import AuditEntry
from guanxi.web.live import actions, queries, receiving

pytestmark = pytest.mark.django_db


def test_a_signed_order_waits_for_the_next_turn_and_is_counted(hook, shop, order, kept):
    found = hook()
    answer = shop(found).send(order)
    assert answer.status_code == 200 and answer.json()["state"] == "accepted" and answer.json()["rows"] == 3
    assert journal.waiting(kept, "purchases") == [answer.json()["batch"]]
    found.refresh_from_db()
    assert (found.accepted, found.kept, found.wrong) == (1, 0, 0) and found.last_received_at


def test_the_same_delivery_again_gets_the_same_answer(hook, shop, order, kept):
    sender, name = shop(hook()), {"X-Shopify-Webhook-Id": "d1"}
    first = sender.send(order, **name).json()
    assert sender.send(order, **name).json() == first | {"state": "known"}
    assert len(journal.waiting(kept, "purchases")) == 1


def test_a_wrong_signature_is_turned_away_and_counted(hook, shop, order, kept):
    found = hook()
    answer = shop(found, "another-secret").send(order)
    assert answer.status_code == 401 and answer.json()["code"] == "live.wrong_signature"
    assert shop(found).client.post(f"/hooks/{found.public_id}/", order, "application/json").status_code == 401
    found.refresh_from_db()
    assert (found.accepted, found.wrong) == (0, 2) and found.last_wrong_at
    assert journal.waiting(kept, "purchases") == []


def test_an_unknown_address_and_one_that_is_switched_off_are_not_there(hook, shop, order):
    found = hook()
    actions.switch_hook(SYSTEM, found, is_on=False)
    off = shop(found).send(order)
    found.public_id = "0" * 32
    unknown = shop(found).send(order)
    assert off.status_code == unknown.status_code == 404 and off.json() == unknown.json()


def test_only_a_post_is_a_delivery(hook, shop):
    found = hook()
    assert shop(found).client.get(f"/hooks/{found.public_id}/").status_code == 405


def test_a_delivery_that_does_not_fit_is_answered_and_kept(hook, shop, order):
    found = hook()
    answer = shop(found).send(order | {"processed_at": "soon"})
    assert answer.status_code == 200 and answer.json()["state"] == "kept"
    (held,) = queries.kept_of(found)
    assert held.code == "live.unfit"
    found.refresh_from_db()
    assert (found.accepted, found.kept) == (0, 1)


def test_a_shop_that_tries_the_address_is_answered_and_nothing_is_kept(hook, shop, order, kept):
    woo = hook("woocommerce")
    ping = shop(woo).client.post(
        f"/hooks/{woo.public_id}/", "webhook_id=7", content_type="application/x-www-form-urlencoded"
    )
    assert ping.status_code == 200 and ping.json() == {"state": "test"}
    assert shop(hook()).send(order, **{"X-Shopify-Test": "true"}).json()["state"] == "test"
    assert journal.waiting(kept, "purchases") == []


def test_a_body_beyond_the_bound_is_not_read(hook, shop, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_BYTES", 100)
    answer = shop(hook()).send(b"x" * 101)
    assert answer.status_code == 413 and answer.json()["code"] == "live.too_large"


def test_too_many_are_asked_to_come_again(hook, shop, order, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_A_MINUTE", 2)
    sender = shop(hook())
    answers = [sender.send(order, **{"X-Shopify-Webhook-Id": str(n)}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"]


def test_who_does_not_know_the_secret_cannot_use_up_the_shops_share(hook, shop, order, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_WRONG_A_MINUTE", 2)
    found = hook()
    stranger = shop(found, "another-secret")
    assert [stranger.send(order).status_code for _ in range(4)] == [401, 401, 429, 429]
    assert shop(found).send(order).status_code == 200
    found.refresh_from_db()
    assert found.wrong == 2


def test_both_secrets_sign_while_one_is_replaced(hook, shop, order):
    found = hook()
    new = actions.change_secret(SYSTEM, found, overlap_hours=24).secret
    named = [{"X-Shopify-Webhook-Id": str(n)} for n in range(4)]
    assert shop(found).send(order, **named[0]).status_code == 200
    assert shop(found, new).send(order, **named[1]).status_code == 200
    found.old_secret_until = timezone.now() - timedelta(seconds=1)
    found.save()
    assert shop(found).send(order, **named[2]).status_code == 401
    assert shop(found, new).send(order, **named[3]).status_code == 200


def test_a_disk_without_room_asks_the_shop_to_come_again(hook, shop, order, monkeypatch):
    def full(*given, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal.live_files, "put", full)
    answer = shop(hook()).send(order)
    assert answer.status_code == 503 and answer.json()["code"] == "store.disk_full"


def test_a_busy_database_loses_a_count_and_no_delivery(hook, shop, order, kept, monkeypatch):
    from django.db import OperationalError

    def busy(*given, **named):
        raise OperationalError("database is locked")

    monkeypatch.setattr(receiving.actions, "count_delivery", busy)
    assert shop(hook()).send(order).json()["state"] == "accepted"
    assert len(journal.waiting(kept, "purchases")) == 1


def test_neither_the_audit_nor_the_database_tells_a_secret_or_a_row(hook, shop, order):
    found = hook()
    shop(found).send(order)
    actions.change_secret(SYSTEM, found, secret="another-long-secret")
    told = str(list(AuditEntry.objects.values())) + str(found.__dict__)
    assert "what-the-shop-knows" not in told and "another-long-secret" not in told
    assert "7450137723180" not in told
    assert not AuditEntry.objects.filter(action__contains="deliver").exists()
