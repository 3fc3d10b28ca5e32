"""A firm of sixty customers who came from three sources, with a snapshot that says what each is worth."""

from __future__ import annotations

import json
from datetime import timedelta

import pyarrow as pa
import pytest

from guanxi.web.customers.actions import load_customers
from guanxi.web.insight.actions import load_snapshot
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.planning import groups
from tests.web.insight.conftest import AS_OF, profile_row, publish, store  # noqa: F401  (fixture)

SOURCES = ("fair", "web", "letter")


def source(n: int) -> str | None:
    """Every fourth customer is of a source that nobody wrote down; two came by letter."""
    return None if n % 4 == 0 else "letter" if n in (1, 2) else SOURCES[n % 2]


@pytest.fixture
def firm(db, store, person):  # noqa: F811
    groups._worths.cache_clear()
    said = [{"customer_id": f"K-{n:03}", "source": source(n)} for n in range(60)]
    people = [
        {
            "customer_id": each["customer_id"],
            "name": each["customer_id"],
            "attributes": json.dumps({"source": each["source"]} if each["source"] else {"note": f"n{n}"}),
        }
        for n, each in enumerate(said)
    ]
    store.replace("customers", pa.Table.from_pylist(people))
    load_customers(SYSTEM, [row | {"attributes": json.loads(row["attributes"])} for row in people])
    rows = [
        profile_row(n)
        | {
            "spend": 30.0,
            "lifetime_value": 100.0 + n,
            "expected_spend_365d": 60.0,
            "relation_type": "relational",
            "stage": "lost" if n >= 50 else "maturity",
            "first_purchase_on": AS_OF - timedelta(days=30 if n % 2 else 500),
        }
        for n in range(60)
    ]
    load_snapshot(SYSTEM, publish(store, rows))
    return store
