"""Do the ranges of the lifetime models' parameters hold the truth as often as they say?

    .venv/bin/python benchmarks/calibration.py [--firms N] [--model bg-nbd ...] [--result FILE]

Simulation-based calibration (Talts et al. 2018): firms are simulated whose true parameters are known, each is
fitted, and where the truth ranks among the posterior's draws is kept. If all is right the ranks are even, and
90 % ranges hold nine truths of ten. Twice:

    prior    truths are drawn from the prior itself: then the promise is exact, for any size of firm
    trades   truths are drawn evenly (in logs) from RANGES, what trades are like, which no prior knows

A firm the fit refuses, for a reason that its data tell, is counted and left out: that biases nothing. The
result goes to benchmarks/results/calibration.json; calibration_picture.py draws it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.stats import beta, chi2

from guanxi.errors import ModelError
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.cnbd_fit import fit_cnbd
from guanxi.knowledge.lifetime.histories import Histories, group
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd
from guanxi.knowledge.lifetime.posterior import posterior
from guanxi.knowledge.lifetime.posterior_priors import question

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "calibration.json"
SEED = 2018
CUSTOMERS = (500, 3000)  # of a firm, evenly in logs
DAYS = 730  # customers arrive evenly over two years
BINS = 20
LEVEL, LOW, HIGH = (
    0.9,
    0.87,
    0.93,
)  # what ranges say they hold, and what is held of 200 firms at least and at most
DRAWS = 399  # with the truth among them, ranks are 0..399, and twenty bins have twenty each

MODELS = {"bg-nbd": fit_bg_nbd, "mbg-nbd": fit_cnbd, "pareto-nbd": fit_pareto_nbd}
ANY = {
    "bg-nbd": BgNbd(1, 1, 1, 1),
    "mbg-nbd": Cnbd(1, 1, 1, 1),
    "pareto-nbd": ParetoNbd(1, 1, 1, 1),
}
# Mean purchases a year, and what makes customers differ; the mean coin and its a + b; or mean ends a year.
_BUYING = {"r": (0.3, 3.0), "purchases a year": (3.0, 40.0)}
_COIN = {"a / (a + b)": (0.05, 0.5), "a + b": (1.0, 10.0)}
RANGES = {
    "bg-nbd": _BUYING | _COIN,
    "mbg-nbd": _BUYING | _COIN,
    "pareto-nbd": _BUYING | {"s": (0.3, 3.0), "ends a year": (0.3, 5.0)},
}


def from_prior(name: str, rng) -> tuple[float, ...]:
    """True parameters, as the model's prior has them."""
    nothing = Histories(*(np.zeros(1, int) for _ in range(4)))
    asked = question(ANY[name], nothing)
    return asked.coordinates.natural(rng.normal(asked.centre, asked.width))


def from_trades(name: str, rng) -> tuple[float, ...]:
    """True parameters, evenly from RANGES."""
    spread, yearly, third, fourth = (
        float(np.exp(rng.uniform(*np.log(ends)))) for ends in RANGES[name].values()
    )
    rate = spread, spread * 365 / yearly
    if name == "pareto-nbd":
        return *rate, third, third * 365 / fourth
    return *rate, third * fourth, (1 - third) * fourth


TRUTHS = {"prior": from_prior, "trades": from_trades}


def simulated(name: str, truth: tuple[float, ...], customers: int, rng) -> Histories:
    """Customers who follow the model to the letter; times in days, not rounded.

    At a given rate the number of purchases in a span is Poisson and their times are even, so the last of n
    is a share beta(n, 1) of the span, and the k-th of n a share beta(k, n - k + 1).
    """
    r, alpha, third, fourth = truth
    age = rng.uniform(0, DAYS, customers)
    rate = rng.gamma(r, 1 / alpha, customers)
    if name == "pareto-nbd":
        ends = rng.exponential(1, customers) / np.maximum(rng.gamma(third, 1 / fourth, customers), 1e-300)
        span = np.minimum(age, ends)
        repeats = rng.poisson(rate * span)
        last = span * rng.beta(np.maximum(repeats, 1), 1)
    else:
        # How many purchases the coin lets happen.
        coin = np.clip(rng.beta(third, fourth, customers), 1e-15, 1 - 1e-15)
        allowed = np.ceil(np.log(rng.random(customers)) / np.log1p(-coin)).clip(1, 1e15)
        allowed = allowed - (name == "mbg-nbd")
        would = rng.poisson(rate * age)
        repeats = np.minimum(would, allowed)
        last = age * rng.beta(np.maximum(repeats, 1), np.maximum(would - repeats, 0) + 1)
    return group(repeats.astype(np.int64), np.where(repeats > 0, last, 0.0), age)


