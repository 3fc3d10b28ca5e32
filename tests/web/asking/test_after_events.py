"""After a complaint was closed, a first purchase or a delivery the customer is asked, once."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from guanxi.facts.table import fact_table
from guanxi.web.asking import actions, jobs
from guanxi.web.asking.models import EventRule, Invitation
from guanxi.web.customers.models import Customer
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.kit.models import AuditEntry

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def said(store, table: str, *rows: dict) -> None:
    store.merge(table, pa.Table.from_pylist(list(rows), schema=fact_table(table).schema))


@pytest.fixture
def rule(fieldwork):
    rows = [Customer(pk=f"K-{n}", email=f"k{n}@example.org") for n in range(3)]
    Customer.objects.bulk_create(rows)
    return lambda event, days=2: actions.make_rule(
        SYSTEM, "shop", event, delay_days=days, address="http://localhost", since_on=DAY
    )


def complaint(name: str, customer: str, closed: date | None) -> dict:
    return {"complaint_id": name, "customer_id": customer, "complained_on": DAY, "resolved_on": closed}


def test_a_closed_complaint_is_asked_after_once_its_days_are_over(rule, store):
    rule("complaint_closed")
    closed = DAY + timedelta(days=1)
    said(store, "complaints", complaint("a", "K-0", closed), complaint("b", "K-1", None))
    asked = [jobs.follow_rules(store, on=DAY + timedelta(days=n)) for n in (2, 3, 4)]
    assert asked == [0, 1, 0]
    assert Invitation.objects.get().event_key == "complaint_closed:a"


def test_the_quarantine_holds_for_events_too(rule, store):
    rule("complaint_closed", 0)
    said(store, "complaints", complaint("a", "K-0", DAY))
    assert jobs.follow_rules(store, on=DAY) == 1
    said(store, "complaints", complaint("c", "K-0", DAY))
    assert jobs.follow_rules(store, on=DAY) == 0


@pytest.mark.parametrize(("event", "who"), [("first_purchase", {"K-0", "K-2"}), ("delivered", {"K-1"})])
def test_a_first_purchase_and_a_delivery_are_found_in_the_purchases(rule, store, event, who):
    rule(event, 0)
    lines = [("1", "K-0", DAY, None), ("2", "K-1", DAY - timedelta(days=90), None)]
    lines += [("3", "K-1", DAY, "delivered"), ("4", "K-2", DAY, "shipped")]
    rows = [
        {
            "order_id": order,
            "line": 1,
            "customer_id": key,
            "purchased_on": on,
            "amount": 5.0,
            "order_status": how,
        }
        for order, key, on, how in lines
    ]
    said(store, "purchases", *rows)
    jobs.follow_rules(store, on=DAY)
    assert set(Invitation.objects.values_list("customer", flat=True)) == who


def test_a_rule_that_is_off_or_of_a_closed_survey_asks_nobody(rule, store, fieldwork):
    made = rule("complaint_closed", 0)
    said(store, "complaints", complaint("a", "K-0", DAY))
    actions.switch_rule(SYSTEM, made, is_on=False)
    assert jobs.follow_rules(store, on=DAY) == 0
    actions.switch_rule(SYSTEM, made, is_on=True)
    actions.close_fieldwork(SYSTEM, fieldwork)
    assert jobs.follow_rules(store, on=DAY) == 0


def test_a_rule_is_made_switched_off_and_on_in_the_browser(fieldwork, signed_in):
    manager, page = signed_in("manager"), f"/asking/{fieldwork.pk}/"
    assert "Nobody is asked by a rule yet" in manager.get(page).content.decode()
    manager.post(f"{page}rules/", {"event": "delivered", "days": "3"})
    made = EventRule.objects.get()
    assert (made.survey, made.event, made.delay_days, made.is_on) == (fieldwork.survey, "delivered", 3, True)
    assert "a delivery" in manager.get(page).content.decode()
    for on in (False, True):
        manager.post(f"{page}rules/{made.pk}/", {"on": "1" if on else "0"})
        made.refresh_from_db()
        assert made.is_on is on
    assert AuditEntry.objects.filter(action="asking.switch_rule").count() == 2


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"event": "rain", "days": "3"}, 422, "Nobody can be asked after rain"),
        ({"event": "delivered", "days": "often"}, 422, "often"),
        ({"event": "delivered", "days": "4000"}, 422, "4000"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_words(fieldwork, signed_in, given, status, words):
    answer = signed_in("manager").post(f"/asking/{fieldwork.pk}/rules/", given)
    assert answer.status_code == status and words in answer.content.decode()
    assert not EventRule.objects.exists()


def test_rules_are_the_managers_and_another_surveys_rule_is_not_found(fieldwork, signed_in):
    assert (
        signed_in("analyst").post(f"/asking/{fieldwork.pk}/rules/", {"event": "delivered"}).status_code == 403
    )
    assert signed_in("manager").post(f"/asking/{fieldwork.pk}/rules/99/", {"on": "0"}).status_code == 404
