"""A rep's morning in both languages, with a real browser: from signing in to the own list as a file."""

import csv
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import first_late
from tests.services.visitors import sign_in

LANGUAGES = ("en", "zh-hans")
# Each language has a rep of its own, so that no walk finds the traces of the other.
REP = {"en": "rep_2", "zh-hans": "rep_3"}
SHOWN_AS = {"rep_2": "Rep 2", "rep_3": "Rep 3"}
WORDS = {
    "en": {
        "who_is_late": "Who is late?",
        "explanation": ["Formula", "Made from", "Stands on", "Source"],
        "log": "Log call",
        "not_reached": "Not reached",
        "undo": "Undo",
        "logged": "Call with {name} logged.",
        "taken_back": "The call was taken back.",
        "nobody_called": "Nobody has called yet.",
        "not_there": "This is not there",
        "export": "Export",
        "keyboard": "Keyboard",
        "pool": "in the pool",
        "said": "not reached · Price",
    },
    "zh-hans": {
        "who_is_late": "今天该联系谁？",
        "explanation": ["公式", "由这些得来", "依据", "来源"],
        "log": "登记通话",
        "not_reached": "没联系上",
        "undo": "撤销",
        "logged": "已登记与 {name} 的通话。",
        "taken_back": "已撤销这次通话。",
        "nobody_called": "还没有人联系过。",
        "not_there": "没有找到",
        "export": "导出",
        "keyboard": "快捷键",
        "pool": "在公海",
        "said": "没联系上 · 价格偏高",
    },
}


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture
def words(language) -> dict:
    return WORDS[language]


@pytest.fixture
def rep(language) -> str:
    return REP[language]


@pytest.fixture
def my_day(signed_in, rep, language) -> Page:
    page = signed_in(rep, language=language)
    page.goto("/my-day/")
    return page


def test_signing_in_leads_to_my_day_and_its_answer(signed_in, rep, language, words):
    page = signed_in(None, language=language)
    page.goto("/")
    sign_in(page, rep)
    expect(page).to_have_url(re.compile(r"/my-day/$"))
    expect(page.locator("h1")).to_have_text(words["who_is_late"])
    mine = page.locator(".gx-tabs a[aria-current] span").inner_text()
    expect(page.locator(".gx-answer strong").first).to_have_text(mine)


def test_a_number_opens_to_what_it_is_and_closes_again(my_day, words):
    card = my_day.locator(".fu-card").first
    card.locator("a[data-explain]").last.click()
    sheet = my_day.locator("#sheet")
    expect(sheet).to_be_visible()
    expect(sheet.locator("h3", has_text=words["explanation"][0])).to_be_visible()
    assert set(words["explanation"]) <= set(sheet.locator("h3").all_inner_texts())
    expect(sheet.locator(".in-value")).to_contain_text("$")
    my_day.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def log_call(card: Locator, words: dict, proposal: str) -> None:
    """Not reached, the first cause, a proposal, and back on the business date's Friday in two weeks."""
    card.get_by_role("link", name=words["log"]).click()
    form = card.locator("form.fu-form")
    form.get_by_label(words["not_reached"]).check()
    form.locator("[name=cause]").select_option(index=1)
    form.locator("[name=proposal]").fill(proposal)
    form.locator("[name=next_on]").fill("2018-01-12")
    form.get_by_role("button", name=words["log"]).click()


def test_a_call_is_logged_taken_back_logged_again_and_found_on_the_customers_page(my_day, words):
    card_id = my_day.locator(".fu-card").first.get_attribute("id")
    card = my_day.locator(f"#{card_id}")
    name = card.locator("h3 a").inner_text()
    toasts = my_day.locator("#toasts")

    log_call(card, words, "A call on Friday morning")
    expect(toasts).to_contain_text(words["logged"].format(name=name))
    expect(card.locator(".fu-last")).to_contain_text("A call on Friday morning")

    toasts.get_by_role("button", name=words["undo"]).click()
    expect(toasts).to_contain_text(words["taken_back"])
    expect(card.locator(".fu-last")).to_have_text(words["nobody_called"])

    log_call(card, words, "A call on Friday afternoon")
    expect(card.locator(".fu-last")).to_contain_text(words["said"])

    card.locator("h3 a").click()
    expect(my_day.locator("h1")).to_contain_text(name)
    expect(my_day.locator(".in-time")).to_contain_text("A call on Friday afternoon")
    expect(my_day.locator(".fu-panel")).to_contain_text("A call on Friday afternoon")
    expect(my_day.locator("main")).not_to_contain_text("A call on Friday morning")


def test_what_was_typed_is_kept_when_a_call_cannot_be_logged(signed_in, rep, language, words):
    my_day = signed_in(rep, language=language, refuses=True)
    my_day.goto("/my-day/")
    card = my_day.locator(".fu-card").nth(1)
    card.get_by_role("link", name=words["log"]).click()
    form = card.locator("form.fu-form")
    form.get_by_label(words["not_reached"]).check()
    form.locator("[name=note]").fill("Nobody answers before ten")
    form.locator("[name=next_on]").evaluate("field => { field.min = ''; field.value = '2017-01-01'; }")
    form.evaluate("form => { form.noValidate = true; }")
    form.get_by_role("button", name=words["log"]).click()
    expect(form.locator(".fu-error").first).to_be_visible()
    expect(form.locator("[name=note]")).to_have_value("Nobody answers before ten")


def test_the_morning_goes_by_keyboard(my_day, words):
    for key in "jjk":
        my_day.keyboard.press(key)
    cards = my_day.locator(".fu-card")
    expect(cards.first).to_have_class(re.compile("gx-row-current"))
    my_day.keyboard.press("Enter")
    expect(cards.first.locator("form.fu-form")).to_be_visible()
    my_day.reload()

    my_day.keyboard.press("?")
    expect(my_day.locator("#help-title")).to_have_text(words["keyboard"])
    my_day.keyboard.press("Escape")
    expect(my_day.locator("#help")).to_be_hidden()

    my_day.keyboard.press("/")
    expect(my_day.locator("[data-search]")).to_be_focused()
    my_day.keyboard.type("Household")
    my_day.keyboard.press("Enter")
    my_day.wait_for_url("**/search/?q=Household")


def test_a_list_is_walked_by_keyboard_too(signed_in, rep, language):
    page = signed_in(rep, language=language)
    page.goto("/customers/")
    name = page.locator("[data-row] [data-open]").nth(1).inner_text()
    for key in ("j", "j", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/customer/*/")
    expect(page.locator("h1")).to_contain_text(name)


def test_the_customer_of_another_rep_is_not_there(signed_in, visitors, rep, language, words):
    other = visitors.context("rep_4")
    of_another = first_late(other)["customer"]
    other.close()
    page = signed_in(rep, language=language, refuses=True)
    answer = page.goto(f"/customer/{of_another}/")
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text(words["not_there"])
    assert page.goto(f"/explain/lifetime_value/?customer={of_another}").status == 404


def test_the_exported_list_holds_own_and_pool_customers_only(signed_in, rep, language, words):
    page = signed_in(rep, language=language)
    page.goto("/customers/?columns=name,owner")
    listed = int(page.locator(".gx-answer strong").first.inner_text().replace(",", ""))
    page.locator("summary", has_text=words["export"]).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    owners = {row[-1] for row in rows}
    assert owners == {SHOWN_AS[rep], words["pool"]}
    assert len({row[0] for row in rows}) == len(rows) == listed
