"""What does a fit cost as customers grow from 10^4 to 10^7 on one calendar?

    .venv/bin/python benchmarks/plateau.py [--most 10000000]

A fit reads distinct histories, and a calendar has only so many: from where they are filled on, more customers
cost nothing but their counting, which is the engine's part. Shown for a year of days, and for the same on a
year of weeks. Processor seconds, the least of several runs; counting is by numpy, from one entry per
customer. Numbers go to benchmarks/results/plateau.json, the picture to docs/pictures/plateau.svg.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import process_time

import numpy as np
from drawing import Panel, picture
from foreign import machine
from simulated_firms import FIRMS, simulated

from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "plateau.json"
PICTURE = ROOT / "docs" / "pictures" / "plateau.svg"
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
RUNS = 3
LINES = {"bg-nbd, days": ("bg-nbd", 1), "bg-nbd, weeks": ("bg-nbd", 7), "pareto-nbd, days": ("pareto-nbd", 1)}
FITS = {"bg-nbd": fit_bg_nbd, "pareto-nbd": fit_pareto_nbd}


def least(what) -> float:
    """Processor seconds of the fastest of several runs: other work on the machine only adds."""
    seconds = []
    for _ in range(RUNS):
        before = process_time()
        what()
        seconds.append(process_time() - before)
    return min(seconds)


def measured(model: str, everybody, customers: int, step: int) -> dict:
    """Costs for the first so many customers, on a calendar of so many days a step."""
    last, age = (-(-everybody[column][:customers] // step) for column in ("last", "age"))
    repeats = everybody["repeats"][:customers]
    histories = group(repeats, last, age)
    return {
        "customers": customers,
        "distinct_histories": len(histories),
        "counting": least(lambda: group(repeats, last, age)),
        "fit": least(lambda: FITS[model](histories)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most", type=int, default=SIZES[-1])
    sizes = [size for size in SIZES if size <= parser.parse_args().most]
    found = {
        "what": "processor seconds; customers simulated by the model, acquired evenly over a year",
        "truth": FIRMS,
        "machine": machine(),
    }
    for name, (model, step) in LINES.items():
        everybody = simulated(model, sizes[-1])
        found[name] = [measured(model, everybody, size, step) for size in sizes]
        print(name, found[name], flush=True)
    RESULT.write_text(json.dumps(found, indent=2) + "\n")
    PICTURE.write_text(drawn(found))


def drawn(found) -> str:
    days, weeks, pareto = (found[name] for name in LINES)
    customers = np.array([row["customers"] for row in days])
    span = customers[0], customers[-1]
    panel = Panel(90, 50, 780, 340, span, (0.0001, 10), logarithmic=True)
    x_ticks = {10**e: f"10{'⁰¹²³⁴⁵⁶⁷'[e]}" for e in range(4, 8) if span[0] <= 10**e <= span[1]}
    y_ticks = {0.0001: "0.1 ms", 0.001: "1 ms", 0.01: "10 ms", 0.1: "0.1 s", 1: "1 s", 10: "10 s"}
    panel.axes("Cost of a fit by number of customers · 拟合耗时与客户数", x_ticks, y_ticks)
    lines = {
        "counting customers, days · 计数（按天）": [row["counting"] for row in days],
        "BG/NBD, a year of days · 按天": [row["fit"] for row in days],
        "BG/NBD, a year of weeks · 按周": [row["fit"] for row in weeks],
        "Pareto/NBD, a year of days · 按天": [row["fit"] for row in pareto],
    }
    for colour, line in enumerate(lines.values()):
        panel.line(customers, line, colour)
        panel.dots(customers, line, colour)
    panel.legend(115, 75, list(lines))
    return picture(900, 430, "Processor seconds of a fit by number of customers", [panel])


if __name__ == "__main__":
    sys.exit(main())
