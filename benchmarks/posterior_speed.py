"""What does the full posterior of a million customers cost, in fits of ours?

    .venv/bin/python benchmarks/posterior_speed.py [--customers N] [--rounds R]

400 draws each. A fit starts from one entry per customer and includes grouping; the posterior starts from the
grouped histories and the fit. Medians of rounds, by the clock and of the processor: on a busy machine the
second says what an idle one would show. The result goes to benchmarks/results/posterior_speed.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from foreign import machine
from simulated_firms import simulated

from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.cnbd_fit import fit_cnbd
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd
from guanxi.knowledge.lifetime.posterior import posterior

RESULT = Path(__file__).resolve().parent / "results" / "posterior_speed.json"
FITS = {"bg-nbd": fit_bg_nbd, "mbg-nbd": fit_cnbd, "pareto-nbd": fit_pareto_nbd}
AIM = 5  # fits


def timed(work):
    """What it gives, and its seconds by the clock and of the processor."""
    clock, processor = perf_counter(), process_time()
    found = work()
    return found, perf_counter() - clock, process_time() - processor


def measured(name: str, customers: int, rounds: int) -> dict:
    """Medians of the fit and of the posterior."""
    data = simulated("pareto-nbd" if name == "pareto-nbd" else "bg-nbd", customers)
    fits, posteriors = [], []
    for _ in range(rounds):
        (histories, model), *spent = timed(
            lambda: (
                counted := group(data["repeats"], data["last"], data["age"]),
                FITS[name](counted),
            )
        )
        fits.append(spent)
        found, *spent = timed(lambda h=histories, m=model: posterior(m, h, seed=1))
        posteriors.append(spent)
    (fit, fit_processor), (post, post_processor) = (
        [median(column) for column in zip(*rows, strict=True)] for rows in (fits, posteriors)
    )
    return {
        "distinct_histories": len(histories),
        "fit_seconds": fit,
        "fit_processor_seconds": fit_processor,
        "posterior_seconds": post,
        "posterior_processor_seconds": post_processor,
        "ratio": post / fit,
        "processor_ratio": post_processor / fit_processor,
        "method": found.method,
        "k_hat": found.k_hat,
        "effective": found.effective,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    found = {name: measured(name, asked.customers, asked.rounds) for name in FITS}
    found = {
        "claim": f"the posterior of a million customers costs at most {AIM} of our own fits",
        "customers": asked.customers,
        "machine": machine(),
        "models": found,
    }
    RESULT.write_text(json.dumps(found, indent=1) + "\n")
    for name, one in found["models"].items():
        print(f"{name}: {one['ratio']:.2f} fits by the clock, {one['processor_ratio']:.2f} of the processor")


if __name__ == "__main__":
    sys.exit(main())
