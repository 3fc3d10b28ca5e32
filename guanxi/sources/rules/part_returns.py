"""Returns of fewer units than were bought: each finds the latest earlier order with enough left of it."""

from __future__ import annotations

import polars as pl

MOST_BACK = 20  # orders of one product that are looked back through before a return stays without its order
SAME = ("customer_id", "product_id", "price")
PRICE_DECIMALS = 3  # amounts rounded to cents make unit prices differ beyond


def part_returns(sales: pl.DataFrame, returns: pl.DataFrame, spoken_for: pl.DataFrame) -> pl.DataFrame:
    """reversal, order_id: which order each return takes a part of back.

    sales, returns   row, order_id, customer_id, purchased_on, product_id, quantity, amount
    spoken_for       returns that name their order already (reverses_order_id): they use it up
    Absent           lines without a quantity or a product; returns for which no order has enough left
    """
    returns = _priced(returns).select("row", *SAME, "purchased_on", pl.col("quantity").abs())
    bought = _priced(sales).join(returns.select(SAME), on=SAME, how="semi")
    orders = _less(_orders(bought), _priced(spoken_for))
    waiting = _started(orders, returns)
    found = []
    # Every round asks all returns at once, one order further back.
    for back in range(MOST_BACK):
        asked = waiting.with_columns(number=pl.col("number") - back).filter(pl.col("number") > 0)
        if asked.is_empty():
            break
        fits = asked.join(orders, on=[*SAME, "number"]).filter(pl.col("quantity") <= pl.col("left"))
        fits = fits.sort("purchased_on", "row")
        taken = pl.col("quantity").cum_sum().over(*SAME, "number")
        fits = fits.filter(taken <= pl.col("left"))
        used = fits.group_by(*SAME, "number").agg(used=pl.col("quantity").sum())
        orders = orders.join(used, on=[*SAME, "number"], how="left").with_columns(
            left=pl.col("left") - pl.col("used").fill_null(0)
        )
        orders = orders.drop("used")
        waiting = waiting.join(fits, on="row", how="anti")
        found.append(fits.select(reversal="row", order_id="order_id"))
    nothing = pl.DataFrame(schema={"reversal": pl.Int64, "order_id": pl.String})
    return pl.concat([nothing, *found])


def _priced(lines: pl.DataFrame) -> pl.DataFrame:
    known = (pl.col("quantity") != 0) & pl.all_horizontal(pl.col("customer_id", "product_id").is_not_null())
    price = ((pl.col("amount") / pl.col("quantity")) * 10**PRICE_DECIMALS).round().cast(pl.Int64)
    return lines.filter(known).with_columns(price=price)


def _orders(bought: pl.DataFrame) -> pl.DataFrame:
    """One row per customer, product, price and order: the units left of it, and its number among the like."""
    orders = bought.group_by(*SAME, "order_id").agg(
        pl.col("purchased_on").min(), pl.col("row").min(), left=pl.col("quantity").sum()
    )
    orders = orders.sort(*SAME, "purchased_on", "row")
    return orders.with_columns(number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(SAME))


def _less(orders: pl.DataFrame, spoken_for: pl.DataFrame) -> pl.DataFrame:
    """The orders without the units that earlier returns took of them."""
    taken = spoken_for.group_by(*SAME, order_id="reverses_order_id").agg(taken=pl.col("quantity").abs().sum())
    orders = orders.join(taken, on=[*SAME, "order_id"], how="left")
    return orders.with_columns(left=pl.col("left") - pl.col("taken").fill_null(0)).drop("taken", "row")


def _started(orders: pl.DataFrame, returns: pl.DataFrame) -> pl.DataFrame:
    """The returns with the number of the latest order on or before their day."""
    days = orders.select(*SAME, "purchased_on", "number").sort("purchased_on")
    started = returns.sort("purchased_on").join_asof(
        days, on="purchased_on", by=list(SAME), strategy="backward", check_sortedness=False
    )
    return started.filter(pl.col("number").is_not_null())
