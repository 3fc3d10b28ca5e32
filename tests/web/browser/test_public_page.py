"""The public page on a phone without JavaScript: answered with nothing but what a browser has always had."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from guanxi.web.asking.actions import make_link, open_fieldwork
from guanxi.web.asking.models import Response
from guanxi.web.asking.tokens import Kind, Token
from guanxi.web.kit.actions import SYSTEM
from tests.services.axe import what_axe_finds
from tests.web.asking.conftest import DOCUMENT
from tests.web.browser.conftest import PHONE

WORDS = {
    "en": {
        "again": "Will you come again?",
        "next": "Next",
        "send": "Send",
        "back": "Back",
        "thanks": "Thank you",
    },
    "zh-hans": {
        "again": "还会再来吗？",
        "next": "下一页",
        "send": "提交",
        "back": "上一页",
        "thanks": "感谢您的帮助",
    },
}
ACCEPTED = {"en": "en-GB", "zh-hans": "zh-CN"}
MOST_BYTES = 50_000  # of the page with its style


@pytest.fixture
def link(transactional_db) -> str:
    open_fieldwork(SYSTEM, "visit", DOCUMENT)
    return f"/s/{Token(Kind.OPEN, make_link(SYSTEM, 'visit', 'door').token_id)}/"


@pytest.fixture
def phone(browser, live_server):
    """phone("en"): a page of somebody who came by a link, with a small screen and no scripts."""
    contexts = []

    def go(language: str, *, scripts: bool = False):
        context = browser.new_context(
            viewport=PHONE, base_url=live_server.url, locale=ACCEPTED[language], java_script_enabled=scripts
        )
        contexts.append(context)
        return context.new_page()

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_survey_is_answered_on_a_phone_without_scripts_and_kept_page_by_page(phone, link, language):
    words, page, came = WORDS[language], phone(language), []
    page.on("requestfinished", lambda request: came.append(request))
    page.goto(link)
    assert 0 < sum(request.sizes()["responseBodySize"] for request in came) < MOST_BYTES

    page.get_by_role("button", name=words["next"]).last.click()
    expect(page.get_by_role("alert")).to_be_visible()  # the first question must be answered

    page.locator("input[name='q.fresh'][value='8']").check(force=True)
    page.get_by_role("button", name=words["next"]).last.click()
    expect(page.get_by_text(words["again"])).to_be_visible()
    assert Response.objects.get().answers == {"fresh": "8"}

    page.get_by_role("button", name=words["back"]).click()
    expect(page.locator("input[name='q.fresh'][value='8']")).to_be_checked()
    page.get_by_role("button", name=words["next"]).last.click()
    page.locator("input[name='q.again'][value='9']").check(force=True)
    page.locator("textarea[name='q.words']").fill("好的 <b>& fine")
    page.get_by_role("button", name=words["send"]).last.click()
    expect(page.get_by_text(words["thanks"]).first).to_be_visible()
    kept = Response.objects.get()
    assert kept.is_finished and kept.answers == {"fresh": "8", "again": "9", "words": "好的 <b>& fine"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_fits_the_phone_and_axe_finds_nothing(phone, link, language):
    page = phone(language, scripts=True)  # axe is a script; the page has none of its own
    page.goto(link)
    assert page.locator("script").count() == 0
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert what_axe_finds(page) == []
