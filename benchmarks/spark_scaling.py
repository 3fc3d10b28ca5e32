"""One whole turn at 1 to 20 million lines, on DuckDB and on a Spark cluster: does it grow in a straight line?

The cluster is a real one on this machine: a master and two workers of one core each. Every turn is cold and
runs in a process of its own, first on one engine, then on the other, over the same store; both should publish
the same rows (of tens of millions of numbers some lie at a rounding: there a fingerprint differs by chance).
Spark's figures are from its own event log.

    .venv/bin/python benchmarks/spark_scaling.py [--lines 1000000 2000000 ...] [--limit 1800] [--memory 2g]

Of each run: seconds by the clock, seconds of processors, bytes read, bytes shuffled, peak memory. A straight
line is laid through them; docs/decisions/0010-ten-thousand-million-lines.md reckons with its slopes. Where
others share the machine, believe the seconds of processors. What both published is compared row by row too.
Results go to benchmarks/results/spark_scaling.json.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from turn import CACHE, LINES_PER_CUSTOMER, generate, machine  # noqa: E402

RESULT = Path(__file__).parent / "results" / "spark_scaling.json"
SIZES = (1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000)
ENGINES = ("duckdb", "spark")
PACKAGES = ("duckdb", "pyspark", "ibis-framework", "deltalake", "pyarrow")
MIB = 2**20
FITTED = ("cpu_seconds", "seconds", "read_mib", "shuffle_mib", "peak_mib")


def run(name: str, store_root: Path, master: str | None, logs: Path | None) -> dict:
    """One cold turn in this process, and what it cost."""
    from guanxi.distribution.fingerprint import fingerprint
    from guanxi.facts.store import Store
    from guanxi.loop import turn

    for made in ("snapshots", "facts/predictions", "facts/episodes", "facts/measurements"):
        shutil.rmtree(store_root / made, ignore_errors=True)
    engine = on_cluster(master, logs) if name == "spark" else on_duckdb()
    read, start = own_reads(), perf_counter()
    result = turn(Store(store_root), engine=engine)
    spent = {"seconds": perf_counter() - start, "steps": result.seconds, "opened": result.opened}
    spent |= cost_here(read)
    if name == "spark":
        spent |= driver_jvm(engine)
    engine.close()
    if name == "spark":
        engine.session.stop()
    card = result.snapshot.card
    published = store_root.with_name(f"{store_root.name}-{name}")
    shutil.rmtree(published, ignore_errors=True)
    shutil.copytree(Path(result.snapshot.files[0]).parent, published)
    return spent | {
        "customers": card["totals"]["customers"],
        "fingerprint": fingerprint(result.snapshot.files),
        "snapshot_id": result.snapshot.id,
    }


def on_duckdb():
    from guanxi.engines import engine

    return engine("duckdb")


def on_cluster(master: str, logs: Path):
    from pyspark.sql import SparkSession

    from guanxi.engines.spark import SparkEngine

    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": os.environ.get("GUANXI_SPARK_PARTITIONS", "8"),
        "spark.executor.memory": os.environ["EXECUTOR_MEMORY"],
        "spark.eventLog.enabled": "true",
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.dir": f"file://{logs}",
        "spark.local.dir": str(logs),
        "spark.sql.warehouse.dir": str(logs / "warehouse"),
        "spark.ui.enabled": "false",
    }
    builder = SparkSession.builder.master(master).appName("guanxi scaling")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return SparkEngine(builder.getOrCreate())


def own_reads() -> int:
    """Bytes that this process read so far, from disk or from the system's cache of it."""
    told = Path("/proc/self/io")
    return int(told.read_text().split()[1]) if told.exists() else 0


def cost_here(read_before: int) -> dict:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "read_mib": (own_reads() - read_before) / MIB,
        "peak_mib": used.ru_maxrss / 1024,
    }


def driver_jvm(engine) -> dict:
    """Peak memory and processor seconds of the driver's Java."""
    told = Path(f"/proc/{engine.session.sparkContext._gateway.proc.pid}")
    if not told.exists():
        return {}
    status, stat = (told / "status").read_text(), (told / "stat").read_text().rsplit(")", 1)[1].split()
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    ticks = int(stat[11]) + int(stat[12])
    return {"driver_jvm_mib": int(peak) / 1024, "driver_jvm_cpu_seconds": ticks / os.sysconf("SC_CLK_TCK")}


