"""Rows of persons who were erased: no import brings them back.

Order lines count in revenue and are taken without the customer; other rows are set aside, and of those the
file of rows set aside keeps the place and the reason alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from guanxi.facts.notes import Note
from guanxi.facts.privacy.erased_ids import ErasedIds
from guanxi.facts.privacy.handling import HANDLING, NAMELESS
from guanxi.facts.privacy.handling import emptied as columns_emptied
from guanxi.sources.imports.rows import Settled

REASON = "erased_person"


def without_erased(frame: pl.DataFrame, settled: Settled, erased: ErasedIds) -> tuple[pl.DataFrame, int]:
    """The rows, those of erased persons nameless or with a reason; and how many were made nameless."""
    about = [c for c in ("customer_id", "stands_for") if c in frame.columns]
    if not erased or not about:
        return frame, 0
    ids = erased.among(each for c in about for each in frame[c].unique().to_list())
    if not ids:
        return frame, 0
    theirs = pl.any_horizontal(pl.col(c).is_in(list(ids)) for c in about).fill_null(False)
    is_kept = HANDLING[settled.table].how == NAMELESS
    nameless = theirs & pl.col("reason").is_null() & pl.lit(is_kept)
    count = int(frame.select(nameless.sum()).item())
    marked = frame.with_columns(_nameless=nameless, _aside=theirs & ~nameless)
    empties = [c for c in columns_emptied(settled.spec) if c in frame.columns]
    header = settled.columns.get("customer_id", "")
    marked = marked.with_columns(
        *(pl.when(~pl.col("_nameless")).then(pl.col(c)).alias(c) for c in empties if is_kept),
        reason=pl.when("_aside").then(pl.lit(REASON)).otherwise("reason"),
        column=pl.when("_aside").then(pl.lit(header)).otherwise("column"),
    )
    return marked.drop("_nameless", "_aside"), count


def emptied(left: pl.DataFrame, reasons: pl.Series) -> pl.DataFrame:
    """Cells of rows set aside, without those of erased persons."""
    theirs = (reasons == REASON).fill_null(False)
    if not theirs.any():
        return left
    return left.select(pl.when(pl.lit(~theirs)).then(pl.all()).name.keep())


def said(nameless: int, aside: Mapping[str, int]) -> tuple[Note, ...]:
    """What a result says of them; nothing where there were none."""
    left_out = aside.get(REASON, 0)
    if not nameless and not left_out:
        return ()
    return (Note("sources.erased_rows", {"nameless": nameless, "left_out": left_out}),)
