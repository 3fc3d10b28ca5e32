"""Printed amounts become the numbers they were printed from."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.sources.amounts import amounts


def one(*cells):
    return amounts(pl.Series(list(cells), dtype=pl.String)).values.to_list()


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("1,234.50", 1234.5),
        ("1,234,567", 1234567.0),
        ("12,34,567.00", 1234567.0),  # as in India
        ("¥12", 12.0),
        ("￥12.5", 12.5),
        ("-¥5", -5.0),
        ("¥-5", -5.0),
        ("(5.00)", -5.0),
        ("（5.00）", -5.0),
        ("(¥5)", -5.0),
        ("5.00-", -5.0),
        ("−7", -7.0),
        ("12元", 12.0),
        ("人民币12元", 12.0),
        ("1.2万", 12000.0),
        ("1.2万元", 12000.0),
        ("0.5亿", 5e7),
        ("１２．５", 12.5),
        ("US$ 3", 3.0),
        ("3 EUR", 3.0),
        ("1'234.50", 1234.5),
        ("1.5e3", 1500.0),
        ("+4", 4.0),
        (".5", 0.5),
    ],
)
def test_a_printed_amount_is_read(printed, meant):
    assert one(printed) == [meant]


@pytest.mark.parametrize(
    "printed", ["abc", "12 apples", "1,2,3", "1.2.3", "5%", "inf", "--5", "1e300", "()", "¥"]
)
def test_what_is_no_amount_stays_unknown_and_is_not_called_missing(printed):
    read = amounts(pl.Series([printed]))
    assert read.values.to_list() == [None]
    assert read.missing.to_list() == [False]


@pytest.mark.parametrize("printed", [None, "", "  ", "N/A", "NULL", "-", "无"])
def test_an_empty_amount_is_missing_and_never_zero(printed):
    read = amounts(pl.Series([printed], dtype=pl.String))
    assert read.values.to_list() == [None]
    assert read.missing.to_list() == [True]


def test_a_column_with_decimal_commas_is_read_as_such_and_says_so():
    read = amounts(pl.Series(["1.234,50", "12,5", "1.234", "7"]))
    assert read.values.to_list() == [1234.5, 12.5, 1234.0, 7.0]
    assert [note.code for note in read.notes] == ["sources.decimal_comma"]


def test_a_column_with_decimal_points_takes_the_comma_for_thousands():
    assert one("1,234", "12.5") == [1234.0, 12.5]


def test_a_point_that_could_be_either_is_said():
    read = amounts(pl.Series(["1.234", "2.500"]))
    assert read.values.to_list() == [1.234, 2.5]
    assert [note.code for note in read.notes] == ["sources.point_read_as_decimal"]


def test_numbers_that_are_no_numbers_are_unknown():
    read = amounts(pl.Series([1.5, float("nan"), float("inf"), None]))
    assert read.values.to_list() == [1.5, None, None, None]
    assert read.missing.to_list() == [False, True, False, True]


def test_the_currency_of_a_cell_is_kept():
    assert amounts(pl.Series(["¥1", "1元", "$1", "1"])).currency.to_list() == ["CNY", "CNY", "USD", None]


FORMS = {
    "plain": lambda cents: f"{cents / 100:.2f}",
    "thousands": lambda cents: f"{cents / 100:,.2f}",
    "yuan": lambda cents: f"¥{cents / 100:,.2f}",
    "accounting": lambda cents: f"({-cents / 100:,.2f})" if cents < 0 else f"{cents / 100:,.2f}",
    "trailing minus": lambda cents: f"{abs(cents) / 100:,.2f}" + ("-" if cents < 0 else ""),
    "european": lambda cents: f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,")),
    "full width": lambda cents: f"{cents / 100:.2f}".translate(
        str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    ),
    "ten thousands": lambda cents: f"{cents // 100}.{abs(cents) % 100:02d}万" if cents >= 0 else f"{cents}万",
}


@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=30), st.sampled_from(sorted(FORMS)))
def test_an_amount_survives_every_form_it_is_printed_in(cents, form):
    read = one(*map(FORMS[form], cents))
    if form == "ten thousands":
        meant = [float(c // 100) * 1e4 + (c % 100) * 100 if c >= 0 else c * 1e4 for c in cents]
    else:
        meant = [c / 100 for c in cents]
    assert read == pytest.approx(meant, abs=1e-9, rel=1e-12)


PRINTED = st.one_of(
    st.integers(-(10**15), 10**15).map(str),
    st.decimals(-(10**6), 10**6, places=2).map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(str),
    st.floats(allow_nan=False).map("{:+.3e}".format),
    st.sampled_from(
        ["1.", ".5", "-.5", "+7", "1.234", "12.345", "-0", "0.0", "1e5", "1E5", "inf", "nan", "1_0"]
    ),
)


@given(st.lists(PRINTED | st.none(), min_size=1, max_size=8))
def test_a_column_of_plain_numbers_is_read_as_it_is_beside_a_cell_that_says_nothing(cells):
    """Plain columns are read at once, others cell by cell: neither way says anything else."""
    alone = amounts(pl.Series(cells, dtype=pl.String))
    beside = amounts(pl.Series([*cells, "N/A"], dtype=pl.String))
    assert alone.values.to_list() == beside.values.to_list()[:-1]
    assert alone.missing.to_list() == beside.missing.to_list()[:-1]
    assert alone.currency.to_list() == beside.currency.to_list()[:-1]
    assert alone.notes == beside.notes