def event_log(logs: Path) -> dict:
    """What the executors did, summed over their tasks."""
    file = next(
        path for path in logs.rglob("*") if path.is_file() and path.name.startswith(("app-", "events_"))
    )
    total = dict.fromkeys(
        ("tasks", "executor_cpu_seconds", "read_mib", "kept_mib", "shuffle_mib", "spilled_mib"), 0
    )
    kinds, heaps = {}, {}
    with open(file) as lines:
        for event in map(json.loads, lines):
            if event["Event"] == "SparkListenerStageSubmitted":
                info = event["Stage Info"]
                scopes = {
                    json.loads(rdd["Scope"])["name"].strip() for rdd in info["RDD Info"] if "Scope" in rdd
                }
                kinds[info["Stage ID"]] = "kept_mib" if "InMemoryTableScan" in scopes else "read_mib"
            elif event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
                add_task(event, kinds, total, heaps)
    total["executor_peak_mib"] = max(heaps.values(), default=0)
    return total


def add_task(event: dict, kinds: dict, total: dict, heaps: dict) -> None:
    spent = event["Task Metrics"]
    total["tasks"] += 1
    total["executor_cpu_seconds"] += (
        spent["Executor CPU Time"] + spent["Executor Deserialize CPU Time"]
    ) / 1e9
    total[kinds.get(event["Stage ID"], "read_mib")] += spent["Input Metrics"]["Bytes Read"] / MIB
    total["shuffle_mib"] += spent["Shuffle Write Metrics"]["Shuffle Bytes Written"] / MIB
    total["spilled_mib"] += spent["Disk Bytes Spilled"] / MIB
    memory = event.get("Task Executor Metrics") or {}
    executor = event["Task Info"]["Executor ID"]
    peak = (memory.get("JVMHeapMemory", 0) + memory.get("JVMOffHeapMemory", 0)) / MIB
    heaps[executor] = max(heaps.get(executor, 0), peak)


def apart(name: str, store_root: Path, asked: argparse.Namespace, master: str | None = None) -> dict:
    """One turn in a process of its own; how it ended where it did not end well."""
    with tempfile.TemporaryDirectory() as logs:
        command = [sys.executable, "-W", "ignore", __file__, "--only", name, "--store", str(store_root)]
        command += ["--master", master, "--logs", logs] if master else []
        settings = os.environ | {"EXECUTOR_MEMORY": executor_memory(asked.memory)}
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, cwd=ROOT, timeout=asked.limit, env=settings
            )
        except subprocess.TimeoutExpired:
            return {"stopped": f"after {asked.limit} seconds"}
        if done.returncode:
            return {"stopped": done.stderr.strip().splitlines()[-1]}
        seen = json.loads(done.stdout.splitlines()[-1])
        return with_executors(seen, event_log(Path(logs))) if master else seen


def with_executors(driver: dict, executors: dict) -> dict:
    """Processors and bytes of driver and executors together; the driver's own share beside them."""
    return (
        driver
        | executors
        | {
            "python_cpu_seconds": driver["cpu_seconds"],
            "cpu_seconds": driver["cpu_seconds"]
            + driver.get("driver_jvm_cpu_seconds", 0)
            + executors["executor_cpu_seconds"],
            "driver_python_mib": driver["peak_mib"],
            "peak_mib": executors["executor_peak_mib"],
        }
    )


def differences(lines: int) -> dict | None:
    """How far apart the rows are that both engines published last: words, absences, the largest step.

    None, where only one of them has run.
    """
    import polars as pl
    import polars.selectors as cs

    folders = [CACHE / f"turn-{lines}-{name}" for name in ENGINES]
    if not all(folder.exists() for folder in folders):
        return None
    ours, theirs = (pl.read_parquet(folder / "*.parquet").sort("customer_id") for folder in folders)
    if ours.columns != theirs.columns or len(ours) != len(theirs):
        return {"rows": [len(ours), len(theirs)], "columns": sorted(set(ours.columns) ^ set(theirs.columns))}
    numbers = ours.select(cs.float()).columns
    others = [name for name in ours.columns if name not in numbers]
    changed = {name: int((~ours[name].eq_missing(theirs[name])).sum()) for name in others}
    apart = [relative(ours[name], theirs[name]) for name in numbers]
    return {
        "rows": len(ours),
        "values_of_words_and_counts_that_differ": {name: count for name, count in changed.items() if count},
        "absent_on_one_side": sum(int((ours[n].is_null() != theirs[n].is_null()).sum()) for n in numbers),
        "largest_relative_difference": max(apart, default=0.0),
        "of": numbers[int(np.argmax(apart))] if apart else None,
    }


