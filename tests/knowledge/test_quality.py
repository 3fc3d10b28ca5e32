"""What the quality of the facts is said to be, on stores typed by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from guanxi.facts.changes import ChangeNote
from guanxi.facts.firm import Firm, write_firm
from guanxi.facts.store import Store
from guanxi.facts.words import word
from guanxi.knowledge.quality import (
    Quality,
    QualitySettings,
    doubts,
    findings,
    quality,
    read_quality_settings,
    worst,
    write_quality_settings,
)
from guanxi.knowledge.quality.settings import UnreadableQualitySettings
from guanxi.sentences import LANGUAGES, sentences

LAST = date(2024, 6, 28)  # a Friday


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def look(store, engine):
    """look(): what is found in the store, and its findings by code."""

    def look(as_of=LAST, **how):
        found = quality(store, engine, as_of=as_of, **how)
        return found, {each.key: each for each in findings(found)}

    return look


def line(order: int, on: date = LAST, **said) -> dict:
    common = {
        "line": 1,
        "customer_id": f"c{order % 7}",
        "amount": 10.0,
        "product_id": "p1",
        "currency": "EUR",
    }
    return {"order_id": f"o{order}", "purchased_on": on} | common | said


def write(store: Store, *lines: dict, table: str = "purchases") -> None:
    # Every row names every column: the first row alone would decide which columns there are.
    names = {name for row in lines for name in row}
    store.replace(table, pa.Table.from_pylist([{name: row.get(name) for name in names} for row in lines]))


def six_days_a_week(weeks: int = 20, orders: int = 8) -> list[dict]:
    """A shop that is closed on Sundays."""
    every = [LAST - timedelta(days=n) for n in range(7 * weeks)]
    on = [day for day in every if day.weekday() != 6]
    return [line(n * orders + m, day) for n, day in enumerate(on) for m in range(orders)]


def test_orders_without_a_customer_are_a_share_of_orders_and_of_sales(store, look):
    known = [line(n, amount=10.0) for n in range(6)]
    nobody = [line(n, amount=30.0, customer_id=None) for n in range(6, 10)]
    write(store, *known, *nobody)
    found, by_code = look()
    assert found.purchases.share_of_orders == pytest.approx(0.4)
    assert found.purchases.share_of_sales == pytest.approx(120 / 180)
    finding = by_code["orders_without_customer.purchases"]
    assert finding.severity == "poor"
    assert finding.say("en").startswith("40% of orders have no customer (4 of 10)")
    assert "40%" in finding.say("zh-hans")


def test_an_order_with_one_named_line_has_a_customer(store, look):
    write(store, line(1), line(1, line=2, customer_id=None))
    found, _ = look()
    assert (found.purchases.orders_without_customer, found.purchases.lines_without_customer) == (0, 1)


def test_what_does_not_count_in_revenue_is_in_no_share_of_sales(store, look):
    write(store, line(1), line(2, customer_id=None, line_kind="test", amount=990.0))
    found, _ = look()
    assert (found.purchases.revenue, found.purchases.share_of_sales) == (10.0, 0.0)
    assert {kind.key: kind.amount for kind in found.purchases.kinds} == {None: 10.0, "test": 990.0}


def test_a_sunday_without_sales_is_no_alarm_to_a_shop_that_is_closed_on_sundays(store, look):
    write(store, *six_days_a_week())
    found, by_code = look()
    assert by_code["silent_days.purchases"].severity == "good"
    assert {day.state for day in found.by_name["purchases"].days if day.on.weekday() == 6} == {"closed"}


@pytest.mark.parametrize(("missing", "severity"), [(1, "watch"), (3, "poor")])
def test_weekdays_without_sales_are_silent(store, look, missing, severity):
    gone = [LAST - timedelta(days=n) for n in range(8, 8 + missing)]  # a Thursday, and the days before it
    write(store, *(row for row in six_days_a_week() if row["purchased_on"] not in gone))
    found, by_code = look()
    assert [day.on for day in found.by_name["purchases"].days if day.state == "silent"] == sorted(gone)
    assert by_code["silent_days.purchases"].severity == severity


def test_half_a_file_is_a_day_that_fell(store, look):
    short = LAST - timedelta(days=9)
    rows = [row for row in six_days_a_week() if row["purchased_on"] != short]
    write(store, *rows, line(9_999, short))
    found, by_code = look()
    assert [day.on for day in found.by_name["purchases"].days if day.state == "fell"] == [short]
    assert by_code["days_fell.purchases"].severity == "watch"


def test_a_firm_that_sells_now_and_then_has_no_silent_days(store, look):
    write(store, *(line(n, LAST - timedelta(days=11 * n)) for n in range(30)))
    _, by_code = look()
    assert by_code["silent_days.purchases"].value == by_code["days_fell.purchases"].value == 0


def test_equal_lines_are_counted_beyond_the_first(store, look):
    same = [line(1, line=n) for n in (1, 2, 3)]
    write(store, *same, line(1, line=4, amount=11.0), line(2), line(3, customer_id=None, product_id=None))
    found, by_code = look()
    assert found.purchases.equal_lines == 2
    assert "spend" in by_code["equal_lines.purchases"].touches


def test_customers_twice_share_a_name_and_a_way_to_reach_them(store, look):
    write(store, line(1))
    write(
        store,
        {"customer_id": "a", "name": "Lin Na", "phone": "138 0013 8000"},
        {"customer_id": "b", "name": "lin na ", "phone": "13800138000", "email": "na@example.com"},
        {"customer_id": "c", "name": "LIN NA", "email": "NA@example.com"},
        {"customer_id": "d", "name": "Lin Na"},  # the name alone says nothing
        {"customer_id": "e", "name": None, "phone": "13800138000"},
        table="customers",
    )
    found, _ = look()
    assert found.customers.alike == 2
    assert (found.customers.without_name, found.customers.without_reach) == (1, 1)


def test_loose_ends_are_counted_by_id_and_by_line(store, look):
    write(
        store,
        line(1, customer_id="a"),
        line(2, customer_id="x"),
        line(3, customer_id="x"),
        line(4, customer_id=None),
    )
    write(store, {"customer_id": "a", "name": "A"}, table="customers")
    write(store, {"product_id": "p9", "name": "P", "category": "c"}, table="products")
    found, _ = look()
    customers, products = found.purchases.customers_unknown, found.purchases.products_unknown
    assert (customers.rows, customers.ids, customers.of_rows) == (2, 1, 3)
    assert (products.rows, products.ids, products.of_rows) == (4, 1, 4)


def test_without_a_table_of_customers_nobody_is_unknown(store, look):
    write(store, line(1))
    found, by_code = look()
    assert found.purchases.customers_unknown is None
    assert not [key for key in by_code if key.startswith("unknown_")]


def test_currencies_are_told_apart_and_silence_is_one_of_them(store, look):
    write_firm(store, Firm("shop", "Shop", "店", "EUR"))
    write(
        store,
        *(line(n) for n in range(7)),
        line(8, currency="USD"),
        *(line(n, currency=None) for n in (9, 10)),
    )
    found, by_code = look()
    assert {each.key: each.rows for each in found.purchases.currencies} == {"EUR": 7, "USD": 1, None: 2}
    assert by_code["currency_mixed.purchases"].severity == "poor"
    assert by_code["currency_missing.purchases"].value == pytest.approx(0.2)


def test_a_firm_that_never_writes_its_currency_has_one(store, look):
    write(store, *(line(n, currency=None) for n in range(5)))
    _, by_code = look()
    assert by_code["currency_missing.purchases"].severity == "watch"


def test_rows_of_the_future_and_of_long_ago_are_named_and_bend_nothing_else(store, look):
    write(store, *six_days_a_week(), line(9_001, date(2107, 1, 1)), line(9_002, date(1900, 1, 1)))
    found, by_code = look(today=LAST)
    purchases = found.by_name["purchases"]
    assert (purchases.future_rows, purchases.old_rows) == (1, 1)
    assert purchases.freshness.last_on == LAST
    assert by_code["future_rows.purchases"].severity == "poor"
    assert by_code["silent_days.purchases"].severity == "good"


def test_staleness_is_told_from_the_table_s_own_pauses(store, look):
    write(store, *six_days_a_week())
    write(
        store,
        *({"complaint_id": f"k{n}", "complained_on": LAST - timedelta(days=30 * n)} for n in range(12)),
        table="complaints",
    )
    _, by_code = look(today=LAST + timedelta(days=20))
    assert by_code["stale.purchases"].severity == "watch"
    assert by_code["stale.complaints"].severity == "good"


def test_a_column_nobody_records_is_worth_a_look_and_half_of_one_is_poor(store, look):
    write(store, *(line(n, category="c" if n % 2 else None) for n in range(10)))
    _, by_code = look()
    assert by_code["column_empty.purchases.cost"].severity == "watch"
    half = by_code["column_missing.purchases.category"]
    assert (half.severity, half.facts["rows"]) == ("poor", 5)
    assert "loyalty_index" in half.touches and "spend" not in half.touches
    assert set(doubts(list(by_code.values()))) == set(half.touches)


def test_words_in_doubt_are_those_made_of_what_is_poor(store, look):
    write(store, *(line(n, customer_id=None if n < 4 else "c") for n in range(10)))
    _, by_code = look()
    doubted = doubts(list(by_code.values()))
    assert {"lifetime_value", "customer_equity", "value_at_risk", "days_overdue"} <= set(doubted)
    assert "amount" not in doubted
    assert {each.code for each in doubted["lifetime_value"]} == {"quality.orders_without_customer"}


def test_the_worst_come_first_and_one_trouble_does_not_hide_the_others(store, look):
    write(store, *(line(n, customer_id=None if n < 4 else "c", currency=None) for n in range(10)))
    _, by_code = look()
    first = worst(list(by_code.values()), 3)
    assert first[0].severity == "poor"
    assert len({each.code for each in first}) == len(first) == 3


def test_what_was_found_travels_as_json_and_comes_back_whole(store, look):
    write(store, *six_days_a_week(weeks=6))
    found, _ = look()
    assert Quality.model_validate(found.as_dict()) == found
    assert found.versions == {"purchases": store.version("purchases")}


def test_the_firm_s_own_limits_hold(store, look):
    write(store, *(line(n, customer_id=None if n < 4 else "c") for n in range(10)))
    write_quality_settings(store, QualitySettings.model_validate({"orders_without_customer": {"watch": 0.5}}))
    _, by_code = look()
    assert by_code["orders_without_customer.purchases"].severity == "good"


def test_limits_that_cannot_be_read_are_refused_by_place(store):
    store.root.mkdir(parents=True)
    (store.root / "quality.json").write_text('{"equal_lines": {"watch": 0.5, "poor": 0.1}}')
    with pytest.raises(UnreadableQualitySettings) as refused:
        read_quality_settings(store)
    assert refused.value.facts["where"] == "equal_lines"


def test_every_finding_is_said_with_its_meaning_and_what_to_do(store, look):
    write(store, *six_days_a_week())
    write(store, {"customer_id": "a", "name": "A"}, table="customers")
    _, by_code = look()
    for each in by_code.values():
        assert word(each.named)
        for language in LANGUAGES:
            said = [each.say(language), each.means(language), each.do(language)]
            assert not [text for text in said if "{" in text or text.startswith("quality.")]


def test_every_code_has_all_three_sentences():
    codes = {
        code.removesuffix(".do")
        for code in sentences()
        if code.startswith("quality.") and code.endswith(".do")
    }
    assert len(codes) >= 15
    assert not {f"{code}{part}" for code in codes for part in ("", ".means")} - set(sentences())


def test_an_empty_store_has_nothing_to_find(look):
    found, by_code = look()
    assert (found.tables, found.purchases, by_code) == ((), None, {})


def test_rows_set_aside_are_read_from_the_imports_that_stand(store, look):
    rows = pa.Table.from_pylist([line(n) for n in range(9)])
    source = {"files": [{"name": "june.csv"}], "rows_read": 10, "set_aside": {"date.unreadable": 1}}
    note = ChangeNote("20240628T000000-1", "import", "analyst", datetime(2024, 6, 28, tzinfo=UTC), source)
    store.change("purchases", rows, note=note)
    found, by_code = look()
    assert [(each.file, each.rows_read, each.set_aside) for each in found.imports] == [("june.csv", 10, 1)]
    finding = by_code["set_aside.purchases"]
    assert (finding.severity, finding.value) == ("poor", 1)
    assert "june.csv: 1 of 10 (10%)" in finding.say("en")
