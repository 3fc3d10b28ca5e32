"""Printed amounts -> numbers: "1,234.50", "¥12", "(5.00)", "1.234,50", "12元", "1.2万", full-width digits.

A value that can be read in one way only is read that way. One that can be read in two ("1.234", "1,234")
is read as the rest of the column shows, and it is said when the column does not show it.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from guanxi.facts.notes import Note

MISSING = ("", "-", "--", "na", "n/a", "nan", "null", "none", "nil", "无", "空", "#n/a", "\\n")
LARGEST = 1e15  # Beyond it a float no longer holds the cents, and no order is that large.
CURRENCIES = (  # longest signs first
    (r"us\$|usd|\$(?:us)?", "USD"),
    (r"hk\$|hkd", "HKD"),
    (r"r\$|brl", "BRL"),
    (r"rmb|cny|cn¥|人民币|元整?|圆|¥|块", "CNY"),
    (r"jpy|日元|円", "JPY"),
    (r"eur|€", "EUR"),
    (r"gbp|£", "GBP"),
    (r"chf|fr\.", "CHF"),
    (r"inr|rs\.?|₹", "INR"),
    (r"krw|₩", "KRW"),
    (r"rub|₽", "RUB"),
    (r"aud|a\$", "AUD"),
    (r"cad|c\$", "CAD"),
)
ORDER = ("HKD", "BRL", "AUD", "CAD", "JPY", "USD", "CNY", "EUR", "GBP", "CHF", "INR", "KRW", "RUB")

# What a printed number looks like with the point, and with the comma, before its decimals.
WITH_POINT = r"^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})?(?:\.\d*)?(?:e[+-]?\d{1,3})?$"
WITH_COMMA = r"^(?:\d+|\d{1,3}(?:\.\d{3})+)?(?:,\d*)?$"
DECIMALS = r"^-?\d+\.\d{1,2}$"  # a point that parts no thousands
PROBE = 10_000


@dataclass(frozen=True)
class Amounts:
    """A column of amounts.

    values      float, money; null where the cell was empty or could not be read
    missing     whether the cell was empty (or said so: "N/A")
    currency    the currency of the sign a cell carried; null where it carried none. ¥ is taken for CNY
    notes       how the column was read, where that was a choice
    """

    values: pl.Series
    missing: pl.Series
    currency: pl.Series
    notes: tuple[Note, ...] = ()


def amounts(cells: pl.Series, *, decimal: str | None = None) -> Amounts:
    """The amounts of a column of text or numbers, cell by cell in order.

    decimal   "point" or "comma", where it is known which stands before the decimals; else the column shows it
    """
    if cells.dtype.is_numeric():
        return _numbers(cells)
    plain = _plain(cells, decimal) if cells.dtype == pl.String else None
    if plain is not None:
        return _numbers(plain)
    lookup, notes = _read_distinct(cells.cast(pl.String).unique(), decimal)
    found = pl.DataFrame({"cell": cells.cast(pl.String)}).join(
        lookup, on="cell", how="left", nulls_equal=True, maintain_order="left"
    )
    return Amounts(found["value"], found["missing"], found["currency"], notes)


def _numbers(cells: pl.Series) -> Amounts:
    values = cells.cast(pl.Float64)
    missing = values.is_null() | values.is_nan().fill_null(False)
    readable = values.is_finite() & (values.abs() < LARGEST)
    values = pl.select(pl.when(readable).then(values)).to_series()
    return Amounts(values, missing, pl.Series([None], dtype=pl.String).new_from_index(0, cells.len()))


def _plain(cells: pl.Series, decimal: str | None) -> pl.Series | None:
    """The numbers of a column whose filled cells are all printed as programs print them, and show that the
    point stands before the decimals: they can be read in one way only. None where it is another column.
    """
    if decimal == "comma":
        return None
    first = cells.head(PROBE).drop_nulls()
    if not first.str.contains(DECIMALS).any() and cells.str.contains(".", literal=True).any():
        return None
    numbers = cells.cast(pl.Float64, strict=False)
    if numbers.null_count() != cells.null_count() or not (numbers.abs() < LARGEST).all():
        return None
    return numbers if numbers.null_count() < len(numbers) else None


def _read_distinct(distinct: pl.Series, decimal: str | None) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """One row per different cell: cell, value, missing, currency."""
    parts = _parts(distinct)
    shown = parts.with_columns(
        point=pl.col("core").str.contains(WITH_POINT) & pl.col("core").str.contains(r"\d"),
        comma=pl.col("core").str.contains(WITH_COMMA) & pl.col("core").str.contains(r"\d"),
        signs=pl.col("core").str.contains(r"[.,]"),
    )
    either = pl.col("point") & pl.col("comma") & pl.col("signs")
    only_comma = shown.filter(pl.col("comma") & ~pl.col("point")).height
    only_point = shown.filter(pl.col("point") & ~pl.col("comma")).height
    decimal_comma = decimal == "comma" if decimal else only_comma > only_point
    by_comma = (pl.col("comma") & ~pl.col("point")) | (either & pl.lit(decimal_comma))
    read = shown.with_columns(
        number=pl.when(by_comma)
        .then(pl.col("core").str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(pl.col("point"))
        .then(pl.col("core").str.replace_all(",", "", literal=True))
        .cast(pl.Float64, strict=False)
    ).with_columns(value=pl.col("number") * pl.col("times") * pl.col("sign"))
    readable = pl.col("value").is_finite() & (pl.col("value").abs() < LARGEST) & ~pl.col("missing")
    lookup = read.select("cell", pl.when(readable).then("value").alias("value"), "missing", "currency")
    return lookup, _notes(shown.filter(either), only_comma, only_point)


def _parts(distinct: pl.Series) -> pl.DataFrame:
    """Each cell cut into its sign, its currency, its multiple (万, 亿) and the number that remains."""
    plain = (
        pl.col("cell")
        .str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_all(r"[\u2212\u2013\u2014]", "-")
        .str.replace_all(r"[\s'’`_]", "")
        .fill_null("")
    )
    frame = pl.DataFrame({"cell": distinct}).with_columns(plain=plain)
    frame = frame.with_columns(missing=pl.col("plain").is_in(MISSING))
    patterns = {name: rf"(?:{pattern})" for pattern, name in CURRENCIES}
    currency = pl.coalesce(
        [pl.when(pl.col("plain").str.contains(patterns[name])).then(pl.lit(name)) for name in ORDER]
    )
    every = "|".join(patterns[name] for name in ORDER)
    frame = frame.with_columns(currency=currency, bare=pl.col("plain").str.replace_all(every, ""))
    negative = pl.col("bare").str.contains(r"^\([^()]+\)$|^-|-$")
    core = pl.col("bare").str.replace(r"^\(([^()]+)\)$", "$1").str.replace(r"^[-+]|-$", "")
    times = (
        pl.when(core.str.ends_with("万")).then(1e4).when(core.str.ends_with("亿")).then(1e8).otherwise(1.0)
    )
    return frame.select(
        "cell",
        "missing",
        "currency",
        sign=pl.when(negative).then(-1.0).otherwise(1.0),
        times=times,
        core=core.str.replace(r"[万亿]$", ""),
    )


def _notes(either: pl.DataFrame, only_comma: int, only_point: int) -> tuple[Note, ...]:
    notes = []
    if only_comma > only_point:
        notes.append(Note("sources.decimal_comma"))
    if only_comma and only_point:
        notes.append(Note("sources.both_decimal_signs"))
    dotted = either.filter(pl.col("core").str.contains(".", literal=True))
    if dotted.height and not only_comma and not only_point:
        notes.append(Note("sources.point_read_as_decimal", {"example": dotted["cell"].min()}))
    return tuple(notes)
