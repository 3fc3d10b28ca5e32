"""A small firm whose snapshot is published and loaded: two reps, a pool, unknown values."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from guanxi.facts.firm import Firm, write_firm
from guanxi.facts.store import Store
from guanxi.web.customers.actions import load_customers
from guanxi.web.insight.actions import load_snapshot
from guanxi.web.kit.actions import SYSTEM
from tests.web.put_back import put_back

AS_OF = date(2024, 6, 28)
WARNINGS, QUADRANTS, TIERS = ("none", "watch", "act"), "ABCD", ("platinum", "gold", "iron", "lead")


def profile_row(n: int) -> dict:
    """Customer n: ties in spend, every third profit unknown, every fifth lifetime value unknown."""
    return {
        "customer_id": f"K-{n:03}",
        "first_purchase_on": AS_OF - timedelta(days=400 + n),
        "last_purchase_on": AS_OF - timedelta(days=n % 40),
        "days_since_last": n % 40,
        "purchase_days": 3 + n % 7,
        "purchase_days_365d": 2 + n % 7,
        "spend": 100.0 * (n % 9),
        "spend_365d": 80.0 * (n % 9),
        "profit_365d": None if n % 3 == 0 else 10.0 * n,
        "cycle_days": 30,
        "days_overdue": n % 40 - 30,
        "warning": WARNINGS[n % 3],
        "value_at_risk": 80.0 * (n % 9) if n % 3 else 0.0,
        "r_score": 1 + n % 5,
        "f_score": 1 + n % 4,
        "m_score": 1 + n % 3,
        "rfm_segment": "loyal",
        "lifetime_value": None if n % 5 == 0 else 50.0 * n,
        "lifetime_value_low": None if n % 5 == 0 else 20.0 * n,
        "lifetime_value_high": None if n % 5 == 0 else 90.0 * n,
        "p_alive": (n % 10) / 10,
        "loyalty_index": float(n % 100),
        "value_index": float((7 * n) % 100),
        "quadrant": QUADRANTS[n % 4],
        "tier": TIERS[n % 4],
        "stage": "maturity",
        "promotion_share": (n % 4) / 4,
    }


def publish(store: Store, rows: list[dict], *, as_of: date = AS_OF, name: str = "test") -> str:
    """Put a snapshot of these rows where a turn would put it."""
    snapshot_id = f"{as_of}-{name}"
    folder = Path(store.root) / "snapshots" / snapshot_id
    (folder / "profile").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows), folder / "profile" / "part-0.parquet")
    card = {
        "snapshot_id": snapshot_id,
        "as_of": as_of.isoformat(),
        "published_at": "2024-06-29T01:00:00+00:00",
        "method_version": "1",
        "totals": {"customers": len(rows), "spend_365d": sum(row["spend_365d"] for row in rows)},
        "cuts": {
            "quadrant": {"rule": "median", "cuts": {"loyalty_index": 50.0, "value_index": 50.0}},
            "rfm": [
                {
                    "score": "r_score",
                    "column": "days_since_last",
                    "smaller_is_better": True,
                    "within": [],
                    "cuts": [30, 20, 10, 5],
                }
            ],
        },
        "models": [],
    }
    (folder / "card.json").write_text(json.dumps(card), "utf-8")
    return snapshot_id


@pytest.fixture
def store(settings, tmp_path) -> Store:
    settings.GUANXI_STORE = tmp_path / "store"
    store = Store(settings.GUANXI_STORE)
    write_firm(store, Firm(key="test", name_en="Test firm", name_zh="测试企业", currency="EUR"))
    return store


@pytest.fixture
def firm(db, store, person) -> Callable[..., str]:
    """firm(60): so many customers, dealt to "rep", "other" and the pool in turn; the snapshot's id."""

    def make(customers: int = 60) -> str:
        return put_back(f"insight {customers}", store.root, lambda: load(customers))

    def load(customers: int) -> str:
        person("rep")
        person("rep", "other")
        owners = ("rep", "other", None)
        load_customers(
            SYSTEM,
            [
                {"customer_id": f"K-{n:03}", "name": f"Firm {n:03}", "city": "苏州", "owner": owners[n % 3]}
                for n in range(customers)
            ],
        )
        store.append("purchases", purchases(customers))
        snapshot_id = publish(store, [profile_row(n) for n in range(customers)])
        load_snapshot(SYSTEM, snapshot_id)
        return snapshot_id

    return make


def purchases(customers: int) -> pa.Table:
    """Three orders for everybody, the newest on the last purchase day, one line of it a return."""
    rows = []
    for n in range(customers):
        for back in (0, 30, 60):
            day = AS_OF - timedelta(days=n % 40 + back)
            line = {"order_id": f"K-{n:03}-{back}", "customer_id": f"K-{n:03}", "purchased_on": day}
            rows.append(line | {"line": 1, "amount": 50.0, "category": "c", "discount": 0.0})
            rows.append(line | {"line": 2, "amount": -5.0, "category": "c", "discount": 0.0})
    return pa.Table.from_pylist(rows)
