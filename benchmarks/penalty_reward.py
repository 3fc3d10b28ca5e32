"""How often penalty and reward name a planted dimension rightly, wrongly, or not at all.

    .venv/bin/python benchmarks/penalty_reward.py

Six correlated dimensions: two basic, two latent, one of performance, one that does nothing; 300 surveys of
each size, once with the outcome as it is and once as people answer: in whole points from 0 to 10, stopped at
both ends. The result goes to benchmarks/results/penalty_reward.json; docs/methods/penalty-reward.md has the
table.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from guanxi.knowledge.experience.penalty_reward import penalty_reward
from tests.knowledge.experience.planted import SLOPES, kind_of, planted

RESULTS = Path(__file__).resolve().parent / "results" / "penalty_reward.json"
SURVEYS = 300


def main() -> None:
    found = [
        row
        for answers, scale in (("as it is", None), ("0 to 10", (0.0, 10.0)))
        for n in (150, 300, 600, 1_200)
        for row in _rows(answers, scale, n)
    ]
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    for row in found:
        print("  ".join(f"{value:>12}" for value in row.values()))


def _rows(answers: str, scale: tuple[float, float] | None, n: int) -> list[dict]:
    counts: dict[str, Counter] = {}
    for seed in range(SURVEYS):
        outcome, gaps = planted(n, 10_000 + seed, scale=scale)
        found = penalty_reward(("overall", outcome), gaps)
        for name in SLOPES:
            truth, said = kind_of(name), found[name].kind
            verdict = "right" if said == truth else "not_shown" if said == "not_shown" else "wrong"
            counts.setdefault(truth, Counter())[verdict] += 1
    return [
        {"outcome": answers, "n": n, "planted": "nothing" if truth == "not_shown" else truth}
        | {verdict: round(of[verdict] / of.total(), 3) for verdict in ("right", "not_shown", "wrong")}
        for truth, of in counts.items()
    ]


if __name__ == "__main__":
    main()
