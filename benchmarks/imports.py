"""Imports of 20 million purchase lines of 2 million customers, against the least that their work needs.

    .venv/bin/python benchmarks/imports.py [--lines 20000000] [--repetitions 3] [--folder DIR]

    from Parquet     at most 4 times what `deltalake.write_deltalake` takes for the same rows, which it has in
                     memory with the months it cuts them by (that it takes itself, once it is called)
    from CSV         at most 3 times what polars takes to read it and to write Parquet
    the same again   at most 1/3 of the first import: the same file; also read all the same (--again), and the
                     same rows in a file of other bytes
    a day            20,000 lines, a twentieth of them corrections of lines of the last month: at most 1/5 of
                     the first import; also against what `write_deltalake` takes
    a full scan      through Store.read, with the aggregate a turn begins with: at most 1.2 times the same of
                     one plain Parquet file
All under 8 GiB. Each is run in a process of its own, what is compared in turn; the import is `run_import`,
the way of `guanxi import` and of the browser, from the file's bytes to the last of its bookkeeping.
The rows are those of benchmarks/turn.py in the order of their days, as an export is. Results go to
benchmarks/results/imports.json.
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
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parent))
import turn

ROOT = Path(__file__).resolve().parent.parent
RESULT = Path(__file__).parent / "results" / "imports.json"
PACKAGES = ("duckdb", "polars", "deltalake", "pyarrow", "numpy", "ibis-framework")
TODAY = date(2025, 1, 15)
FILE, TABLE, COPY, DAY = "lines.parquet", "lines.csv", "copy.parquet", "day.csv"
STORE, CSV_STORE, OUT = "store", "store-csv", "out"
DAY_ROWS, CORRECTED = 20_000, 1_000
AIMS = {
    "parquet / write": 4.0,
    "csv / polars": 3.0,
    "known / parquet": 1 / 3,
    "day / parquet": 1 / 5,
    "scan / plain": 1.2,
}
TOLD = {  # ratios without an aim
    "again / parquet": ("again", "parquet"),
    "copy / parquet": ("copy", "parquet"),
    "parquet / streamed write": ("parquet", "streamed"),
    "day / write": ("day", "write"),
}
AGGREGATE = (
    "SELECT customer_id, count(DISTINCT purchased_on), sum(amount) FROM read_parquet($file) GROUP BY 1"
)


def generate(folder: Path, lines: int) -> None:
    """The files, once; kept for the next run."""
    import duckdb

    aside = folder.with_suffix(".part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    connection = duckdb.connect()
    customers, orders = lines // turn.LINES_PER_CUSTOMER, lines * 2 // 5
    for statement in turn.ORDERS.format(customers=customers, orders=orders, days=turn.DAYS).split(";\n"):
        connection.execute(statement)
    rows = turn.MONTH.format(first=turn.FIRST_DAY, start=0, end=turn.DAYS)
    connection.execute(f"COPY ({rows}) TO '{aside / FILE}' (FORMAT parquet)")
    lines_of = f"FROM '{aside / FILE}'"
    connection.execute(f"COPY ({lines_of}) TO '{aside / TABLE}' (HEADER)")
    connection.execute(f"COPY ({lines_of}) TO '{aside / COPY}' (FORMAT parquet, COMPRESSION zstd)")
    # New orders of the next day in the shape of old ones, and lines of the last month with another amount.
    newest = f"{lines_of} ORDER BY hash(order_id, line)"
    connection.execute(
        f"COPY (SELECT * REPLACE ('N' || order_id AS order_id, DATE '{turn.LAST_DAY}' + 2 AS purchased_on) "
        f"FROM ({newest} LIMIT {DAY_ROWS - CORRECTED}) UNION ALL SELECT * REPLACE (amount + 1 AS amount) "
        f"FROM (SELECT * {lines_of} WHERE purchased_on > DATE '{turn.LAST_DAY}' - 30 "
        f"ORDER BY hash(line, order_id) LIMIT {CORRECTED})) TO '{aside / DAY}' (HEADER)"
    )
    aside.rename(folder)


# -- what is measured: each prepares, and gives back what is timed --------------------------------------


def write(folder: Path) -> Callable[[], dict]:
    """`write_deltalake` alone: the rows in memory, with their month."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    from deltalake import write_deltalake

    rows = pq.read_table(folder / FILE)
    rows = rows.append_column("month", pc.strftime(rows["purchased_on"], format="%Y-%m"))
    fresh = _fresh(folder / OUT)
    return lambda: write_deltalake(fresh, rows, partition_by=["month"])


