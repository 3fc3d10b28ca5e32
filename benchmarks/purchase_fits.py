"""How fast is a fit on a million customers, against `lifetimes` 0.11.3 at the same likelihood?

    .venv/bin/python benchmarks/purchase_fits.py bg-nbd [--customers N] [--rounds R]
    .venv/bin/python benchmarks/purchase_fits.py pareto-nbd [--customers N] [--rounds R] [--limit SECONDS]

Both start from one entry per customer (repeats, last, age, in whole days) and end with fitted parameters.
Ours includes grouping to distinct histories, several starts, the check against "nobody stops" and standard
errors; theirs has neither the check nor, for Pareto/NBD, standard errors. Rounds alternate, three fits of
ours and one of theirs, so that other work hits both; ratios are of the medians, by the clock and of the
processor: on a busy machine the second says what an idle one would show. One function, our
likelihood, judges the parameters of both. What takes longer than the limit is stopped and said to be.
Results go to benchmarks/results/purchase_fits.json, one entry per model and number of customers.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np
from foreign import CACHE, environment, machine, run
from simulated_firms import FIRMS, simulated

from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd
from guanxi.knowledge.lifetime.pareto_nbd_likelihood import ParetoNbdLikelihood

RESULT = Path(__file__).resolve().parent / "results" / "purchase_fits.json"
OTHER = ["setuptools<80", "numpy<2", "pandas<2.2", "scipy<1.13", "lifetimes==0.11.3"]
OURS = {"bg-nbd": (fit_bg_nbd, BgNbdLikelihood), "pareto-nbd": (fit_pareto_nbd, ParetoNbdLikelihood)}
THEIRS = {"bg-nbd": "BetaGeoFitter", "pareto-nbd": "ParetoNBDFitter"}
AIMS = {"bg-nbd": 100, "pareto-nbd": 30}

THEIR_SCRIPT = """
import json, platform, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np, scipy, pandas, lifetimes
data = np.load(sys.argv[1])
columns = [data[name].astype(float) for name in ("repeats", "last", "age")]
fitter = getattr(lifetimes, sys.argv[2])()
start, before = time.perf_counter(), time.process_time()
fitter.fit(*columns)
print(json.dumps({
    "seconds": time.perf_counter() - start, "processor_seconds": time.process_time() - before,
    "parameters": {name: float(value) for name, value in fitter.params_.items()},
    "versions": {"lifetimes": lifetimes.__version__, "numpy": np.__version__, "scipy": scipy.__version__,
                 "pandas": pandas.__version__, "python": platform.python_version()},
}))
"""


def ours(model: str, data) -> dict:
    """One fit from the raw arrays."""
    start, before = perf_counter(), process_time()
    found = OURS[model][0](group(data["repeats"], data["last"], data["age"]))
    spent = {"seconds": perf_counter() - start, "processor_seconds": process_time() - before}
    return spent | {"parameters": found.parameters}


def compared(model: str, customers: int, rounds: int, limit: float) -> dict:
    """Both packages on one simulated firm."""
    data = simulated(model, customers)
    histories = group(data["repeats"], data["last"], data["age"])
    python, arrays = environment("purchase_fits", OTHER), CACHE / "purchase_fits" / f"{model}-{customers}.npz"
    np.savez(arrays, **data)
    mine, other = [], []
    for _ in range(rounds):
        mine += [ours(model, data) for _ in range(3)]
        other.append(run(python, THEIR_SCRIPT, arrays, THEIRS[model], seconds=limit))
        if "parameters" not in other[-1]:
            break
    arrays.unlink()
    likelihood = OURS[model][1](histories)
    found = {
        "customers": customers,
        "distinct_histories": len(histories),
        "truth": FIRMS[model],
        "machine": machine(),
        "guanxi": _told(mine, likelihood)
        | {"versions": {n: version(n) for n in ("numpy", "scipy")} | {"python": platform.python_version()}},
    }
    if "parameters" not in other[-1]:
        return found | {"lifetimes": other[-1]} | _at_least(other[-1], mine)
    found["lifetimes"] = _told(other, likelihood) | {"versions": other[-1]["versions"]}
    one, two = (found[name]["log_likelihood"] for name in ("guanxi", "lifetimes"))
    return found | {
        "ratio": _middle(other) / _middle(mine),
        "ratio_of_processor_seconds": _middle(other, "processor_seconds")
        / _middle(mine, "processor_seconds"),
        "log_likelihood_difference": one - two,
        "equal_to_6_digits": f"{one:.6g}" == f"{two:.6g}",
    }


def _at_least(stopped: dict, mine: list[dict]) -> dict:
    """What is known of the ratio when the other had not ended."""
    spent = stopped.get("stopped_after_processor_seconds")
    return {} if spent is None else {"ratio_at_least": spent / _middle(mine, "processor_seconds")}


def _middle(fits, of: str = "seconds") -> float:
    return median(fit[of] for fit in fits)


def _told(fits, likelihood) -> dict:
    parameters = fits[-1]["parameters"]
    return {
        "seconds": _middle(fits),
        "processor_seconds": _middle(fits, "processor_seconds"),
        "all_seconds": [round(fit["seconds"], 4) for fit in fits],
        "parameters": parameters,
        "log_likelihood": likelihood(*parameters.values())[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", choices=OURS)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=1500, help="seconds that one fit of theirs may take")
    asked = parser.parse_args()
    found = compared(asked.model, asked.customers, asked.rounds, asked.limit)
    held = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    aim = f">= {AIMS[asked.model]}x lifetimes 0.11.3 on 10^6 customers, same log-likelihood to 6 digits"
    held.setdefault(asked.model, {"aim": aim})[str(asked.customers)] = found
    RESULT.write_text(json.dumps(held, indent=2) + "\n")
    told = ("ratio", "ratio_of_processor_seconds", "ratio_at_least", "equal_to_6_digits")
    print({name: found[name] for name in told if name in found})


if __name__ == "__main__":
    sys.exit(main())
