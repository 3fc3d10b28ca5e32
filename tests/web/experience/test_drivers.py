"""What drives satisfaction: the page says what the library says, and what the survey did not ask."""

from __future__ import annotations

from datetime import date

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
    assert page.count("data-chart-picture") == 3
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
