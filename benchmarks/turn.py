"""A whole turn over 20 million lines of 2 million customers, against one bare query over the same Parquet.

The query is the least that any answer needs: distinct purchase days and spend per customer, kept in a
temporary table, nothing collected. Each is run in a process of its own, in alternation, on the store's
files; every turn is cold: no snapshot, no prediction, no episode is there before it.

    .venv/bin/python benchmarks/turn.py [--lines 20000000] [--repetitions 5]

Aim: at most 3 times the query, under 8 GiB. Results go to benchmarks/results/turn.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "benchmarks"
RESULT = Path(__file__).parent / "results" / "turn.json"
LINES_PER_CUSTOMER = 10
FIRST_DAY, DAYS = date(2023, 1, 1), 730
LAST_DAY = date(2024, 12, 30)
PACKAGES = ("duckdb", "ibis-framework", "deltalake", "pyarrow", "numpy", "scipy")

# Every random number is a hash of what it belongs to, so that the same rows come out whatever the threads do.
# Hashed twice: of one number with two salts, DuckDB's single hashes are strongly correlated.
ORDERS = """
CREATE MACRO u(a, salt) AS (hash(hash(a, salt)) >> 11)::DOUBLE / 9007199254740992;
CREATE TEMP TABLE orders AS
WITH drawn AS (
    SELECT o,
           -- One order for everybody first; the others fall to few customers, as they do.
           CASE WHEN o < {customers} THEN o ELSE floor({customers} * pow(u(o, 'who'), 2.5))::BIGINT END AS c
    FROM range({orders}) AS r(o)
), lived AS (
    -- A third were customers before the first day.
    SELECT o, c, greatest(0, floor((1.5 * u(c, 'from') - 0.5) * {days} * 0.95))::INT AS born,
           -- Half of them stay to the end, the others leave on some day.
           CASE WHEN u(c, 'stays') < 0.5 THEN {days}
                ELSE born + (({days} - born) * u(c, 'till'))::INT END AS left_on
    FROM drawn
)
SELECT o, c,
       born + floor(u(o, 'when') * (left_on - born))::INT AS day
FROM lived
"""
MONTH = """
SELECT 'O' || lpad(o::VARCHAR, 9, '0') AS order_id,
       line,
       'C' || lpad(c::VARCHAR, 8, '0') AS customer_id,
       DATE '{first}' + day AS purchased_on,
       'P' || (hash(o, line, 'product') % 20000)::VARCHAR AS product_id,
       'category ' || (hash(c, hash(o, line, 'category') % 6) % 40)::VARCHAR AS category,
       (1 + hash(o, line, 'quantity') % 5)::DOUBLE AS quantity,
       CASE WHEN u(o * 8 + line, 'back') < 0.01 THEN -1 ELSE 1 END
           * round(exp(2.5 + 1.2 * u(c, 'wealth') + 1.5 * u(o * 8 + line, 'amount')), 2) AS amount,
       CASE WHEN u(o * 8 + line, 'off') < 0.2
           THEN round(2 * u(o * 8 + line, 'off by'), 2) ELSE 0 END AS discount,
       CASE WHEN u(o * 8 + line, 'coupon') < 0.03 THEN 1.0 ELSE 0 END AS coupon_discount,
       round(exp(2.3 + 1.2 * u(c, 'wealth') + 1.4 * u(o * 8 + line, 'amount')), 2) AS cost,
       'CNY' AS currency,
       'shop ' || (c % 200)::VARCHAR AS place
