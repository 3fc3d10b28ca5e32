"""Programs send facts as they happen: accepted means kept, once, by those who may."""

import pytest

from guanxi.facts import journal
from guanxi.facts.store import Store
from guanxi.web.kit.models import AuditEntry

pytestmark = pytest.mark.django_db
ROW = {"order_id": "w1", "customer_id": "K-1", "purchased_on": "2024-06-28", "amount": 12.5}


@pytest.fixture
def kept(settings, tmp_path):
    settings.GUANXI_STORE = tmp_path / "store"
    return Store(settings.GUANXI_STORE)


def post(client, rows, table="purchases", **headers):
    return client.post(
        f"/api/v1/facts/{table}", {"rows": rows}, content_type="application/json", headers=headers
    )


def test_a_batch_is_accepted_and_waits_for_the_next_turn(program, kept):
    answer = post(program("analyst"), [ROW])
    assert answer.status_code == 202
    assert answer.json()["rows"] == 1 and answer.json()["was_known"] is False
    assert journal.waiting(kept, "purchases") == [answer.json()["batch"]]


def test_the_same_key_again_gets_the_same_answer(program, kept):
    analyst = program("analyst")
    first = post(analyst, [ROW], **{"Idempotency-Key": "order-1"}).json()
    again = post(analyst, [ROW], **{"Idempotency-Key": "order-1"})
    assert again.status_code == 202 and again.json() == first | {"was_known": True}
    other = post(analyst, [ROW | {"amount": 1}], **{"Idempotency-Key": "order-1"})
    assert other.status_code == 409 and other.json()["code"] == "live.key_reused"


@pytest.mark.parametrize(
    ("rows", "table", "code"),
    [
        ([], "purchases", "live.no_rows"),
        ([ROW | {"amount": "much"}], "purchases", "live.rows_refused"),
        ([ROW], "predictions", "live.not_sent"),
        ([ROW] * 5001, "purchases", "live.too_many_rows"),
    ],
    ids=["empty", "wrong", "table", "many"],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(program, kept, rows, table, code):
    answer = post(program("analyst"), rows, table)
    assert answer.status_code == 422 and answer.json()["code"] == code
    assert journal.waiting(kept, "purchases") == []


def test_a_rep_may_not_send(program, kept):
    assert post(program("rep"), [ROW]).status_code == 403


def test_the_audit_keeps_that_it_was_sent_and_not_what_it_said(program, kept):
    post(program("analyst"), [ROW])
    entry = AuditEntry.objects.get(action="live.send")
    assert entry.facts["table"] == "purchases" and entry.facts["count"] == 1
    assert "K-1" not in str(entry.facts)
