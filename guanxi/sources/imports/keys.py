"""A key for every row, the same whenever the same row comes again.

An order line is its order and its place in it, counted over all lines of the order, usable or not. A row
without an order number, or of a table whose file has no ids, is named by what it says: the same row again
is the same row, and another row of the same customer and day is never taken for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from pandas.util import hash_array

from guanxi.facts.table import FactTable
from guanxi.sources.imports.numbering import Numbering

LARGEST = 1 << 52
OVERALL = "overall"  # the question of a file that asks only one


@dataclass(frozen=True)
class Keyed:
    """Rows with their key filled in.

    by   key: every row brings its own, and one that was met before is set aside; place: every row is named by
         its order and its place in it. Where all rows of an import are keyed in one of these ways, no key is
         there twice. "" where that is not certain
    """

    rows: pl.DataFrame
    by: str


def keyed(frame: pl.DataFrame, spec: FactTable, numbering: Numbering) -> Keyed:
    """Rows with their key filled in; a row that repeats a key of the file is set aside for it."""
    if spec.name == "purchases":
        return _lines(frame, numbering)
    first = spec.key[0]
    if spec.name == "answers" and "question" not in frame.columns:
        frame = frame.with_columns(question=pl.lit(OVERALL))
    if first in frame.columns:
        return Keyed(_repeated(frame, list(spec.key), numbering), "key")
    said = _said(frame)
    place = numbering.places(said)
    again = pl.when(place > 1).then(pl.format("-{}", place)).otherwise(pl.lit(""))
    text = pl.Series([f"auto-{int(value):016x}" for value in said])
    return Keyed(frame.with_columns(pl.select(pl.concat_str(text, again)).to_series().alias(first)), "")


def _repeated(frame: pl.DataFrame, key: list[str], numbering: Numbering) -> pl.DataFrame:
    met = numbering.met_before(frame.select(pl.struct(key).hash()).to_series())
    if met is None:
        return frame
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in key)
    again = pl.lit(met) & whole & pl.col("reason").is_null()
    return frame.with_columns(
        reason=pl.when(again).then(pl.lit("repeated_key")).otherwise("reason"),
        column=pl.when(again).then(pl.lit("")).otherwise("column"),
    )


def _lines(frame: pl.DataFrame, numbering: Numbering) -> Keyed:
    absent = {"order_id": pl.String, "line": pl.Int64, "customer_id": pl.String}
    frame = frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in absent.items() if name not in frame.columns
    )
    has_order = frame["order_id"].is_not_null()
    unnumbered = frame["line"].null_count()
    if has_order.all() and not unnumbered:
        return Keyed(_repeated(frame, ["order_id", "line"], numbering), "key")
    by_order = frame["order_id"].hash()
    if has_order.all():
        place = pl.lit(numbering.places(by_order))
        by = "place" if unnumbered == frame.height else ""
        return Keyed(frame.with_columns(line=pl.coalesce("line", place)), by)
    said = _said(frame)
    place = numbering.places(pl.select(pl.when(has_order).then(by_order).otherwise(said)).to_series())
    of_the_day = pl.format("{} {}", pl.col("customer_id").fill_null("?"), pl.col("purchased_on"))
    own = pl.lit(said % LARGEST).cast(pl.Int64) + pl.lit(place)
    frame = frame.with_columns(
        order_id=pl.coalesce("order_id", of_the_day),
        line=pl.coalesce("line", pl.when(pl.lit(has_order)).then(pl.lit(place)).otherwise(own)),
    )
    return Keyed(frame, "")


def _said(frame: pl.DataFrame) -> pl.Series:
    """What each row says, as a number that is the same on every machine and in every version."""
    words = sorted(name for name in frame.columns if name not in ("reason", "column", "line", "price"))
    text = frame.select(
        pl.concat_str(
            [pl.lit(f"{name}=") + pl.col(name).cast(pl.String).fill_null("") for name in words],
            separator="\x1f",
        )
    ).to_series()
    values = np.asarray(text.to_list(), dtype=object)
    return (
        pl.Series(hash_array(values, categorize=True), dtype=pl.UInt64)
        if len(values)
        else pl.Series([], dtype=pl.UInt64)
    )
