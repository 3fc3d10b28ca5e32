"""A number made of poor facts says so where it is used: on the pages, in the sheet, in the API."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from guanxi.web.accounts.actions import make_token
from guanxi.web.quality import queries
from guanxi.web.quality.jobs import look_now

pytestmark = pytest.mark.django_db
SAID = {"en": "40% of orders have no customer", "zh-hans": "40% 的订单没有客户"}
USED = ("/customer/K-05/", "/overview/", "/value/", "/explain/lifetime_value/?customer=K-05")


@pytest.fixture
def program(person):
    user = person("analyst", "program")
    return Client(headers={"Authorization": f"Bearer {make_token(user, 'test').secret}"})


@pytest.mark.parametrize("language", SAID)
def test_forty_percent_is_said_wherever_a_number_of_customers_is_used(forgetful, signed_in, language):
    forgetful()
    manager = signed_in("manager")
    manager.post("/settings/language/", {"language": language, "next": "/health/"})
    for address in USED:
        page = manager.get(address).content.decode()
        assert SAID[language] in page, address
        assert 'href="/data/quality/"' in page, address


def test_a_rep_is_told_why_but_not_sent_to_a_page_that_is_not_for_reps(forgetful, signed_in):
    forgetful()
    rep = signed_in("rep")
    page = rep.get("/customer/K-02/").content.decode()
    assert SAID["en"] in page
    assert "/data/quality/" not in page
    assert rep.get("/data/quality/").status_code == 403


def test_a_doubtful_number_carries_a_mark_and_says_so_to_screen_readers(forgetful, signed_in):
    forgetful()
    page = signed_in("manager").get("/overview/").content.decode()
    assert '<sup class="gx-doubt" aria-hidden="true">?</sup>' in page
    assert "(to be read with care)" in page


def test_the_api_says_it_with_the_profile_and_with_the_word(forgetful, program):
    forgetful()
    profile = program.get("/api/v1/profiles/K-05").json()
    reasons = {each["code"]: each for each in profile["doubts"]}
    found = reasons["orders_without_customer.purchases"]
    assert SAID["en"] in found["message"]
    assert {"lifetime_value", "days_overdue"} <= set(found["words"]) <= set(profile)
    word = program.get("/api/v1/words/lifetime_value", headers={"Accept-Language": "zh-hans"}).json()
    assert [SAID["zh-hans"] in each["message"] for each in word["doubts"]] == [True]
    assert program.get("/api/v1/words/phone").json()["doubts"] == []


def test_good_facts_leave_no_mark(forgetful, signed_in, program):
    held = forgetful()
    named = held.read("purchases", _engine()).filter(lambda t: t.customer_id.notnull()).to_pyarrow()
    held.replace("purchases", named)
    look_now()
    assert queries.doubts() == ()
    page = signed_in("manager").get("/overview/").content.decode()
    assert "gx-doubt" not in page
    assert program.get("/api/v1/profiles/K-05").json()["doubts"] == []


def test_the_reasons_of_a_page_are_one_question_to_the_database(
    forgetful, signed_in, django_assert_max_num_queries
):
    forgetful()
    manager = signed_in("manager")
    with django_assert_max_num_queries(40) as asked:
        manager.get("/customer/K-05/")
    assert len([query for query in asked.captured_queries if "quality_look" in query["sql"]]) == 1


def test_doubts_are_kept_small(forgetful):
    forgetful()
    assert len(json.dumps(queries.last_look().doubts)) < 20_000


def _engine():
    from guanxi.engines import engine

    return engine("duckdb")
