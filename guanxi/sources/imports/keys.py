"""A key for every row, the same whenever the same row comes again.

An order line is its order and its place in it, counted over all lines of the order, usable or not. A row
without an order number, or of a table whose file has no ids, is named by what it says: the same row again
is the same row, and another row of the same customer and day is never taken for it.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from pandas.util import hash_array

from guanxi.facts.table import FactTable

LARGEST = 1 << 52
MERGE_AFTER = 16
OVERALL = "overall"  # the question of a file that asks only one


class Numbering:
    """How often each group was met so far, over all chunks."""

    def __init__(self) -> None:
        self._met: list[pl.DataFrame] = []

    def places(self, groups: pl.Series) -> pl.Series:
        """The running number of each row within its group, from 1."""
        frame = pl.DataFrame({"group": groups})
        counted = frame.group_by("group").agg(met=pl.len().cast(pl.Int64))
        earlier = self._earlier(counted.select("group"))
        place = frame.select("group", place=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("group"))
        if earlier is not None:
            place = place.join(earlier, on="group", how="left", maintain_order="left").with_columns(
                place=pl.col("place") + pl.col("met").fill_null(0)
            )
        self.remember(counted)
        return place["place"]

    def remember(self, counted: pl.DataFrame) -> None:
        """Count groups as met: `group`, `met`."""
        self._met.append(counted)
        self.last = counted
        if len(self._met) > MERGE_AFTER:
            self._met = [pl.concat(self._met)]

    def _earlier(self, groups: pl.DataFrame) -> pl.DataFrame | None:
        found = [met.join(groups, on="group", how="semi") for met in self._met]
        return pl.concat(found).group_by("group").agg(pl.col("met").sum()) if found else None


def keyed(frame: pl.DataFrame, spec: FactTable, numbering: Numbering) -> pl.DataFrame:
    """Rows with their key filled in; a row that repeats a key of the file is set aside for it."""
    if spec.name == "purchases":
        return _lines(frame, numbering)
    first = spec.key[0]
    if spec.name == "answers" and "question" not in frame.columns:
        frame = frame.with_columns(question=pl.lit(OVERALL))
    if first in frame.columns:
        return _repeated(frame, list(spec.key), numbering)
    said = _said(frame)
    place = numbering.places(said)
    again = pl.when(place > 1).then(pl.format("-{}", place)).otherwise(pl.lit(""))
    text = pl.Series([f"auto-{int(value):016x}" for value in said])
    return frame.with_columns(pl.select(pl.concat_str(text, again)).to_series().alias(first))


def _repeated(frame: pl.DataFrame, key: list[str], numbering: Numbering) -> pl.DataFrame:
    place = numbering.places(frame.select(pl.struct(key).hash()).to_series())
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in key)
    again = pl.lit(place > 1) & whole & pl.col("reason").is_null()
    return frame.with_columns(
        reason=pl.when(again).then(pl.lit("repeated_key")).otherwise("reason"),
        column=pl.when(again).then(pl.lit("")).otherwise("column"),
    )


def _lines(frame: pl.DataFrame, numbering: Numbering) -> pl.DataFrame:
    absent = {"order_id": pl.String, "line": pl.Int64, "customer_id": pl.String}
    frame = frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in absent.items() if name not in frame.columns
    )
    has_order = frame["order_id"].is_not_null()
    if has_order.all() and frame["line"].null_count() == 0:
        return _repeated(frame, ["order_id", "line"], numbering)
    by_order = frame["order_id"].hash()
    said = by_order if has_order.all() else pl.Series(_said(frame))
    group = pl.select(pl.when(has_order).then(by_order).otherwise(said)).to_series()
    place = numbering.places(group)
    of_the_day = pl.format("{} {}", pl.col("customer_id").fill_null("?"), pl.col("purchased_on"))
    own = pl.lit(said % LARGEST).cast(pl.Int64) + pl.lit(place)
    return frame.with_columns(
        order_id=pl.coalesce("order_id", of_the_day),
        line=pl.coalesce("line", pl.when(pl.lit(has_order)).then(pl.lit(place)).otherwise(own)),
    )


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
