"""How many categories each customer buys: one bit per category, so that lines need no second grouping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table

    from guanxi.engines import Engine

BITS = 62  # of a 64-bit whole number; the sign is left alone
MOST_MASKS = 16  # beyond about a thousand categories, grouping by category is cheaper


@ibis.udf.scalar.builtin(signature=(("int64",), "int8"))
def bit_count(mask):
    """The engine's own function of this name; DuckDB and Spark both have it."""
    # DuckDB's answer is a TINYINT: declared any wider, Ibis drops the cast below and two sums overflow.


@ibis.udf.agg.builtin(signature=(("int64",), "int64"))
def bit_or(mask):
    """The engine's own function of this name; of Spark, Ibis does not know that it has it."""


@dataclass(frozen=True)
class Masks:
    """The lines with their category's bit in columns `names`."""

    lines: Table
    names: tuple[str, ...]

    def gathered(self, bought) -> dict:
        """Aggregations that gather the bits of the lines that were bought."""
        return {
            name: (lambda t, name=name: bit_or(ibis.ifelse(bought(t), t[name], None))) for name in self.names
        }

    def count(self, row: Table) -> IntegerValue:
        """Categories of a row with gathered bits; null where no line named its category."""
        counts = [bit_count(row[name]).cast("int64") for name in self.names]
        total = sum((c.fill_null(0) for c in counts[1:]), counts[0].fill_null(0))
        return ibis.ifelse(ibis.coalesce(*(row[name] for name in self.names)).isnull(), None, total)


def masks(lines: Table, *, engine: Engine) -> Masks | None:
    """Lines with a bit per category; None where there are too many categories for bits to pay."""
    named = lines.filter(lambda t: t.category.notnull())
    # Sorted here: on Spark, Ibis 12 makes a distinct that is ordered distinct by the filter's columns too.
    names = sorted(engine.collect(named.select("category").distinct())["category"].to_pylist())
    if not names or len(names) > BITS * MOST_MASKS:
        return None
    columns = tuple(f"_bits{i}" for i in range(-(-len(names) // BITS)))
    rows = {"_category": pa.array(names, pa.string())}
    for i, column in enumerate(columns):
        bits = [1 << (n - i * BITS) if n // BITS == i else None for n in range(len(names))]
        rows[column] = pa.array(bits, pa.int64())
    codes = engine.table(pa.table(rows))
    joined = lines.left_join(codes, [lines.category == codes["_category"]]).drop("_category", "category")
    return Masks(joined, columns)


def categories_by_customer(lines: Table) -> Table:
    """The same count by grouping: customer_id, categories; who bought no named category is absent.

    lines   with customer_id, category, bought
    """
    named = lines.filter(lambda t: t.category.notnull() & (t.bought > 0))
    pairs = named.select("customer_id", "category").distinct()
    return pairs.group_by("customer_id").aggregate(categories=lambda t: t.category.count())
