"""An analyst plans in the LTV table as in a spreadsheet: types, looks, takes back, saves, finds it again."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.services.visitors import PHONE, wait_for_pictures

WORTH = "$52.70"
WORDS = {
    "en": {"saved": "Saved as “{name}”.", "undo": "Undo", "empty": "Empty."},
    "zh-hans": {"saved": "已保存为“{name}”。", "undo": "撤销", "empty": "还空着"},
}


@pytest.fixture
def language(request) -> str:
    return getattr(request, "param", "en")


@pytest.fixture
def words(language) -> dict:
    return WORDS[language]


@pytest.fixture
def sheet(signed_in, language) -> Page:
    page = signed_in("analyst", language=language)
    page.goto("/planning/ltv/")
    wait_for_pictures(page)
    return page


def cell(page: Page, key: str):
    return page.locator(f"[id='c-{key}']")


def profit_of_year_2(page: Page):
    return page.locator("#pl-results tr").nth(4).locator("td").nth(1)


def test_numbers_and_pictures_follow_a_typed_cell_which_keeps_the_focus(sheet, words):
    expect(sheet.locator("#pl-answer strong").first).to_have_text(WORTH)
    cell(sheet, "orders.2").click()
    sheet.keyboard.press("Control+a")
    sheet.keyboard.type("3")
    expect(profit_of_year_2(sheet)).to_have_text("4,785,000")
    expect(cell(sheet, "orders.2")).to_be_focused()
    expect(sheet.locator("#pl-answer strong").first).not_to_have_text(WORTH)
    wait_for_pictures(sheet)
    drawn = sheet.evaluate(
        """() => JSON.parse(document.querySelector(".gx-chart-lines template")
            .content.querySelector("script").textContent).data.series[0].points"""
    )
    assert drawn[2][1] == pytest.approx(-640_000 + 4_785_000 / 1.16, abs=0.01)


def test_what_cannot_be_is_said_at_the_cell_and_mended_there(sheet, words):
    cell(sheet, "orders.2").fill("")
    expect(sheet.locator("[id='e-orders.2']")).to_contain_text(words["empty"])
    expect(cell(sheet, "orders.2")).to_have_attribute("aria-invalid", "true")
    cell(sheet, "orders.2").fill("2.5")
    expect(sheet.locator("[id='e-orders.2']")).to_be_empty()
    expect(sheet.locator("#pl-answer strong").first).to_have_text(WORTH)


def test_enter_goes_down_and_a_step_is_taken_back_and_done_again(sheet):
    cell(sheet, "customers.2").click()
    sheet.keyboard.press("Enter")
    expect(cell(sheet, "orders.2")).to_be_focused()
    sheet.keyboard.press("Tab")
    expect(cell(sheet, "orders.3")).to_be_focused()
    cell(sheet, "orders.2").fill("3")
    expect(profit_of_year_2(sheet)).to_have_text("4,785,000")
    sheet.keyboard.press("Control+z")
    expect(cell(sheet, "orders.2")).to_have_value("2.5")
    expect(profit_of_year_2(sheet)).to_have_text("3,787,500")
    sheet.keyboard.press("Control+y")
    expect(profit_of_year_2(sheet)).to_have_text("4,785,000")


def test_a_year_more_can_be_taken_back(sheet, words):
    sheet.locator("button[value=add_year]").click()
    expect(cell(sheet, "orders.4")).to_have_value("3")
    sheet.locator("[data-undo]").click()
    expect(cell(sheet, "orders.4")).to_have_count(0)
    expect(sheet.locator("#pl-answer strong").first).to_have_text(WORTH)


def test_cells_copied_from_a_spreadsheet_are_pasted_to_the_right_and_down(sheet):
    cell(sheet, "orders.1").evaluate(
        """field => {
            const data = new DataTransfer();
            data.setData("text/plain", "2\\t3\\t4\\n80\\t85\\t90");
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            field.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    expect(cell(sheet, "orders.3")).to_have_value("4")
    expect(cell(sheet, "order_size.2")).to_have_value("85")
    expect(profit_of_year_2(sheet)).to_have_text("4,155,000")  # 60,000 x (3 x 85 x 35 % - 20)


def test_what_was_not_saved_is_still_there_after_a_reload(sheet):
    cell(sheet, "orders.2").fill("3")
    expect(profit_of_year_2(sheet)).to_have_text("4,785,000")
    sheet.reload()
    expect(cell(sheet, "orders.2")).to_have_value("3")
    expect(profit_of_year_2(sheet)).to_have_text("4,785,000")
    sheet.locator("[data-draft-drop]").click()
    expect(cell(sheet, "orders.2")).to_have_value("2.5")


@pytest.mark.parametrize("language", ["en", "zh-hans"], indirect=True)
def test_a_plan_is_saved_found_again_taken_away_and_deleted(sheet, words, language):
    name = {"en": "Three orders", "zh-hans": "三单方案"}[language]
    cell(sheet, "orders.2").fill("3")
    expect(profit_of_year_2(sheet)).to_have_text("4,785,000")
    sheet.locator("[name=name]").fill(name)
    sheet.locator("button.btn-primary[value=save_as]").click()
    expect(sheet.locator("#toasts")).to_contain_text(words["saved"].format(name=name))
    sheet.goto("/planning/plans/")
    sheet.locator("[data-open]", has_text=name).click()
    expect(cell(sheet, "orders.2")).to_have_value("3")
    with sheet.expect_download() as download:
        sheet.locator("button[value='export.json']").click()
    assert download.value.suggested_filename.endswith(f"{name}.json")
    with open(download.value.path(), encoding="utf-8") as file:
        assert json.load(file)["orders"] == [1.8, 3, 3]
    sheet.goto("/planning/plans/")
    row = sheet.locator("tr[data-row]", has_text=name)
    row.locator("form[action*=delete] button").click()
    expect(row).to_have_count(0)
    sheet.locator("#toasts").get_by_role("button", name=words["undo"]).click()
    expect(row).to_have_count(1)
    row.locator("form[action*=delete] button").click()
    expect(row).to_have_count(0)


def test_a_number_opens_to_its_formula_beside_the_page(sheet):
    profit_of_year_2(sheet).locator("a").click()
    expect(sheet.locator("#sheet-body")).to_contain_text("60,000 × 2.5 × 95 = 14,250,000")


def test_money_goes_where_the_next_unit_brings_most(signed_in, language):
    page = signed_in("analyst", language=language, width=PHONE)
    page.goto("/planning/budget/?by=example")
    wait_for_pictures(page)
    gets = page.locator(".gx-chart-bars table tbody tr").first.locator("td").first
    assert gets.text_content() == "22,499"
    cell(page, "g1.most").fill("10000")
    expect(page.locator(".gx-chart-bars table tbody tr").first).not_to_contain_text("22,499")
    cell(page, "g1.most").fill("")
    expect(gets).to_have_text("22,499")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