def firm(name: str, design: str, number: int, low_high=CUSTOMERS) -> dict:
    """One firm: the truth, and its rank among the posterior's draws; or why it was refused."""
    rng = np.random.default_rng([SEED, list(MODELS).index(name), list(TRUTHS).index(design), number])
    truth = TRUTHS[design](name, rng)
    customers = int(np.exp(rng.uniform(*np.log(low_high))))
    histories = simulated(name, truth, customers, rng)
    try:
        model = MODELS[name](histories)
    except ModelError as refusal:
        return {"truth": truth, "customers": customers, "refused": refusal.code}
    found = posterior(model, histories, draws=DRAWS, seed=number)
    return {
        "truth": truth,
        "customers": customers,
        "ranks": (found.draws < np.array(truth)).sum(axis=0).tolist(),
        "method": found.method,
        "k_hat": found.k_hat,
        "effective": found.effective,
        "r_hat": found.r_hat,
    }


def firms(name: str, design: str, count: int, low_high=CUSTOMERS) -> list[dict]:
    """So many firms that were not refused, and all that were on the way."""
    found, used, number = [], 0, 0
    while used < count:
        found.append(firm(name, design, number, low_high))
        used, number = used + ("ranks" in found[-1]), number + 1
    return found


def summary(name: str, found: list[dict]) -> dict:
    """Coverage and evenness of each parameter, and what happened on the way."""
    used = [one for one in found if "ranks" in one]
    ranks = np.array([one["ranks"] for one in used])
    inside = np.abs(ranks - DRAWS / 2) <= LEVEL * (DRAWS + 1) / 2
    bins = [np.bincount(column * BINS // (DRAWS + 1), minlength=BINS) for column in ranks.T]
    expected = len(used) / BINS
    uneven = [float(((counts - expected) ** 2 / expected).sum()) for counts in bins]
    held = inside.sum(axis=0)
    return {
        "firms": len(used),
        "refused": dict(Counter(one["refused"] for one in found if "refused" in one)),
        "methods": dict(Counter(one["method"] for one in used)),
        "largest_k_hat_used": max(one["k_hat"] for one in used if one["method"] == "importance"),
        "largest_r_hat": max((one["r_hat"] for one in used if one["r_hat"]), default=None),
        "coverage": {
            "all": float(inside.mean()),
            **{key: float(n / len(used)) for key, n in zip(ANY[name].parameters, held, strict=True)},
        },
        # Clopper & Pearson: the coverages that these counts are in keeping with.
        "coverage_95": {
            key: [float(beta.ppf(0.025, n, len(used) - n + 1)), float(beta.ppf(0.975, n + 1, len(used) - n))]
            for key, n in zip(ANY[name].parameters, held, strict=True)
        },
        "rank_histograms": {
            key: counts.tolist() for key, counts in zip(ANY[name].parameters, bins, strict=True)
        },
        "evenness_p": {
            key: float(chi2.sf(value, BINS - 1))
            for key, value in zip(ANY[name].parameters, uneven, strict=True)
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--firms", type=int, default=200)
    parser.add_argument("--model", action="append", choices=list(MODELS))
    parser.add_argument("--design", action="append", choices=list(TRUTHS))
    parser.add_argument("--keep", type=Path, help="write every firm here, to look at one")
    parser.add_argument("--result", type=Path, default=RESULTS, help="another file, for other counts")
    asked = parser.parse_args()
    results = json.loads(asked.result.read_text()) if asked.result.exists() else {}
    results |= {
        "claim": f"90 % ranges hold the truth in {LOW:.0%} to {HIGH:.0%} of {asked.firms} simulated firms",
        "customers": CUSTOMERS,
        "days": DAYS,
        "draws": DRAWS,
        "ranges": RANGES,
    }
    for design in asked.design or TRUTHS:
        for name in asked.model or MODELS:
            start = time.perf_counter()
            found = firms(name, design, asked.firms)
            one = summary(name, found) | {"seconds": round(time.perf_counter() - start, 1)}
            results.setdefault(design, {})[name] = one
            asked.result.write_text(json.dumps(results, indent=1) + "\n")
            if asked.keep:
                (asked.keep / f"{design}-{name}.json").write_text(json.dumps(found))
            shares = ", ".join(f"{key} {value:.1%}" for key, value in one["coverage"].items())
            print(f"{design} {name}: {shares}; refused {one['refused']}, {one['methods']}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
