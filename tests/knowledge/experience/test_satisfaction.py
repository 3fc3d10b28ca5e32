"""Experience less expectation, of the same people and of others."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from guanxi.knowledge.experience.drift import drift
from guanxi.knowledge.experience.satisfaction import by_response, satisfaction, together
from guanxi.knowledge.experience.scores import scores
from guanxi.knowledge.experience.seven_steps import steps
from tests.knowledge.experience.responses import AS_OF, answers, said, survey


def both_sides(pairs, dimension="price", **more):
    """One response for each pair; a side that is None was not asked."""
    return [
        {"response_id": f"r{n:04}", "dimension": dimension, "question_kind": kind, "score": score, **more}
        for n, pair in enumerate(pairs)
        for kind, score in zip(("experience", "expectation"), pair, strict=True)
        if score is not None
    ]


@pytest.fixture
def read(engine):
    def read(rows, **asked):
        found = satisfaction(engine.table(answers(*rows)), **{"as_of": AS_OF, "engine": engine} | asked)
        return {row.key["dimension"]: row for row in found}

    return read


@pytest.fixture
def pairs():
    chance = np.random.default_rng(4)
    mood = chance.normal(0, 1, 200)
    sides = [np.clip(np.round(at + mood + chance.normal(0, 0.8, 200)), 0, 10) for at in (5.5, 6.2)]
    return list(zip(*(side.tolist() for side in sides), strict=True))


def test_a_response_that_says_one_side_has_no_satisfaction(engine):
    rows = both_sides([(7, 9), (6, None), (None, 5)])
    found = by_response(engine.table(answers(*rows)), as_of=AS_OF)
    told = {row["response_id"]: row["satisfaction"] for row in engine.collect(found).to_pylist()}
    assert told == {"r0000": -2, "r0001": None, "r0002": None}


def test_pairs_have_the_paired_t_interval(read, pairs):
    row = read(both_sides(pairs))["price"]
    x, y = np.array(pairs).T
    wanted = stats.ttest_rel(x, y).confidence_interval()
    # The score interval differs from t by terms of 1/n; differences lie far from -10 and 10.
    assert (row.paired_interval.low, row.paired_interval.high) == pytest.approx(tuple(wanted), abs=2e-3)
    assert row.difference == row.paired == pytest.approx(np.mean(x - y))
    assert row.interval.low == pytest.approx(row.paired_interval.low)
    assert row.correlation == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-6)
    assert (row.n_experience, row.n_expectation, row.n_both) == (200, 200, 200)


def test_two_groups_have_welchs_interval(read, pairs):
    rows = both_sides([(x, None) for x, _ in pairs[:120]] + [(None, y) for _, y in pairs[120:]])
    row = read(rows)["price"]
    x, y = [x for x, _ in pairs[:120]], [y for _, y in pairs[120:]]
    wanted = stats.ttest_ind(x, y, equal_var=False).confidence_interval()
    assert (row.interval.low, row.interval.high) == pytest.approx(tuple(wanted), abs=3e-3)
    assert (row.n_both, row.paired, row.correlation) == (0, None, None)


def test_the_interval_of_some_who_said_both_lies_between(read, pairs):
    mixed = [(x, None) if n % 2 else (x, y) for n, (x, y) in enumerate(pairs)] + [
        (None, y) for n, (_, y) in enumerate(pairs) if n % 2
    ]
    alone = [(x, None) for x, _ in pairs] + [(None, y) for _, y in pairs]

    def width(rows):
        interval = read(both_sides(rows))["price"].interval
        return interval.high - interval.low

    assert width(pairs) < width(mixed) < width(alone)


def test_a_side_that_few_or_none_said_leaves_satisfaction_unknown(read):
    row = read(both_sides([(7, None)] * 9))["price"]
    assert (row.difference, row.reason.code) == (None, "experience.not_asked")
    few = read(both_sides([(7, 8)] * 3 + [(6, None)] * 9))["price"]
    assert few.difference is None and few.reason.facts["n"] == 3


def test_codes_for_missing_do_not_become_a_side(read):
    row = read(both_sides([(7, 8), (6, 8), (7, 9), (8, 8), (7, 7), (-99, 8), (7, -99)]))["price"]
    assert (row.n_experience, row.n_expectation, row.n_both) == (6, 6, 5)


def test_equal_differences_do_not_make_certain(read):
    row = read(both_sides([(5, 7)] * 6))["price"]
    assert (row.paired, row.paired_interval.method) == (-2, "exact")
    assert row.paired_interval.low < -2 < row.paired_interval.high


def test_weights_change_whose_satisfaction_it_is(engine, read, pairs):
    weight = np.where(np.arange(200) < 100, 1.0, 4.0)
    table = engine.table(pa.table({"response_id": [f"r{n:04}" for n in range(200)], "weight": weight}))
    row = read(both_sides(pairs), weights=table)["price"]
    x, y = np.array(pairs).T
    assert row.paired == pytest.approx(np.average(x - y, weights=weight))
    equal = engine.table(pa.table({"response_id": [f"r{n:04}" for n in range(200)], "weight": [2.0] * 200}))
    assert read(both_sides(pairs), weights=equal)["price"].interval.low == pytest.approx(
        read(both_sides(pairs))["price"].interval.low
    )


def test_the_steps_take_the_interval_of_those_who_said_both(engine, pairs):
    table = engine.table(answers(*both_sides(pairs)))
    asked = {"as_of": AS_OF, "engine": engine}
    told = scores(table, grain=("dimension",), **asked).as_scores()
    (apart,) = steps(told)
    (paired,) = steps(told, together=together(satisfaction(table, **asked)))
    assert paired.satisfaction == pytest.approx(apart.satisfaction)
    assert (
        paired.satisfaction_high - paired.satisfaction_low < apart.satisfaction_high - apart.satisfaction_low
    )


def test_nothing_asked_is_no_row(read):
    assert read([]) == {}
    assert set(read(survey())) == {"price", "product", "service"}


def test_expectations_are_kept_dated_quarter_by_quarter(engine):
    early = said(6, 6, 7, 6, 5, question_kind="expectation", answered_on=date(2024, 3, 31))
    late = said(8, 8, 9, 8, 7, question_kind="expectation", answered_on=date(2024, 10, 1))
    few = said(9, 9, question_kind="expectation", answered_on=date(2024, 7, 1))
    rows = [row | {"response_id": f"{n}"} for n, row in enumerate([*early, *late, *few])]
    found = drift(engine.table(answers(*rows)), as_of=AS_OF, engine=engine)["price"]
    assert [(q.first_day, q.mean, q.n) for q in found] == [
        (date(2024, 1, 1), 6, 5),
        (date(2024, 7, 1), None, 2),
        (date(2024, 10, 1), 8, 5),
    ]
