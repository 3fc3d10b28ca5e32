"""Customers with one history are one history, counted."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.engines import engine
from guanxi.knowledge.lifetime.histories import ImpossibleHistory, UnknownUnit, group, histories, unit_days

rows = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 9), st.integers(0, 9)).map(
        lambda r: (r[0], r[1] if r[0] else 0, (r[1] if r[0] else 0) + r[2])
    ),
    min_size=1,
    max_size=60,
)


@given(rows=rows)
def test_grouping_counts_every_customer_once(rows):
    found = group(*(np.array(c) for c in zip(*rows, strict=True)))
    entries = zip(found.repeats, found.last_days, found.age_days, found.customers, strict=True)
    assert {tuple(map(int, e[:3])): int(e[3]) for e in entries} == Counter(rows)


@given(rows=rows)
def test_times_that_are_no_whole_days_are_grouped_as_exactly(rows):
    x, last, age = (np.array(c) for c in zip(*rows, strict=True))
    found = group(x, last + 0.25 * (x > 0), age + 0.5)
    entries = zip(found.repeats, found.last_days, found.age_days, found.customers, strict=True)
    expected = Counter((a, b + 0.25 * (a > 0), c + 0.5) for a, b, c in rows)
    assert {(int(e[0]), float(e[1]), float(e[2])): int(e[3]) for e in entries} == expected


@given(rows=rows, at_most=st.integers(1, 20))
def test_a_coarser_calendar_keeps_every_customer_and_every_repeat(rows, at_most):
    fine = group(*(np.array(c) for c in zip(*rows, strict=True)))
    coarse = fine.coarse(at_most)
    assert coarse.customers.sum() == len(rows)
    assert coarse.customers @ coarse.repeats == fine.customers @ fine.repeats


def test_only_distinct_histories_leave_the_engine():
    as_of = date(2024, 3, 31)
    first = [as_of - timedelta(days=30)] * 3 + [as_of]
    last = [as_of - timedelta(days=10)] * 2 + [as_of - timedelta(days=30), as_of]
    history = pl.DataFrame(
        {
            "customer_id": ["a", "b", "c", "d"],
            "purchase_days": [3, 3, 1, 1],
            "first_purchase_on": first,
            "last_purchase_on": last,
        }
    )
    duck = engine("duckdb")
    found = histories(duck.table(history.to_arrow()), as_of=as_of, engine=duck, unit="week")
    entries = zip(found.repeats, found.last_days, found.age_days, found.customers, strict=True)
    assert sorted(tuple(map(int, e)) for e in entries) == [(0, 0, 0, 1), (0, 0, 30, 1), (2, 20, 30, 2)]
    assert found.age.max() == pytest.approx(30 / 7)


@pytest.mark.parametrize(("x", "last", "age"), [(1, 5, 4), (-1, 0, 4), (0, 3, 4), (1, -2, 4)])
def test_a_history_that_cannot_be_is_refused(x, last, age):
    with pytest.raises(ImpossibleHistory):
        group(np.array([x]), np.array([last]), np.array([age]))


def test_an_unknown_unit_of_time_is_refused_with_the_known_ones():
    with pytest.raises(UnknownUnit) as refusal:
        unit_days("month")
    assert "day, week" in str(refusal.value)
