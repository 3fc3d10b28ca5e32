"""The LTV workbench: the acceptance case to the unit, strategies beside it, no cell repaired in silence."""

import json
import re
from html import unescape

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.web.planning import ltv_sheet
from guanxi.web.planning.ltv_reading import typed_strategies, understood
from guanxi.web.planning.models import Plan

pytestmark = pytest.mark.django_db
ADDRESS = "/planning/ltv/"


@pytest.fixture
def analyst(signed_in):
    return signed_in("analyst")


def typed(**changed) -> dict[str, str]:
    """The example as a browser sends it, with some cells typed anew (dots of names as __)."""
    sheet = ltv_sheet.example()
    given = dict(sheet.cells) | {
        "years": "3",
        "strategies": "2",
        "typed": "customers",
        "was_typed": "customers",
    }
    given |= {"together": "on", "swing": "10", "of": "0", "name": "", "version": ""}
    return given | {name.replace("__", "."): value for name, value in changed.items()}


def seen(answer) -> str:
    """The words of an answer, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def row(answer, name: str) -> list[str]:
    """The figures of one row of results."""
    sheet = answer.content.decode().partition('id="pl-results"')[2]
    found = re.search(rf'<tr><th scope="row">{name}</th>(.*?)</tr>', sheet, re.S)
    return [text.strip() for text in re.sub(r"<[^>]+>", "|", found[1]).split("|") if text.strip()]


def document(**changed) -> dict:
    sheet = ltv_sheet.from_form(typed(**changed))
    return ltv_sheet.document(sheet, typed_strategies(sheet, understood(sheet)))


def numbers(client, **changed):
    return client.post(ADDRESS, typed(do="numbers", **changed), headers={"HX-Request": "true"})


def test_one_starts_with_the_acceptance_case_to_the_unit(analyst):
    page = analyst.get(ADDRESS)
    assert row(page, "Profit") == ["−640,000", "3,787,500", "3,570,000"]
    assert [round(float(text.replace("−", "-"))) for text in row(page, "LTV")] == [-6, 26, 53]
    assert row(page, "Retention") == ["—", "60 %", "70 %"]
    assert "The money is back in year 2 ." in seen(page)


def test_strategies_stand_beside_the_plan_as_the_method_page_says(analyst):
    text = seen(analyst.get(ADDRESS))
    assert "As it is 5,269,531 — 52.70 year 2" in text
    assert "Acquisition 5,123,437 −146,094 42.70 year 2" in text
    assert "Retention 6,186,062 +916,531 61.86 year 2" in text
    assert "Both together brings most 6,223,274 +953,743 51.86 year 2" in text


def test_a_cell_typed_anew_changes_the_numbers_and_leaves_the_cells_alone(analyst):
    answer = numbers(analyst, orders__2="3")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<input class="form-control pl-cell"' not in page
    assert row(answer, "Profit")[1] == "4,785,000"
    assert 'id="pl-results" hx-swap-oob' in page


@pytest.mark.parametrize(
    ("cell", "given", "sentence"),
    [
        ("customers__1", "-5", "More than 0"),
        ("customers__2", "120,000", "Not more than the year before"),
        ("orders__1", "", "Empty. Type a number; nothing at all is 0."),
        ("orders__2", "two", "“two” is not a number"),
        ("orders__2", "2,5", "“2,5” is not a number"),
        ("order_size__3", "-1", "0 or more."),
        ("cost_share__2", "300", "0 to 200 % of revenue."),
        ("discount_factor__1", "0.9", "1 or more"),
        ("discount_factor__3", "1.1", "Not less than the year before"),
        ("s2__more_retention", "60", "Retention of year 2 would be 120 %"),
        ("s1__more_customers", "-100", "More than −100 %"),
        ("swing", "0", "More than 0 and less than 100 %."),
    ],
)
def test_what_cannot_be_is_said_beside_its_cell_and_nothing_is_saved(analyst, cell, given, sentence):
    key = cell.replace("__", ".")
    answer = analyst.post(ADDRESS, typed(do="save_as", name="Next year", **{cell: given}))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert re.search(rf'id="e-{re.escape(key)}"[^>]*>{re.escape(sentence)}', page)
    assert given == "" or f'value="{given}"' in page
    assert 'value="Next year"' in page
    assert not Plan.objects.exists()


def test_every_wrong_cell_is_told_at_once(analyst):
    answer = numbers(analyst, orders__1="", orders__2="x", marketing__3="-1")
    assert "3 cells are to be mended." in seen(answer)


def test_a_strategy_that_cannot_be_does_not_hide_the_others(analyst):
    text = seen(numbers(analyst, s2__more_retention="60"))
    assert "As it is brings most 5,269,531" in text
    assert "Acquisition 5,123,437" in text
    assert "Both together" not in text


def test_retention_may_be_typed_instead_of_customers_and_the_result_is_the_same(analyst):
    answer = analyst.post(ADDRESS, typed(typed="retention", do="recalculate"))
    page = answer.content.decode()
    assert 'name="retention.2" id="c-retention.2" value="60"' in page
    assert 'name="customers.2"' not in page
    assert row(answer, "Profit") == ["−640,000", "3,787,500", "3,570,000"]
    assert row(answer, "Customers") == ["100,000", "60,000", "42,000"]


@pytest.mark.parametrize("given", ["101", "-1"])
def test_a_retention_beyond_everybody_is_refused(analyst, given):
    cells = {"typed": "retention", "was_typed": "retention", "retention__2": given, "retention__3": "70"}
    assert "0 to 100 %" in seen(numbers(analyst, **cells))


def test_a_year_more_goes_on_as_the_last_one_does(analyst):
    answer = analyst.post(ADDRESS, typed(do="add_year"))
    page = answer.content.decode()
    for cell in ('customers.4" value="29,400"', 'orders.4" value="3"', 'discount_factor.4" value="1.57"'):
        assert f'id="c-{cell}' in page
    fewer = analyst.post(ADDRESS, typed(do="remove_year"))
    assert row(fewer, "Profit") == ["−640,000", "3,787,500"]


def test_strategies_are_added_and_removed(analyst):
    more = analyst.post(ADDRESS, typed(do="add_strategy"))
    assert 'name="s3.more_orders"' in more.content.decode()
    text = seen(analyst.post(ADDRESS, typed(do="remove_strategy.1")))
    assert "Acquisition 5,123,437" not in text
    assert "Retention brings most 6,186,062 +916,531" in text


def test_a_plan_is_saved_with_who_and_opened_again(analyst):
    answer = analyst.post(ADDRESS, typed(do="save_as", name=" Next  year ", orders__2="3"), follow=True)
    plan = Plan.objects.get()
    assert (plan.name, plan.changed_by, plan.version) == ("Next year", analyst.user, 1)
    assert answer.redirect_chain[-1][0] == f"{ADDRESS}{plan.pk}/"
    assert 'id="c-orders.2" value="3"' in answer.content.decode()
    assert "Saved by analyst" in seen(answer)


def test_saving_over_what_somebody_else_saved_is_refused_with_everything_typed_kept(analyst, signed_in):
    analyst.post(ADDRESS, typed(do="save_as", name="Plan"))
    pk = Plan.objects.get().pk
    address = f"{ADDRESS}{pk}/"
    signed_in("manager").post(address, typed(do="save", name="Plan", version="1", orders__2="4"))
    answer = analyst.post(address, typed(do="save", name="Plan", version="1", orders__2="5"))
    assert answer.status_code == 422
    assert "manager saved “Plan” in the meantime" in seen(answer)
    assert 'id="c-orders.2" value="5"' in answer.content.decode()
    assert Plan.objects.get().document["orders"] == [1.8, 4.0, 3.0]


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "saved under a name"), ("Plan", "called “Plan” already")]
)
def test_a_plan_needs_a_name_of_its_own(analyst, name, sentence):
    analyst.post(ADDRESS, typed(do="save_as", name="Plan"))
    answer = analyst.post(ADDRESS, typed(do="save_as", name=name, orders__2="7"))
    assert answer.status_code == 422
    assert sentence in seen(answer)
    assert 'id="c-orders.2" value="7"' in answer.content.decode()
    assert Plan.objects.count() == 1


def test_what_was_taken_away_as_json_comes_in_again_unchanged(analyst):
    taken = analyst.post(ADDRESS, typed(do="export.json", name="Plan", s1__more_orders="2.5"))
    assert "Plan.json" in taken["Content-Disposition"]
    file = SimpleUploadedFile("plan.json", taken.content)
    answer = analyst.post(ADDRESS, typed(do="import", orders__1="9", file=file))
    page = answer.content.decode()
    assert 'id="c-orders.1" value="1.8"' in page
    assert 'id="c-s1.more_orders" value="2.5"' in page
    again = json.loads(taken.content)
    assert again == document(s1__more_orders="2.5") | {"name": "Plan"}
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"format": "something"}',
        b'{"format": "guanxi ltv table 1", "orders": [1, 2]}',
    ],
)
def test_a_file_that_is_no_plan_is_refused_and_the_sheet_stays(analyst, content):
    file = SimpleUploadedFile("plan.json", content)
    answer = analyst.post(ADDRESS, typed(do="import", orders__1="9", file=file))
    assert answer.status_code == 422
    assert "not a plan that was exported here" in seen(answer)
    assert 'id="c-orders.1" value="9"' in answer.content.decode()


def test_an_impossible_value_of_a_file_is_shown_in_its_cell_to_be_mended(analyst):
    given = document() | {"orders": [None, -2, "many"]}
    file = SimpleUploadedFile("plan.json", json.dumps(given).encode())
    answer = analyst.post(ADDRESS, typed(do="import", file=file))
    page = answer.content.decode()
    assert 'id="c-orders.2" value="-2"' in page
    assert 'id="c-orders.3" value="many"' in page
    assert "3 cells are to be mended." in seen(answer)


def test_csv_and_xlsx_hold_the_numbers_unrounded(analyst):
    text = analyst.post(ADDRESS, typed(do="export.csv")).content.decode("utf-8-sig")
    assert "Profit,-640000.0,3787500.0" in text.replace("3787499.9999999995", "3787500.0")
    book = analyst.post(ADDRESS, typed(do="export.xlsx")).content
    years = pl.read_excel(book, sheet_name="0 As it is").to_dicts()
    profit = next(each for each in years if each["Year"] == "Profit")
    assert [round(profit[year]) for year in ("1", "2", "3")] == [-640_000, 3_787_500, 3_570_000]


def test_a_number_opens_to_its_formula_with_the_numbers_in_it(analyst):
    page = analyst.get(ADDRESS).content.decode()
    links = [unescape(link) for link in re.findall(r'href="(/planning/explain/[^"]+)"', page)]
    profit = next(link for link in links if link.startswith("/planning/explain/profit/") and "year=2" in link)
    text = seen(analyst.get(profit))
    assert "60,000 × 2.5 × 95 = 14,250,000" in text
    assert "14,250,000 − 9,262,500 − 1,200,000 = 3,787,500" in text
    assert all(analyst.get(link).status_code == 200 for link in set(links))


@pytest.mark.parametrize("address", ["/planning/explain/profit/?year=2", "/planning/explain/nothing/"])
def test_a_number_that_is_none_is_not_explained(analyst, address):
    assert analyst.get(address).status_code == 422


def test_a_viewer_may_try_and_not_save(signed_in):
    viewer = signed_in("viewer")
    assert "Save as" not in viewer.get(ADDRESS).content.decode()
    assert row(numbers(viewer, orders__2="3"), "Profit")[1] == "4,785,000"
    assert viewer.post(ADDRESS, typed(do="save_as", name="Plan")).status_code == 403
    assert not Plan.objects.exists()


@pytest.mark.parametrize("role", ["rep", "agent"])
def test_who_does_not_plan_does_not_see_it(signed_in, role):
    assert signed_in(role).get(ADDRESS).status_code == 403


def test_the_whole_page_is_chinese_for_a_chinese_reader(analyst):
    analyst.cookies["django_language"] = "zh-hans"
    text = seen(analyst.get(ADDRESS))
    assert "第 3 年" in text
    assert "Profit" not in text
