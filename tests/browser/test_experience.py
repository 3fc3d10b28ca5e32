"""An analyst walks the convenience store through the seven steps in a browser, typing as in a spreadsheet."""

import pytest
from playwright.sync_api import Page, expect

from tests.services.visitors import PHONE, wait_for_pictures

WORDS = {
    "en": {
        "names": ["Price", "Brand image", "Service", "Product", "Convenience", "Relationship"],
        "saved": "Saved",
        "answer": "Convenience: importance 9 × satisfaction −2 = −18",
        "as_it_is": "as it is",
        "go_on": "Go on: the result is 4.1× at 4× the size.",
        "stop": "the result is only 1.9× at 2× the size",
        "next": "Open the next round",
        "since": "What changed since",
        "round": "Store",
    },
    "zh-hans": {
        "names": ["价格", "品牌形象", "服务", "产品", "便利性", "关系"],
        "saved": "已保存",
        "answer": "便利性：重要性 9 × 满意度 −2 = −18",
        "as_it_is": "维持现状",
        "go_on": "可以继续：规模为 4×，结果为 4.1×。",
        "stop": "规模为 2×，结果只有 1.9×",
        "next": "开启下一轮",
        "since": "相比的变化",
        "round": "便利店",
    },
}
SCORES = [(7, 7, 8), (7, 7, 5), (6, None, None), (6, 7, 6), (5, 7, 9), (4, None, None)]


@pytest.fixture
def words(language) -> dict:
    return WORDS[language]


@pytest.fixture
def bench(signed_in, language, words) -> Page:
    return opened(signed_in("analyst", language=language), words)


def opened(page: Page, words: dict) -> Page:
    """A new round, opened by the form."""
    page.goto("/experience/")
    form = page.locator("form[action$='/open/']")
    form.locator("[name=name]").fill(words["round"])
    form.locator("button").click()
    page.wait_for_url("**/rounds/*/")
    return page


def row(page: Page, name: str, step: int = 2):
    rows = page.locator(f"#step-{step} tr[data-dimension]")
    if step == 2:
        key = page.locator(f"#step-2 tr[data-dimension]:has(.ex-name input[value='{name}'])")
        return key
    return rows.filter(has_text=name)


def is_saved(page: Page, words: dict) -> None:
    expect(page.locator("[data-saved]")).to_have_text(words["saved"])


def type_the_store(page: Page, words: dict) -> None:
    for name, said in zip(words["names"], SCORES, strict=True):
        for field, value in zip(row(page, name).locator(".ex-number").all(), said, strict=True):
            if value is not None:
                field.click()
                expect(field).to_be_focused()
                page.keyboard.type(str(value))
    page.keyboard.press("Tab")
    is_saved(page, words)
    convenience = row(page, words["names"][4], 4)
    convenience.locator(".ex-number").fill("10")
    convenience.locator(".ex-words input").fill("Near is what we are for")
    page.keyboard.press("Tab")
    is_saved(page, words)
    page.locator("form[action$='/stay/'] button").click()
    expect(row(page, words["names"][0], 4).locator(".ex-number")).to_have_value(words["as_it_is"])


def results(page: Page, words: dict, step: int, result: str) -> list[str]:
    found = [row(page, name, step).locator(f"[data-result={result}]") for name in words["names"]]
    return [each.inner_text().lstrip("▼▲= ") for each in found]


