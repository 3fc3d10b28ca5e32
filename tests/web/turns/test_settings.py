"""Owners and managers decide how a turn judges and acts; whoever studies the data may read it."""

import json

import pytest
from django.utils import timezone

from guanxi import loop
from guanxi.distribution.turn_settings import TurnSettings, read_turn_settings, write_turn_settings
from guanxi.engines import engine as new_engine
from guanxi.errors import NotAllowed
from guanxi.web.customers.models import Customer
from guanxi.web.kit.models import AuditEntry
from guanxi.web.turns import actions, deciding, queries
from guanxi.web.turns.models import State, TurnJob
from guanxi.web.turns.refusals import SettingsChangedMeanwhile

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/data/settings/"


@pytest.fixture
def manager(store, signed_in):
    return signed_in("manager")


def typed(store, **changed) -> dict:
    """The page as it comes, with some answers changed: what a browser would send."""
    kept = read_turn_settings(store)
    given = deciding.shown(kept) | {"mark": deciding.mark(kept)} | changed
    return {name: "" if value is None else value for name, value in given.items()}


def save(client, store, **changed):
    return client.post(ADDRESS, typed(store, **changed), follow=True)


def test_the_page_as_it_comes_changes_nothing(manager, store):
    page = save(manager, store).content.decode()
    assert "Nothing was changed" in page
    assert read_turn_settings(store) == TurnSettings()
    assert not AuditEntry.objects.filter(action="turns.decide").exists()


def test_every_answer_reaches_the_turn(manager, store):
    page = save(
        manager,
        store,
        warning_rule="own_rhythm",
        act_multiple="1.5",
        watched_tiers=["platinum", "gold"],
        left_alone="10",
        expire_after="90",
        tier_by="revenue",
        share_platinum="40",
        share_gold="30",
        share_iron="20",
        share_lead="10",
        quadrant_rule="fixed",
        cut_loyalty_index="60",
        cut_value_index="55.5",
        rfm_parts="4",
        rfm_nested="True",
        model="mbg-nbd",
        horizon="730",
        discount="8",
        margin="25",
    )
    assert "It takes effect with the next turn" in page.content.decode()
    kept = read_turn_settings(store)
    assert kept.episodes.model_dump() == {
        "watched_tiers": ("platinum", "gold"),
        "left_alone_share": 0.1,
        "expire_after_days": 90,
    }
    profile = kept.profile
    assert (profile.warning_rule, profile.act_multiple) == ("own_rhythm", 1.5)
    assert profile.tier_by == "revenue"
    assert profile.tier_shares == {"platinum": 0.4, "gold": 0.3, "iron": 0.2, "lead": 0.1}
    assert (profile.quadrant_rule, profile.rfm_parts, profile.rfm_nested) == ("fixed", 4, True)
    assert profile.quadrant_cuts == {"loyalty_index": 60, "value_index": 55.5}
    found = profile.lifetime
    assert (found.model, found.horizon_days, found.discount, found.margin) == ("mbg-nbd", 730, 0.08, 0.25)


def kinds(n: int, **said) -> list[Customer]:
    return Customer.objects.bulk_create(
        Customer(pk=f"{k}-{n}", city="Bonn", attributes={name: of(k) for name, of in said.items()})
        for k in range(n)
    )


def test_columns_with_a_few_words_are_offered_as_kinds_of_customers(manager, store):
    kinds(30, channel=lambda k: ("web", "shop")[k % 2], company=lambda k: f"Firm {k}", age=lambda k: k % 3)
    page = manager.get(ADDRESS).content.decode()
    assert "channel (web, shop)" in page or "channel (shop, web)" in page
    assert "company (" not in page and "age (" not in page and "City (" not in page
    save(manager, store, covariates=["channel"])
    assert read_turn_settings(store).profile.covariates == ("channel",)
    back = save(manager, store, default="covariates", covariates=["channel"])
    assert 'value="channel" checked' not in back.content.decode().replace("\n", " ")


def test_without_such_columns_the_page_says_so(manager, store):
    kinds(3)
    assert "have no column with 2 to 20 values in words" in manager.get(ADDRESS).content.decode().replace(
        "&#x27;", "'"
    )


def test_a_kind_that_was_chosen_stays_to_be_taken_back(manager, store):
    chosen = {"profile": {"covariates": ["gone"]}}
    write_turn_settings(store, TurnSettings.model_validate(chosen))
    assert 'value="gone"' in manager.get(ADDRESS).content.decode()
    save(manager, store, covariates=[])
    assert read_turn_settings(store).profile.covariates == ()


@pytest.mark.parametrize(
    ("covariates", "sentence"),
    [
        (["shoe size"], "shoe size is not a column of the customers"),
        (["a", "b", "c", "d"], "Choose 3 at most"),
    ],
)
def test_kinds_that_cannot_be_are_refused_in_words(manager, store, covariates, sentence):
    kinds(4, **dict.fromkeys("abcd", lambda k: "xy"[k % 2]))
    answer = manager.post(ADDRESS, typed(store, covariates=covariates))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert read_turn_settings(store) == TurnSettings()


def test_a_turn_goes_by_what_was_decided(manager, trader):
    store = trader()
    save(manager, store, watched_tiers=["platinum"], left_alone="50")
    result = loop.turn(store)
    session = new_engine("duckdb")
    try:
        arms = session.collect(store.read("episodes", session))["arm"].to_pylist()
        tiers = session.collect(result.snapshot.read(session).select("tier", "warning")).to_pylist()
    finally:
        session.close()
    late = [row["tier"] for row in tiers if row["warning"] == "act"]
    assert len(arms) == result.opened == late.count("platinum") < len(late)


