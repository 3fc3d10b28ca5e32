"""Experience on every engine: scores, satisfaction, weights, flags, changes, and what each customer said."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine
from guanxi.knowledge.experience.changes import changes
from guanxi.knowledge.experience.customers import said_by_customers
from guanxi.knowledge.experience.drift import drift
from guanxi.knowledge.experience.flags import flags
from guanxi.knowledge.experience.response import responses
from guanxi.knowledge.experience.satisfaction import satisfaction
from guanxi.knowledge.experience.scores import scores
from guanxi.knowledge.experience.weighting import weighting
from tests.knowledge.experience.responses import AS_OF, answers, facts, survey


def given() -> list[dict]:
    """A survey with answers that are missing in every way, and a few of emotional loyalty."""
    rows = survey(120)
    rows += [
        {
            "response_id": f"r{n:04}",
            "customer_id": f"c{n % 40:03}",
            "question": f"e{kind}",
            "score": float(n % 11),
        }
        | {"question_kind": kind, "answered_on": AS_OF, "survey_id": "s1"}
        for n in range(60)
        for kind in ("premium", "recommend")
    ]
    for n, odd in enumerate((-99.0, 99.0, 0.0, 8.0, float("nan"), float("inf"))):
        rows[n] |= {"score": odd}
    return rows


def invited() -> list[dict]:
    states = ("answered", "sent", "bounced", "opted_out", "expired")
    return [
        {
            "invitation_id": str(n),
            "customer_id": f"c{n:03}",
            "invited_on": AS_OF,
            "survey_id": "s1",
            "sampling_cell": ("gold", "lead", None)[n % 3],
            "selection_share": (1.0, 0.25, None)[n % 3],
            "invitation_state": states[0 if n < 120 else n % 5],
            "responded_on": AS_OF if n < 120 else None,
            "response_id": f"r{n:04}" if n < 120 else None,
        }
        for n in range(300)
    ]


def told(engine) -> dict:
    """Everything this room counts on an engine, as plain data."""
    said, asked = engine.table(answers(*given())), {"as_of": AS_OF, "engine": engine}
    weighed = weighting(engine.table(facts("invitations", invited())), **asked)
    flagged = flags(said, **asked, fewest_timed=5, fewest_copied=3)
    customers = said_by_customers(said, **asked)
    firm = pa.table({"customer_id": [f"c{n:03}" for n in range(25)]})
    known = said_by_customers(said, customers=engine.table(firm), **asked)
    halves = (
        said.filter(said.answered_on < date(2024, 7, 1)),
        said.filter(said.answered_on >= date(2024, 7, 1)),
    )

    def rows(table, key):
        return engine.collect(table.order_by(key)).to_pylist()

    def scored(**more):
        found = scores(said, **asked, **more)
        return [[row.as_dict() for row in found.rows], found.missing, found.set_aside]

    return {
        "scores": scored(grain=("dimension",), since=date(2024, 2, 1), weights=weighed.table),
        "satisfaction": [row.as_dict() for row in satisfaction(said, weights=weighed.table, **asked)],
        "drift": {name: [vars(q) for q in line] for name, line in drift(said, **asked).items()},
        "weights": [rows(weighed.table, "response_id"), weighed.as_dict()],
        "rates": [
            row.as_dict() for row in responses(engine.table(facts("invitations", invited())), **asked).rows
        ],
        "flags": [rows(flagged.table, "response_id"), flagged.counts, flagged.medians],
        "customers": [rows(customers.table, "customer_id"), customers.counts],
        "known": [rows(known.table, "customer_id"), known.counts],
        "unweighted": [scored(grain=("dimension",)), [row.as_dict() for row in satisfaction(said, **asked)]],
        "changes": [row.as_dict() for row in changes(*halves, engine=engine).rows],
    }


@pytest.fixture(scope="module")
def on_duckdb():
    engine = new_engine("duckdb")
    yield told(engine)
    engine.close()


def test_experience_is_the_same_on_every_engine(engine, on_duckdb):
    found = told(engine)
    for part, expected in on_duckdb.items():
        assert _plain(found[part]) == pytest.approx(_plain(expected), nan_ok=True), part


def _plain(value) -> list:
    """The leaves of nested data, in order, words as they are: what approx can compare."""
    if isinstance(value, dict):
        return [leaf for name in sorted(value, key=str) for leaf in _plain(value[name])]
    if isinstance(value, list | tuple):
        return [leaf for one in value for leaf in _plain(one)]
    return [value] if not hasattr(value, "low") else [value.low, value.high]
