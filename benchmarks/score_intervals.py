"""How often does a 95 % interval of a mean score hold the truth, of few answers and at the end of the scale?

    .venv/bin/python benchmarks/score_intervals.py [--surveys 1500]

Answers 0-10 are drawn from shapes of which the mean is known; three intervals are laid around each survey's
mean: Student's t, ours (`intervals.mean_interval`) and the bootstrap (BCa, 400 draws). Told is the share of
surveys whose interval holds the truth, and how wide it is. Results go to
benchmarks/results/score_intervals.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from foreign import machine
from scipy import stats

from guanxi.knowledge.experience.intervals import mean_interval

RESULT = Path(__file__).resolve().parent / "results" / "score_intervals.json"
SCORES = np.arange(11.0)
SHAPES = {
    "uniform": [1] * 11,
    "most say 8-10": [1, 0, 1, 1, 2, 3, 6, 14, 25, 24, 23],
    "five stars": [9, 0, 4, 0, 0, 8, 0, 19, 0, 0, 60],
    "95 % say 10, 5 % say 0": [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 95],
    "80 % say 10, 20 % say 0": [20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 80],
    "80 % say 7": [0, 0, 0, 0, 0, 0, 10, 80, 10, 0, 0],
    "75 % say 10": [0, 0, 0, 0, 0, 1, 2, 2, 5, 15, 75],
}
SIZES = (5, 10, 20, 30, 60)
DRAWS = 400


def ours(values: np.ndarray) -> tuple[float, float]:
    found = mean_interval(values.mean(), stats.sem(values), len(values), all_equal=np.ptp(values) == 0)
    return found.low, found.high


def student(values: np.ndarray) -> tuple[float, float]:
    half = stats.t.ppf(0.975, len(values) - 1) * stats.sem(values)
    return values.mean() - half, values.mean() + half


def bootstrap(values: np.ndarray, chance: np.random.Generator) -> tuple[float, float]:
    """BCa; of equal answers it has none, and takes ours."""
    if np.ptp(values) == 0:
        return ours(values)
    n, mean = len(values), values.mean()
    drawn = values[chance.integers(0, n, (DRAWS, n))].mean(axis=1)
    below = ((drawn < mean).mean() + (drawn <= mean).mean()) / 2
    bias = stats.norm.ppf(np.clip(below, 1 / DRAWS, 1 - 1 / DRAWS))
    left_out = (values.sum() - values) / (n - 1)
    off = left_out.mean() - left_out
    skew = (off**3).sum() / (6 * (off**2).sum() ** 1.5)
    ends = [bias + (bias + z) / (1 - skew * (bias + z)) for z in (-1.959964, 1.959964)]
    low, high = np.quantile(drawn, stats.norm.cdf(ends))
    return float(low), float(high)


def tried(shape: list[int], n: int, surveys: int, chance: np.random.Generator) -> dict:
    shares = np.array(shape) / sum(shape)
    truth = float(shares @ SCORES)
    drawn = chance.choice(SCORES, p=shares, size=(surveys, n))
    methods = {"t": student, "ours": ours, "bca": lambda values: bootstrap(values, chance)}
    found = {}
    for name, method in methods.items():
        ends = np.array([method(values) for values in drawn])
        held = (ends[:, 0] - 1e-9 <= truth) & (truth <= ends[:, 1] + 1e-9)
        width = np.minimum(ends[:, 1], 10) - np.maximum(ends[:, 0], 0)
        found[name] = {"held": round(float(held.mean()), 3), "width": round(float(width.mean()), 2)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--surveys", type=int, default=1500)
    surveys, chance = parser.parse_args().surveys, np.random.default_rng(1)
    told = {
        f"{n} answers": {name: tried(shape, n, surveys, chance) for name, shape in SHAPES.items()}
        for n in SIZES
    }
    worst = {
        m: min(case[m]["held"] for of in told.values() for case in of.values()) for m in ("t", "ours", "bca")
    }
    found = {"promised": 0.95, "surveys": surveys, "worst": worst, "by_size": told, "machine": machine()}
    RESULT.write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps({"worst": worst, **told}, indent=1))


if __name__ == "__main__":
    sys.exit(main())