def stage(page: Page, name: str, scale: str, result: str, words: dict) -> None:
    tables = page.locator("#ex-outs tbody tr")
    before = tables.count()
    page.locator("form[action$='/add/stage/'] button").click()
    expect(tables).to_have_count(before + 1)
    fields = tables.last.locator("[data-cell]")
    for at, text in ((0, name), (1, scale), (3, result)):
        fields.nth(at).fill(text)
        fields.nth(at).blur()
    is_saved(page, words)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_convenience_store_typed_in_comes_to_its_case_and_its_next_round(bench, words, language):
    type_the_store(bench, words)
    assert results(bench, words, 2, "satisfaction") == ["0", "0", "—", "−1", "−2", "—"]
    assert results(bench, words, 4, "gap") == ["0", "0", "0", "0", "−5", "0"]
    expect(bench.locator("#ex-answer")).to_contain_text(words["answer"])
    expect(bench.locator("#ex-ranked tbody tr").first).to_contain_text(words["names"][4])

    bench.locator("#ex-gaps button").click()
    wanted = bench.locator("#step-5 tbody tr .ex-words input")
    wanted.fill("More shops in the street")
    wanted.blur()
    is_saved(bench, words)
    bench.locator("#step-6 select.ex-decision").select_option("accepted")
    expect(bench.locator("#ex-outs h3")).to_have_text("More shops in the street")
    stages = (("1", "1", "100"), ("2", "2", "200"), ("3", "3", "300"), ("4", "4", "410"))
    for each in stages:
        stage(bench, *each, words)
    expect(bench.locator(".ex-verdict")).to_have_text(words["go_on"])
    second = bench.locator("#ex-outs tbody tr").nth(1).locator("[data-cell]").nth(3)
    second.fill("190")
    second.blur()
    expect(bench.locator(".ex-verdict")).to_contain_text(words["stop"])

    bench.get_by_role("button", name=words["next"]).click()
    bench.wait_for_load_state()
    expect(bench.locator("#step-7 h3", has_text=words["since"])).to_be_visible()
    wait_for_pictures(bench)
    assert results(bench, words, 2, "satisfaction") == ["—"] * 6
    expect(row(bench, words["names"][4], 4).locator(".ex-number")).to_have_value("10")


@pytest.mark.parametrize("language", ["en"])
def test_enter_goes_down_pasted_cells_go_right_and_down_and_a_step_is_taken_back(bench, words, language):
    first = row(bench, "Product").locator(".ex-number").first
    first.click()
    bench.keyboard.press("Enter")
    expect(row(bench, "Service").locator(".ex-number").first).to_be_focused()
    first.evaluate(
        """field => {
            const data = new DataTransfer();
            data.setData("text/plain", "7\\t9\\t8\\n6\\t5\\t4");
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            field.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    is_saved(bench, words)
    expect(row(bench, "Product").locator("[data-result]")).to_contain_text("−2")
    expect(row(bench, "Service").locator("[data-result]")).to_contain_text("+1")
    bench.locator("[data-step=undo]").click()
    expect(row(bench, "Product").locator("[data-result]")).to_contain_text("—")
    bench.locator("[data-step=redo]").click()
    expect(row(bench, "Product").locator("[data-result]")).to_contain_text("−2")


@pytest.mark.parametrize("language", ["en"])
def test_what_could_not_be_saved_is_kept_and_tried_again(signed_in, words, language):
    bench = opened(signed_in("analyst", language=language, refuses=True), words)
    bench.route("**/cells/", lambda route: route.fulfill(status=409, body=""))
    field = row(bench, "Price").locator(".ex-number").first
    field.fill("7")
    field.blur()
    expect(bench.locator("[data-saved]")).to_contain_text("Nothing is lost")
    expect(field).to_have_value("7")
    bench.unroute("**/cells/")
    bench.locator("[data-retry]").click()
    is_saved(bench, words)
    bench.reload()
    expect(row(bench, "Price").locator(".ex-number").first).to_have_value("7")


@pytest.mark.parametrize("language", ["zh-hans"])
def test_an_example_is_marked_and_fits_a_phone(signed_in, language):
    page = signed_in("analyst", language=language, width=PHONE)
    page.goto("/experience/")
    page.locator("form[action*='/examples/watch/'] button").click()
    page.wait_for_url("**/rounds/*/")
    wait_for_pictures(page)
    expect(page.locator(".ex-made-up")).to_contain_text("示例")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
