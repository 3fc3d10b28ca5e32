"""An order list of any kind -> the `purchases` facts, with a report of all that was done on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa

from guanxi.facts.notes import Note
from guanxi.facts.table import fact_table
from guanxi.sentences import say
from guanxi.sources.cleaning import clean
from guanxi.sources.files import SourceTable, read_file
from guanxi.sources.mapping import Mapping, mapping
from guanxi.sources.refusals import AsOfBeforeData, NothingLeft
from guanxi.sources.roles import columns_said

AS_WORDS = {"product": "product_id"}  # the role's name -> the fact's word, where they differ


@dataclass(frozen=True)
class Report:
    """What was read, kept and set aside, and why.

    rows_read = rows_kept + rows_set_aside; blank rows are no rows and counted apart
    set_aside   reason -> rows
    returns     kept rows with a negative amount
    """

    file: str
    format: str
    encoding: str
    delimiter: str
    sheet: str
    rows_read: int
    rows_kept: int
    rows_set_aside: int
    blank_rows: int
    set_aside: dict[str, int]
    returns: int
    first_purchase_on: date
    last_purchase_on: date
    currency: str | None
    mapping: Mapping
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class PurchasesRead:
    """The facts, the unusable rows (`row`, `reason`, `column`, then the file's own columns), the report."""

    purchases: pa.Table
    set_aside: pl.DataFrame
    report: Report


def read_purchases(
    path: Path | str,
    *,
    columns: dict[str, str | None] | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    day_month: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> PurchasesRead:
    """Read an order list: its file, its columns, its rows.

    columns     role -> column for the columns that are named: customer, date, amount, order, quantity,
                price, product, category, discount, coupon_discount, cost, currency, place; the others
                are guessed
    step        told the name of each step as it begins: read, clean
    Errors  every SourceError of guanxi/sources/refusals.py
    """
    step("read")
    table = read_file(path, sheet=sheet, encoding=encoding)
    return purchases_of(table, columns=columns, day_month=day_month, as_of=as_of, today=today, step=step)


def purchases_of(
    table: SourceTable,
    *,
    columns: dict[str, str | None] | None = None,
    day_month: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> PurchasesRead:
    """The purchases in a table that was read already; see `read_purchases`."""
    mapped = mapping(table.rows, columns)
    step("clean")
    blank = table.rows.select(pl.all_horizontal(pl.all().is_null())).to_series()
    rows = table.rows.filter(~blank)
    numbers = pl.int_range(1, blank.len() + 1, eager=True).filter(~blank).alias("row")
    cleaned = clean(rows, mapped.columns, as_of=as_of, today=today, day_month=day_month)
    usable = cleaned.rows["reason"].is_null()
    aside = _set_aside(numbers, rows, cleaned.rows, usable, table)
    kept = cleaned.rows.filter(usable)
    if kept.is_empty():
        _refuse_nothing(table, aside, cleaned.rows, as_of, mapped)
    report = _report(table, mapped, cleaned.notes, kept, aside, blanks=int(blank.sum()))
    return PurchasesRead(_facts(kept), aside, report)


def _set_aside(
    numbers: pl.Series, rows: pl.DataFrame, judged: pl.DataFrame, usable: pl.Series, table: SourceTable
) -> pl.DataFrame:
    """The unusable rows: their place in the file, the reason, the guilty column, then all their cells."""
    own = rows.filter(~usable)
    own = own.rename(
        {name: f"{name} (file)" for name in ("row", "reason", "column", "text") if name in own.columns}
    )
    why = judged.filter(~usable).select("reason", "column")
    aside = pl.concat([numbers.filter(~usable).to_frame(), why, own], how="horizontal")
    if table.broken.height:
        aside = pl.concat([aside, table.broken.with_columns(column=pl.lit(""))], how="diagonal")
    return aside


def _refuse_nothing(
    table: SourceTable, aside: pl.DataFrame, judged: pl.DataFrame, as_of: date | None, mapped: Mapping
) -> None:
    first = judged["purchased_on"].min()
    if as_of and first and first > as_of:
        raise AsOfBeforeData(as_of=as_of.isoformat(), first=first.isoformat(), file=table.file)
    reasons = counted(aside)
    raise NothingLeft(
        file=table.file,
        rows=aside.height,
        reasons=reasons,
        reasons_en=reasons_said(reasons, "en"),
        reasons_zh=reasons_said(reasons, "zh-hans"),
        **columns_said(mapped.columns),
    )


def counted(aside: pl.DataFrame) -> dict[str, int]:
    """Rows set aside by reason, most first."""
    counts = aside.group_by("reason").len().sort("len", "reason", descending=[True, False])
    return dict(counts.iter_rows())


def reasons_said(reasons: dict[str, int], language: str) -> str:
    """The reasons with their counts, as one phrase."""
    comma = "、" if language.startswith("zh") else ", "
    return comma.join(
        f"{say('sources.reason.' + reason, language)} ({count:,})" for reason, count in reasons.items()
    )


def _report(table, mapped, cleaning_notes, kept, aside, *, blanks: int) -> Report:
    return Report(
        file=table.file,
        format=table.format,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        rows_read=kept.height + aside.height,
        rows_kept=kept.height,
        rows_set_aside=aside.height,
        blank_rows=blanks,
        set_aside=counted(aside),
        returns=kept.filter(pl.col("amount") < 0).height,
        first_purchase_on=kept["purchased_on"].min(),
        last_purchase_on=kept["purchased_on"].max(),
        currency=kept["currency"].drop_nulls().first()
        if kept["currency"].null_count() < kept.height
        else None,
        mapping=mapped,
        notes=(*table.notes, *cleaning_notes),
    )


def _facts(kept: pl.DataFrame) -> pa.Table:
    """The purchases facts. A row without an order number belongs to its customer's order of the day."""
    of_the_day = pl.format("{} {}", "customer_id", "purchased_on")
    rows = kept.rename({role: word for role, word in AS_WORDS.items() if role in kept.columns}).with_columns(
        order_id=pl.coalesce("order_id", of_the_day)
    )
    rows = rows.with_columns(line=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("order_id"))
    schema = fact_table("purchases").schema
    present = rows.select([name for name in schema.names if name in rows.columns]).to_arrow()
    arrays = [
        present.column(field.name).cast(field.type)
        if field.name in present.column_names
        else pa.nulls(rows.height, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
