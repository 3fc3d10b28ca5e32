"""Rows of a file read as what they are: typed words, and for each row that cannot be used the reason.

What is a choice about the whole file (how dates are ordered, what stands before decimals, the usual
currency) is settled once on a sample and held for every chunk; a row that does not fit is set aside.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from guanxi.facts.notes import Note
from guanxi.facts.table import FactTable, fact_table
from guanxi.facts.words import word
from guanxi.sources.amounts import Amounts, amounts
from guanxi.sources.cleaning import name_of
from guanxi.sources.dates import Dates, dates
from guanxi.sources.encodings import LOST
from guanxi.sources.header_words import bare
from guanxi.sources.imports.beside import each
from guanxi.sources.imports.guess import OURS
from guanxi.sources.imports.settings import ImportSettings

POLARS = {"str": pl.String, "int": pl.Int64, "float": pl.Float64, "bool": pl.Boolean, "date": pl.Date}
MANY = 50_000  # rows whose columns are read beside each other
YES = ("1", "true", "yes", "y", "t", "是", "有", "已接通", "接通", "x")
NO = ("0", "false", "no", "n", "f", "否", "无", "未接通", "")


@dataclass(frozen=True)
class Settled:
    """What holds for every row of the file.

    columns    word -> header
    others     headers that no word takes; of customers they become attributes
    day_month  header of a date -> dmy | mdy, where the column shows it or a person said it
    currency   the currency of money that names none, and the only one whose rows are taken; None: not known
    limit      the last day that may be spoken of; None: any
    """

    table: str
    columns: dict[str, str]
    settings: ImportSettings
    others: tuple[str, ...] = ()
    day_month: dict[str, str] = field(default_factory=dict)
    currency: str | None = None
    limit: date | None = None
    notes: tuple[Note, ...] = ()

    @property
    def spec(self) -> FactTable:
        return fact_table(self.table)


def settle(
    table: str,
    columns: dict[str, str],
    sample: pl.DataFrame,
    settings: ImportSettings,
    *,
    currency: str | None = None,
    today: date | None = None,
) -> Settled:
    """The choices about the whole file, from what was chosen and from a sample of its rows.

    Errors  UnclearDayMonth, where every date can be read both ways and nobody said which is meant
    """
    notes: list[Note] = []
    day_month = {}
    for name, header in columns.items():
        if name != "price" and word(name).type == "date":
            read = dates(sample[header], column=header, day_month=settings.day_month)
            notes += read.notes
            shown = [
                n.code[-3:] for n in read.notes if n.code in ("sources.read_as_dmy", "sources.read_as_mdy")
            ]
            day_month[header] = settings.day_month or (shown[0] if shown else "dmy")
    usual = settings.currency or _usual_currency(table, columns, sample) or currency
    taken = set(columns.values())
    others = tuple(c for c in sample.columns if c not in taken and not bare(c).startswith(OURS))
    return Settled(table, columns, settings, others, day_month, usual, today, tuple(notes))


def read_rows(rows: pl.DataFrame, settled: Settled) -> pl.DataFrame:
    """One row per row: the table's words, typed, then `reason` and `column`, null where the row can be used.

    `price` comes out too where it stands for the amount; it is no word of the facts.
    """

    def typed(column: tuple[str, str]) -> _Typed:
        name, header = column
        return _typed(name, rows[header], header, settled)

    columns = settled.columns.items()
    told = each(typed, columns) if rows.height >= MANY else [typed(column) for column in columns]
    found = dict(zip(settled.columns, told, strict=True))
    read = {name: typed.values for name, typed in found.items()}
    faults = [
        (typed.code, settled.columns[name], typed.wrong)
        for name, typed in found.items()
        if typed.wrong is not None
    ]
    if settled.table == "purchases":
        _money(read, found["amount" if "amount" in found else "price"].currency, settled)
    if settled.table == "customers" and settled.others:
        read["attributes"] = _attributes(rows, settled.others)
    frame = pl.DataFrame({name: values.alias(name) for name, values in read.items()}, height=rows.height)
    return frame.with_columns(_first(_reasons(frame, faults, settled)))


@dataclass(frozen=True)
class _Typed:
    """The values of a word; which filled cells could not be read; the reason for those; of money its sign."""

    values: pl.Series
    wrong: pl.Series | None = None
    code: str = ""
    currency: pl.Series | None = None


def _typed(name: str, cells: pl.Series, header: str, settled: Settled) -> _Typed:
    kind = "float" if name == "price" else word(name).type
    if kind == "date":
        read = dates(cells, column=header, day_month=settled.day_month.get(header))
        return _Typed(read.values, _unread(read), "impossible_date")
    if kind in ("float", "int"):
        read = amounts(cells, decimal=settled.settings.decimal)
        values = read.values.round(0).cast(pl.Int64) if kind == "int" else read.values
        code = "unreadable_amount" if name == "amount" else "unreadable_number"
        return _Typed(values, _unread(read), code, read.currency)
    if kind == "bool":
        return _truth(cells)
    text = name_of(cells)
    if name.endswith("_id") and name in (*settled.spec.key, "customer_id"):
        return _Typed(text, _unreadable(text), "unreadable_characters")
    return _Typed(text)


def _unread(read: Amounts | Dates) -> pl.Series | None:
    """The filled cells that could not be read; None where all could."""
    if not read.values.null_count():
        return None
    wrong = read.values.is_null() & ~read.missing
    return wrong if wrong.any() else None


def _unreadable(text: pl.Series) -> pl.Series | None:
    """A key with characters that could not be read would be somebody who does not exist."""
    wrong = text.str.contains_any([LOST, "\x00"]).fill_null(False)
    return wrong if wrong.any() else None


def _truth(cells: pl.Series) -> _Typed:
    said = cells.cast(pl.String, strict=False).str.strip_chars().str.to_lowercase().fill_null("")
    values = pl.select(
        pl.when(said == "").then(None).when(said.is_in(YES)).then(True).when(said.is_in(NO)).then(False)
    ).to_series()
    return _Typed(values, values.is_null() & (said != ""), "unreadable_truth")


def _money(read: dict[str, pl.Series], shown: pl.Series, settled: Settled) -> None:
    """The amount where quantity and price stand for it, and the currency of every line."""
    if "amount" not in read:
        read["amount"] = (read["quantity"] * read["price"]).round(6)
    said = read.get("currency")
    usual = pl.lit(settled.currency, pl.String)
    if said is not None:
        read["currency"] = pl.select(pl.coalesce(_meant(said), shown, usual)).to_series()
    elif settled.currency or shown.null_count() < shown.len():
        read["currency"] = pl.select(pl.coalesce(shown, usual)).to_series()


def _meant(said: pl.Series) -> pl.Series:
    """The currency of each cell: RMB, 元 and ¥ are all CNY; what is no known sign is taken as it stands."""
    distinct = said.unique()
    upper = distinct.str.to_uppercase()
    meant = pl.select(pl.coalesce(amounts(upper).currency, upper)).to_series()
    if len(distinct) == 1:
        return meant.new_from_index(0, len(said))
    known = pl.DataFrame({"said": distinct, "meant": meant})
    return (
        said.alias("said")
        .to_frame()
        .join(known, on="said", how="left", nulls_equal=True, maintain_order="left")["meant"]
    )


def _usual_currency(table: str, columns: dict[str, str], sample: pl.DataFrame) -> str | None:
    if table != "purchases":
        return None
    said = []
    if header := columns.get("currency"):
        upper = name_of(sample[header]).str.to_uppercase()
        said.append(pl.select(pl.coalesce(amounts(upper).currency, upper)).to_series())
    elif header := columns.get("amount", columns.get("price")):
        said.append(amounts(sample[header]).currency)
    found = said[0].drop_nulls() if said else pl.Series([], dtype=pl.String)
    counted = found.alias("currency").value_counts().sort("count", "currency", descending=[True, False])
    return counted["currency"][0] if counted.height else None


def _attributes(rows: pl.DataFrame, others: tuple[str, ...]) -> pl.Series:
    """What no word takes, as JSON; empty cells are left out."""
    texts = rows.select(pl.col(list(others)).cast(pl.String, strict=False).str.strip_chars())
    told = [
        json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False, sort_keys=True)
        for row in texts.iter_rows(named=True)
    ]
    return pl.Series([None if text == "{}" else text for text in told], dtype=pl.String)


def _reasons(frame: pl.DataFrame, faults: list, settled: Settled) -> list[tuple[str, str, pl.Expr]]:
    """(reason, header, test), in the order in which they are said."""
    spec, columns, found = settled.spec, settled.columns, []
    found += [(code, header, pl.lit(wrong)) for code, header, wrong in faults]
    for name in spec.required:
        found.append((_missing(name, spec), columns.get(name, ""), pl.col(name).is_null()))
    if settled.table in ("customers", "products"):
        found.append(("missing_key", columns.get(spec.key[0], ""), pl.col(spec.key[0]).is_null()))
    if settled.table == "purchases" and settled.settings.without_customer == "aside":
        missing = pl.col("customer_id").is_null() if "customer_id" in frame.columns else pl.lit(True)
        found.append(("missing_customer", columns.get("customer_id", ""), missing))
    if spec.happened and settled.limit:
        found.append(("future_date", columns.get(spec.happened, ""), pl.col(spec.happened) > settled.limit))
    if "currency" in frame.columns and settled.currency:
        other = (pl.col("currency") != settled.currency).fill_null(False)
        found.append(("other_currency", columns.get("currency", columns.get("amount", "")), other))
    return found


def _missing(name: str, spec: FactTable) -> str:
    if name == spec.happened:
        return "missing_date"
    return {"amount": "missing_amount", "customer_id": "missing_customer"}.get(name, "missing_value")


def _first(reasons: list[tuple[str, str, pl.Expr]]) -> list[pl.Expr]:
    """The first reason that holds for a row, and the column of the file it is about."""
    nothing = pl.lit(None, pl.String)
    tests = [(code, header, test.fill_null(False)) for code, header, test in reasons]
    return [
        pl.coalesce([*(pl.when(test).then(pl.lit(code)) for code, _, test in tests), nothing]).alias(
            "reason"
        ),
        pl.coalesce([*(pl.when(test).then(pl.lit(at)) for _, at, test in tests), nothing]).alias("column"),
    ]
