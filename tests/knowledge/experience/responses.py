"""Answers typed by hand, and invented surveys whose truth is known."""

from __future__ import annotations

import random
from datetime import date

import pyarrow as pa

from guanxi.facts.table import fact_table

AS_OF = date(2024, 12, 31)


def facts(name: str, rows: list[dict]) -> pa.Table:
    schema = fact_table(name).schema
    return pa.Table.from_pylist(rows, pa.schema([pa.field(f.name, f.type) for f in schema]))


def answers(*rows: dict, **defaults) -> pa.Table:
    """Answers; what is not said is null, except response, question and a scale of 0-10."""
    filled = []
    for n, row in enumerate(rows):
        row = {"scale_low": 0.0, "scale_high": 10.0, "answered_on": AS_OF} | defaults | row
        row.setdefault("response_id", f"r{n:04}")
        row.setdefault("question", f"{row.get('dimension')}-{row.get('question_kind')}")
        filled.append(row)
    return facts("answers", filled)


def said(*values: float | None, dimension: str = "price", **more) -> list[dict]:
    """One response each, with this score of one dimension."""
    return [
        {"response_id": f"r{n:04}", "score": value, "dimension": dimension, **more}
        for n, value in enumerate(values)
    ]


def survey(responses: int = 60, seed: int = 5) -> list[dict]:
    """Two kinds of three dimensions on 1-5, service by three questions of which two name a touchpoint."""
    dice = random.Random(seed)
    asked = [
        ("price", "experience", None, "q1"),
        ("price", "expectation", None, "q2"),
        ("service", "experience", "shop", "q3"),
        ("service", "experience", "phone", "q4"),
        ("service", "experience", None, "q5"),
        ("service", "expectation", None, "q6"),
        ("product", None, "", "q7"),
        ("product", "importance", None, "q8"),
    ]
    rows = []
    for n in range(responses):
        mood = dice.gauss(0, 1)
        for dimension, kind, touchpoint, question in asked:
            score = float(min(5, max(1, round(3.6 + mood + dice.gauss(0, 0.7)))))
            rows.append(
                {
                    "response_id": f"r{n:04}",
                    "customer_id": f"c{n % 40:03}",
                    "question": question,
                    "dimension": dimension,
                    "question_kind": kind,
                    "touchpoint": touchpoint,
                    "score": None if dice.random() < 0.1 else score,
                    "answered_as": dice.choice(["-99", "", None]),
                    "scale_low": 1.0,
                    "scale_high": 5.0,
                    "answered_on": date(2024, 1 + n % 12, 1 + n % 28),
                    "survey_id": "s1",
                    "seconds_taken": float(60 + dice.randrange(240)),
                }
            )
    return rows
