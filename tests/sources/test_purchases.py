"""Every row of an order list is used or set aside with its reason; none disappears."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.facts.table import fact_table
from guanxi.sources.files import SourceTable
from guanxi.sources.purchases import purchases_of, read_purchases
from guanxi.sources.refusals import AsOfBeforeData, NothingLeft
from tests.sources.order_lists import CHINESE, PLAIN, TODAY, written


def read(tmp_path, text, **how):
    return read_purchases(written(tmp_path / "orders.csv", text), today=TODAY, **how)


def reasons(found):
    return found.report.set_aside


def test_an_order_list_becomes_the_purchases_facts(tmp_path):
    found = read(tmp_path, PLAIN)
    assert found.purchases.schema == fact_table("purchases").schema
    assert found.purchases.column("order_id").to_pylist() == ["1", "2", "3", "4", "5", "6"]
    assert found.purchases.column("amount").to_pylist() == [10.0, 20.5, 11.0, 7.25, 12.0, 19.5]
    assert found.report.rows_read == found.report.rows_kept == 6
    assert found.set_aside.is_empty()


def test_an_untidy_chinese_list_is_read_as_it_is_meant(tmp_path):
    found = read(tmp_path, CHINESE)
    assert found.purchases.column("amount").to_pylist() == [10.0, 20.5, 11.0, 1007.25, 12.0, -19.5]
    assert found.purchases.column("purchased_on").to_pylist()[1:4] == [
        date(2020, 1, 6),
        date(2020, 2, 5),
        date(2020, 2, 7),
    ]
    assert found.purchases.column("category").to_pylist()[0] == "茶叶"
    assert found.report.returns == 1


def test_gbk_and_utf8_twins_give_identical_purchases(tmp_path):
    plain = read_purchases(written(tmp_path / "utf8.csv", CHINESE))
    twin = read_purchases(written(tmp_path / "gbk.csv", CHINESE, "gbk"))
    assert twin.purchases.equals(plain.purchases)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("7,,2020-03-09,5.00", "missing_customer"),
        ("7,NULL,2020-03-09,5.00", "missing_customer"),
        ("7,C1,,5.00", "missing_date"),
        ("7,C1,2020-02-30,5.00", "impossible_date"),
        ("7,C1,someday,5.00", "impossible_date"),
        ("7,C1,2021-01-01,5.00", "future_date"),
        ("7,C1,2020-03-09,", "missing_amount"),
        ("7,C1,2020-03-09,five", "unreadable_amount"),
        ("6,C2,2020-03-09,19.50", "duplicate_line"),
        ("7,C\x001,2020-03-09,5.00", "unreadable_characters"),
        ("7,C1,2020-03-09,5.00,6", "too_many_fields"),
        ('7,"C1,2020-03-09,5.00', "unclosed_quote"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_with_its_reason(tmp_path, line, reason):
    found = read(tmp_path, PLAIN + line + "\n")
    assert reasons(found) == {reason: 1}
    assert found.report.rows_read == 7 and found.report.rows_kept == 6
    assert found.set_aside["reason"].to_list() == [reason]


def test_a_row_set_aside_keeps_its_place_the_guilty_column_and_all_its_cells(tmp_path):
    found = read(tmp_path, PLAIN + "7,C1,2020-02-30,5.00\n")
    assert found.set_aside.columns == ["row", "reason", "column", "order", "customer", "date", "amount"]
    assert found.set_aside.rows() == [(7, "impossible_date", "date", "7", "C1", "2020-02-30", "5.00")]


def test_one_broken_character_costs_its_row_and_not_the_file(tmp_path):
    raw = CHINESE.encode("utf-8").replace("王记".encode(), b"\xe7\x8e\xe8\xae\xb0")
    (tmp_path / "a.csv").write_bytes(raw)
    found = read_purchases(tmp_path / "a.csv", today=TODAY)
    assert reasons(found) == {"unreadable_characters": 1}
    assert "sources.lost_characters" in [note.code for note in found.report.notes]


def test_a_file_with_columns_called_reason_and_row_keeps_them(tmp_path):
    found = read(tmp_path, "customer,date,amount,reason,row\nC1,2020-01-05,1,gift,9\n,2020-01-05,1,test,10\n")
    assert found.set_aside["reason (file)"].to_list() == ["test"]
    assert found.set_aside["row (file)"].to_list() == ["10"]


def test_blank_lines_are_no_rows_but_counted(tmp_path):
    found = read(tmp_path, PLAIN.replace("\n4,", "\n\n,,,\n4,"))
    assert (found.report.rows_read, found.report.blank_rows) == (6, 2)


def test_equal_rows_without_an_order_number_may_be_two_purchases_and_stay(tmp_path):
    found = read(tmp_path, "customer,date,amount\nC1,2020-01-05,1\nC1,2020-01-05,1\n")
    assert found.report.rows_kept == 2
    assert "sources.equal_rows_kept" in [note.code for note in found.report.notes]


def test_equal_rows_of_one_second_are_one_purchase_told_twice(tmp_path):
    found = read(tmp_path, "customer,date,amount\nC1,2020-01-05 10:11:12,1\nC1,2020-01-05 10:11:12,1\n")
    assert reasons(found) == {"duplicate_line": 1}


def test_rows_in_another_currency_are_set_aside(tmp_path):
    found = read(
        tmp_path, PLAIN.replace(",10.00", ",¥10.00").replace(",20.50", ",¥20.50").replace(",11.00", ",$11.00")
    )
    assert reasons(found) == {"other_currency": 1}


def test_rows_after_the_as_of_date_are_set_aside(tmp_path):
    found = read(tmp_path, PLAIN, as_of=date(2020, 2, 7))
    assert reasons(found) == {"after_as_of": 2}
    assert found.report.last_purchase_on == date(2020, 2, 7)


def test_an_as_of_date_before_all_purchases_is_refused_with_the_first(tmp_path):
    with pytest.raises(AsOfBeforeData) as refused:
        read(tmp_path, PLAIN, as_of=date(2019, 12, 31))
    assert "2020-01-05" in str(refused.value)


def test_a_file_of_which_nothing_can_be_used_is_refused_with_the_reasons(tmp_path):
    with pytest.raises(NothingLeft) as refused:
        read(
            tmp_path, "customer,date,amount\n,2020-01-05,1\n,2020-01-06,2\n", columns={"customer": "customer"}
        )
    assert "no customer (2)" in str(refused.value)


def test_without_an_order_column_a_customers_day_is_one_order(tmp_path):
    found = read(tmp_path, "customer,date,amount\nC1,2020-01-05,1\nC1,2020-01-05,2\nC1,2020-01-06,3\n")
    keys = list(
        zip(
            found.purchases.column("order_id").to_pylist(),
            found.purchases.column("line").to_pylist(),
            strict=True,
        )
    )
    assert keys == [("C1 2020-01-05", 1), ("C1 2020-01-05", 2), ("C1 2020-01-06", 1)]


def test_a_key_that_a_gap_turned_into_a_float_is_whole_again():
    rows = pl.DataFrame(
        {
            "customer": [17850.0, None, 17850.0],
            "date": ["2020-01-05"] * 3,
            "amount": [1.5, 2.5, 3.5],
            "order": [1, 2, 3],
        }
    )
    found = purchases_of(SourceTable(rows, "a.parquet", "parquet"))
    assert found.purchases.column("customer_id").to_pylist() == ["17850", "17850"]
    assert reasons(found) == {"missing_customer": 1}


cells = st.one_of(
    st.none(), st.sampled_from(["C1", "2020-01-05", "5.00", "x", "¥1", "2020-02-30", "１", "-"])
)
lists = st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=20)


@given(lists)
def test_rows_read_are_rows_kept_and_rows_set_aside_whatever_they_hold(rows):
    rows = [("C1", "2020-01-05", "5.00", "1"), *rows]
    table = pl.DataFrame(
        rows, schema=dict.fromkeys(("customer", "date", "amount", "order"), pl.String), orient="row"
    )
    wanted = {name: name for name in ("customer", "date", "amount", "order")}
    found = purchases_of(SourceTable(table, "a.csv", "csv"), columns=wanted)
    report = found.report
    assert report.rows_read + report.blank_rows == len(rows)
    assert report.rows_kept + sum(report.set_aside.values()) == report.rows_read
    assert found.purchases.num_rows == report.rows_kept
