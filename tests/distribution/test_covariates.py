"""A turn by the covariates that the firm chose: what it publishes, and what is forecast from it."""

from __future__ import annotations

import json

import pytest

from guanxi.distribution.forecasts import forecasts
from guanxi.distribution.turn_settings import TurnSettings, read_turn_settings, write_turn_settings
from guanxi.facts.store import Store
from guanxi.loop import turn
from tests.knowledge.tables import AS_OF, purchases
from tests.knowledge.test_profile_covariates import FASTER, SETTINGS, firm, said


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    lines = [
        line
        for line in firm({"shop": 0.0, "web": FASTER})
        if int(line["customer_id"].partition("-")[2]) < 300
    ]
    store = Store(tmp_path_factory.mktemp("channels") / "store")
    store.append("purchases", purchases(*lines))
    channels = {line["customer_id"]: line["customer_id"].partition("-")[0] for line in lines}
    store.append("customers", said(**channels))
    write_turn_settings(store, TurnSettings(profile=SETTINGS))
    return store


@pytest.fixture(scope="module")
def snapshot(store, session):
    return turn(store, as_of=AS_OF, engine=session).snapshot


def test_the_choice_is_kept_with_the_firms_decisions(store):
    assert read_turn_settings(store).profile.covariates == ("Sales channel",)


def test_the_sum_of_the_forecast_is_what_is_expected_of_each_at_the_own_level(snapshot, store, session):
    customers = store.read("customers", session)
    figures = forecasts(snapshot, engine=session, customers=customers)
    profile = session.collect(snapshot.read(session)).to_pylist()
    everybody = next(each for each in figures["segments"] if not each["column"])
    for days in (91, 365):
        (ahead,) = (each for each in everybody["ahead"] if each["days"] == days)
        expected = sum(row[f"expected_purchases_{days}d"] for row in profile)
        assert ahead["purchases"]["expected"] == pytest.approx(expected, rel=1e-6)
        spend = sum(row[f"expected_spend_{days}d"] for row in profile)
        assert ahead["spend"]["expected"] == pytest.approx(spend, rel=1e-6)
    assert figures["unsure"] == "standard_errors"
    assert ahead["purchases"]["low90"] < ahead["purchases"]["expected"] < ahead["purchases"]["high90"]


def test_a_word_that_changes_makes_another_snapshot(snapshot, store, session):
    before = store.fingerprint("customers", as_of=AS_OF)
    store.merge("customers", said(**{"web-0": "shop"}), note={})
    assert store.fingerprint("customers", as_of=AS_OF) != before
    assert turn(store, as_of=AS_OF, engine=session).snapshot.id != snapshot.id


def test_the_card_can_be_asked_by_level_again(snapshot):
    card = json.loads((snapshot.folder / "card.json").read_text("utf-8"))
    assert card["settings"]["covariates"] == ["Sales channel"]
    assert {each["on"] for each in card["models"][0]["effects"]} == {"buying", "a", "b", "stopping"}