def streamed(folder: Path) -> Callable[[], dict]:
    """`write_deltalake` of rows that are read from the Parquet file while it writes."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    from deltalake import write_deltalake

    fresh = _fresh(folder / OUT)

    def work() -> None:
        source = pq.ParquetFile(folder / FILE)
        schema = source.schema_arrow.append(pa.field("month", pa.string()))
        batches = (
            pa.RecordBatch.from_arrays(
                [*batch.columns, pc.strftime(batch["purchased_on"], format="%Y-%m")], schema=schema
            )
            for batch in source.iter_batches(250_000)
        )
        write_deltalake(fresh, pa.RecordBatchReader.from_batches(schema, batches), partition_by=["month"])

    return work


def polars(folder: Path) -> Callable[[], dict]:
    """polars reads the CSV and writes Parquet; both as it does without being told more."""
    import polars as pl

    out = _fresh(folder / OUT).with_suffix(".parquet")
    return lambda: pl.read_csv(folder / TABLE, try_parse_dates=True).write_parquet(out)


def parquet(folder: Path) -> Callable[[], dict]:
    return _importing(folder, FILE, _fresh(folder / STORE))


def csv(folder: Path) -> Callable[[], dict]:
    return _importing(folder, TABLE, _fresh(folder / CSV_STORE))


def known(folder: Path) -> Callable[[], dict]:
    return _importing(folder, FILE, folder / STORE)


def again(folder: Path) -> Callable[[], dict]:
    return _importing(folder, FILE, _linked(folder / STORE), again=True)


def copy(folder: Path) -> Callable[[], dict]:
    return _importing(folder, COPY, _linked(folder / STORE))


def day(folder: Path) -> Callable[[], dict]:
    return _importing(folder, DAY, _linked(folder / STORE))


def scan(folder: Path) -> Callable[[], dict]:
    from guanxi.engines import engine as new_engine
    from guanxi.facts.store import Store

    engine = new_engine("duckdb")

    def work() -> None:
        rows = Store(folder / STORE).read("purchases", engine)
        engine.keep(
            rows.group_by("customer_id").aggregate(days=rows.purchased_on.nunique(), spend=rows.amount.sum())
        )

    return work


def plain(folder: Path) -> Callable[[], dict]:
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    given = {"file": str(folder / FILE)}
    return lambda: connection.execute(f"CREATE TEMP TABLE answer AS {AGGREGATE}", given) and None


def _importing(folder: Path, name: str, store_root: Path, **settings) -> Callable[[], dict]:
    from guanxi.engines import engine as new_engine
    from guanxi.facts.changes import new_change_id
    from guanxi.facts.store import Store
    from guanxi.sources.imports import ImportSettings, run_import
    from guanxi.sources.imports.origin import from_places

    new_engine("duckdb").close()
    at = datetime.now(UTC)

    def work() -> dict:
        result = run_import(
            Store(store_root),
            from_places(str(folder / name)),
            ImportSettings(**settings),
            change_id=new_change_id(at),
            by="benchmark",
            at=at,
            today=TODAY,
        )
        done = {name: getattr(result.change, name) for name in ("inserted", "updated", "unchanged")}
        return {"steps": result.seconds, "rows": result.rows_kept, "was_known": result.was_known} | done

    return work


def _fresh(path: Path) -> Path:
    shutil.rmtree(path, ignore_errors=True)
    return path


def _linked(store_root: Path) -> Path:
    """The store as another one, to be changed: its files are never written in place."""
    return shutil.copytree(store_root, _fresh(store_root.with_name("store-changed")), copy_function=os.link)


MEASURES = {
    one.__name__: one for one in (write, streamed, parquet, known, day, polars, csv, plain, scan, again, copy)
}
ONCE = ("streamed", "again", "copy")  # long, and without an aim


def run(what: str, folder: Path) -> dict:
    """One of them in this process."""
    work = MEASURES[what](folder)
    load, start, used = os.getloadavg()[0], perf_counter(), process_time()
    told = work() or {}
    seconds, cpu = perf_counter() - start, process_time() - used
    peak = _peak_kib() / 2**20
    measured = {"seconds": round(seconds, 3), "cpu_seconds": round(cpu, 3), "peak_gib": round(peak, 2)}
    return measured | {"load": round(load, 1)} | told


def _peak_kib() -> int:
    """The most memory this process held; what getrusage says begins with that of the process it is from."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(next(line for line in status.read_text().splitlines() if "VmHWM" in line).split()[1])


