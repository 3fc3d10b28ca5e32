"""The columns of an order list read as what they are; every row that cannot be used has its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from guanxi.facts.notes import Note
from guanxi.sources.amounts import MISSING, Amounts, amounts
from guanxi.sources.dates import dates
from guanxi.sources.encodings import LOST

NAMES = ("product", "category", "place")
LONGEST_MISSING = max(len(said.encode()) for said in MISSING)
SIDE_MONEY = ("discount", "coupon_discount", "cost", "quantity")


@dataclass(frozen=True)
class Cleaned:
    """What the rows say, row by row in their order.

    rows    customer_id, purchased_on, amount, order_id and what else is mapped; null where it is not known;
            `reason` and `column`: why and because of what a row cannot be used, null where it can
    notes   how columns were read, where that was a choice, and what was found odd
    """

    rows: pl.DataFrame
    notes: tuple[Note, ...]


def clean(
    rows: pl.DataFrame,
    columns: dict[str, str],
    *,
    as_of: date | None = None,
    today: date | None = None,
    day_month: str | None = None,
) -> Cleaned:
    """Read the mapped columns and judge every row.

    as_of       rows after it are set aside: nothing later may be looked at
    today       without an as_of, rows after today are set aside: nobody has bought tomorrow
    """
    when = dates(rows[columns["date"]], column=columns["date"], day_month=day_month)
    money, notes = _amount(rows, columns)
    read = {
        "customer_id": name_of(rows[columns["customer"]]),
        "purchased_on": when.values,
        "amount": money.values,
        "order_id": name_of(rows[columns["order"]]) if "order" in columns else _nothing(rows.height),
    }
    read |= {role: name_of(rows[columns[role]]) for role in NAMES if role in columns}
    read |= {role: amounts(rows[columns[role]]).values for role in SIDE_MONEY if role in columns}
    frame = pl.DataFrame({name: values.alias(name) for name, values in read.items()})
    frame = frame.with_columns(
        currency=_currency(rows, columns, money),
        timed=when.timed,
        no_date=when.missing,
        no_amount=money.missing,
    )
    limit, late = (as_of, "after_as_of") if as_of else (today, "future_date")
    reasons = {
        "unreadable_characters": (_lost(), "customer"),
        "missing_customer": (pl.col("customer_id").is_null(), "customer"),
        "missing_date": (pl.col("no_date"), "date"),
        "impossible_date": (pl.col("purchased_on").is_null(), "date"),
        late: (pl.col("purchased_on") > limit if limit else pl.lit(False), "date"),
        "missing_amount": (pl.col("no_amount"), "amount"),
        "unreadable_amount": (pl.col("amount").is_null(), "amount"),
        "other_currency": (
            _other_currency(frame["currency"]),
            "currency" if "currency" in columns else "amount",
        ),
        "duplicate_line": (_duplicate(rows, frame, columns), "order"),
    }
    judged = frame.with_columns(_first(reasons, columns)).drop("timed", "no_date", "no_amount")
    return Cleaned(judged, (*when.notes, *notes, *_twins(rows, frame, columns)))


def _amount(rows: pl.DataFrame, columns: dict[str, str]) -> tuple[Amounts, tuple[Note, ...]]:
    """The amount, or quantity times price where the file has no amount."""
    if "amount" in columns:
        money = amounts(rows[columns["amount"]])
        return money, money.notes
    quantity, price = amounts(rows[columns["quantity"]]), amounts(rows[columns["price"]])
    told = Note("sources.quantity_times_price", {"quantity": columns["quantity"], "price": columns["price"]})
    values = (quantity.values * price.values).round(6)
    missing = quantity.missing | price.missing
    return Amounts(values, missing, price.currency), (told, *price.notes)


def name_of(cells: pl.Series) -> pl.Series:
    """A key as text: 17850.0 of a column with gaps is 17850; blanks and printed nothings are null."""
    if cells.dtype.is_float() and (cells.drop_nulls() % 1 == 0).all():
        cells = cells.cast(pl.Int64, strict=False)
    text = cells.cast(pl.String, strict=False).str.strip_chars()
    short = (text.str.len_bytes() <= LONGEST_MISSING).fill_null(False)
    if not short.any():
        return text
    said = text.filter(short).unique()
    nothing = said.filter(said.str.to_lowercase().is_in(MISSING))
    if nothing.is_empty():
        return text
    return pl.select(pl.when(~text.is_in(nothing.implode())).then(text)).to_series()


def _lost() -> pl.Expr:
    """A key with characters that could not be read would be a customer who does not exist."""
    return pl.any_horizontal(pl.col("customer_id", "order_id").str.contains(f"[{LOST}\x00]")).fill_null(False)


def _currency(rows: pl.DataFrame, columns: dict[str, str], money: Amounts) -> pl.Series:
    """What the currency column says, else the sign beside the amount: RMB, 元 and ¥ are all CNY."""
    if "currency" not in columns:
        return money.currency
    said = name_of(rows[columns["currency"]]).str.to_uppercase()
    return pl.select(pl.coalesce(amounts(said).currency, said, money.currency)).to_series()


def _other_currency(currency: pl.Series) -> pl.Expr:
    """Rows in another currency than most rows; without rates they cannot be added up."""
    found = currency.drop_nulls().alias("currency").value_counts()
    if found.height < 2:
        return pl.lit(False)
    usual = found.sort("count", "currency", descending=[True, False])["currency"][0]
    return (pl.col("currency") != usual).fill_null(False)


def _duplicate(rows: pl.DataFrame, frame: pl.DataFrame, columns: dict[str, str]) -> pl.Expr:
    """Rows that repeat an earlier one in every column, order number or time of day included.

    Without an order number or a time of day two equal rows may be two purchases of one day: those stay.
    """
    again = _again(rows)
    return again if "order" in columns else again & pl.col("timed")


def _twins(rows: pl.DataFrame, frame: pl.DataFrame, columns: dict[str, str]) -> tuple[Note, ...]:
    if "order" in columns:
        return ()
    twins = frame.select((_again(rows) & ~pl.col("timed").fill_null(False)).sum()).item()
    return (Note("sources.equal_rows_kept", {"count": twins}),) if twins else ()


def _again(rows: pl.DataFrame) -> pl.Expr:
    scalars = [name for name, kind in rows.schema.items() if not kind.is_nested()]
    return pl.lit(~rows.select(pl.struct(scalars).is_first_distinct()).to_series())


def _nothing(height: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, height)


def _first(reasons: dict[str, tuple[pl.Expr, str]], columns: dict[str, str]) -> list[pl.Expr]:
    """The first reason that holds for a row, and the column of the file it is about."""
    tested = [(code, test.fill_null(False), columns.get(role, "")) for code, (test, role) in reasons.items()]
    return [
        pl.coalesce([pl.when(test).then(pl.lit(code)) for code, test, _ in tested]).alias("reason"),
        pl.coalesce([pl.when(test).then(pl.lit(column)) for _, test, column in tested]).alias("column"),
    ]
