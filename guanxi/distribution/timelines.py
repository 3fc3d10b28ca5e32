"""What one customer bought, order by order, found at once among millions of lines.

The fact store is partitioned by month: one customer's lines lie in every part of it. So a snapshot is
given a copy of its orders sorted by customer; the file's own statistics then name the one block to read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from guanxi.facts.whole import make_folder

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

COLUMNS = ("customer_id", "order_id", "purchased_on", "amount", "lines", "categories", "promoted")
RECENT_DAYS = 40


@dataclass(frozen=True)
class Timeline:
    """`<folder>/*.parquet`: one row per order, sorted by customer."""

    folder: Path

    @cached_property
    def _files(self) -> list[tuple[pq.ParquetFile, list[str], list[str]]]:
        return [_with_bounds(path) for path in sorted(self.folder.glob("*.parquet"))]

    def of(self, customer_id: str) -> pa.Table:
        """The customer's orders, newest first; no rows for one who never bought."""
        found = [table for file in self._files for table in _blocks(*file, customer_id)]
        rows = pa.concat_tables(found) if found else _schema().empty_table()
        return rows.sort_by([("purchased_on", "descending"), ("order_id", "descending")])


def write(orders: Table, folder: Path, engine: Engine) -> Timeline:
    """Write the orders sorted by customer, whole or not at all; what is there already is kept."""
    rows = orders.order_by("customer_id", "purchased_on", "order_id")
    make_folder(folder, lambda draft: engine.write(rows, draft))
    return Timeline(folder)


def orders(purchases: Table, *, as_of: date) -> Table:
    """Put the lines of each order together.

    In      purchases   one row per order line
    Out     one row per customer, order and day up to `as_of`
            amount      paid, returns taken off
            lines       order lines, returns among them
            categories  how many categories
            promoted    whether anything was bought with a discount or coupon
    Absent  lines without a customer
    """
    known = purchases.filter(lambda t: t.customer_id.notnull() & (t.purchased_on <= as_of))
    return known.group_by("customer_id", "order_id", "purchased_on").agg(
        amount=lambda t: t.amount.sum(),
        lines=lambda t: t.count(),
        categories=lambda t: t.category.nunique(),
        promoted=lambda t: ((t.discount.fill_null(0) != 0) | (t.coupon_discount.fill_null(0) != 0)).any(),
    )


def recent_days(orders: Table, *, as_of: date) -> Table:
    """The last purchase days of every customer as days before `as_of`, nearest first: "3,10,17"."""
    import ibis

    days = orders.filter(lambda t: t.amount > 0).select("customer_id", "purchased_on").distinct()
    newest = days.mutate(
        place=ibis.row_number().over(ibis.window(group_by="customer_id", order_by=ibis.desc("purchased_on"))),
        before=lambda t: ibis.literal(as_of).delta(t.purchased_on, unit="day"),
    ).filter(lambda t: t.place < RECENT_DAYS)
    return newest.group_by("customer_id").agg(
        recent_days=lambda t: t.before.cast("string").group_concat(",", order_by=t.before)
    )


def _with_bounds(path: Path) -> tuple[pq.ParquetFile, list[str], list[str]]:
    file = pq.ParquetFile(path, memory_map=True)
    column = file.schema_arrow.get_field_index("customer_id")
    groups = [file.metadata.row_group(n).column(column).statistics for n in range(file.num_row_groups)]
    return file, [stats.min for stats in groups], [stats.max for stats in groups]


def _blocks(file: pq.ParquetFile, lowest: list[str], highest: list[str], customer_id: str) -> list[pa.Table]:
    """The rows of the customer in the blocks that can hold them: one, or two where they meet."""
    first, last = bisect_left(highest, customer_id), bisect_right(lowest, customer_id)
    tables = (file.read_row_group(n) for n in range(first, last))
    return [table.filter(pc.equal(table["customer_id"], customer_id)) for table in tables]


def _schema() -> pa.Schema:
    kinds = (pa.string(), pa.string(), pa.date32(), pa.float64(), pa.int64(), pa.int64(), pa.bool_())
    return pa.schema(list(zip(COLUMNS, kinds, strict=True)))
