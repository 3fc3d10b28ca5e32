"""What every page has in common: its policy, its frame, its refusals."""

import pytest
from django.template import Context, Template

from guanxi.web.kit import business, nav
from guanxi.web.kit.business import provide

pytestmark = pytest.mark.django_db


def policy_of(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("address", ["/account/login/", "/settings/", "/nothing/"])
def test_every_answer_carries_the_strict_policy(signed_in, address):
    policy = policy_of(signed_in("owner").get(address))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in str(policy)
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"


@pytest.mark.parametrize("address", ["/settings/", "/people/", "/audit/"])
def test_a_page_has_nothing_inline(signed_in, address):
    page = signed_in("owner").get(address).content.decode()
    assert " style=" not in page and "<style" not in page
    assert " onclick=" not in page and "javascript:" not in page
    scripts = [part.split(">")[0] for part in page.split("<script")[1:]]
    assert all("src=" in tag or "application/json" in tag for tag in scripts)


def test_the_question_is_also_the_windows_title(signed_in):
    page = signed_in("owner").get("/audit/").content.decode()
    assert "<title>Who changed what? · guanxi</title>" in page


def test_sentences_follow_each_other_without_a_gap_in_chinese_only():
    shown = Template("{% filter sentences %}{{ text }}{% endfilter %}").render
    chinese, english = "十人可以登录。 角色决定权限。", "Ten may sign in. The role decides."
    assert shown(Context({"text": chinese})) == "十人可以登录。角色决定权限。"
    assert shown(Context({"text": english})) == english


def test_the_page_speaks_the_persons_language(signed_in):
    client = signed_in("owner")
    client.post("/settings/language/", {"language": "zh-hans", "next": "/audit/"})
    page = client.get("/audit/").content.decode()
    assert 'lang="zh-Hans"' in page and "谁改了什么？" in page


def test_a_stranger_can_choose_the_language_of_the_sign_in_page(client):
    client.post("/settings/language/", {"language": "zh-hans"})
    assert "登录" in client.get("/account/login/").content.decode()


def test_leaving_for_another_site_is_not_possible_through_next(signed_in):
    response = signed_in("owner").post(
        "/settings/language/", {"language": "en", "next": "https://elsewhere.example/"}
    )
    assert response["Location"] == "/"


def test_a_person_sees_only_entries_the_role_may_use(person):
    entries = {shown.entry.url_name for shown in nav.shown_to(person("rep"), "/settings/")}
    assert "accounts:settings" in entries
    assert not {"kit:audit", "accounts:people"} & entries


def test_one_entry_at_most_is_the_current_one(person):
    shown = nav.shown_to(person("owner"), "/people/")
    assert [each.entry.url_name for each in shown if each.current] == ["accounts:people"]


def test_the_business_date_is_on_every_page(signed_in, monkeypatch):
    from datetime import date

    monkeypatch.setattr(business, "_asked", {})
    provide(business_date=lambda: date(2017, 12, 31), note=lambda: "synthetic")
    page = signed_in("owner").get("/settings/").content.decode()
    assert "31 Dec 2017" in page and "synthetic" in page


def test_a_refusal_is_a_sentence_on_a_page(signed_in):
    response = signed_in("rep").get("/audit/")
    assert response.status_code == 403
    assert "This is not open to you" in response.content.decode()


def test_a_refusal_of_a_part_is_a_toast(signed_in):
    response = signed_in("rep").get("/audit/", headers={"HX-Request": "true"})
    assert response.status_code == 403 and response["HX-Retarget"] == "#toasts"


def test_what_was_done_is_said_beside_the_part_that_htmx_replaces(signed_in, rf):
    client = signed_in("owner")
    client.post(
        "/settings/password/", {"old_password": "a-long-enough-password", "new_password": "another-long-one"}
    )
    page = client.get("/audit/", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-swap-oob="beforeend"' in page or "Your password is changed." in page


def test_a_missing_address_is_a_designed_page(signed_in):
    response = signed_in("owner").get("/nothing/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_the_machine_that_watches_needs_no_account(client):
    assert client.get("/health/").json() == {"ok": True}


def test_every_answer_says_its_request_id(client):
    assert len(client.get("/health/")["X-Request-ID"]) == 32