def relative(left, right) -> float:
    """The largest difference of two columns of numbers, as a share of the larger one."""
    size = np.maximum(np.abs(left.to_numpy()), np.abs(right.to_numpy()))
    gaps = np.abs(left.to_numpy() - right.to_numpy()) / np.where(size > 0, size, 1.0)
    return float(np.nanmax(gaps, initial=0.0))


def executor_memory(worker: str) -> str:
    """A little less than a worker's, for what Java needs beside its heap."""
    return f"{int(worker.removesuffix('g')) * 1024 - 256}m"


def measure(asked: argparse.Namespace) -> list[dict]:
    from tests.engines.cluster import cluster

    runs = measured_before(asked)
    for lines in sorted(asked.lines):
        store_root = CACHE / f"turn-{lines}"
        if not store_root.exists():
            print(f"making {lines:,} lines, once", flush=True)
            store_root.parent.mkdir(parents=True, exist_ok=True)
            generate(store_root, lines)
        for name in asked.engines:
            if name == "spark":
                with (
                    tempfile.TemporaryDirectory() as folder,
                    cluster(Path(folder), memory=asked.memory) as made,
                ):
                    seen = apart(name, store_root, asked, made.address)
            else:
                seen = apart(name, store_root, asked)
            runs.append(
                {"engine": name, "lines": lines, "load": round(os.getloadavg()[0], 1)} | rounded(seen)
            )
            print(f"  {json.dumps(runs[-1])}", flush=True)
            runs.sort(key=lambda run: (run["lines"], run["engine"]))
            write(runs, asked)
        print(f"  {differences(lines)}", flush=True)
    return runs


def measured_before(asked: argparse.Namespace) -> list[dict]:
    """What stands in the result of sizes and engines that are not asked for now."""
    if not asked.result.exists():
        return []
    before = json.loads(asked.result.read_text("utf-8"))["runs"]
    return [run for run in before if run["lines"] not in asked.lines or run["engine"] not in asked.engines]


def rounded(seen: dict) -> dict:
    return {key: round(value, 2) if isinstance(value, float) else value for key, value in seen.items()}


def slopes(runs: list[dict]) -> dict:
    """A straight line through what was measured: a fixed part, and so much per million lines."""
    found: dict = {}
    for name in ENGINES:
        done = [run for run in runs if run["engine"] == name and "seconds" in run]
        millions = np.array([run["lines"] / 1e6 for run in done])
        for what in FITTED:
            values = np.array([run.get(what, np.nan) for run in done], float)
            if len(done) < 3 or np.isnan(values).any():
                continue
            slope, fixed = np.polyfit(millions, values, 1)
            growth = np.log(values[-1] / values[0]) / np.log(millions[-1] / millions[0])
            line = {"fixed": fixed, "per_million_lines": slope, "exponent_first_to_last": growth}
            found.setdefault(name, {})[what] = {key: round(float(value), 3) for key, value in line.items()}
    return found


def write(runs: list[dict], asked: argparse.Namespace) -> None:
    same = {}
    for run_ in runs:
        same.setdefault(run_["lines"], set()).add(run_.get("fingerprint"))
    result = {
        "claim": "cost grows in a straight line with the lines, and both engines publish the same rows",
        "lines_per_customer": LINES_PER_CUSTOMER,
        "same_rows": {lines: len(prints) == 1 for lines, prints in same.items() if None not in prints},
        "row_by_row": {lines: differences(lines) for lines in sorted({run["lines"] for run in runs})},
        "slopes": slopes(runs),
        "runs": runs,
        "worker": f"2 workers, 1 core and {asked.memory} each",
        "machine": machine(),
        "versions": {name: version(name) for name in PACKAGES},
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    asked.result.parent.mkdir(exist_ok=True)
    asked.result.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, nargs="+", default=SIZES)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--limit", type=int, default=3600, help="seconds that one turn may take")
    parser.add_argument("--memory", default="2g", help="of each worker")
    parser.add_argument("--nice", type=int, default=5)
    parser.add_argument("--result", type=Path, default=RESULT)
    parser.add_argument("--only", choices=ENGINES, help="one turn, in this process")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--master")
    parser.add_argument("--logs", type=Path)
    asked = parser.parse_args()
    if asked.only:
        print(json.dumps(run(asked.only, asked.store, asked.master, asked.logs), default=str))
        return
    os.nice(asked.nice)
    print(json.dumps(slopes(measure(asked)), indent=1))


if __name__ == "__main__":
    main()
