"""Retention by cohort: counted by hand, for contracts and for buyers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.engines import engine as new_engine
from guanxi.knowledge.lifetime.cohorts import UnknownCohort, buying_cohorts, cohort_name, contract_cohorts
from guanxi.knowledge.lifetime.opportunities import NobodyHadOpportunities
from guanxi.knowledge.lifetime.periods import a_period, whole_periods
from guanxi.knowledge.lifetime.renewals import NothingDue


@pytest.fixture(scope="module")
def duck():
    engine = new_engine("duckdb")
    yield engine
    engine.close()


def lines(rows) -> pl.DataFrame:
    who, day, amount = zip(*rows, strict=True)
    return pl.DataFrame({"customer_id": who, "purchased_on": day, "amount": [float(a) for a in amount]})


def test_the_share_of_a_cohort_that_buys_in_each_month_after(duck):
    rows = [("A", date(2024, 1, 5), 9), ("B", date(2024, 1, 31), 9), ("C", date(2024, 2, 1), 9)]
    rows += [("A", date(2024, 2, 3), 9), ("A", date(2024, 2, 9), 9), ("B", date(2024, 3, 1), 9)]
    rows += [
        ("B", date(2024, 2, 2), -9),
        ("A", date(2024, 4, 2), 9),
    ]  # a return, and a month that is not over
    cohorts, notes = buying_cohorts(duck.table(lines(rows).to_arrow()), as_of=date(2024, 4, 10), engine=duck)
    assert [(one.cohort, one.customers, list(one.share)) for one in cohorts] == [
        ("2024-01", 2, [0.5, 0.5]),
        ("2024-02", 1, [0.0]),
    ]
    assert [note.code for note in notes] == ["lifetime.period_not_over"]
    assert all((one.low <= one.share).all() and (one.share <= one.high).all() for one in cohorts)


orders = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 500)), min_size=1, max_size=80)


@settings(max_examples=25, deadline=None)
@given(orders=orders)
def test_buying_cohorts_are_what_a_loop_counts(duck, orders):
    rows = [(f"C{who}", date(2023, 1, 1) + timedelta(days=n), 5) for who, n in orders]
    months = defaultdict(set)
    for who, day, _ in rows:
        months[who].add(day.year * 12 + day.month - 1)
    end = 2024 * 12 + 11
    by_hand = defaultdict(list)
    for used in months.values():
        by_hand[min(used)].append(used)
    cohorts, _ = buying_cohorts(duck.table(lines(rows).to_arrow()), as_of=date(2024, 12, 31), engine=duck)
    assert [one.cohort for one in cohorts] == [cohort_name(first, "month") for first in sorted(by_hand)]
    for one, first in zip(cohorts, sorted(by_hand), strict=True):
        hits = [sum(first + k in used for used in by_hand[first]) for k in range(1, end - first + 1)]
        assert list(one.share * one.customers) == pytest.approx(hits)


def test_contracts_by_quarter_are_the_shares_of_those_whose_renewal_was_due():
    start = [date(2023, 1, 10)] * 10 + [date(2023, 4, 20)] * 4
    end = [date(2023, 4, 1)] * 4 + [date(2023, 9, 30)] + [None] * 5 + [date(2023, 6, 1)] + [None] * 3
    cohorts, _ = contract_cohorts(start, end, as_of=date(2023, 12, 31), cohort="quarter")
    assert [(one.cohort, one.customers) for one in cohorts] == [("2023-Q1", 10), ("2023-Q2", 4)]
    assert list(cohorts[0].share) == pytest.approx([0.6, 0.6, 0.5]) and list(cohorts[0].at_risk) == [10, 6, 6]
    assert list(cohorts[1].share) == pytest.approx([0.75, 0.75])


def test_a_cohort_too_young_for_a_renewal_has_no_periods():
    cohorts, notes = contract_cohorts(
        [date(2023, 1, 10), date(2023, 5, 1)], [None, None], as_of=date(2023, 5, 20), cohort="month"
    )
    assert [len(one.share) for one in cohorts] == [4, 0]
    assert {note.code for note in notes} == {"lifetime.not_due_yet"}


def test_cohorts_that_cannot_be_are_refused(duck):
    one = duck.table(lines([("A", date(2024, 3, 3), 5)]).to_arrow())
    with pytest.raises(NobodyHadOpportunities):
        buying_cohorts(one, as_of=date(2024, 3, 31), engine=duck)
    with pytest.raises(UnknownCohort):
        buying_cohorts(one, as_of=date(2024, 3, 31), engine=duck, cohort="week")
    with pytest.raises(NothingDue):
        contract_cohorts([date(2024, 3, 3)], [None], as_of=date(2024, 3, 31))


days = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@given(
    start=days, more=st.integers(0, 1500), period=st.sampled_from(["month", "quarter", "year", "week", "day"])
)
def test_whole_periods_are_those_a_person_would_count(start, more, period):
    end = start + timedelta(days=more)
    whole, exact = (part[0] for part in whole_periods([start], [end], period))

    def after(n: int) -> date:
        if period in ("week", "day"):
            return start + timedelta(days=n * (7 if period == "week" else 1))
        year, month = divmod(
            start.year * 12 + start.month - 1 + n * {"month": 1, "quarter": 3, "year": 12}[period], 12
        )
        last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        return date(year, month + 1, min(start.day, last))

    assert after(int(whole)) <= end < after(int(whole) + 1)
    assert exact == (after(int(whole)) == end)


def test_a_discount_a_year_is_spread_over_its_periods():
    assert a_period(0.10, "year") == pytest.approx(0.10)
    assert (1 + a_period(0.10, "month")) ** 12 == pytest.approx(1.10)
    assert (1 + a_period(0.10, "week")) ** (365.25 / 7) == pytest.approx(1.10)


def test_names_of_cohorts_read_like_a_calendar():
    assert [
        cohort_name(2024 * 12 + 2, "month"),
        cohort_name(2024 * 4 + 3, "quarter"),
        cohort_name(2024, "year"),
    ] == [
        "2024-03",
        "2024-Q4",
        "2024",
    ]
    assert np.array_equal(whole_periods(["2024-01-31"], ["2024-02-29"], "month"), ([1], [True]))
