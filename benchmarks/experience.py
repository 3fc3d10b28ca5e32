"""What do scores and satisfaction cost over a million answers, against one bare group-by over the same?

    .venv/bin/python benchmarks/experience.py [--answers 1000000] [--rounds 7]

Answers lie in a Parquet file, as a store keeps them: 16 questions to a response, of 4 dimensions in 3
kinds; two dimensions are asked twice, once at a touchpoint.
Bare: DuckDB alone counts, averages and takes the standard deviation of raw scores by respondent, subject,
dimension, touchpoint and kind. It knows nothing of scales, codes for missing, or who answered twice.
Scores: `scores`, from the file to rows with intervals: the scale, missing codes, n, sd, interval.
By dimension: `scores(grain=("dimension",))` where questions of one person share a dimension: persons are
counted too. Satisfaction: `satisfaction`, which brings together what each person said of both sides.
Flags: `flags`, each response once. Said by customers: `said_by_customers`, one row per customer.
What is counted by person tells 60,000 responses or 40,000 customers apart, the bare group-by 16 cells: so it
is measured beside a bare group-by of the grain that it tells apart too. That one takes every answer;
`scores` looks by person only at what several questions ask, `satisfaction` only at its two kinds.
Rounds alternate; medians, by the clock and of the processor. Aim: at most 3 times the bare group-by.
Results go to benchmarks/results/experience.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from foreign import machine

from guanxi.engines import engine
from guanxi.knowledge.experience.customers import said_by_customers
from guanxi.knowledge.experience.flags import flags
from guanxi.knowledge.experience.satisfaction import satisfaction
from guanxi.knowledge.experience.scores import scores

RESULT = Path(__file__).resolve().parent / "results" / "experience.json"
AS_OF = date(2024, 12, 31)
QUESTIONS = 16
BARE = """
    SELECT respondent, subject, dimension, touchpoint, question_kind, count(*), avg(score), stddev(score)
    FROM {source} GROUP BY ALL
"""
# Groups are counted and their sums looked at where they are: to bring them here would be no group-by.
OF_GRAIN = """
    SELECT count(*), max(n), max(mean), max(sd) FROM (
        SELECT {grain}, count(*) AS n, avg(score) AS mean, stddev(score) AS sd FROM {source} GROUP BY ALL
    )
"""
GRAINS = {
    "scores_by_dimension": "response_id, respondent, subject, dimension, question_kind",
    "satisfaction": "response_id, respondent, subject, dimension",
    "flags": "response_id",
    "said_by_customers": "customer_id, answered_on, dimension, question_kind",
}
ANSWERS = """
    COPY (
        SELECT 'R' || lpad(r::VARCHAR, 7, '0') AS response_id, 'q' || q AS question,
            'C' || (r % {customers}) AS customer_id, DATE '2024-01-01' + (r % 360)::INT AS answered_on,
            's1' AS survey_id, 1 AS survey_version, NULL::VARCHAR AS respondent,
            ['experience', 'expectation', 'importance'][1 + q % 3] AS question_kind,
            ['product', 'service', 'price', 'image', 'product', 'service'][1 + q // 3] AS dimension,
            CASE WHEN q >= 12 THEN 'shop' END AS touchpoint, NULL::VARCHAR AS phase, NULL::VARCHAR AS subject,
            CASE WHEN hash(r, q) % 20 = 0 THEN -99 ELSE 1 + hash(q, r) % 5 END::DOUBLE AS score,
            1.0 AS scale_low, 5.0 AS scale_high, NULL::VARCHAR AS answered_as,
            (60 + hash(r) % 300)::DOUBLE AS seconds_taken
        FROM range({responses}) AS t(r), range({questions}) AS u(q) ORDER BY r, q
    ) TO '{file}'
"""


def spent(what) -> dict:
    start, before = perf_counter(), process_time()
    what()
    return {"seconds": perf_counter() - start, "processor_seconds": process_time() - before}


def middle(runs: list[dict]) -> dict:
    return {name: round(median(run[name] for run in runs), 4) for name in runs[0]}


def measured(answers: int, rounds: int, folder: Path) -> dict:
    duck = engine("duckdb")
    file, responses = folder / "answers.parquet", answers // QUESTIONS
    size = {"responses": responses, "customers": max(1, responses * 2 // 3), "questions": QUESTIONS}
    duck.connection.raw_sql(ANSWERS.format(file=file, **size))
    table, asked = duck.scan([str(file)]), {"as_of": AS_OF, "engine": duck}
    jobs = {
        "bare": lambda: duck.connection.raw_sql(BARE.format(source=f"'{file}'")).fetchall(),
        "scores": lambda: scores(table, **asked),
        "scores_by_dimension": lambda: scores(table, grain=("dimension",), **asked),
        "satisfaction": lambda: satisfaction(table, **asked),
        "flags": lambda: flags(table, **asked),
        "said_by_customers": lambda: said_by_customers(table, **asked),
    }
    jobs |= {f"bare_of_{name}": _bare_of(grain, file, duck) for name, grain in GRAINS.items()}
    runs: dict[str, list[dict]] = {name: [] for name in jobs}
    for turn in range(rounds + 1):
        for name, job in jobs.items():
            found = spent(job)
            if turn:  # the first is for warming up
                runs[name].append(found)
    told = {name: middle(found) for name, found in runs.items()}
    own = {name: _times(told[name], told[f"bare_of_{name}"]) for name in GRAINS}
    ratios = {name: _times(told[name], told["bare"]) for name in ("scores", *GRAINS)}
    return {
        "answers": responses * QUESTIONS,
        "times": told,
        "ratio_to_bare": ratios,
        "ratio_to_bare_of_the_same_grain": own,
    }


def _bare_of(grain: str, file: Path, duck):
    query = OF_GRAIN.format(grain=grain, source=f"'{file}'")
    return lambda: duck.connection.raw_sql(query).fetchall()


def _times(found: dict, bare: dict) -> dict:
    return {unit: round(value / bare[unit], 2) for unit, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(asked.answers, asked.rounds, Path(folder))
    found = {"aim": "<= 3x one bare group-by", "rounds": asked.rounds, **found, "machine": machine()}
    RESULT.write_text(json.dumps(found, indent=2) + "\n")
    print(
        json.dumps(found["times"], indent=1),
        json.dumps({k: v for k, v in found.items() if k.startswith("ratio")}, indent=1),
    )


if __name__ == "__main__":
    sys.exit(main())
