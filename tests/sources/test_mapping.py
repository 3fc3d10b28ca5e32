"""The columns are guessed where they can be, said, and asked for where they cannot."""

import polars as pl
import pytest

from guanxi.sources.mapping import mapping
from guanxi.sources.refusals import (
    ColumnTwice,
    NoColumn,
    NotAmounts,
    NotDates,
    UnclearColumn,
    UnknownColumn,
)

WHEN = ["2020-01-05", "2020-01-06", "2020-02-05"]
MONEY = ["10.00", "20.50", "11.00"]
WHO = ["C1", "C2", "C1"]


def table(**columns):
    return pl.DataFrame({name.replace("_", " "): cells for name, cells in columns.items()})


@pytest.mark.parametrize(
    "headers",
    [
        ("customer_id", "order_date", "amount"),
        ("CustomerID", "InvoiceDate", "Sales"),
        ("Client No.", "Date", "Total"),
        ("household_id", "transaction_timestamp", "sales_value"),
        ("customer_id", "purchased_at", "amount"),
        ("客户编号", "下单日期", "实付金额"),
        ("会员号", "订单创建时间", "买家实际支付金额"),
        ("买家会员名", "交易日期", "金额（元）"),
    ],
)
def test_common_headers_of_both_languages_are_known(headers):
    found = mapping(pl.DataFrame(dict(zip(headers, (WHO, WHEN, MONEY), strict=True))))
    assert [found.columns[role] for role in ("customer", "date", "amount")] == list(headers)


def test_every_guess_is_said_with_its_reason_in_both_languages():
    found = mapping(table(customer=WHO, date=WHEN, amount=MONEY, shade=["a", "b", "c"]))
    assert found.guessed == {"customer": "customer", "date": "date", "amount": "amount"}
    assert all("taken as" in note.say("en") and "当作" in note.say("zh-hans") for note in found.guesses)


def test_what_is_named_is_not_guessed():
    found = mapping(table(customer=WHO, other=WHO, date=WHEN, amount=MONEY), {"customer": "other"})
    assert found.columns["customer"] == "other"
    assert "customer" not in found.guessed


def test_a_named_column_is_found_whatever_its_case_and_blanks():
    rows = pl.DataFrame({"Customer ID": WHO, "date": WHEN, "amount": MONEY})
    assert mapping(rows, {"customer": "customer_id"}).columns["customer"] == "Customer ID"


def test_quantity_times_price_stands_for_a_missing_amount():
    found = mapping(table(customer=WHO, date=WHEN, quantity=["1", "2", "3"], unit_price=MONEY))
    assert (found.columns["quantity"], found.columns["price"]) == ("quantity", "unit price")
    assert "amount" not in found.columns


def test_a_price_alone_is_the_amount_of_its_row_and_that_is_said():
    found = mapping(table(customer=WHO, date=WHEN, price=MONEY))
    assert found.columns["amount"] == "price"
    assert "sources.price_as_amount" in [note.code for note in found.guesses]


def test_an_amount_makes_the_price_needless():
    found = mapping(table(customer=WHO, date=WHEN, amount=MONEY, quantity=["1", "2", "3"], price=MONEY))
    assert "price" not in found.columns


def test_a_number_column_is_not_the_customer_whatever_it_is_called():
    with pytest.raises(NoColumn):
        mapping(table(buyer=MONEY, date=WHEN, amount=["1", "2", "3"]))


def test_a_seller_is_not_taken_for_the_customer_nor_freight_for_the_amount():
    rows = pl.DataFrame({"seller_id": WHO, "shipping_limit_date": WHEN, "freight_value": MONEY})
    with pytest.raises(NoColumn) as refused:
        mapping(rows)
    assert "freight_value" in str(refused.value)


def test_columns_without_a_header_are_told_by_their_values():
    rows = pl.DataFrame(
        {
            "column 1": [f"{n // 2:05d}" for n in range(40)],
            "column 2": [f"199701{n % 28 + 1:02d}" for n in range(40)],
            "column 3": ["1"] * 40,
            "column 4": [f"{n}.77" for n in range(40)],
        }
    )
    assert mapping(rows).columns == {"customer": "column 1", "date": "column 2", "amount": "column 4"}


def test_two_columns_that_could_both_be_meant_are_asked_about():
    rows = pl.DataFrame({"customer": WHO, "client": WHO, "date": WHEN, "amount": MONEY})
    with pytest.raises(UnclearColumn) as refused:
        mapping(rows)
    assert "customer, client" in str(refused.value) and "--customer" in str(refused.value)


def test_no_customer_is_a_clear_sentence_with_the_columns():
    rows = pl.DataFrame(
        {
            "订单编号": ["1", "2", "3"],
            "金额": MONEY,
            "订单创建时间": WHEN,
            "收货地址": ["上海", "北京", "上海"],
        }
    )
    with pytest.raises(NoColumn) as refused:
        mapping(rows)
    assert "customer" in str(refused.value) and "收货地址" in str(refused.value)


def test_an_unknown_column_names_the_nearest():
    with pytest.raises(UnknownColumn) as refused:
        mapping(table(customer=WHO, date=WHEN, amount=MONEY), {"customer": "custmer"})
    assert "Nearest: customer" in str(refused.value)


def test_a_column_cannot_be_two_things():
    with pytest.raises(ColumnTwice):
        mapping(table(customer=WHO, date=WHEN, amount=MONEY), {"customer": "date", "date": "date"})


def test_a_named_date_without_dates_and_a_named_amount_without_numbers_are_refused():
    with pytest.raises(NotDates):
        mapping(table(customer=WHO, date=WHEN, amount=MONEY), {"date": "customer"})
    with pytest.raises(NotAmounts):
        mapping(table(customer=WHO, date=WHEN, amount=MONEY), {"amount": "customer"})


def test_a_header_whose_values_say_otherwise_is_named_with_an_example():
    with pytest.raises(NotDates) as refused:
        mapping(table(customer=WHO, date=["soon", "later", "never"], amount=MONEY))
    assert "soon" in str(refused.value)
