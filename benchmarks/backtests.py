"""Which model earns its place on real order books, and whether the degenerate one is caught?

    .venv/bin/python benchmarks/backtests.py [FILE] [--only NAME] [--customers N]

FILE (or ONLINE_RETAIL=FILE) is UCI Online Retail, Parquet or CSV, which is not part of the repository.
Without it, its two entries are left as they are. The firms:

    grocer      the Complete Journey, as `guanxi demo` loads it
    cdnow       the 1/10 sample the models were published on
    trader      guanxi's synthetic trader: every company buys in a rhythm of its own, regularity is the truth
    retail      Online Retail as an import reads it: stock lines, corrections and cancelled pairs by the rules
    wholesale   its customers who take 50 units a line or more: few, with large and regular orders
    many        N simulated customers (default 1,000,000), for time and memory; only with --only many

Results go to benchmarks/results/backtests.json: the verdict, who stands where, what was refused, the seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import polars as pl
import pyarrow as pa
from online_retail import RULES, facts
from turn import machine

from guanxi.distribution.backtests import backtest
from guanxi.engines import engine as new_engine
from guanxi.sentences import say
from guanxi.sources import firm, grocer
from guanxi.sources.rules import classify, link, repeats

RESULT = Path(__file__).resolve().parent / "results" / "backtests.json"
WHOLESALE = 50  # units a line
SEED = 2005


def main() -> int:
    asked = _asked()
    results = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    for name, lines in _firms(asked).items():
        if asked.only in (None, name):
            results[name] = _tested(name, lines())
            RESULT.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", default=os.environ.get("ONLINE_RETAIL"))
    parser.add_argument("--only")
    parser.add_argument("--customers", type=int, default=1_000_000)
    return parser.parse_args()


def _firms(asked: argparse.Namespace) -> dict[str, Callable[[], pa.Table]]:
    found = {"grocer": grocer.purchases, "cdnow": _cdnow, "trader": lambda: firm.simulate().purchases}
    if asked.file:
        found["retail"] = lambda: _retail(Path(asked.file)).to_arrow()
        found["wholesale"] = lambda: _wholesale(_retail(Path(asked.file))).to_arrow()
    if asked.only == "many":
        found["many"] = lambda: _many(asked.customers)
    return found


def _cdnow() -> pa.Table:
    found = find_spec("lifetimes")  # found, not imported: it does not run on current numpy
    file = Path(found.submodule_search_locations[0]) / "datasets" / "CDNOW_sample.txt"
    rows = [line.split() for line in file.read_text().splitlines() if line.strip()]
    lines = pl.DataFrame(
        {
            "customer_id": [r[0] for r in rows],
            "day": [r[2] for r in rows],
            "amount": [float(r[4]) for r in rows],
        }
    )
    return lines.with_columns(purchased_on=pl.col("day").str.to_date("%Y%m%d")).drop("day").to_arrow()


def _retail(path: Path) -> pl.DataFrame:
    rows = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, try_parse_dates=True)
    lines = facts(rows)
    lines = lines.hstack(classify(lines, RULES)).with_columns(repeats(rows))
    return lines.hstack(link(lines).new)


def _wholesale(lines: pl.DataFrame) -> pl.DataFrame:
    bought = lines.filter((pl.col("amount") > 0) & pl.col("customer_id").is_not_null())
    units = bought.group_by("customer_id").agg(pl.col("quantity").mean())
    return lines.join(units.filter(pl.col("quantity") >= WHOLESALE).select("customer_id"), on="customer_id")


def _many(customers: int) -> pa.Table:
    """Two years of BG/NBD customers who arrive over the first year, one line a purchase."""
    rng = np.random.default_rng(SEED)
    rate, stop = rng.gamma(0.8, 1 / 30, customers), rng.beta(0.8, 3, customers)
    usual = rng.gamma(5, 1, customers) * 20
    now, who = rng.uniform(0, 365, customers), np.arange(customers)
    first, columns = now.copy(), []
    while len(who):
        columns.append((who, now[who].astype(np.int64)))
        stays = (now[who] == first[who]) | (rng.random(len(who)) >= stop[who])
        who = who[stays]
        now[who] += rng.exponential(1 / rate[who])
        who = who[now[who] < 730]
    who, day = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    amount = rng.gamma(4, 1, len(who)) * usual[who] / 4
    last = date(2025, 12, 31)
    return pa.table(
        {
            "customer_id": pa.array(who).cast(pa.string()),
            "purchased_on": pa.array(
                (np.datetime64(last - timedelta(days=729)) + day).astype("datetime64[D]")
            ),
            "amount": amount.round(2),
        }
    )


def _tested(name: str, lines: pa.Table) -> dict:
    as_of = max(day for day in lines["purchased_on"].unique().to_pylist())
    began, worked = perf_counter(), process_time()
    with closing(new_engine()) as engine:
        found = backtest(engine.table(lines), as_of=as_of, engine=engine).as_dict()
    seconds = round(perf_counter() - began, 1)
    _print(name, found, seconds)
    return {
        "lines": lines.num_rows,
        "customers": max(row["customers"] for row in found["scores"]),
        "seconds": seconds,
        "processor_seconds": round(process_time() - worked, 1),
        "load_average": os.getloadavg()[0],
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "machine": machine(),
        "versions": {"python": platform.python_version()}
        | {n: version(n) for n in ("numpy", "scipy", "duckdb", "ibis-framework")},
        **{key: found[key] for key in ("as_of", "origins", "horizons_days", "fitted", "refused", "notes")},
        "chosen": found["chosen"]
        | {"sentence": say(found["chosen"]["code"], "en", **found["chosen"]["facts"])},
        "scores": found["scores"],
    }


def _print(name: str, found: dict, seconds: float) -> None:
    print(f"\n{name}: as of {found['as_of']}, origins {', '.join(found['origins'])}, {seconds} s", flush=True)
    for row in found["chosen"]["standing"]:
        error, ratio = (row[key] or float("nan") for key in ("error", "ratio_to_naive"))
        print(f"  {row['model']:<20}{error:>12.2f}{ratio:>8.3f}")
    for row in found["refused"]:
        print(f"  refused {row['origin']} {row['model']}: {row['code']} {row['facts']}")
    print("  " + say(found["chosen"]["code"], "en", **found["chosen"]["facts"]))


if __name__ == "__main__":
    sys.exit(main())
