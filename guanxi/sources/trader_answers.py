"""What the synthetic trader's customers answered: two rounds, half a year apart, and the truth behind them.

Truth     how satisfied a company is follows from what it experiences, by WEIGHTS; whoever goes quiet within
          LEAVING days after a round experiences worse service; price is a basic requirement: falling short of
          what is expected costs satisfaction, exceeding it wins nothing. Smaller companies answer less often.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from guanxi.facts.table import fact_table
from guanxi.sources.trader_orders import Calendar

ROUNDS = (date(2025, 3, 10), date(2025, 9, 8))
WEIGHTS = {"product": 0.35, "service": 0.4, "price": 0.15, "convenience": 0.1}
EXPECTED = {"product": 8.0, "service": 7.5, "price": 7.0, "convenience": 6.0}
IMPORTANCE = {"product": 9.0, "service": 8.0, "price": 9.0, "convenience": 5.0}
TOUCHPOINTS = {"product": "goods", "service": "delivery", "price": "quotation", "convenience": "ordering"}
LEAVING = 180
WORSE = 2.5  # points of service for who is about to go
ANSWERS = 0.45  # share of the companies that answer a round, on average
EMOTIONAL = ("premium", "standard", "recommend", "improve")
SCALE = {"scale_low": 0.0, "scale_high": 10.0}
WRITES, CONTENT = 0.3, 7  # who adds words; from which satisfaction on they are kind ones
SAYS = {
    "glad": (
        "The technician answered within the hour. 技术人员一小时内就回复了。",
        "Purity as certified, every drum. 每桶纯度都与检验报告一致。",
        "Ordering is simple. 下单很方便。",
    ),
    "sorry": (
        "The delivery came two days late. 送货晚了两天。",
        "Nobody called back about the wrong label. 标签贴错了，没有人回电话。",
        "The price went up without a word. 没有通知就涨价了。",
    ),
}

Scores = dict[tuple[str, str | None], float]  # kind and dimension -> points


def answers_of(random: np.random.Generator, truth: pa.Table, *, calendar: Calendar) -> pa.Table:
    """The rows of the fact table `answers`: one per company, round and question that was answered."""
    rows = [
        row
        for number, asked_on in enumerate(ROUNDS, 1)
        for company in _companies(random, truth, asked_on, calendar)
        for row in _response(random, company, number, asked_on)
    ]
    return pa.Table.from_pylist(rows, fact_table("answers").schema)


def _companies(random, truth: pa.Table, asked_on: date, calendar: Calendar) -> Iterator[dict[str, Any]]:
    """Who of those that still buy answers; `leaving` is the truth that nobody tells."""
    day = (asked_on - calendar.first).days
    started = calendar.day_of(truth["started_on"], 0)
    quiet = calendar.day_of(truth["quiet_on"], calendar.days + LEAVING)
    often = np.array(truth["purchases_per_year"])
    willing = np.clip(ANSWERS * (0.6 + 0.8 * often.argsort().argsort() / len(often)), 0, 1)
    answers = (random.random(len(often)) < willing) & (started <= day) & (quiet > day)
    for at in np.flatnonzero(answers):
        yield {"customer_id": truth["customer_id"][int(at)].as_py(), "leaving": quiet[at] <= day + LEAVING}


def _response(random, company: dict[str, Any], number: int, asked_on: date) -> Iterator[dict[str, Any]]:
    said = _scores(random, company["leaving"], number)
    common = {
        "response_id": f"synthetic-{number}-{company['customer_id']}",
        "customer_id": company["customer_id"],
        "answered_on": asked_on + timedelta(days=int(random.integers(0, 12))),
        "survey_id": "synthetic-yearly",
        "survey_version": number,
        "respondent": "customers",
        "language": "zh-hans",
        "seconds_taken": float(random.integers(60, 400)),
    }
    for (kind, dimension), score in said.items():
        asked = {"question": f"{kind}_{dimension}" if dimension else kind, "question_kind": kind}
        on = TOUCHPOINTS.get(dimension) if kind in ("experience", "expectation") else None
        yield common | asked | SCALE | {"dimension": dimension, "touchpoint": on, "score": score}
    if random.random() < WRITES:
        words = SAYS["sorry" if said["satisfaction", "overall"] < CONTENT else "glad"]
        text = f"[synthetic 虚构] {words[random.integers(len(words))]}"
        yield common | {"question": "words", "question_kind": "text", "comment": text}


def _scores(random, leaving: bool, number: int) -> Scores:
    """What one company says, in whole points: each dimension first, then what follows from them."""
    said: Scores = {}
    mood = random.normal(0, 0.7)
    for dimension, expected in EXPECTED.items():
        worse = WORSE if leaving and dimension == "service" else 0.0
        said["expectation", dimension] = _score(expected + 0.1 * number + random.normal(0, 1))
        said["experience", dimension] = _score(expected + mood - worse + random.normal(0.2, 1.3))
        said["importance", dimension] = _score(IMPORTANCE[dimension] + random.normal(0, 0.8))
    satisfied = _satisfied(said) + random.normal(0, 0.5)
    said["satisfaction", "overall"] = _score(satisfied)
    said["intention", None] = _score(satisfied + 0.5 + random.normal(0, 1))
    for kind in EMOTIONAL:
        said[kind, None] = _score(satisfied - 0.7 + random.normal(0, 1.2))
    return said


def _satisfied(said: Scores) -> float:
    """7.5 where all is as expected; price counts only where it falls short."""
    differences = {d: said["experience", d] - said["expectation", d] for d in WEIGHTS}
    differences["price"] = min(differences["price"], 0.0)
    return 7.5 + sum(WEIGHTS[d] * each for d, each in differences.items())


def _score(value: float) -> float:
    return float(np.clip(np.round(value), 0, 10))