FROM orders, LATERAL (SELECT unnest(range(1, 2 + o % 4)) AS line)
WHERE day >= {start} AND day < {end}
ORDER BY day, o, line
"""


def generate(store_root: Path, lines: int) -> None:
    """The store of purchases, once: a commit a month, as imports are; kept under .cache for the next run."""
    import duckdb

    from guanxi.facts.store import Store

    aside = store_root.with_suffix(".part")
    shutil.rmtree(aside, ignore_errors=True)
    connection = duckdb.connect()
    customers, orders = lines // LINES_PER_CUSTOMER, lines * 2 // 5  # 2.5 lines an order
    for statement in ORDERS.format(customers=customers, orders=orders, days=DAYS).split(";\n"):
        connection.execute(statement)
    store = Store(aside)
    for start in range(0, DAYS, 30):
        query = MONTH.format(first=FIRST_DAY, start=start, end=min(start + 30, DAYS))
        added = store.append("purchases", connection.execute(query).to_arrow_table())
        print(f"  days {start:3d}..{start + 29:3d}: {added:>9,} lines", flush=True)
    aside.rename(store_root)


def run_turn(store_root: Path) -> dict:
    """One cold turn in this process: seconds, seconds per step, what it found."""
    from guanxi.facts.store import Store
    from guanxi.loop import turn

    for made in ("snapshots", "facts/predictions", "facts/episodes", "facts/measurements"):
        shutil.rmtree(store_root / made, ignore_errors=True)
    start = perf_counter()
    result = turn(Store(store_root))
    seconds = perf_counter() - start
    card = result.snapshot.card
    return {
        "seconds": seconds,
        "steps": result.seconds,
        "opened": result.opened,
        "card": card.get("durations"),
    }


def run_query(store_root: Path) -> dict:
    """The bare query in this process, over the same files."""
    import duckdb
    from deltalake import DeltaTable

    files = DeltaTable(store_root / "facts" / "purchases").file_uris()
    start = perf_counter()
    connection = duckdb.connect()
    connection.execute(
        "CREATE TEMP TABLE answer AS "
        "SELECT customer_id, count(DISTINCT purchased_on) AS days, sum(amount) AS spend "
        "FROM read_parquet($files) GROUP BY customer_id",
        {"files": files},
    )
    seconds = perf_counter() - start
    return {"seconds": seconds, "customers": connection.execute("SELECT count(*) FROM answer").fetchone()[0]}


def apart(what: str, store_root: Path) -> dict:
    """Run one of them in a process of its own; with its peak memory."""
    command = [sys.executable, "-W", "ignore", __file__, "--only", what, "--store", str(store_root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return json.loads(done.stdout.splitlines()[-1])


def compare(store_root: Path, lines: int, repetitions: int) -> dict:
    runs = {"query": [], "turn": []}
    for n in range(repetitions):
        for what in runs:
            runs[what].append(apart(what, store_root))
            seen = runs[what][-1]
            took = f"{seen['seconds']:7.2f} s {seen['cpu_seconds']:7.2f} s of CPU"
            print(f"  {n + 1} {what:<6}{took} {seen['peak_gib']:6.2f} GiB", flush=True)
    query, turn = (median(run["seconds"] for run in runs[what]) for what in runs)
    # Where others share the machine, the CPU's seconds tell more than the clock's.
    cpu_query, cpu_turn = (median(run["cpu_seconds"] for run in runs[what]) for what in runs)
    return {
        "claim": "a whole turn takes at most 3 times the bare query, in under 8 GiB",
        "lines": lines,
        "customers": runs["query"][0]["customers"],
        "repetitions": repetitions,
        "query_seconds": round(query, 2),
        "turn_seconds": round(turn, 2),
        "ratio": round(turn / query, 2),
        "cpu_ratio": round(cpu_turn / cpu_query, 2),
        "peak_gib": max(run["peak_gib"] for run in runs["turn"]),
        "steps": {
            step: round(median(run["steps"][step] for run in runs["turn"]), 2)
            for step in runs["turn"][0]["steps"]
        },
        "runs": {what: [round(run["seconds"], 2) for run in seen] for what, seen in runs.items()},
        "machine": machine(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def machine() -> dict:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    info = Path("/proc/cpuinfo")
    names = (
        [line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line]
        if info.exists()
        else []
    )
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "system": platform.system(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=20_000_000)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--only", choices=("turn", "query"), help="run one of them, in this process")
    parser.add_argument("--store", type=Path)
    asked = parser.parse_args()
    store_root = asked.store or CACHE / f"turn-{asked.lines}"
    if not store_root.exists():
        print(f"making {asked.lines:,} lines, once")
        store_root.parent.mkdir(parents=True, exist_ok=True)
        generate(store_root, asked.lines)
    if asked.only:
        seen = {"turn": run_turn, "query": run_query}[asked.only](store_root)
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = {
            "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
            "peak_gib": round(used.ru_maxrss / 2**20, 2),
        }
        print(json.dumps(seen | spent, default=str))
        return
    result = compare(store_root, asked.lines, asked.repetitions)
    took = f"{result['ratio']} times the query ({result['cpu_ratio']} times its CPU)"
    print(f"a turn takes {took}; peak {result['peak_gib']} GiB")
    if asked.lines == 20_000_000:
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
