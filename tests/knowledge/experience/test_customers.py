"""What each customer said last."""

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.knowledge.experience.customers import said_by_customers
from tests.knowledge.experience.responses import AS_OF, answers

EARLIER = AS_OF - timedelta(days=40)


def row(who, kind, score, dimension=None, on=AS_OF, **more):
    return {
        "customer_id": who,
        "question_kind": kind,
        "score": score,
        "dimension": dimension,
        "answered_on": on,
        **more,
    }


@pytest.fixture
def read(engine):
    def read(*rows, **asked):
        found = said_by_customers(engine.table(answers(*rows)), **{"as_of": AS_OF, "engine": engine} | asked)
        return found, {r["customer_id"]: r for r in engine.collect(found.table).to_pylist()}

    return read


def test_satisfaction_is_the_last_experience_less_the_last_expectation(read):
    _, rows = read(
        row("c1", "experience", 4.0, "price", on=EARLIER),
        row("c1", None, 6.0, "price"),
        row("c1", "expectation", 8.0, "price", on=EARLIER),
        row("c1", "experience", 6.0, "service"),
        row("c1", "experience", 9.0, "price", on=AS_OF + timedelta(days=1)),
    )
    assert rows["c1"]["satisfaction_price"] == -2
    assert rows["c1"]["satisfaction_service"] is None and rows["c1"]["satisfaction_overall"] is None
    assert rows["c1"]["last_answered_on"] == AS_OF


def test_emotional_loyalty_is_the_mean_of_the_parts_that_are_known(read):
    _, rows = read(
        row("c1", "premium", 4.0),
        row("c1", "standard", 6.0),
        row("c1", "recommend", 5.0, scale_low=1.0, scale_high=5.0),
        row("c1", "improve", 8.0),
        row("c2", "recommend", 9.0),
        row("c2", "premium", -99.0),
        row("c3", "satisfaction", 7.0, "overall"),
    )
    assert (rows["c1"]["emotional_loyalty"], rows["c1"]["emotional_parts_known"]) == (70, 4)
    assert (rows["c2"]["emotional_loyalty"], rows["c2"]["emotional_parts_known"]) == (90, 1)
    assert (rows["c3"]["emotional_loyalty"], rows["c3"]["asked_satisfaction"]) == (None, 7)


def test_what_is_asked_of_several_dimensions_is_the_mean_of_the_last_of_each(read):
    _, rows = read(
        row("c1", "satisfaction", 2.0, "price", on=EARLIER),
        row("c1", "satisfaction", 9.0, "service"),
        row("c1", "satisfaction", 5.0, "service"),
        row("c1", "experience", 4.0, "price"),
        row("c1", "expectation", 99.0, "price"),
        row("c2", "experience", 99.0, "price"),
    )
    assert rows["c1"]["asked_satisfaction"] == 4.5
    assert rows["c1"]["satisfaction_price"] is None
    assert list(rows) == ["c1"]


def test_what_others_say_and_what_is_said_of_others_is_not_the_customers(read):
    _, rows = read(
        row("c1", "recommend", 2.0, respondent="management"),
        row("c1", "recommend", 3.0, subject="rival"),
        row("c1", "recommend", 8.0, respondent="customers", subject=""),
    )
    assert rows["c1"]["emotional_loyalty"] == 80


def test_answers_of_nobody_and_of_strangers_are_counted_and_said(read, engine):
    known = engine.table(pa.table({"customer_id": ["c1", "c9"]}))
    found, rows = read(
        row("c1", "recommend", 8.0),
        row("gone", "recommend", 1.0),
        row(None, "recommend", 1.0),
        customers=known,
    )
    assert list(rows) == ["c1"]
    assert found.counts == {"of_nobody": 1, "of_strangers": 1, "customers": 1}
    assert [note.code for note in found.notes] == [
        "experience.answers_without_customer",
        "experience.answers_of_strangers",
    ]


def test_answers_that_are_too_old_do_not_count_and_no_answers_are_no_customers(read):
    _, rows = read(row("c1", "recommend", 8.0, on=EARLIER), since=AS_OF)
    assert rows == {}
    assert read()[0].counts["customers"] == 0


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 10), st.integers(1, 28)), min_size=1))
def test_nothing_after_as_of_changes_what_was_said(engine, said):
    rows = [row(who, "recommend", float(score), on=date(2024, 12, day)) for who, score, day in said]
    later = [each | {"answered_on": AS_OF + timedelta(days=1), "score": 0.0} for each in rows]

    def told(given_rows):
        found = said_by_customers(engine.table(answers(*given_rows)), as_of=AS_OF, engine=engine)
        return sorted(map(str, engine.collect(found.table).to_pylist()))

    assert told(rows) == told(rows + later)
