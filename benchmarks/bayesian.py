"""Our fit and posterior on CDNOW, against PyMC-Marketing's MAP and its sampler (NUTS).

    .venv/bin/python benchmarks/bayesian.py [--python PYTHON3.12] [--models bg-nbd mbg-nbd pareto-nbd]

PyMC-Marketing runs in an environment of its own, made once under .cache/ with Python 3.12. Each run is a
process of its own: seconds are of the fit alone (with PyMC's compiling, which every fit pays), by the clock
and of the processor, for the machine may be busy; memory is the largest that the process and its chains held.
The default priors of each package stand, and they differ: ours are normal laws on round coordinates
(guanxi/knowledge/lifetime/posterior_priors.py). So the posteriors may differ by what the priors weigh; the
difference is told in standard deviations of their posterior.
Results go to benchmarks/results/bayesian.json.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from cdnow_tracking import FITTED, purchase_days
from foreign import CACHE, environment, machine, run

RESULT = Path(__file__).resolve().parent / "results" / "bayesian.json"
PACKAGES = ["pymc-marketing==1.3.0"]
THEIRS = {"bg-nbd": "BetaGeoModel", "mbg-nbd": "ModifiedBetaGeoModel", "pareto-nbd": "ParetoNBDModel"}
LIMIT = 1200  # seconds that one fit of theirs may take

OUR_SCRIPT = """
import json, resource, sys, time
import numpy as np
from guanxi.knowledge.lifetime.buying import fit_buying
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.posterior import posterior
data = np.load(sys.argv[1])
start, before = time.perf_counter(), time.process_time()
histories = group(data["repeats"], data["last"], data["age"], unit_days=7)
model = fit_buying(sys.argv[2], histories)
fitted = time.perf_counter()
found = posterior(model, histories, draws=2000)
print(json.dumps({
    "fit_seconds": fitted - start, "posterior_seconds": time.perf_counter() - fitted,
    "processor_seconds": time.process_time() - before,
    "parameters": model.parameters, "mean": found.mean, "sd": found.sd, "k_hat": found.k_hat,
    "method": found.method, "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""

THEIR_SCRIPT = """
import json, logging, os, platform, resource, sys, time, warnings
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import numpy as np, pandas as pd, pymc, pymc_marketing
from pymc_marketing import clv
data = np.load(sys.argv[1])
rows = pd.DataFrame({"customer_id": range(len(data["age"])), "frequency": data["repeats"],
                     "recency": data["last"] / 7, "T": data["age"] / 7})
model = getattr(clv, sys.argv[2])()
options = {"map": {}, "mcmc": {"draws": 1000, "tune": 1000, "chains": 2, "cores": 2, "random_seed": 1,
                               "progressbar": False}}[sys.argv[3]]
start, before = time.perf_counter(), sum(os.times()[:4])
model.fit(rows, method=sys.argv[3], **options)
seconds, processor = time.perf_counter() - start, sum(os.times()[:4]) - before
names = sys.argv[4].split(",")
draws = {name: np.asarray(model.idata.posterior[name]).ravel() for name in names}
held = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print()
print(json.dumps({
    "seconds": seconds, "processor_seconds": processor,
    "mean": {n: float(v.mean()) for n, v in draws.items()},
    "sd": {n: float(v.std(ddof=1)) if len(v) > 1 else None for n, v in draws.items()},
    "peak_megabytes": held[0], "peak_megabytes_of_the_largest_child": held[1],
    "versions": {"pymc-marketing": pymc_marketing.__version__, "pymc": pymc.__version__,
                 "python": platform.python_version()},
}))
"""


def compared(model: str, python: Path, arrays: Path) -> dict:
    ours = run(Path(sys.executable), OUR_SCRIPT, arrays, model, seconds=LIMIT)
    names = ",".join(ours["parameters"])
    found = {"guanxi": ours}
    for label, method in (("map", "map"), ("nuts", "mcmc")):
        print(model, label, flush=True)
        found[label] = run(python, THEIR_SCRIPT, arrays, THEIRS[model], method, names, seconds=LIMIT)
    if "mean" in found["map"]:
        found["fit_is_faster_than_map"] = found["map"]["seconds"] / ours["fit_seconds"]
    if "mean" in found["nuts"]:
        nuts, mine = found["nuts"], ours["fit_seconds"] + ours["posterior_seconds"]
        found["fit_and_posterior_are_faster_than_nuts"] = nuts["seconds"] / mine
        found["difference_of_means_in_their_sd"] = _apart(ours["mean"], nuts["mean"], nuts["sd"])
        found["ratio_of_sds"] = {name: ours["sd"][name] / nuts["sd"][name] for name in nuts["sd"]}
        if "mean" in found["map"]:
            between = _apart(ours["parameters"], found["map"]["mean"], nuts["sd"])
            found["difference_of_our_maximum_and_map_in_their_sd"] = between
    return found


def _apart(one: dict, other: dict, sd: dict) -> dict:
    """By parameter, and the largest, whatever the sign."""
    each = {name: (one[name] - other[name]) / sd[name] for name in sd}
    return each | {"largest": max(map(abs, each.values()))}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", default=shutil.which("python3.12"), help="a Python 3.12")
    parser.add_argument("--models", nargs="+", choices=THEIRS, default=list(THEIRS))
    asked = parser.parse_args()
    python, end = environment("bayesian", PACKAGES, asked.python), 7 * FITTED - 1
    known = [days[days <= end] for days in purchase_days().values()]
    arrays = CACHE / "bayesian" / "cdnow.npz"
    np.savez(
        arrays,
        repeats=np.array([len(days) - 1 for days in known]),
        last=np.array([days[-1] - days[0] for days in known]),
        age=np.array([end - days[0] for days in known]),
    )
    held = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    held["what"] = (
        "CDNOW, 2,357 customers, 39 weeks, in weeks; 2 chains of 1,000 draws after 1,000 to warm up"
    )
    for model in asked.models:
        held[model] = compared(model, python, arrays) | {"machine": machine()}
        RESULT.write_text(json.dumps(held, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