def apart(what: str, folder: Path) -> dict:
    command = [sys.executable, "-W", "ignore", __file__, "--only", what, "--folder", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    seen = json.loads(done.stdout.splitlines()[-1])
    print(f"  {what:<9}{json.dumps(seen)}", flush=True)
    return seen


def compare(folder: Path, lines: int, repetitions: int, asked: list[str]) -> dict:
    runs: dict[str, list[dict]] = {what: [] for what in asked}
    for n in range(repetitions):
        for what in asked:
            if what not in ONCE or n == repetitions - 1:
                runs[what].append(apart(what, folder))
    ratios = {name: name.split(" / ") for name in AIMS} | TOLD
    there = {name: pair for name, pair in ratios.items() if {*pair} <= {*runs}}
    found = {
        name: {
            "ratio": _ratio(runs, *pair, "seconds"),
            "cpu_ratio": _ratio(runs, *pair, "cpu_seconds"),
            "aim": round(AIMS[name], 3) if name in AIMS else None,
        }
        for name, pair in there.items()
    }
    return {
        "lines": lines,
        "customers": lines // turn.LINES_PER_CUSTOMER,
        "repetitions": repetitions,
        "ratios": found,
        "peak_gib": {what: max(seen["peak_gib"] for seen in all_seen) for what, all_seen in runs.items()},
        "seconds": {what: _median(all_seen, "seconds") for what, all_seen in runs.items()},
        "runs": runs,
        "machine": turn.machine(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _median(seen: list[dict], name: str) -> float:
    return round(median(one[name] for one in seen), 3)


def _ratio(runs: dict, above: str, below: str, name: str) -> float:
    return round(_median(runs[above], name) / _median(runs[below], name), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=20_000_000)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the files and stores are kept")
    parser.add_argument("--measures", default=",".join(MEASURES), help="of these only, by comma")
    parser.add_argument("--only", choices=MEASURES, help="one of them, in this process")
    asked = parser.parse_args()
    folder = asked.folder or turn.CACHE / f"imports-{asked.lines}"
    if asked.only:
        print(json.dumps(run(asked.only, folder)))
        return
    if not folder.exists():
        print(f"making {asked.lines:,} lines, once", flush=True)
        generate(folder, asked.lines)
    measures = asked.measures.split(",")
    result = compare(folder, asked.lines, asked.repetitions, measures)
    for name, found in result["ratios"].items():
        aim = found["aim"]
        verdict = "" if aim is None else f"  aim {aim}: {'met' if found['ratio'] <= aim else 'MISSED'}"
        print(f"{name:<26}{found['ratio']:7.3f}  of CPU {found['cpu_ratio']:7.3f}{verdict}")
    print(f"peak memory, GiB: {result['peak_gib']}")
    if asked.lines == 20_000_000 and {*measures} == {*MEASURES}:
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
