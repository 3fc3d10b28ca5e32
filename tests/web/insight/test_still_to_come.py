"""The customer page says in words what a customer may still bring, or why that cannot be said."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from guanxi.distribution.snapshot import Snapshots
from guanxi.web.customers.models import Customer
from guanxi.web.insight import queries
from guanxi.web.insight.actions import load_snapshot
from guanxi.web.insight.coming import asked, of
from guanxi.web.insight.models import Profile
from guanxi.web.kit.actions import SYSTEM
from tests.web.insight.conftest import AS_OF, profile_row, publish

MODELS = [
    {
        "model": "bg-nbd",
        "unit": "week",
        "parameters": {"r": 1.4, "alpha": 9.5, "a": 0.16, "b": 2.0},
        "customers": 60,
    },
    {"model": "gamma-gamma", "parameters": {"p": 3.0, "q": 5.0, "gamma": 80.0}, "customers": 60},
]
# (purchase days, days from the first to the last, and to the as-of day)
FREQUENT, SILENT, GONE, ONCE = (12, 330, 340), (8, 150, 340), (60, 200, 900), (1, 0, 40)


@pytest.fixture
def customers(firm, store):
    """One customer per history given; the current snapshot is published with these models and notes."""

    def make(*histories, models=MODELS, notes=()):
        firm(len(histories))
        rows = [
            profile_row(n)
            | {
                "purchase_days": days,
                "first_purchase_on": AS_OF - timedelta(days=age),
                "last_purchase_on": AS_OF - timedelta(days=age - last),
                "mean_spend": 40.0,
            }
            for n, (days, last, age) in enumerate(histories)
        ]
        snapshot_id = publish(store, rows, name="models")
        card = Snapshots(store.root).get(snapshot_id).folder / "card.json"
        card.write_text(json.dumps(json.loads(card.read_text()) | {"models": models, "notes": list(notes)}))
        load_snapshot(SYSTEM, snapshot_id)

    return make


def test_what_they_may_still_bring_is_said_with_its_chances_and_drawn(customers, signed_in):
    customers(FREQUENT, SILENT)
    client = signed_in("manager")
    page = client.get("/customer/K-000/").content.decode()
    assert "What they may still bring" in page
    assert "more purchases in the next year; about 1 in" in page and "that we have lost them" in page
    assert "data-chart-picture" in page and "As a table" in page
    assert "Probably lost already: about" in client.get("/customer/K-001/").content.decode()


def test_the_bars_add_up_to_everything_that_can_happen(customers):
    customers(FREQUENT, SILENT, ONCE)
    for profile in Profile.objects.all():
        items = of(profile, queries.current_snapshot(), "en").picture["data"]["items"]
        assert sum(item["value"] for item in items) == pytest.approx(1)
        assert 2 <= len(items) <= 11


def test_what_is_certain_is_said_as_certain_and_nothing_as_nothing(customers):
    customers(GONE, ONCE)
    gone, once = (
        of(profile, queries.current_snapshot(), "en").said for profile in Profile.objects.order_by("pk")
    )
    assert gone == "It is almost certain that we have lost them: no more purchase is to be expected."
    assert once.endswith("whether we have lost them cannot be told after a single purchase day.")


def test_both_languages_say_the_same_figures(customers):
    customers(FREQUENT)
    profile, snapshot = Profile.objects.get(), queries.current_snapshot()
    few, many = asked(profile, snapshot).probably
    assert f"{few} to {many} more purchases" in of(profile, snapshot, "en").said
    assert f"还会购买 {few}–{many} 次" in of(profile, snapshot, "zh-hans").said


def test_without_a_model_the_page_says_why(customers, signed_in):
    customers(
        FREQUENT,
        models=[],
        notes=[
            {"code": "knowledge.no_costs", "facts": {}},
            {"code": "lifetime.nobody_stops", "facts": {"customers": 1, "gain": 0.2}},
        ],
    )
    page = signed_in("manager").get("/customer/K-000/").content.decode()
    assert "Nothing can be forecast." in page and "no evidence that anybody stops" in page
    assert "known costs" not in page


def test_without_a_spend_model_the_money_is_unknown_and_the_purchases_are_not(customers, signed_in):
    customers(FREQUENT, models=MODELS[:1])
    page = signed_in("manager").get("/customer/K-000/").content.decode()
    assert "What a purchase brings is not known" in page and "more purchases in the next year" in page


def test_the_explanation_of_a_forecast_names_the_model_that_was_chosen(customers, signed_in):
    chosen = {"model": "mbg-cnbd-2", "unit": "week", "parameters": MODELS[0]["parameters"], "customers": 60}
    customers(FREQUENT, models=[chosen, MODELS[1]])
    client = signed_in("manager")
    page = client.get("/explain/p_alive/?customer=K-000").content.decode()
    assert "MBG/CNBD-2, fitted on 60 customers: r = 1.4" in page and "Gamma-Gamma, fitted" not in page
    assert (
        "Gamma-Gamma, fitted on 60"
        in client.get("/explain/expected_spend_365d/?customer=K-000").content.decode()
    )


def test_a_customer_is_forecast_and_explained_at_the_own_level(customers, signed_in):
    effects = [
        {
            "covariate": "channel",
            "level": "web",
            "on": on,
            "value": value,
            "standard_error": 0.1,
            "customers": 2,
        }
        for on, value in (("buying", 1.0), ("a", 0.0), ("b", 0.0))
    ]
    by_channel = MODELS[0] | {
        "covariates": {"channel": {"web": 2, "shop": 3}},
        "effects": effects,
        "log_likelihood": -10.0,
        "gain_over_no_covariates": 3.0,
        "p_value": 0.01,
    }
    customers(FREQUENT, FREQUENT, FREQUENT, models=[by_channel, MODELS[1]])
    for key, channel in (("K-000", "shop"), ("K-001", "web")):
        Customer.objects.filter(pk=key).update(attributes={"channel": channel})
    shop, web, nobody_knows = (
        asked(each, queries.current_snapshot()) for each in Profile.objects.order_by("customer_id")
    )
    assert web.expected > shop.expected == nobody_knows.expected
    client = signed_in("manager")
    page = client.get("/explain/p_alive/?customer=K-001").content.decode()
    assert "channel = web" in page
