"""Printed dates -> dates: ISO, yyyymmdd, 2020年2月1日, d/m/y or m/d/y as the column shows, timestamps,
Excel's numbers.

The time of day is left out: a purchase happened on a day, the day that is written. Nothing here asks the
clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from guanxi.facts.notes import Note
from guanxi.sources.amounts import MISSING
from guanxi.sources.refusals import UnclearDayMonth, UnknownDayMonth

DAY_MONTH_ORDERS = ("dmy", "mdy")
EARLIEST = date(1900, 1, 2)  # 1 January 1900 and what lies before is what systems write for "no date".
YEAR_FIRST = r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[t\s,]*\d{1,2}[:时点h].*)?$"
COMPACT = r"^(\d{4})(\d{2})(\d{2})(?:[t\s]?\d{4,6}(?:\.\d+)?z?|[t\s]\d{1,2}:.*)?$"
DAY_OR_MONTH_FIRST = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[t\s,]+\d{1,2}[:h.].*)?$"
EXCEL_DAY = r"^[2-7]\d{4}(?:\.\d+)?$"
UNIX_TIME = r"^1\d{9}(?:\d{3})?$"
WORDED = ("%d %b %y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%Y %b %d", "%Y %B %d")
TIME_OF_DAY = r"\d{1,2}[:时点]\d{2}"
MIDNIGHT = r"(?:\s|t)0{1,2}:00(?::00(?:\.0+)?)?z?$"


@dataclass(frozen=True)
class Dates:
    """A column of dates.

    values      date; null where the cell was empty or is no date
    missing     whether the cell was empty
    timed       whether the cell carried a time of day other than midnight
    notes       how the column was read, where that was a choice
    """

    values: pl.Series
    missing: pl.Series
    timed: pl.Series
    notes: tuple[Note, ...] = ()


def dates(cells: pl.Series, *, column: str, day_month: str | None = None) -> Dates:
    """The dates of a column of text, dates or numbers, cell by cell in order.

    day_month   "dmy" or "mdy", where the person says how 01/02/2020 is meant; else the column must show it

    Errors  UnclearDayMonth when every date of the column can be read both ways
    """
    if day_month is not None and day_month not in DAY_MONTH_ORDERS:
        raise UnknownDayMonth(asked=day_month, known=", ".join(DAY_MONTH_ORDERS))
    if cells.dtype.is_temporal():
        return _temporal(cells)
    if cells.dtype.is_float() and (cells.drop_nulls() % 1 == 0).all():
        cells = cells.cast(pl.Int64, strict=False)  # 20200201.0 is 20200201 in a column with a gap
    text = cells.cast(pl.String)
    lookup, notes = _read_distinct(text.unique(), column, day_month)
    found = pl.DataFrame({"cell": text}).join(
        lookup, on="cell", how="left", nulls_equal=True, maintain_order="left"
    )
    return Dates(found["value"], found["missing"], found["timed"], notes)


def _temporal(cells: pl.Series) -> Dates:
    if cells.dtype not in (pl.Date, pl.Datetime):  # a time of day, a duration: no day is said
        return Dates(pl.Series(cells.name, [None] * len(cells), pl.Date), cells.is_null(), _none(cells))
    values = cells.cast(pl.Date, strict=False)
    timed = (
        (cells != values.cast(cells.dtype)).fill_null(False)
        if cells.dtype == pl.Datetime
        else values != values
    )
    values = pl.select(pl.when(values.is_between(EARLIEST, date.max)).then(values)).to_series()
    return Dates(values, cells.is_null(), timed.fill_null(False))


def first_shown(cells: pl.Series) -> str:
    """The first cell as text; a day beyond every calendar as the number it is kept as."""
    first = cells.head(1)
    beyond = cells.dtype.is_temporal() and _temporal(first).values.is_null().all()
    return str((first.to_physical() if beyond else first)[0])


def _none(cells: pl.Series) -> pl.Series:
    return pl.repeat(False, len(cells), eager=True)


def _read_distinct(
    distinct: pl.Series, column: str, day_month: str | None
) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """One row per different cell: cell, value, missing, timed."""
    plain = pl.col("cell").str.normalize("NFKC").str.strip_chars().str.to_lowercase().fill_null("")
    frame = pl.DataFrame({"cell": distinct}).with_columns(plain=plain)
    order, notes = _day_month(frame["plain"], column, day_month)
    read = frame.with_columns(
        year_first=_from_parts(YEAR_FIRST, year=1, month=2, day=3),
        compact=_from_parts(COMPACT, year=1, month=2, day=3),
        slashed=_from_parts(
            DAY_OR_MONTH_FIRST, year=3, month=2 if order == "dmy" else 1, day=1 if order == "dmy" else 2
        ),
        worded=_worded(),
        excel=_excel_day(),
        unix=_unix_time(),
    )
    value = pl.coalesce("year_first", "compact", "slashed", "worded", "excel", "unix")
    if read["excel"].is_not_null().any():
        notes.append(Note("sources.excel_days", {"column": column}))
    if read["unix"].is_not_null().any():
        notes.append(Note("sources.unix_times", {"column": column}))
    timed = pl.col("plain").str.contains(TIME_OF_DAY) & ~pl.col("plain").str.contains(MIDNIGHT)
    lookup = read.select(
        "cell",
        value=pl.when(value >= EARLIEST).then(value),
        missing=pl.col("plain").is_in(MISSING),
        timed=timed,
    )
    return lookup, tuple(notes)


def _day_month(plain: pl.Series, column: str, asked: str | None) -> tuple[str, list[Note]]:
    """Which of dmy and mdy the column shows: a number above 12 cannot be a month."""
    parts = (
        pl.DataFrame({"plain": plain})
        .select(
            first=pl.col("plain").str.extract(DAY_OR_MONTH_FIRST, 1).cast(pl.Int32),
            second=pl.col("plain").str.extract(DAY_OR_MONTH_FIRST, 2).cast(pl.Int32),
            cell="plain",
        )
        .drop_nulls()
    )
    if parts.is_empty():
        return "dmy", []
    if asked:
        return asked, []
    day_first = parts.filter(pl.col("first") > 12).height
    month_first = parts.filter(pl.col("second") > 12).height
    if day_first == month_first:
        raise UnclearDayMonth(column=column, example=parts["cell"].min())
    order = "dmy" if day_first > month_first else "mdy"
    shown = parts.filter(pl.col("first" if order == "dmy" else "second") > 12)["cell"].min()
    return order, [Note(f"sources.read_as_{order}", {"column": column, "example": shown})]


def _from_parts(pattern: str, *, year: int, month: int, day: int) -> pl.Expr:
    """The day written by the pattern's groups; null where there is none. Years 70-99 are 19xx."""
    plain = pl.col("plain")
    years = plain.str.extract(pattern, year).cast(pl.Int32)
    short = plain.str.extract(pattern, year).str.len_chars() == 2
    full = pl.when(short & (years >= 70)).then(years + 1900).when(short).then(years + 2000).otherwise(years)
    iso = pl.format("{}-{}-{}", full, plain.str.extract(pattern, month), plain.str.extract(pattern, day))
    return iso.str.to_date("%Y-%m-%d", strict=False)


