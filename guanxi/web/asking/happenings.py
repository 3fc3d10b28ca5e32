"""What happened to customers that a rule asks after, read from the facts."""

from __future__ import annotations

from datetime import date, timedelta

import ibis

from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.web.asking.models import Event

DELIVERED = ("delivered", "Delivered", "已送达", "已签收")
DAYS_BACK = 30  # what is older asks nobody any more: the turn that should have asked did not run


def happened(store: Store, event: str, *, on: date, delay_days: int, since: date) -> dict[str, str]:
    """Customers to whom it happened so many days ago, and what it was, as a name that no other has.

    on   the business date; nothing after it counts
    """
    last = on - timedelta(days=delay_days)
    first = max(since, last - timedelta(days=DAYS_BACK))
    table = "complaints" if event == Event.COMPLAINT_CLOSED else "purchases"
    if not store.has(table):
        return {}
    engine = new_engine("duckdb")
    try:
        rows = _rows(store.read(table, engine), event)
        fits = rows.filter(rows.customer_id.notnull(), rows.on.between(first, last))
        found = engine.collect(fits).to_pylist()
    finally:
        engine.close()
    return {row["customer_id"]: f"{event}:{row['key']}"[:120] for row in found}


def _rows(facts: ibis.Table, event: str) -> ibis.Table:
    """customer_id, on, key: one row per event."""
    if event == Event.COMPLAINT_CLOSED:
        return facts.select("customer_id", on=facts.resolved_on, key=facts.complaint_id)
    if event == Event.DELIVERED:
        delivered = facts.filter(facts.order_status.isin(list(DELIVERED)))
        return delivered.group_by("customer_id", key=delivered.order_id).agg(
            on=lambda t: t.purchased_on.max()
        )
    bought = facts.filter(facts.amount > 0)
    first = bought.group_by("customer_id").agg(on=lambda t: t.purchased_on.min())
    return first.mutate(key=first.customer_id)
