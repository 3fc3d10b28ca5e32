"""Printed dates become the days they name, and no other day."""

from datetime import date, datetime, time, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.sources.dates import dates
from guanxi.sources.refusals import UnclearDayMonth, UnknownDayMonth

FEBRUARY_1 = date(2020, 2, 1)


def read(*cells, **how):
    return dates(pl.Series(list(cells)), column="when", **how)


@pytest.mark.parametrize(
    "printed",
    [
        "2020-02-01",
        "2020/2/1",
        "2020.02.01",
        "20200201",
        "2020-02-01 13:05:00",
        "2020-02-01T13:05:00Z",
        "20200201130500",
        "2020年2月1日",
        "2020年02月01日 13:05",
        "２０２０－０２－０１",
        "1 Feb 2020",
        "February 1, 2020",
        "01-Feb-20",
        "43862",
        "43862.5",
        "1580515200",
        "1580515200000",
        " 2020-02-01 ",
    ],
)
def test_a_printed_date_is_read(printed):
    assert read(printed).values.to_list() == [FEBRUARY_1]


@pytest.mark.parametrize(
    "printed", ["2020-13-01", "2020-02-30", "20201301", "2020年2月30日", "soon", "0001-01-01", "12"]
)
def test_an_impossible_date_is_unknown_and_not_missing(printed):
    found = read(printed)
    assert found.values.to_list() == [None]
    assert found.missing.to_list() == [False]


@pytest.mark.parametrize("printed", [None, "", "NULL"])
def test_an_empty_date_is_missing(printed):
    assert dates(pl.Series([printed], dtype=pl.String), column="when").missing.to_list() == [True]


def test_day_first_is_seen_from_the_column_and_said():
    found = read("01/02/2020", "31/01/2020")
    assert found.values.to_list() == [FEBRUARY_1, date(2020, 1, 31)]
    assert [note.code for note in found.notes] == ["sources.read_as_dmy"]


def test_month_first_is_seen_from_the_column_and_said():
    found = read("02/01/2020", "01/31/2020")
    assert found.values.to_list() == [FEBRUARY_1, date(2020, 1, 31)]
    assert [note.code for note in found.notes] == ["sources.read_as_mdy"]


def test_a_date_against_the_order_of_its_column_is_impossible():
    assert read("31/01/2020", "30/01/2020", "01/30/2020").values.to_list()[2] is None


def test_a_column_that_shows_no_order_is_asked_about():
    with pytest.raises(UnclearDayMonth) as refused:
        read("01/02/2020", "03/04/2020")
    assert "--day-month" in str(refused.value)


def test_the_order_can_be_said():
    assert read("01/02/2020", day_month="dmy").values.to_list() == [FEBRUARY_1]
    assert read("02/01/2020", day_month="mdy").values.to_list() == [FEBRUARY_1]
    with pytest.raises(UnknownDayMonth):
        read("01/02/2020", day_month="ydm")


def test_a_time_of_day_is_noticed_and_midnight_is_none():
    assert read("2020-02-01 13:05", "2020-02-01 00:00:00", "2020-02-01").timed.to_list() == [
        True,
        False,
        False,
    ]


def test_columns_that_are_dates_already_stay_what_they_are():
    found = read(datetime(2020, 2, 1, 23, 59), datetime(2020, 2, 2))
    assert found.values.to_list() == [FEBRUARY_1, date(2020, 2, 2)]
    assert found.timed.to_list() == [True, False]


@pytest.mark.parametrize("cells", [[time(8, 30), None], [timedelta(hours=3), None]])
def test_a_time_without_a_day_is_no_date_and_not_missing(cells):
    read = dates(pl.Series(cells), column="when")
    assert read.values.to_list() == [None, None]
    assert read.missing.to_list() == [False, True]


def test_a_day_that_no_calendar_holds_is_no_date():
    days = pl.Series([53_376_000, 20_000], dtype=pl.Int32).cast(pl.Date)  # in the year 148108, and 2024
    assert dates(days, column="when").values.to_list() == [None, date(2024, 10, 4)]


def test_whole_numbers_in_a_column_with_gaps_are_dates_too():
    assert read(20200201.0, None).values.to_list() == [FEBRUARY_1, None]


days = st.dates(date(1971, 1, 1), date(2069, 12, 31))
FORMS = {
    "iso": lambda d: d.isoformat(),
    "compact": lambda d: f"{d:%Y%m%d}",
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "worded": lambda d: f"{d.day} {d:%B} {d.year}",
    "excel": lambda d: str((d - date(1899, 12, 30)).days),
}


@given(st.lists(days, min_size=1, max_size=30), st.sampled_from(sorted(FORMS)))
def test_a_day_survives_every_form_it_is_printed_in(many, form):
    assert read(*map(FORMS[form], many)).values.to_list() == many


@given(
    st.dates(date(1971, 1, 1), date(2068, 1, 1)),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%m-%d-%y"]),
)
def test_a_month_of_days_shows_its_own_order(first, form):
    many = [first + timedelta(days=n) for n in range(31)]
    assert read(*(f"{d:{form}}" for d in many)).values.to_list() == many
