"""Satisfaction by class and the value of the dissatisfied: everybody once, the silent never."""

import statistics
from datetime import date

import pyarrow as pa
import pytest

from guanxi.facts.words import word
from guanxi.knowledge import voice
from guanxi.knowledge.experience import by_value

NOBODY = dict.fromkeys(voice.COLUMNS) | {"quadrant": "D"}
ON = date(2024, 6, 1)


def customer(name: str, tier: str, worth: float | None, **said):
    row = NOBODY | {"customer_id": name, "tier": tier, "lifetime_value": worth, "transactional_loyalty": 60.0}
    return row | ({"last_answered_on": ON} if said else {}) | said


def table_of(engine, rows):
    kinds = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "date": pa.date32()}
    schema = pa.schema([(name, kinds[word(name).type]) for name in rows[0]])
    return engine.table(pa.Table.from_pylist(rows, schema))


ROWS = [
    customer("a", "gold", 100.0, satisfaction_price=-2.0, satisfaction_service=-1.0, asked_satisfaction=3.0),
    customer("b", "gold", None, satisfaction_price=-1.0, emotional_loyalty=30.0),
    customer("c", "gold", 50.0, satisfaction_price=0.0, emotional_loyalty=90.0),
    customer("d", "lead", 7.0, satisfaction_service=3.0),
    customer("e", "lead", 1000.0),
]


@pytest.fixture
def told(engine):
    return by_value.standing(table_of(engine, ROWS), engine=engine)


def test_value_at_risk_counts_each_dimension_and_everybody_once_in_all(told):
    risks = {row["measure"]: row for row in told["at_risk"]}
    assert set(risks) == {None, "satisfaction_price", "satisfaction_service"}
    assert (risks["satisfaction_price"]["answered"], risks["satisfaction_price"]["customers"]) == (3, 2)
    assert (risks["satisfaction_price"]["lifetime_value"], risks["satisfaction_price"]["unknown"]) == (100, 1)
    assert (risks["satisfaction_service"]["customers"], risks["satisfaction_service"]["answered"]) == (1, 2)
    assert (risks[None]["answered"], risks[None]["customers"], risks[None]["lifetime_value"]) == (4, 2, 100)


def test_who_did_not_answer_is_counted_and_in_no_mean(told):
    gold, lead = told["tier"]
    assert (gold["key"], gold["customers"], gold["answered"]) == ("gold", 3, 3)
    assert (lead["key"], lead["customers"], lead["answered"]) == ("lead", 2, 1)
    assert (told["equity"], told["equity_answered"]) == (1157, 157)


def test_few_answers_are_counted_and_have_no_mean(told):
    assert told["tier"][0]["said"]["satisfaction_price"] == {"n": 3, "mean": None, "low": None, "high": None}
    assert "satisfaction_image" not in told["tier"][0]["said"]


def test_the_mean_of_a_class_is_that_of_its_answers_with_an_interval_around_it(engine):
    scores = [-3.0, -1.0, 0.0, 2.0, -4.0, 1.0]
    rows = [customer(f"c{n}", "gold", 1.0, satisfaction_price=score) for n, score in enumerate(scores)]
    (found,) = by_value.by_class(table_of(engine, rows), "tier", engine=engine)
    said = found.said["satisfaction_price"]
    assert said.n == 6 and said.mean == pytest.approx(statistics.mean(scores))
    assert -10 < said.low < said.mean < said.high < 10


def test_habit_feels_nothing_and_captivity_is_not_content(told):
    assert (told["habit"], told["captivity"]) == (1, 1)