def _worded() -> pl.Expr:
    """Dates with the month as a word: 1 Feb 2020, February 1, 2020, 01-Feb-20."""
    spaced = pl.col("plain").str.replace_all(r"[\s,/.-]+", " ").str.replace(r"(\d)(?:st|nd|rd|th)\b", "$1")
    dayless = spaced.str.replace(r"\s\d{1,2}:.*$", "").str.strip_chars()
    has_word = pl.col("plain").str.contains(r"[a-z]{3}")
    return pl.coalesce([pl.when(has_word).then(dayless).str.to_date(form, strict=False) for form in WORDED])


def _excel_day() -> pl.Expr:
    """Excel counts days from 30 December 1899: 43862 is 1 February 2020."""
    serial = pl.col("plain").str.extract(f"({EXCEL_DAY})", 1).cast(pl.Float64).floor().cast(pl.Int32)
    return (serial - (date(1970, 1, 1) - date(1899, 12, 30)).days).cast(pl.Date)


def _unix_time() -> pl.Expr:
    stamp = pl.col("plain").str.extract(f"({UNIX_TIME})", 1).cast(pl.Int64)
    return pl.from_epoch(pl.when(stamp > 10**11).then(stamp // 1000).otherwise(stamp), time_unit="s").cast(
        pl.Date
    )
