"""Which earlier line a negative line takes back: in full, so that neither is a purchase, or in part.

    in full   the same customer, product, quantity and amount, the other way round
    in part   the same customer, product and unit price, fewer units than the order had left
Always the latest earlier order that is not used up; a day's returns come after its sales, for a day is all
that facts know. A reference in the file (`reverses_order_id`) wins over all that could be inferred.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from guanxi.facts.line_kinds import NOT_IN_REVENUE
from guanxi.sources.rules.exact import units
from guanxi.sources.rules.part_returns import part_returns

KEY = ("order_id", "line")
NEEDED = {
    "order_id": pl.String,
    "line": pl.Int64,
    "customer_id": pl.String,
    "purchased_on": pl.Date,
    "amount": pl.Float64,
    "product_id": pl.String,
    "quantity": pl.Float64,
    "line_kind": pl.String,
    "reverses_order_id": pl.String,
    "is_reversed": pl.Boolean,
}
# A discount or a stock correction takes nothing back: it stands for itself.
REVERSING = ("return", "cancellation", "charge", "adjustment")
SAME_GOODS = ("product_id", "size", "worth")


@dataclass(frozen=True)
class Links:
    """What was found.

    new    reverses_order_id and is_reversed of the new lines, row by row in their order; is_reversed is true
           or null, for a line that nothing takes back yet may still be taken back
    held   order_id, line, reverses_order_id, is_reversed of the lines held already that this changes; null
           says nothing new
    in_full, in_part, not_linked   the reversing lines among those looked at; in part are also those that
           name an order in the file without taking one of its lines back whole
    """

    new: pl.DataFrame
    held: pl.DataFrame
    in_full: int
    in_part: int
    not_linked: int

    def as_dict(self) -> dict[str, Any]:
        return {
            "in_full": self.in_full,
            "in_part": self.in_part,
            "not_linked": self.not_linked,
            "held_lines_changed": self.held.height,
        }


def link(new: pl.DataFrame, held: pl.DataFrame | pl.LazyFrame | None = None) -> Links:
    """Link the negative lines among the new ones and those held already.

    In      new, held   one row per order line, the columns NEEDED (an absent one is all null); held may be
                        the whole store, lazily: only lines of the new lines' customers and orders are read.
                        A held line that comes again among the new ones is the new one
    Out     Links
    Absent  lines without a customer are linked only where the file says what they take back
    """
    lines = _both(new, held)
    reversing = lines.filter(_reverses())
    sales = lines.filter(_sells())
    said = reversing.filter(pl.col("reverses_order_id").is_not_null())
    inferred = reversing.filter(pl.col("reverses_order_id").is_null() & pl.col("customer_id").is_not_null())
    told = _pairs(
        sales.with_columns(at="order_id"), said.with_columns(at="reverses_order_id"), ("at", *SAME_GOODS)
    )
    rest = sales.join(told, left_on="row", right_on="sale", how="anti")
    guessed = _pairs(
        rest.filter(pl.col("customer_id").is_not_null()), inferred, ("customer_id", *SAME_GOODS), dated=True
    )
    rest = rest.join(guessed, left_on="row", right_on="sale", how="anti")
    open_returns = inferred.join(guessed, left_on="row", right_on="reversal", how="anti")
    spoken_for = said.join(told, left_on="row", right_on="reversal", how="anti")
    parts = part_returns(rest, open_returns, spoken_for)
    found = _found(lines, told, guessed, parts)
    in_full, in_part = told.height + guessed.height, parts.height + spoken_for.height
    return _links(lines, found, new, reversing, in_full=in_full, in_part=in_part)


def _both(new: pl.DataFrame, held: pl.DataFrame | pl.LazyFrame | None) -> pl.DataFrame:
    """The new lines, and the held ones that could have to do with them; `row` numbers them, held first."""
    new = _needed(new.lazy()).collect()
    if held is None:
        both = new.with_columns(is_new=pl.lit(True))
    else:
        concerned = _concerned(_needed(held.lazy()), new)
        both = pl.concat(
            [concerned.with_columns(is_new=pl.lit(False)), new.with_columns(is_new=pl.lit(True))]
        )
    amount = units("amount")
    return both.with_columns(
        row=pl.int_range(pl.len(), dtype=pl.Int64), size=units(pl.col("quantity").abs()), worth=amount.abs()
    )


def _needed(lines: pl.LazyFrame) -> pl.LazyFrame:
    there = lines.collect_schema().names()
    return lines.select(
        (pl.col(name).cast(kind) if name in there else pl.lit(None, kind)).alias(name)
        for name, kind in NEEDED.items()
    )


def _concerned(held: pl.LazyFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Held lines of the new lines' customers, of orders they refer to, and that refer to a new order."""
    whose = new.select("customer_id").drop_nulls().unique().lazy()
    meant = new.select(order_id="reverses_order_id").drop_nulls().unique().lazy()
    orders = new.select(reverses_order_id="order_id").drop_nulls().unique().lazy()
    of = pl.concat(
        [
            held.join(whose, on="customer_id", how="semi"),
            held.join(meant, on="order_id", how="semi"),
            held.join(orders, on="reverses_order_id", how="semi"),
        ]
    )
    return (
        of.unique(KEY).join(new.lazy().select(KEY), on=KEY, how="anti").sort("purchased_on", *KEY).collect()
    )


