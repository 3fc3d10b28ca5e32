"""Whose order was taken back: what takes an order back often names the order and not the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guanxi.engines import engine as new_engine

if TYPE_CHECKING:
    from guanxi.facts.store import Store


def name_customers(store: Store, rows: list[dict[str, Any]]) -> None:
    """Give purchases that reverse an order the customer of that order, where they name none.

    The order is looked for among the rows themselves, then in the store; a line whose order is in neither
    stays without a customer.
    """
    nameless = [row for row in rows if row.get("reverses_order_id") and not row.get("customer_id")]
    if not nameless:
        return
    whose = {row["order_id"]: row["customer_id"] for row in rows if row.get("customer_id")}
    missing = {row["reverses_order_id"] for row in nameless} - whose.keys()
    if missing and store.has("purchases"):
        whose |= _in_store(store, sorted(missing))
    for row in nameless:
        if customer := whose.get(row["reverses_order_id"]):
            row["customer_id"] = customer


def _in_store(store: Store, orders: list[str]) -> dict[str, str]:
    session = new_engine("duckdb")
    try:
        read = store.read("purchases", session, resolve=False)
        held = read.filter(lambda t: t.order_id.isin(orders) & t.customer_id.notnull())
        found = session.collect(held.select("order_id", "customer_id").distinct())
    finally:
        session.close()
    return dict(zip(found["order_id"].to_pylist(), found["customer_id"].to_pylist(), strict=True))