def test_what_the_page_does_not_ask_is_kept(manager, store):
    write_turn_settings(
        store, TurnSettings.model_validate({"profile": {"rfm_money": "spend_365d", "least_lines": 9}})
    )
    save(manager, store, expire_after="60")
    kept = read_turn_settings(store)
    assert (kept.profile.rfm_money, kept.profile.least_lines) == ("spend_365d", 9)
    assert kept.episodes.expire_after_days == 60


def test_who_decided_what_is_written_down_with_before_and_after(manager, store):
    save(manager, store, left_alone="10", share_lead="79", share_iron="16")
    entry = AuditEntry.objects.get(action="turns.decide")
    assert entry.who == manager.user
    assert entry.facts["wanted"] == {
        "episodes.left_alone_share": [0.0, 0.1],
        "profile.tier_shares.iron": [0.15, 0.16],
        "profile.tier_shares.lead": [0.8, 0.79],
    }


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"share_platinum": "2"}, "The four shares come to 101 %. They must come to 100 %."),
        ({"left_alone": "60"}, "Type a number from 0 to 50."),
        ({"act_multiple": "often"}, "Type a number from 0 to 20."),
        ({"expire_after": ""}, "Type a whole number from 1 to 3650."),
        ({"watched_tiers": []}, "Choose one tier at least"),
        ({"quadrant_rule": "fixed"}, "Give both numbers"),
        ({"cut_value_index": "50"}, "Give both numbers"),
        ({"tier_by": "revenue"}, "the usual shares of the other way to divide"),
        ({"margin": "0"}, "Type a number from 0.01 to 100."),
        ({"rfm_parts": "1"}, "Type a whole number from 2 to 10."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(manager, store, changed, sentence):
    answer = save(manager, store, horizon="777", **changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="777"' in page
    assert read_turn_settings(store) == TurnSettings()


def test_back_to_default_changes_one_answer_and_saves_nothing(manager, store):
    save(manager, store, expire_after="60", left_alone="10")
    answer = manager.post(ADDRESS, typed(store, horizon="777", default="expire_after"))
    page = answer.content.decode()
    assert 'name="expire_after" value="180"' in page
    assert 'name="horizon" value="777"' in page
    assert 'name="left_alone" value="10"' in page
    assert read_turn_settings(store).episodes.expire_after_days == 60


def test_the_default_of_the_shares_is_that_of_what_is_shared_out(manager, store):
    answer = manager.post(ADDRESS, typed(store, tier_by="revenue", default="tier_shares"))
    assert 'name="share_platinum" value="50"' in answer.content.decode()


def test_two_people_at_once_lose_nothing_of_each_other(manager, store):
    first = typed(store, expire_after="60")
    save(manager, store, horizon="730")
    answer = manager.post(ADDRESS, first)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed these settings" in page
    assert 'name="expire_after" value="60"' in page
    assert read_turn_settings(store).profile.lifetime.horizon_days == 730


def test_a_decision_on_what_is_no_longer_so_is_refused(manager, store):
    actions.decide(manager.user, wanted={"profile.act_multiple": [1.0, 2.0]})
    with pytest.raises(SettingsChangedMeanwhile):
        actions.decide(manager.user, wanted={"profile.act_multiple": [1.0, 3.0]})
    assert read_turn_settings(store).profile.act_multiple == 2.0


def test_saving_the_same_twice_is_no_second_decision(manager, store):
    given = typed(store, expire_after="60")
    manager.post(ADDRESS, given)
    manager.post(ADDRESS, given)
    assert AuditEntry.objects.filter(action="turns.decide").count() == 1


def test_an_analyst_may_read_and_not_decide(store, signed_in):
    analyst = signed_in("analyst")
    page = analyst.get(ADDRESS).content.decode()
    assert "<fieldset disabled" in page.replace(' class="card ts-section"', "")
    assert "Save for the next turn" not in page
    assert save(analyst, store, expire_after="60").status_code == 403
    with pytest.raises(NotAllowed):
        actions.decide(analyst.user, wanted={"episodes.expire_after_days": [180, 60]})
    assert read_turn_settings(store) == TurnSettings()


@pytest.mark.parametrize("role", ["rep", "agent", "viewer"])
def test_the_page_is_for_those_who_study_the_data(store, signed_in, role):
    assert signed_in(role).get(ADDRESS).status_code == 403


def test_what_was_decided_waits_for_a_turn_and_the_page_offers_one(manager, store):
    assert not queries.settings_wait_for_a_turn()
    save(manager, store, expire_after="60")
    assert 'action="/data/turns/start/"' in manager.get(ADDRESS).content.decode()
    now = timezone.now()
    TurnJob.objects.create(asked_at=now, started_at=now, finished_at=now, beat_at=now, state=State.DONE)
    assert not queries.settings_wait_for_a_turn()
    assert 'action="/data/turns/start/"' not in manager.get(ADDRESS).content.decode()


def test_only_what_differs_from_the_defaults_is_kept(manager, store):
    save(manager, store, expire_after="60")
    assert json.loads((store.root / "turn.json").read_text()) == {"episodes": {"expire_after_days": 60}}


def test_the_page_speaks_chinese_and_is_found_from_data_and_settings(manager, store):
    type(manager.user).objects.update(language="zh-hans")
    page = manager.get(ADDRESS).content.decode()
    assert "怎么判断，怎么行动？" in page
    assert "白金" in page
    for address in ("/data/", "/settings/"):
        assert f'href="{ADDRESS}"' in manager.get(address).content.decode()