def _reverses() -> pl.Expr:
    kind = pl.col("line_kind").fill_null("return")
    return (pl.col("amount") < 0) & kind.is_in(REVERSING)


def _sells() -> pl.Expr:
    kind = pl.col("line_kind").fill_null("sale")
    return (pl.col("amount") > 0) & ~kind.is_in(NOT_IN_REVENUE)


def _pairs(
    sales: pl.DataFrame, reversals: pl.DataFrame, same: tuple[str, ...], *, dated: bool = False
) -> pl.DataFrame:
    """sale, reversal: rows that cancel each other out; each sale and each reversal at most once.

    Sales open and reversals close, like brackets: a reversal closes the sale that was opened last. The depth
    of a bracket is a running sum, so that all are matched in one sort.
    """
    columns = ["row", "purchased_on", *same]
    sales = sales.select(columns).join(reversals.select(same), on=same, how="semi", nulls_equal=True)
    closing = reversals.select(columns).join(sales.select(same), on=same, how="semi", nulls_equal=True)
    both = pl.concat([sales.with_columns(opens=pl.lit(True)), closing.with_columns(opens=pl.lit(False))])
    when = ["purchased_on"] if dated else []
    # A day's returns come after its sales, in whatever order the file has them.
    both = both.sort(*same, *when, "opens", "row", descending=[False] * len((*same, *when)) + [True, False])
    step = pl.when("opens").then(1).otherwise(-1).cast(pl.Int64)
    depth = step.cum_sum().over(same)
    both = both.with_columns(depth=depth).with_columns(
        lowest=pl.min_horizontal(pl.col("depth").cum_min().over(same), 0)
    )
    before = pl.col("lowest").shift(1, fill_value=0).over(same)
    both = both.filter(pl.col("opens") | (pl.col("lowest") == before))  # the others close nothing
    level = pl.col("depth") - pl.col("lowest") + pl.when("opens").then(0).otherwise(1)
    both = both.with_columns(level=level)
    partner = pl.col("row").shift(1).over([*same, "level"])
    found = both.with_columns(sale=partner).filter(~pl.col("opens"))
    return found.select("sale", reversal="row")


def _found(
    lines: pl.DataFrame, told: pl.DataFrame, guessed: pl.DataFrame, parts: pl.DataFrame
) -> pl.DataFrame:
    """row, order, full: what the links say of each line they touch."""
    orders = lines.select("row", order="order_id")
    full = pl.concat([told, guessed])
    taken = full.join(orders, left_on="sale", right_on="row").select(row="reversal", order="order", full=True)
    given = full.select(row="sale", order=pl.lit(None, pl.String), full=True)
    part = parts.select(row="reversal", order="order_id", full=False)
    return pl.concat([taken, given, part])


def _links(
    lines: pl.DataFrame, found: pl.DataFrame, new: pl.DataFrame, reversing: pl.DataFrame, **counts: int
) -> Links:
    told = lines.join(found, on="row", how="left", maintain_order="left").with_columns(
        order=pl.coalesce("reverses_order_id", "order"),
        full=pl.when(pl.col("full") | pl.col("is_reversed")).then(True),
    )
    changed = ~pl.col("is_new") & (
        pl.col("order").ne_missing(pl.col("reverses_order_id"))
        | pl.col("full").ne_missing(pl.col("is_reversed"))
    )
    said = {"reverses_order_id": "order", "is_reversed": "full"}
    ours = told.filter("is_new").select(**said)
    assert ours.height == new.height
    theirs = told.filter(changed).select(*KEY, **said)
    return Links(ours, theirs, **counts, not_linked=reversing.height - counts["in_full"] - counts["in_part"])
