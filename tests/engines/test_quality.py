"""The same facts are as good, or as poor, on every engine."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.knowledge.quality import quality

LAST = date(2024, 6, 28)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    """A shop with some of everything that can be amiss."""
    made = Store(tmp_path_factory.mktemp("quality") / "store")
    lines = [
        {
            "order_id": f"o{n // 2}",
            "line": n % 2 + 1,
            "customer_id": None if n // 2 % 5 == 0 else f"c{n % 7}",
            "purchased_on": LAST - timedelta(days=n // 10),
            "product_id": f"p{n % 3}",
            "category": "x" if n % 4 else None,
            "amount": 10.0 if n % 6 < 2 else float(n % 9 - 1),
            "currency": (None, "EUR", "USD")[n % 3],
            "line_kind": (None, "sale", "test", "something new")[n % 4],
        }
        for n in range(600)
    ]
    twice = [lines[12] | {"line": line} for line in (5, 6)] + [lines[20] | {"line": 7, "amount": 1.5}]
    made.replace("purchases", pa.Table.from_pylist(lines + twice))
    customers = [
        {"customer_id": "c1", "name": "Lin Na", "phone": "138-0013-8000"},
        {"customer_id": "c2", "name": "LIN  NA", "phone": "13800138000"},
        {"customer_id": "c3", "name": "Wu Min", "email": "Min@example.com", "phone": None},
        {"customer_id": "c9", "name": "wu min", "email": "min@example.com "},
        {"customer_id": "c4", "name": None, "phone": "13800138000"},
    ]
    columns = ("customer_id", "name", "phone", "email")
    made.replace("customers", pa.Table.from_pylist([{c: row.get(c) for c in columns} for row in customers]))
    return made


@pytest.fixture(scope="module")
def on_duckdb(store):
    engine = new_engine("duckdb")
    yield quality(store, engine, as_of=LAST)
    engine.close()


def test_the_same_is_counted_everywhere(engine, store, on_duckdb):
    assert quality(store, engine, as_of=LAST) == on_duckdb


def test_there_is_something_of_everything_to_count(on_duckdb):
    lines, customers = on_duckdb.purchases, on_duckdb.customers
    assert lines.equal_lines == 2
    assert lines.orders_without_customer and lines.customers_unknown.ids and len(lines.currencies) == 3
    assert {each.key for each in lines.kinds} == {None, "sale", "test", "other"}
    assert (customers.alike, customers.without_name) == (2, 1)
