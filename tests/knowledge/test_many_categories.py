"""A customer of a supermarket buys from hundreds of categories, and each of them counts."""

from datetime import date

import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine
from guanxi.facts.table import fact_table
from guanxi.knowledge.history import history


@pytest.mark.parametrize("categories", [1, 62, 63, 127, 128, 300, 1000])
def test_every_category_counts_however_many_there_are(categories):
    engine = new_engine("duckdb")
    lines = [
        {
            "order_id": "o",
            "line": n,
            "customer_id": "c",
            "purchased_on": date(2025, 1, 1),
            "amount": 1.0,
            "category": f"category {n}",
        }
        for n in range(categories)
    ]
    purchases = engine.table(pa.Table.from_pylist(lines, schema=fact_table("purchases").schema))
    found = engine.collect(history(purchases, as_of=date(2025, 1, 1), engine=engine).table)
    engine.close()
    assert found["categories_365d"].to_pylist() == [categories]
