"""The LTV table: the acceptance case to the unit, strategies side by side, and impossible cells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.knowledge.lifetime.ltv_table import (
    ImpossibleCell,
    Plan,
    UnevenColumns,
    Year,
    discount_factors,
    ltv_table,
    plan,
    with_year,
)
from guanxi.knowledge.lifetime.settings import BadSetting
from guanxi.knowledge.lifetime.strategies import Strategy, applied, compare, together, tornado

COLUMNS = {
    "customers": [100_000, 60_000, 42_000],
    "orders": [1.8, 2.5, 3],
    "order_size": [90, 95, 100],
    "cost_share": [0.70, 0.65, 0.65],
    "marketing": [55, 20, 20],
    "discount_factor": [1, 1.16, 1.35],
}
CASE = plan(**COLUMNS)
ACQUIRE = Strategy("acquisition", more_customers=0.2, acquisition_cost=10)
RETAIN = Strategy("retention", more_retention=0.1, retention_cost=5)


def test_the_acceptance_case_comes_out_to_the_unit():
    rows = ltv_table(CASE).rows
    assert [round(row.customers) for row in rows] == [100_000, 60_000, 42_000]
    assert [round(row.revenue) for row in rows] == [16_200_000, 14_250_000, 12_600_000]
    assert [round(row.profit) for row in rows] == [-640_000, 3_787_500, 3_570_000]
    assert [round(row.discounted) for row in rows] == [-640_000, 3_265_086, 2_644_444]
    assert [round(row.cumulative) for row in rows] == [-640_000, 2_625_086, 5_269_531]
    assert [round(row.ltv) for row in rows] == [-6, 26, 53]
    assert [round(row.retention, 2) for row in rows] == [1, 0.6, 0.7]


def test_the_money_is_back_in_the_second_year():
    table = ltv_table(CASE)
    assert table.break_even_year == 2
    assert table.as_dict()["break_even_year"] == 2
    assert ltv_table(with_year(CASE, 1, marketing=200)).break_even_year is None


def test_strategies_stand_side_by_side_with_the_plan_as_it_is():
    as_it_is, acquire, retain, both = compare(
        CASE, [Strategy("as it is"), ACQUIRE, RETAIN, together("both", ACQUIRE, RETAIN)]
    )
    assert (as_it_is.gain, as_it_is.gain_ltv) == (0, 0)
    # By hand: 120,000 customers at 65: profits -1,968,000 / 4,545,000 / 4,284,000, factors 1 / 1.16 / 1.35.
    assert acquire.table.value == pytest.approx(-1_968_000 + 4_545_000 / 1.16 + 4_284_000 / 1.35)
    assert acquire.gain_ltv < 0  # each is worth less, for winning them costs more
    # By hand: 70,000 and 56,000 left, each costing 25.
    later = 70_000 * (2.5 * 95 * 0.35 - 25) / 1.16 + 56_000 * (3 * 100 * 0.35 - 25) / 1.35
    assert retain.table.value == pytest.approx(-640_000 + later)
    assert retain.gain > 0
    assert both.table.rows[1].customers == pytest.approx(84_000)
    assert both.table.rows[0].marketing == pytest.approx(120_000 * 65)


@given(
    more=st.floats(0, 2),
    points=st.floats(0, 0.25),
    cost=st.floats(0, 50),
)
def test_both_together_is_one_after_the_other(more, points, cost):
    one, two = Strategy("", more_customers=more), Strategy("", more_retention=points, retention_cost=cost)
    at_once = ltv_table(applied(CASE, together("both", one, two))).value
    assert at_once == pytest.approx(ltv_table(applied(applied(CASE, one), two)).value)


def test_a_strategy_cannot_keep_more_customers_than_there_are():
    with pytest.raises(ImpossibleCell) as refused:
        applied(CASE, Strategy("dream", more_retention=0.4))
    assert refused.value.facts["year"] == 3 and refused.value.facts["column"] == "retention"
    assert applied(CASE, Strategy("all", more_retention=0.3)).years[2].retention == 1.0


def test_the_tornado_puts_what_matters_most_first():
    bars = tornado(CASE, swing=0.1)
    assert [bar.name for bar in bars][:1] == ["cost_share"]
    assert [bar.width for bar in bars] == sorted((bar.width for bar in bars), reverse=True)
    by_name = {bar.name: bar for bar in bars}
    assert set(by_name) == {"retention", "orders", "order_size", "cost_share", "marketing", "interest"}
    base = ltv_table(CASE).ltv
    for name in ("retention", "orders", "order_size"):
        assert by_name[name].lower < base < by_name[name].higher
    for name in ("cost_share", "marketing", "interest"):
        assert by_name[name].lower > base > by_name[name].higher
    assert by_name["orders"].width == pytest.approx(by_name["order_size"].width)


def test_retention_in_the_tornado_stops_at_everybody():
    sticky = replace(CASE, years=(CASE.years[0], *(replace(y, retention=0.98) for y in CASE.years[1:])))
    bar = next(bar for bar in tornado(sticky) if bar.name == "retention")
    assert bar.higher == pytest.approx(ltv_table(applied(sticky, Strategy("", more_retention=0.02))).ltv)


@pytest.mark.parametrize(
    ("column", "year", "given"),
    [
        ("customers", 1, 0),
        ("customers", 2, 100_001),
        ("customers", 3, -1),
        ("orders", 1, -0.1),
        ("order_size", 2, float("nan")),
        ("cost_share", 1, 70),
        ("marketing", 3, float("inf")),
        ("discount_factor", 1, 0.9),
        ("discount_factor", 3, 1.1),
    ],
)
def test_an_impossible_cell_is_refused_by_its_name_and_year(column, year, given):
    columns = {name: list(cells) for name, cells in COLUMNS.items()}
    columns[column][year - 1] = given
    with pytest.raises(ImpossibleCell) as refused:
        plan(**columns)
    assert (refused.value.facts["column"], refused.value.facts["year"]) == (column, year)


def test_uneven_or_missing_years_are_refused():
    with pytest.raises(UnevenColumns) as refused:
        plan(**COLUMNS | {"orders": [1.8, 2.5]})
    assert refused.value.facts == {"column": "orders", "found": 2, "needed": 3}
    with pytest.raises(UnevenColumns):
        plan(**{name: [] for name in COLUMNS})
    with pytest.raises(UnevenColumns):
        with_year(CASE, 4, orders=1)


def test_a_first_year_that_keeps_only_some_is_refused():
    with pytest.raises(ImpossibleCell):
        Plan(100, (Year(0.9, 1, 1, 0.5, 0),))


@pytest.mark.parametrize("swing", [0, 1, -0.1, float("nan")])
def test_a_swing_that_is_no_share_is_refused(swing):
    with pytest.raises(BadSetting):
        tornado(CASE, swing=swing)


def test_a_group_that_is_gone_brings_nothing_more():
    rows = ltv_table(plan(**COLUMNS | {"customers": [100, 0, 0]})).rows
    assert [row.profit for row in rows[1:]] == [0, 0]
    assert rows[2].ltv == rows[0].ltv


def test_discount_factors_grow_with_the_years():
    assert discount_factors(0.16, 3) == pytest.approx([1, 1.16, 1.3456])  # the case prints 1.35
    assert discount_factors(0.16, 2, lag=0.5)[0] == pytest.approx(1.16**0.5)
