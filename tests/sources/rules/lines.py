"""Order lines typed by hand, with the quirks of real order books."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

FIRST = date(2024, 1, 1)
SCHEMA = {
    "order_id": pl.String,
    "line": pl.Int64,
    "customer_id": pl.String,
    "purchased_on": pl.Date,
    "product_id": pl.String,
    "description": pl.String,
    "order_status": pl.String,
    "quantity": pl.Float64,
    "amount": pl.Float64,
    "line_kind": pl.String,
    "reverses_order_id": pl.String,
}


def row(order: str, customer: str | None, product: str | None, quantity: float, price: float, **more) -> dict:
    """One line; `day` counts from FIRST."""
    on = FIRST + timedelta(days=more.pop("day", 0))
    return {
        "order_id": order,
        "line": 1,
        "customer_id": customer,
        "purchased_on": on,
        "product_id": product,
        "quantity": float(quantity),
        "amount": round(quantity * price, 6),
        **more,
    }


def table(*rows: dict) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA)


def wholesaler() -> pl.DataFrame:
    """One line at least of everything that is odd in the order book of UCI Online Retail."""
    return table(
        row("536365", "17850", "85123A", 6, 2.55, description="WHITE HEART HOLDER"),
        row("536365", "17850", "85123A", 6, 2.55, description="WHITE HEART HOLDER", line=2),
        row("536366", "17850", "POST", 1, 18.0, description="POSTAGE"),
        row("536367", None, "DOT", 1, 100.5, description="DOTCOM POSTAGE"),
        row("541431", "12346", "23166", 74215, 1.04, description="MEDIUM CERAMIC JAR"),
        row("C541433", "12346", "23166", -74215, 1.04, description="MEDIUM CERAMIC JAR"),
        row("C536379", "14527", "D", -1, 27.5, description="Discount"),
        row("C536391", "17850", "85123A", -2, 2.55, description="WHITE HEART HOLDER", day=3),
        row("536392", "13047", "M", 1, 5.003, description="Manual"),
        row("536393", None, "m", 1, 2.55, description="Manual"),
        row("C537600", None, "AMAZONFEE", -1, 13541.33, description="AMAZON FEE"),
        row("537601", None, "BANK CHARGES", 1, 15.0, description="Bank Charges"),
        row("C537602", None, "S", -1, 52.0, description="SAMPLES"),
        row("A563185", None, "B", 1, 11062.06, description="Adjust bad debt"),
        row("A563186", None, "B", 1, -11062.06, description="Adjust bad debt"),
        row("537603", None, "22423", -10, 0.0, description="damaged"),
        row("537604", None, "22423", 5, 0.0, description="found"),
        row("537605", "13047", "22423", 1, 0.0, description="CAKESTAND"),
        row("537606", None, "gift_0001_20", 1, 20.0, description="Gift Voucher £20.00"),
        row("537607", None, "TEST001", 4, 4.5, description="This is a test product."),
    )
