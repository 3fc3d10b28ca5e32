"""What does it cost to score a million customers with intervals, and to know the parameters' posterior?

    .venv/bin/python benchmarks/scoring.py [--customers 1000000] [--rounds 5]

Scoring: `forecast.lifetime` works out an answer for each distinct history, once; a join brings the answers
back to the customers with P(alive), expected purchases, expected spend and the value with its 5 % and 95 %
points. Compared with one bare DuckDB join of the same customers, by their id, with a table of the same nine
numbers. Both end in a table of the same rows and columns in memory. Aim: at most twice.
Posterior: of BG/NBD on the distinct histories, against the fit from the raw arrays. Aim: at most five times.
Rounds alternate; medians, by the clock and of the processor. Results go to benchmarks/results/scoring.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa
from foreign import machine
from simulated_firms import simulated

from guanxi.engines import engine
from guanxi.knowledge.lifetime import COLUMNS, lifetime
from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.posterior import posterior

RESULT = Path(__file__).resolve().parent / "results" / "scoring.json"
AS_OF = date(2024, 12, 31)


def history(data) -> pa.Table:
    """One row per customer, as `knowledge.history` gives it; spends follow Gamma-Gamma."""
    rng = np.random.default_rng(7)
    customers, days = len(data["age"]), data["repeats"] + 1
    first = np.datetime64(AS_OF) - data["age"]
    mean = rng.gamma(6.0 * days, 1 / rng.gamma(4.0, 1 / 15.0, customers)) / days
    return pa.table(
        {
            "customer_id": np.char.add("C", np.arange(customers).astype(str)),
            "purchase_days": days,
            "first_purchase_on": pa.array(first.astype("datetime64[D]")),
            "last_purchase_on": pa.array((first + data["last"]).astype("datetime64[D]")),
            "mean_spend": mean,
        }
    )


def spent(what) -> dict:
    start, before = perf_counter(), process_time()
    what()
    return {"seconds": perf_counter() - start, "processor_seconds": process_time() - before}


def middle(runs) -> dict:
    return {name: median(run[name] for run in runs) for name in runs[0]} | {"runs": len(runs)}


def ratios(one: dict, other: dict) -> dict:
    return {name: one[name] / other[name] for name in ("seconds", "processor_seconds")}


def scored(rows: pa.Table, rounds: int) -> dict:
    duck = engine("duckdb")
    customers = duck.table(rows)
    found = []
    whole = spent(lambda: found.append(lifetime(customers, as_of=AS_OF, engine=duck)))
    answers = duck.collect(found[0].table)
    bare = duck.table(answers.rename_columns(["their_id", *COLUMNS]))
    joined = customers.join(bare, customers.customer_id == bare.their_id, how="left").drop("their_id")
    mine, theirs = [], []
    for _ in range(rounds):
        theirs.append(spent(lambda: duck.collect(joined)))
        mine.append(spent(lambda: duck.collect(found[0].add_to(customers))))
    score, join = middle(mine), middle(theirs)
    return {
        "aim": "the join of the answers <= 2x one DuckDB join of the same size",
        "answers_with_low_and_high": int(np.isfinite(answers["lifetime_value_low"].to_numpy()).sum()),
        "distinct_histories": int(duck.collect(found[0].answers.count().as_table())[0][0].as_py()),
        "one_join": join,
        "answers_joined": score,
        "ratio": ratios(score, join),
        "counted_fitted_and_worked_out_before": whole,
    }


def known(data, rounds: int) -> dict:
    """The posterior against the fit."""
    arrays = data["repeats"], data["last"], data["age"]
    histories = group(*arrays)
    model = fit_bg_nbd(histories)
    fits, posteriors = [], []
    for _ in range(rounds):
        fits.append(spent(lambda: fit_bg_nbd(group(*arrays))))
        posteriors.append(spent(lambda: posterior(model, histories)))
    fit, post = middle(fits), middle(posteriors)
    told = posterior(model, histories)
    return {
        "aim": "<= 5x our own fit",
        "fit": fit,
        "posterior": post,
        "ratio": ratios(post, fit),
        "method": told.method,
        "k_hat": told.k_hat,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    data = simulated("bg-nbd", asked.customers)
    found = {"customers": asked.customers, "machine": machine()}
    found["posterior"] = known(data, asked.rounds)
    print(found["posterior"]["ratio"], flush=True)
    found["scoring"] = scored(history(data), asked.rounds)
    RESULT.write_text(json.dumps(found, indent=2) + "\n")
    print(found["scoring"]["ratio"])


if __name__ == "__main__":
    sys.exit(main())
