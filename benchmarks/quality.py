"""Looking through 20 million order lines and 1 million customers, against one bare aggregate of the lines.

The aggregate is the least that any look needs: how many rows of every column say something, in one query.
Both read the same Parquet, in alternation, in one process.

    .venv/bin/python benchmarks/quality.py [--lines 20000000] [--repetitions 3]

Aim: at most 15 seconds. A look also counts orders, repeated lines and loose ends, which one aggregate cannot:
finding lines that repeat is half of its time.
Results go to benchmarks/results/quality.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import tempfile
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
import pyarrow as pa

from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.facts.table import fact_table
from guanxi.knowledge.quality import quality
from guanxi.knowledge.quality.found import Quality

RESULT = Path(__file__).parent / "results" / "quality.json"
CUSTOMERS, LAST = 1_000_000, date(2024, 12, 31)
# Five lines an order, three orders in a hundred nobody's, a tenth of the customers not among the customers.
LINES = """
COPY (SELECT 'O' || (i // 5) AS order_id, (i % 5 + 1)::BIGINT AS line,
             CASE WHEN (i // 5) % 100 >= 3 THEN 'C' || (hash(i // 5) % {customers}) END AS customer_id,
             (DATE '2022-01-02' + (i * 1095 // {lines})::INT)::DATE AS purchased_on,
             'P' || (hash(i) % 20000) AS product_id, 'c' || (hash(i) % 40) AS category,
             (hash(i + 1) % 5 + 1)::DOUBLE AS quantity, (hash(i + 2) % 10000 / 100)::DOUBLE AS amount,
             0.0::DOUBLE AS discount, NULL::DOUBLE AS coupon_discount, 1.0::DOUBLE AS cost, 'EUR' AS currency,
             NULL::VARCHAR AS reverses_order_id, 'shop ' || (hash(i // 5) % 9) AS place,
             'Product ' || (hash(i) % 20000) AS description, NULL::VARCHAR AS order_status,
             NULL::VARCHAR AS line_kind, NULL::BOOLEAN AS is_reversed
      FROM range({lines}) AS r(i)) TO '{path}' (FORMAT parquet)"""


class Held(Store):
    """A store whose order lines are one Parquet file: what is measured is the look, not the writing."""

    def __init__(self, root: Path, lines: Path) -> None:
        super().__init__(root)
        self.lines = lines

    def has(self, table: str) -> bool:
        return table == "purchases" or super().has(table)

    def version(self, table: str) -> int:
        return 0 if table == "purchases" else super().version(table)

    def read(self, table: str, engine, **how):
        return engine.scan([str(self.lines)]) if table == "purchases" else super().read(table, engine, **how)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--lines", type=int, default=20_000_000)
    asked.add_argument("--repetitions", type=int, default=3)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="guanxi-quality-") as folder:
        store = prepare(Path(folder), options.lines)
        runs = [(bare(store.lines), looked(store)) for _ in range(options.repetitions)]
    query, look = (median(times) for times in zip(*runs, strict=True))
    report(options.lines, query, look)


def prepare(folder: Path, lines: int) -> Held:
    path = folder / "lines.parquet"
    duckdb.connect().execute(LINES.format(customers=CUSTOMERS, lines=lines, path=path))
    store = Held(folder / "store", path)
    known = range(CUSTOMERS * 9 // 10)
    columns = {
        "customer_id": [f"C{n}" for n in known],
        "name": [f"Name {n % 800_000}" for n in known],
        "phone": [f"1380{n % 800_000:07}" for n in known],
    }
    store.replace("customers", pa.table(columns))
    return store


def bare(lines: Path) -> float:
    counts = ", ".join(f"count({name})" for name in fact_table("purchases").columns)
    start = perf_counter()
    duckdb.connect().execute(f"SELECT {counts} FROM read_parquet('{lines}')").fetchall()
    return perf_counter() - start


def looked(store: Held) -> float:
    engine, start = new_engine("duckdb"), perf_counter()
    found: Quality = quality(store, engine, as_of=LAST)
    seconds = perf_counter() - start
    engine.close()
    assert found.purchases.orders_without_customer, "every hundredth order or more is nobody's"
    return seconds


def report(lines: int, query: float, look: float) -> None:
    found = {
        "lines": lines,
        "customers": CUSTOMERS * 9 // 10,
        "bare_seconds": round(query, 2),
        "look_seconds": round(look, 2),
        "times": round(look / query, 1),
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in ("duckdb", "ibis-framework", "deltalake")},
        "at": datetime.now(UTC).date().isoformat(),
    }
    RESULT.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
