"""Real surveys and orders beside a developer's clone; a test that needs them is skipped elsewhere."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
MOBI = SHARED / "ecsi_mobi" / "mobi.csv"
OLIST = SHARED / "olist_sample"

needs_mobi = pytest.mark.skipif(not MOBI.exists(), reason="the shared data are not beside this clone")
needs_olist = pytest.mark.skipif(not OLIST.exists(), reason="the shared data are not beside this clone")

# Items of each construct of the European customer satisfaction index.
ITEMS = {
    "image": [f"IMAG{n}" for n in range(1, 6)],
    "expectation": [f"CUEX{n}" for n in range(1, 4)],
    "quality": [f"PERQ{n}" for n in range(1, 8)],
    "value": ["PERV1", "PERV2"],
    "satisfaction": [f"CUSA{n}" for n in range(1, 4)],
    "complaints": ["CUSCO"],
    "loyalty": [f"CUSL{n}" for n in range(1, 4)],
}


def _rows(file: Path) -> list[dict]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def mobi_items() -> dict[str, np.ndarray]:
    rows = _rows(MOBI)
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


def mobi() -> dict[str, np.ndarray]:
    """The mean of each construct's items, 250 respondents, on 1-10."""
    items = mobi_items()
    return {name: np.mean([items[item] for item in of], axis=0) for name, of in ITEMS.items()}


def olist() -> dict[str, np.ndarray]:
    """Reviews of delivered orders: score, price, freight, and the delivery against what was promised.

    days_late is by the calendar, 0 on the promised day; is_late is by the clock, and the promise ends as that
    day begins. An order may be reviewed more than once; each review counts.
    """
    orders = {row["order_id"]: row for row in _rows(OLIST / "olist_orders_dataset.csv")}
    price, freight = {}, {}
    for row in _rows(OLIST / "olist_order_items_dataset.csv"):
        price[row["order_id"]] = price.get(row["order_id"], 0.0) + float(row["price"])
        freight[row["order_id"]] = freight.get(row["order_id"], 0.0) + float(row["freight_value"])
    found: dict[str, list[float]] = {
        name: [] for name in ("score", "days_late", "is_late", "days_taken", "price", "freight")
    }
    for row in _rows(OLIST / "olist_order_reviews_dataset.csv"):
        order = orders.get(row["order_id"])
        if not order or not order["order_delivered_customer_date"] or row["order_id"] not in price:
            continue
        came, promised, bought = (
            datetime.fromisoformat(order[name])
            for name in (
                "order_delivered_customer_date",
                "order_estimated_delivery_date",
                "order_purchase_timestamp",
            )
        )
        found["score"].append(float(row["review_score"]))
        found["days_late"].append(float((came.date() - promised.date()).days))
        found["is_late"].append(float(came > promised))
        found["days_taken"].append(float((came.date() - bought.date()).days))
        found["price"].append(price[row["order_id"]])
        found["freight"].append(freight[row["order_id"]])
    return {name: np.array(values) for name, values in found.items()}
