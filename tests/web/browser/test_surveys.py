"""The builder in a real browser: kept as one types, moved by keys and by hand, shown as on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from guanxi.sources.questionnaires.shipped import template
from guanxi.web.surveys import actions, queries
from tests.services.axe import what_axe_finds
from tests.web.browser.conftest import DESK, PHONE

ADDRESS = "/surveys/of/delivery/build/"


@pytest.fixture
def survey(person):
    return actions.create(person("manager"), template("after_delivery"), key="delivery")


def keys():
    return [each.key for each in queries.draft(queries.survey("delivery")).questions()]


def is_saved(page):
    expect(page.locator("[data-saved]")).to_be_visible()
    expect(page.locator("[data-waits]")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "field", "saved", "add"),
    [("en", "text.en", "Saved", "Question"), ("zh-hans", "text.zh", "已保存", "问题")],
)
def test_a_survey_is_built_and_seen_on_the_phone_as_it_is_typed(
    open_page, survey, language, field, saved, add
):
    page = open_page(f"{ADDRESS}?at=question.experience_delivery", role="manager", language=language)
    phone = page.frame_locator("#sv-phone")
    page.locator(f"[name='{field}']").fill("Typed words 打字")
    expect(page.locator("[data-saved]")).to_have_text(saved)
    expect(phone.get_by_text("Typed words 打字")).to_be_visible()
    expect(page.locator(".sv-outline [aria-current]")).to_contain_text("Typed words 打字")
    expect(page.locator(f"[name='{field}']")).to_be_focused()  # what is typed into is never drawn anew

    page.get_by_role("button", name=add, exact=True).click()
    expect(page.locator(f"[name='{field}']")).to_be_focused()
    expect(page.locator(f"[name='{field}']")).to_have_value("")
    assert keys()[1] == "experience_1"

    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".sv-outline [aria-current] .sv-number")).to_have_text("1")
    assert keys()[:2] == ["experience_1", "experience_delivery"]

    page.keyboard.press("Control+z")
    expect(page.locator(".sv-outline [aria-current] .sv-number")).to_have_text("2")
    assert keys()[:2] == ["experience_delivery", "experience_1"]


def test_leaving_at_once_loses_no_letter(open_page, survey):
    page = open_page(f"{ADDRESS}?at=question.words", role="manager")
    page.locator("[name='text.en']").fill("Written and left at once")
    page.get_by_role("button", name=re.compile("Title, thanks")).click()
    expect(page.locator("[name='title.en']")).to_be_visible()
    page.locator("[name='title.en']").fill("A new title")
    page.get_by_role("link", name=re.compile("JSON")).press("Tab")
    page.locator(".gx-head a").first.click()  # the link waits for what was typed
    expect(page.get_by_role("heading", name=re.compile("A new title"))).to_be_visible()
    assert queries.draft(queries.survey("delivery")).question("words").text.en == "Written and left at once"


def test_a_question_is_dragged_to_another_page(open_page, survey):
    page = open_page(ADDRESS, role="manager")
    page.locator("[data-question=words]").drag_to(page.locator("[data-question=experience_delivery]"))
    expect(page.locator(".sv-outline [aria-current] .sv-number")).to_have_text("1")
    assert keys()[0] == "words"


def test_a_condition_is_made_and_leads_on_the_phone(open_page, survey):
    page = open_page(f"{ADDRESS}?at=question.words", role="manager")
    page.get_by_role("button", name="Condition").click()
    page.locator("[name='condition.0.question']").select_option("experience_delivery")
    page.locator("[name='condition.0.is']").select_option("above")
    page.locator("[name='condition.0.value']").fill("8")
    is_saved(page)
    expect(page.locator(".sv-outline [aria-current]")).to_contain_text("is above 8")
    expect(page.frame_locator("#sv-phone").get_by_text("What should we know?")).to_be_visible()


def test_somebody_elses_change_is_told_and_nothing_typed_is_lost(open_page, survey):
    page = open_page(f"{ADDRESS}?at=question.words", role="manager")
    document = queries.draft(survey)
    actions.edit_draft(survey.made_by, survey, document.model_copy(update={"anonymous": True}), revision=1)
    page.locator("[name='text.en']").fill("Mine")
    expect(page.get_by_role("alert").filter(has_text="changed this survey in the meantime")).to_be_visible()
    expect(page.locator("[name='text.en']")).to_have_value("Mine")
    page.get_by_role("button", name="Save mine over theirs").click()
    expect(page.locator("#sv-refused")).to_be_empty()
    kept = queries.draft(queries.survey("delivery"))
    assert (kept.question("words").text.en, kept.anonymous) == ("Mine", True)  # and theirs is still there


def test_a_phone_has_one_column_and_the_editor_after_a_tap(open_page, survey):
    page = open_page(ADDRESS, role="manager", size=PHONE)
    page.get_by_role("button", name=re.compile("What should we know")).click()
    expect(page.locator("[name='text.en']")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("language", "size", "appearance"), [("en", DESK, "light"), ("zh-hans", PHONE, "dark")]
)
def test_everybody_can_use_the_builder(open_page, survey, language, size, appearance):
    look = {"role": "manager", "language": language, "size": size, "appearance": appearance}
    page = open_page(f"{ADDRESS}?at=question.what_happened", **look)
    assert what_axe_finds(page) == []
    for place in ("build/?at=survey", "build/?at=question.experience_delivery", "ready/", ""):
        page.goto(f"/surveys/of/delivery/{place}")
        page.wait_for_load_state("networkidle")
        assert what_axe_finds(page) == []


def test_what_cannot_be_used_is_said_and_stays(open_page, survey):
    page = open_page(f"{ADDRESS}?at=question.experience_delivery", role="manager")
    page.locator("[name='scale.low']").fill("-")
    expect(page.get_by_role("alert").filter(has_text="is no whole number")).to_be_visible()
    expect(page.locator("[data-not-kept]")).to_be_visible()
    page.locator("[name='scale.low']").fill("-3")
    is_saved(page)
    expect(page.locator("#sv-refused")).to_be_empty()
    assert queries.draft(queries.survey("delivery")).question("experience_delivery").scale.low == -3
