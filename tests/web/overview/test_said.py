"""Satisfaction by what customers are worth: the page says what the profiles say, and leads to them."""

from __future__ import annotations

import pytest

from guanxi.distribution.at_risk_ranges import at_risk_ranges
from guanxi.distribution.snapshot import Snapshots
from guanxi.engines import engine
from guanxi.facts.store import Store
from guanxi.knowledge.experience import by_value
from guanxi.web.customers.actions import reassign
from guanxi.web.insight.models import Profile
from guanxi.web.overview import own_said
from guanxi.web.overview.models import Summary
from guanxi.web.turns import queries as turns
from guanxi.web.turns.running import run_turns
from tests.knowledge.experience.responses import answers
from tests.web.put_back import put_back
from tests.web.turns.conftest import BEFORE, LAST

pytestmark = pytest.mark.django_db(transaction=True)


def said(store: Store) -> None:
    """Nine of the regular customers answered; price falls short for six of them, and all feel nothing."""
    rows = []
    for n in range(9):
        who = {"customer_id": f"K-{n + 10:02}", "response_id": f"r{n}", "answered_on": LAST}
        rows.append(who | {"question_kind": "expectation", "dimension": "price", "score": 6.0})
        rows.append(who | {"question_kind": "experience", "dimension": "price", "score": 4.0 + n // 3})
        rows.append(who | {"question_kind": "recommend", "score": float(n % 3)})
        rows.append(who | {"question_kind": "satisfaction", "dimension": "overall", "score": 4.0})
    store.append("answers", answers(*rows))


@pytest.fixture
def heard(trader, store) -> Summary:
    def turn() -> None:
        trader()
        said(store)
        jobs = list(run_turns([BEFORE, LAST]))
        assert not any(job.error_code for job in jobs), [job.error_facts for job in jobs]

    put_back("two turns with answers", store.root, turn)
    return Summary.objects.latest("as_of")


def test_the_page_says_what_is_at_risk_and_leads_to_those_customers(heard, signed_in):
    manager = signed_in("manager")
    page = manager.get("/satisfaction/").content.decode()
    assert "<strong>9</strong> of" in page and "<strong>6</strong> of them experienced less" in page
    assert "/customers/?satisfaction_price.max=-0.001&amp;sort=-lifetime_value" in page
    listed = manager.get("/customers/?satisfaction_price.max=-0.001").content.decode()
    assert [f"K-{n}" in listed for n in range(10, 19)] == [True] * 6 + [False] * 3
    worth = sum(p.lifetime_value or 0 for p in Profile.objects.filter(satisfaction_price__lt=0))
    together = heard.figures["said"]["at_risk"][0]
    assert together["lifetime_value"] == pytest.approx(worth) and together["customers"] == 6


def test_what_was_not_said_at_the_turn_before_is_not_in_its_figures(heard):
    assert heard.figures["said_before"]["answered"] == 0
    assert heard.figures["said_before"]["at_risk"] == []


def test_feeling_is_half_of_the_loyalty_of_those_who_said_it(heard):
    row = Profile.objects.get(pk="K-10")
    assert row.emotional_loyalty == 0 and row.loyalty_index == pytest.approx(row.transactional_loyalty / 2)
    silent = Profile.objects.get(pk="K-29")
    assert silent.loyalty_index == silent.transactional_loyalty


def test_it_is_read_by_quadrant_and_of_another_measure(heard, signed_in):
    page = signed_in("analyst").get("/satisfaction/?by=quadrant&of=asked_satisfaction").content.decode()
    assert "Satisfaction as asked" in page and "Did not answer" in page and "Habit" in page
    assert signed_in("analyst").get("/satisfaction/?by=nonsense&of=nonsense").status_code == 200


def test_it_is_said_in_chinese(heard, signed_in):
    page = signed_in("analyst").get("/satisfaction/", headers={"Accept-Language": "zh-CN"})
    assert "重要的客户满意吗" in page.content.decode()


def test_nobody_asked_is_said_and_a_service_agent_does_not_see_the_page(two_turns, signed_in):
    assert "No customer has answered anything" in signed_in("manager").get("/satisfaction/").content.decode()
    assert "None of your customers" in signed_in("rep").get("/satisfaction/").content.decode()
    assert signed_in("agent").get("/satisfaction/").status_code == 403


def test_a_rep_sees_own_customers_and_the_pool_alone(heard, signed_in, person):
    own, other = person("rep"), person("rep", "second")
    manager = person("manager")
    reassign(manager, [f"K-{n}" for n in range(10, 14)], own.username)
    reassign(manager, [f"K-{n}" for n in range(14, 19)], other.username)
    rep = signed_in(own)
    page = rep.get("/satisfaction/").content.decode()
    assert "Are your customers satisfied?" in page and "<strong>4</strong> of" in page
    assert "<strong>4</strong> of them experienced less" in page, "of six, two are another rep's"
    listed = rep.get("/customers/?satisfaction_price.max=-0.001").content.decode()
    assert [f"K-{n}" in listed for n in range(10, 19)] == [True] * 4 + [False] * 5
    worth = sum(
        p.lifetime_value or 0 for p in Profile.objects.filter(pk__in=[f"K-{n}" for n in range(10, 14)])
    )
    figures = own_said.figures(own, heard.snapshot_id)
    assert figures["said"]["at_risk"][0]["lifetime_value"] == pytest.approx(worth)
    assert figures["said"]["equity"] < heard.figures["said"]["equity"]
    assert "<strong>9</strong> of" in signed_in(manager).get("/satisfaction/").content.decode()


def test_who_gives_a_customer_away_no_longer_counts_it(heard, signed_in, person):
    own, other, manager = person("rep"), person("rep", "second"), person("manager")
    reassign(manager, [f"K-{n}" for n in range(10, 19)], own.username)
    rep = signed_in(own)
    assert "<strong>9</strong> of" in rep.get("/satisfaction/").content.decode()
    reassign(manager, ["K-10"], other.username)
    assert "<strong>8</strong> of" in rep.get("/satisfaction/").content.decode()


def test_the_counts_are_the_librarys(heard):
    session = engine("duckdb")
    try:
        snapshot = Snapshots(turns.store().root).get(heard.snapshot_id)
        profile = snapshot.read(session)
        ranges = at_risk_ranges(profile, snapshot.card, as_of=snapshot.as_of, engine=session)
        told = by_value.standing(profile, engine=session, ranges=ranges)
    finally:
        session.close()
    assert heard.figures["said"] == told


def test_how_well_value_at_risk_is_known_stands_beside_it(heard, signed_in):
    together = heard.figures["said"]["at_risk"][0]
    assert together["low"] < together["lifetime_value"] < together["high"]
    page = signed_in("manager").get("/satisfaction/").content.decode()
    assert "nine times of ten), is at risk." in page and "90% range" in page
    for row in heard.figures["said"]["at_risk"]:
        row["low"] = row["high"] = None
    heard.save()
    page = signed_in("manager").get("/satisfaction/").content.decode()
    assert "nine times of ten" not in page and "is at risk." in page
