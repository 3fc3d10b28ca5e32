"""What looks odd about an import and does not stop it: a person should look before trusting it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from guanxi.facts.notes import Note

if TYPE_CHECKING:
    from guanxi.facts.store import Store
    from guanxi.sources.imports.rows import Settled
    from guanxi.sources.imports.staging import ChunkCounts, Staging

MANY_ASIDE = 0.05  # share of the rows
FAR = 20  # times the spread between the middle and the upper quartile
DROP = 0.2  # of the usual rows a day
USUAL_DAYS = 28
NEW_SHARE = 0.5


def warnings(staging: Staging, settled: Settled, store: Store, total: ChunkCounts) -> list[Note]:
    """Outliers, days that are missing, what was never seen before, many rows set aside, unused columns."""
    rows = staging.scan("rows")
    held = _held(store, settled)
    found = [*_aside(total), *_unused(settled)]
    if settled.table == "purchases":
        found += [*_outliers(rows), *_new_currency(rows, held), *_new_categories(rows, held)]
    if settled.spec.happened:
        found += [*_quiet_days(rows, held, settled.spec.happened), *_long_ago(rows, settled.spec.happened)]
    return found


def _aside(total: ChunkCounts) -> Iterator[Note]:
    aside = sum(total.aside.values())
    if total.read and aside / total.read >= MANY_ASIDE:
        yield Note(
            "imports.many_set_aside",
            {"rows": aside, "of": total.read, "share": round(100 * aside / total.read)},
        )


def _unused(settled: Settled) -> Iterator[Note]:
    if settled.others and settled.table != "customers":
        yield Note("imports.unused_columns", {"columns": ", ".join(settled.others)})


def _outliers(rows: pl.LazyFrame) -> Iterator[Note]:
    """Amounts so far above the upper quartile that a typing mistake is likely."""
    size = pl.col("amount").abs()
    q = rows.select(mid=size.median(), upper=size.quantile(0.75), top=size.max()).collect().row(0, named=True)
    if q["top"] is None or q["upper"] <= 0:
        return
    limit = q["upper"] + FAR * max(q["upper"] - q["mid"], 0.5 * q["upper"])
    far = rows.filter(size > limit).sort(size, descending=True).select("order_id", "amount").head(3)
    count = rows.filter(size > limit).select(pl.len()).collect().item()
    if count:
        shown = ", ".join(f"{row[0]}: {row[1]:,.2f}" for row in far.collect().iter_rows())
        yield Note("imports.outliers", {"rows": count, "limit": round(limit, 2), "examples": shown})


def _new_currency(rows: pl.LazyFrame, held: pl.LazyFrame | None) -> Iterator[Note]:
    yield from _never_seen(rows, held, "currency", "imports.new_currency", 0.0)


def _new_categories(rows: pl.LazyFrame, held: pl.LazyFrame | None) -> Iterator[Note]:
    yield from _never_seen(rows, held, "category", "imports.new_categories", 0.0)


def _never_seen(rows: pl.LazyFrame, held, column: str, code: str, least: float) -> Iterator[Note]:
    if held is None or column not in rows.collect_schema().names():
        return
    known = held.select(column).drop_nulls().unique()
    if not known.collect().height:
        return
    new = rows.select(column).drop_nulls().unique().join(known, on=column, how="anti").sort(column).collect()
    if new.height:
        yield Note(code, {"count": new.height, "examples": ", ".join(new[column].head(3).to_list())})


def _quiet_days(rows: pl.LazyFrame, held, happened: str) -> Iterator[Note]:
    """Days within the file with far fewer rows than its usual day."""
    days = rows.group_by(happened).agg(rows=pl.len()).sort(happened).collect()
    if days.height < USUAL_DAYS:
        return
    usual = days["rows"].median()
    every = pl.DataFrame({happened: pl.date_range(days[happened][0], days[happened][-1], eager=True)})
    filled = every.join(days, on=happened, how="left").with_columns(pl.col("rows").fill_null(0))
    weekday = filled.with_columns(weekday=pl.col(happened).dt.weekday())
    of_weekday = weekday.with_columns(usual=pl.col("rows").median().over("weekday"))
    quiet = of_weekday.filter((pl.col("usual") >= DROP * usual) & (pl.col("rows") < DROP * pl.col("usual")))
    if quiet.height:
        first = ", ".join(str(day) for day in quiet[happened].head(3).to_list())
        yield Note("imports.quiet_days", {"days": quiet.height, "usual": round(usual), "examples": first})


def _long_ago(rows: pl.LazyFrame, happened: str) -> Iterator[Note]:
    found = rows.select(
        first=pl.col(happened).min(),
        middle=pl.col(happened).cast(pl.Int32).median().cast(pl.Int32).cast(pl.Date),
    ).collect()
    first, middle = found.row(0)
    if first and middle and middle - first > timedelta(days=365 * 15):
        yield Note("imports.long_ago", {"first": first.isoformat(), "middle": middle.isoformat()})


def _held(store: Store, settled: Settled) -> pl.LazyFrame | None:
    held = store.held(settled.table)
    files = held.files()
    return pl.scan_parquet(files) if files and held.is_current else None
