"""What drives satisfaction: the page says what the library says, and what the survey did not ask."""

from __future__ import annotations

from datetime import date
from shutil import copytree, ignore_patterns

import pytest

from guanxi.distribution import studies
from guanxi.facts.store import Store
from guanxi.sources import firm
from tests.knowledge.experience.responses import answers
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def asked_trader(tmp_path_factory):
    """The synthetic trader's answers, their study made once."""

    def make(folder):
        Store(folder).append("answers", firm.simulate().answers)

    return made_once("trader answers", make, tmp_path_factory)


@pytest.fixture
def store(settings, asked_trader):
    settings.GUANXI_STORE = asked_trader
    return Store(asked_trader)


def test_the_page_shows_what_drives_and_names_the_trap(store, signed_in):
    page = signed_in("analyst").get("/drivers/").content.decode()
    assert "Price matters less than customers say" in page and "Taken for granted: Price" in page
    assert "By relative weights: Service" in page and "825 questionnaires" in page
    assert "is Service" in page and "– – Delivery" in page, "the tree of drivers"
    assert "Nothing is shown to fall short: the lowest, Service (−0.1)" in page
    assert page.count("data-chart-picture") == 5
    assert "The survey does not ask for this: value, cost." in page


def test_a_study_is_made_once_and_again_when_facts_change(store, signed_in, monkeypatch):
    analyst = signed_in("analyst")
    analyst.get("/drivers/?survey=synthetic-yearly")
    monkeypatch.setattr(studies, "study", lambda *_, **__: pytest.fail("it was made already"))
    assert analyst.get("/drivers/?survey=synthetic-yearly").status_code == 200


def test_what_the_facts_are_is_looked_at_once_in_a_request(store, signed_in, monkeypatch):
    looked, fingerprint = [], Store.fingerprint

    def counted(self, table, **how):
        looked.append(table)
        return fingerprint(self, table, **how)

    monkeypatch.setattr(Store, "fingerprint", counted)
    assert signed_in("analyst").get("/drivers/").status_code == 200
    assert looked == ["answers"]


def test_new_answers_make_it_anew(settings, tmp_path, signed_in):
    settings.GUANXI_STORE = tmp_path
    rows = [
        {"response_id": f"r{n}", "question_kind": kind, "dimension": of, "score": float((n * k) % 11)}
        for n in range(40)
        for k, (kind, of) in enumerate(
            [("experience", "price"), ("experience", "service"), ("intention", None)], 3
        )
    ]
    store = Store(tmp_path)
    store.append("answers", answers(*rows[:90]))
    analyst = signed_in("analyst")
    assert "30 questionnaires" in analyst.get("/drivers/").content.decode()
    store.append("answers", answers(*rows[90:]))
    assert "40 questionnaires" in analyst.get("/drivers/").content.decode()


def test_of_surveys_that_ask_different_things_the_newest_is_read(settings, tmp_path, signed_in):
    settings.GUANXI_STORE = tmp_path
    rows = [
        {"survey_id": survey, "answered_on": day, "response_id": f"{survey}{n}", "score": float(n * k % 11)}
        | {"question_kind": kind, "dimension": of}
        for survey, day, dimensions in (
            ("older", date(2024, 3, 1), ("delivery", "returns")),
            ("newer", date(2024, 9, 1), ("price", "service")),
        )
        for n in range(40)
        for k, (kind, of) in enumerate(
            [*(("experience", each) for each in dimensions), ("intention", None)], 3
        )
    ]
    Store(tmp_path).append("answers", answers(*rows))
    analyst = signed_in("analyst")
    page = analyst.get("/drivers/").content.decode()
    assert "40 questionnaires" in page and '<option value="newer" selected>' in page
    assert "data-chart-picture" in page
    assert "80 questionnaires" in analyst.get("/drivers/?survey=").content.decode()


def test_the_outcome_can_be_chosen_and_nonsense_is_passed_over(store, signed_in):
    analyst = signed_in("analyst")
    assert "outcome: intention" in analyst.get("/drivers/?outcome=intention").content.decode()
    assert analyst.get("/drivers/?outcome=<script>&survey=../../x&tiers=1").status_code == 200


def test_it_is_said_in_chinese(store, signed_in):
    page = signed_in("analyst").get("/drivers/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "什么驱动满意与忠诚" in page and "价格没有客户自己说的那么重要" in page


def test_without_answers_it_leads_to_the_surveys_and_a_rep_does_not_see_it(settings, tmp_path, signed_in):
    settings.GUANXI_STORE = tmp_path
    assert "No customer has answered yet" in signed_in("analyst").get("/drivers/").content.decode()
    assert signed_in("rep").get("/drivers/").status_code == 403


ROUND = "since=2025-09-01&until=2025-12-31"


def test_a_period_is_in_the_address_and_the_page_says_whose_answers_it_is(store, signed_in):
    analyst = signed_in("analyst")
    page = analyst.get(f"/drivers/?{ROUND}").content.decode()
    assert "From 412 questionnaires, 8 Sep 2025 to 19 Sep 2025" in page
    assert "Answers of 8 Sep 2025 to 19 Sep 2025." in page and 'data-of="2025-09-08 2025-09-19"' in page
    assert 'value="2025-09-01"' in page and '<option value="dates" selected>' in page
    assert analyst.get("/drivers/?days=90").content.decode().count("From 412 questionnaires") == 1
    whole = analyst.get(f"/drivers/?days=365&{ROUND}").content.decode()
    assert "825 questionnaires" in whole and "Answers of" in whole, "the days that are chosen win"
    assert "825 questionnaires" in analyst.get("/drivers/?days=7e9&since=yesterday").content.decode()


def test_days_without_answers_say_when_there_are_some_and_lead_to_all(store, signed_in):
    page = (
        signed_in("analyst").get("/drivers/?survey=synthetic-yearly&until=2020-01-01&tiers").content.decode()
    )
    assert "Nobody answered in these days" in page
    assert "There are answers from 10 Mar 2025 to 19 Sep 2025." in page
    assert 'href="?survey=synthetic-yearly&amp;tiers=on"' in page


def test_what_was_made_long_ago_makes_room(settings, asked_trader, tmp_path, signed_in, monkeypatch):
    own = tmp_path / "store"
    copytree(asked_trader, own, ignore=ignore_patterns(studies.FOLDER))
    settings.GUANXI_STORE = own
    monkeypatch.setattr(studies, "MOST_KEPT", 2)
    analyst = signed_in("analyst")
    for days in ("", "?days=90", "?since=2025-09-09"):
        assert analyst.get(f"/drivers/{days}").status_code == 200
    assert len(list((own / studies.FOLDER).iterdir())) == 2
