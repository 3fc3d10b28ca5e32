"""What an order list says of each customer beside the orders: the word that stood with the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
import pyarrow as pa

from guanxi.facts.notes import Note
from guanxi.sources.cleaning import name_of
from guanxi.sources.dates import dates
from guanxi.sources.files import SourceTable


def from_the_start(
    table: SourceTable, columns: dict[str, str], names: Sequence[str], *, as_of: date
) -> tuple[pa.Table, list[Note]]:
    """The word of each of these columns that stood with a customer's first dated row that has one.

    In      columns   role -> column, with customer and date, as `mapping` found them
            names     columns of the table
    Out     one row per customer: customer_id, word_0, word_1, ... in the order of the names; null where no
            row says it. Notes: of how many customers a column says different things at different times
    Absent  rows without a customer or a date, and rows after as_of
    """
    words = [f"word_{i}" for i in range(len(names))]
    rows = pl.DataFrame(
        {
            "customer_id": name_of(table.rows[columns["customer"]]),
            "on": dates(table.rows[columns["date"]], column=columns["date"]).values,
            **{word: name_of(table.rows[name]) for word, name in zip(words, names, strict=True)},
        }
    )
    rows = rows.filter(pl.col("customer_id").is_not_null() & (pl.col("on") <= as_of))
    found = (
        rows.sort("on", maintain_order=True)
        .group_by("customer_id", maintain_order=True)
        .agg(
            *(pl.col(word).drop_nulls().first() for word in words),
            *(pl.col(word).drop_nulls().n_unique().alias(f"{word}_kinds") for word in words),
        )
    )
    changed = [(name, (found[f"{word}_kinds"] > 1).sum()) for word, name in zip(words, names, strict=True)]
    notes = [
        Note("lifetime.covariate_changed", {"covariate": name, "customers": int(customers)})
        for name, customers in changed
        if customers
    ]
    return found.select("customer_id", *words).to_arrow(), notes
