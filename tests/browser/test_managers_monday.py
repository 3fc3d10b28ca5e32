"""A manager's Monday in both languages, with a real browser: what moved, who is behind it, a new turn."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.services.visitors import PHONE, click_picture, sign_in, wait_for_pictures

WORDS = {
    "en": {
        "question": "Are we keeping the customers who matter?",
        "equity": re.compile(r"Customer equity (rose|fell) by \$"),
        "fits": "Which customers fit?",
        "as_table": "As a table",
        "who_moved": "Who moved?",
        "views": "Views",
        "save_view": "Save view",
        "saved": "View “{name}” saved.",
        "did_it_work": "Did it work?",
        "left_alone": "Left alone, by lot",
        "start": "Start a turn",
        "asked_for": "The turn has been asked for.",
        "nothing_twice": "The same snapshot as before. Episodes: 0 opened, 0 closed.",
        "language": "Language",
        "appearance": "Appearance",
        "menu": "Menu",
    },
    "zh-hans": {
        "question": "重要客户留住了吗？",
        "equity": re.compile(r"客户资产(增加|减少)了 \$"),
        "fits": "哪些客户符合？",
        "as_table": "看表格",
        "who_moved": "谁变了？",
        "views": "视图",
        "save_view": "保存视图",
        "saved": "视图“{name}”已保存。",
        "did_it_work": "有效果吗？",
        "left_alone": "随机不跟进（对照）",
        "start": "开始一轮分析",
        "asked_for": "已发起一轮分析。",
        "nothing_twice": "快照与之前相同。",
        "language": "语言",
        "appearance": "外观",
        "menu": "菜单",
    },
}
SECONDS_FOR_A_TURN = 180


@pytest.fixture(params=["en", "zh-hans"])
def language(request) -> str:
    return request.param


@pytest.fixture
def words(language) -> dict:
    return WORDS[language]


@pytest.fixture
def manager(signed_in, language) -> Page:
    return signed_in("manager", language=language)


def picture(page: Page, kind: str) -> dict:
    """The JSON from which a picture is drawn."""
    return json.loads(page.locator(f".gx-chart-{kind} script[type='application/json']").first.text_content())


def listed(page: Page) -> int:
    """How many customers the list says it holds."""
    return int(page.locator(".gx-answer strong").first.inner_text().replace(",", ""))


def test_signing_in_leads_to_the_overview(signed_in, language, words, visitors):
    visitors.context("manager", language=language).close()  # the language chosen last time
    page = signed_in(None, language=language)
    page.goto("/")
    sign_in(page, "manager")
    expect(page).to_have_url(re.compile(r"/overview/$"))
    expect(page.locator("h1")).to_have_text(words["question"])
    expect(page.locator(".gx-tile-value").first).to_contain_text("$")


def test_the_waterfall_says_why_equity_moved_and_its_table_adds_up(manager, words):
    manager.goto("/overview/")
    chart = manager.locator(".gx-chart-waterfall")
    expect(chart.locator("h2")).to_have_text(words["equity"])
    data = picture(manager, "waterfall")["data"]
    explained = data["start"]["value"] + sum(step["value"] for step in data["steps"])
    assert explained == pytest.approx(data["end"]["value"], rel=1e-6)
    table = chart.locator("table")
    expect(table).to_be_hidden()
    chart.locator("summary", has_text=words["as_table"]).click()
    expect(table).to_be_visible()
    expect(table.locator("tbody tr")).to_have_count(len(data["steps"]) + 2)


def test_the_figure_of_late_customers_leads_to_exactly_those(manager, words):
    manager.goto("/overview/")
    tile = manager.locator(".gx-tile", has=manager.locator("a[href*='warning=watch']"))
    late = int(tile.locator(".gx-tile-value a").first.inner_text().replace(",", ""))
    tile.locator("a[href*='warning=watch']").click()
    expect(manager.locator("h1")).to_have_text(words["fits"])
    assert listed(manager) == late
    assert manager.locator(".gx-badge-warning-none").count() == 0


def test_a_click_on_a_quadrant_leads_to_its_customers(manager, words):
    manager.goto("/value/")
    wait_for_pictures(manager)
    quadrants = {
        part["key"]: part["customers"] for part in picture(manager, "value_map")["data"]["quadrants"]
    }
    # the name of quadrant A, in its corner
    click_picture(manager, "value_map", right=0.93, down=0.06, leads_to="**/customers/?*quadrant=A*")
    expect(manager.locator("h1")).to_have_text(words["fits"])
    assert listed(manager) == quadrants["A"]


def test_a_click_on_an_rfm_cell_leads_to_its_customers(manager, words):
    manager.goto("/value/")
    wait_for_pictures(manager)
    cells = {
        (cell["r"], cell["f"]): cell["customers"] for cell in picture(manager, "rfm_map")["data"]["cells"]
    }
    click_picture(manager, "rfm_map", right=0.88, down=0.1, leads_to="**/customers/?*r_score*")
    assert listed(manager) == cells[5, 5]


def test_movement_between_two_turns_leads_to_those_who_moved(manager, words):
    manager.goto("/value/")
    manager.get_by_role("link", name=words["who_moved"]).click()
    expect(manager.locator("h1")).to_have_text(words["who_moved"])
    bands = manager.locator("table.gx-table tbody tr", has=manager.locator("a")).all()
    band = next(each for each in bands if len(set(each.locator("td").all_inner_texts()[:2])) == 2)
    count = int(band.locator("a").inner_text().replace(",", ""))
    band.locator("a").click()
    manager.wait_for_url("**/customers/?chosen=*")
    assert listed(manager) == count


def test_a_view_is_saved_and_found_again(manager, words, language):
    name, tier = {"en": ("Gold, late", "gold"), "zh-hans": ("逾期的铁牌客户", "iron")}[language]
    manager.goto(f"/customers/?tier={tier}&warning=act&sort=-spend_365d")
    rows = manager.locator("[data-row] [data-open]").all_inner_texts()
    menu = manager.locator("summary", has_text=words["views"])
    menu.click()
    manager.locator("#view-name").fill(name)
    manager.get_by_role("button", name=words["save_view"]).click()
    expect(manager.locator("#toasts")).to_contain_text(words["saved"].format(name=name))
    manager.goto("/customers/")
    manager.reload()
    menu.click()
    manager.get_by_role("link", name=name, exact=True).click()
    expect(manager.locator("h1")).to_have_text(name)
    assert manager.locator("[data-row] [data-open]").all_inner_texts() == rows


def test_outcomes_compare_with_those_left_alone(manager, words):
    manager.goto("/outcomes/")
    expect(manager.locator("h1")).to_have_text(words["did_it_work"])
    expect(manager.locator("[data-chart] canvas")).to_have_count(2)
    expect(manager.locator("tr.ov-control")).to_contain_text(words["left_alone"])


def test_the_same_turn_again_changes_nothing_and_is_in_the_audit(manager, words, language):
    manager.goto("/data/")
    manager.get_by_role("button", name=words["start"]).click()
    expect(manager.locator("#toasts")).to_contain_text(words["asked_for"])
    run = manager.locator("section[aria-labelledby=jobs] tbody tr").first
    expect(run).to_contain_text(words["nothing_twice"], timeout=SECONDS_FOR_A_TURN * 1000)
    expect(run).to_contain_text("Manager")
    expect(manager.locator("#turn-job")).to_have_count(0)
    manager.goto("/audit/?action=turns.start")
    expect(manager.locator("tbody tr").first).to_contain_text("Manager")


def test_language_and_appearance_are_chosen_where_one_stands(manager, words, language, visitors):
    visitors.chosen.clear()  # what is chosen here is kept for the next visit
    manager.goto("/overview/")
    manager.get_by_role("button", name=words["appearance"]).click()
    manager.locator("[data-appearance-form] button[value=dark]").click()
    expect(manager.locator("html")).to_have_attribute("data-bs-theme", "dark")
    other = {"en": "zh-hans", "zh-hans": "en"}[language]
    manager.get_by_role("button", name=words["language"]).click()
    manager.locator(f".dropdown-menu.show button[value={other}]").click()
    expect(manager.locator("h1")).to_have_text(WORDS[other]["question"])
    expect(manager.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_whole_way_fits_a_phone(signed_in, language, words):
    page = signed_in("manager", language=language, width=PHONE)
    page.goto("/overview/")
    addresses = page.locator("#side a[href^='/']").evaluate_all("links => links.map(link => link.pathname)")
    assert len(addresses) > 8
    for address in addresses:
        page.goto(address)
        page.get_by_role("button", name=words["menu"]).click()
        expect(page.locator("#side")).to_be_visible()
        wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px wider than the phone"
