"""The pyramid, the quadrants, the relation types, and the whale curve below them."""

from collections import Counter

import ibis
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.engines import engine as new_engine
from guanxi.knowledge.history import history
from guanxi.knowledge.refusals import CutsNotComplete, NothingToShare, OutOfRange, UnknownChoice
from guanxi.knowledge.tiers import lv_level, pyramid, quadrants, relation_types, revenue_pyramid
from guanxi.knowledge.whale import POINTS, whale
from tests.knowledge.tables import grocer_lines
from tests.tries import tries


def classes(rows, table, name):
    found = rows(table)
    return [found[f"c{i}"][name] for i in range(1, len(found) + 1)]


def test_the_chemicals_trader_has_10_40_150_and_800(measures, engine, rows):
    # Skewed like sales are, and close together at the cuts.
    spend = [40_000_000 / (rank + 5) for rank in range(1, 1001)]
    built = pyramid(measures(spend_365d=spend), engine=engine)
    tiers = classes(rows, built.table, "tier")
    assert tiers == ["platinum"] * 10 + ["gold"] * 40 + ["iron"] * 150 + ["lead"] * 800
    assert built.floors == {"platinum": spend[9], "gold": spend[49], "iron": spend[199], "lead": None}


def test_equal_spend_is_the_same_tier(measures, engine, rows):
    built = pyramid(measures(spend_365d=[5.0] * 3 + [1.0] * 97), engine=engine)
    assert Counter(classes(rows, built.table, "tier")) == {"platinum": 3, "gold": 97}


def test_who_brings_nothing_is_in_the_last_tier_however_few_bring_more(measures, engine, rows):
    built = pyramid(measures(spend_365d=[9.0, *[0.0] * 98, -3.0]), engine=engine)
    assert Counter(classes(rows, built.table, "tier")) == {"platinum": 1, "lead": 99}


def test_the_cuts_are_edited_and_must_make_a_whole(measures, engine, rows):
    table = measures(spend_365d=[float(x) for x in range(10, 0, -1)])
    built = pyramid(table, engine=engine, shares={"top": 0.2, "rest": 0.8})
    assert classes(rows, built.table, "tier") == ["top"] * 2 + ["rest"] * 8
    for shares in ({"top": 0.2, "rest": 0.7}, {"top": 0.0, "rest": 1.0}):
        with pytest.raises(CutsNotComplete):
            pyramid(table, engine=engine, shares=shares)
    with pytest.raises(OutOfRange):
        pyramid(table, engine=engine, shares={"all": 1.0})


def test_by_revenue_the_top_are_the_fewest_who_bring_half(measures, engine, rows):
    table = measures(spend_365d=[50.0, 20.0, 10.0, 8.0, 7.0, 3.0, 2.0])
    tiers = classes(rows, revenue_pyramid(table, engine=engine).table, "tier")
    assert tiers == ["platinum", "gold", "gold", "iron", "iron", "lead", "lead"]
    with pytest.raises(NothingToShare):
        revenue_pyramid(measures(spend_365d=[0.0]), engine=engine)


def test_quadrants_are_loyalty_against_value(measures, engine, rows):
    table = measures(loyalty_index=[90.0, 10.0, 90.0, 10.0], value_index=[90.0, 90.0, 10.0, 10.0])
    for rule in ("median", "mean"):
        found = quadrants(table, engine=engine, rule=rule)
        assert classes(rows, found.table, "quadrant") == ["A", "B", "C", "D"]
        assert found.cuts == {"loyalty_index": 50, "value_index": 50}
    assert classes(rows, lv_level(found.table), "lv_level") == [1, 2, 2, 3]


def test_fixed_cuts_are_used_as_given_and_must_be_given(measures, engine, rows):
    table = measures(loyalty_index=[60.0, 59.0], value_index=[10.0, 10.0])
    found = quadrants(table, engine=engine, rule="fixed", fixed={"loyalty_index": 60, "value_index": 5})
    assert classes(rows, found.table, "quadrant") == ["A", "B"]
    with pytest.raises(UnknownChoice):
        quadrants(table, engine=engine, rule="fixed")
    with pytest.raises(UnknownChoice):
        quadrants(table, engine=engine, rule="mode")


def test_without_an_index_there_is_no_quadrant(measures, engine, rows):
    table = measures(loyalty_index=[60.0, 59.0], value_index=[10.0, None])
    assert classes(rows, quadrants(table, engine=engine).table, "quadrant") == ["A", None]
    nobody = table.mutate(value_index=ibis.null("float64"))
    assert classes(rows, quadrants(nobody, engine=engine).table, "quadrant") == [None, None]


def test_relation_types_weigh_frequency_and_volume(measures, engine, rows):
    table = measures(purchase_days_365d=[9, 9, 1, 1], spend_365d=[90.0, 10.0, 90.0, 10.0])
    named = classes(rows, relation_types(table, engine=engine).table, "relation_type")
    assert named == ["relational", "selective", "selective", "transactional"]


def test_the_whale_curve_peaks_above_its_end_where_some_cost_more_than_they_bring(measures, engine):
    curve = whale(measures(profit_365d=[10.0, -4.0, 5.0, None]), engine=engine, column="profit_365d")
    assert curve.customers == (0, 1, 2, 3)
    assert curve.value == (0, 10, 15, 11)
    assert (curve.peak, curve.total) == (15, 11)
    with pytest.raises(NothingToShare):
        whale(measures(profit_365d=[None, None]), engine=engine, column="profit_365d")


def test_the_grocers_curve_has_few_points_and_each_is_exact(engine):
    as_of = pd.Timestamp("2017-12-31").date()
    table = history(engine.table(grocer_lines()), as_of=as_of, engine=engine).table
    curve = whale(table, engine=engine)
    spend = engine.collect(table)["spend_365d"].to_pandas().sort_values(ascending=False)
    assert 150 <= len(curve.customers) <= POINTS
    assert curve.customers[-1] == len(spend)
    for customers, value in zip(curve.customers[1:], curve.value[1:], strict=True):
        assert value == pytest.approx(spend.iloc[:customers].sum(), rel=1e-9)


@tries(25)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_tiers_never_rank_a_smaller_spender_above_a_bigger_one(values):
    engine = new_engine("duckdb")
    table = pa.table(
        {"customer_id": [str(i) for i in range(len(values))], "spend_365d": [v / 2 for v in values]}
    )
    built = pyramid(engine.table(table), engine=engine)
    found = engine.collect(built.table).to_pylist()
    order = list(built.shares)
    ranked = sorted(found, key=lambda row: -row["spend_365d"])
    places = [order.index(row["tier"]) for row in ranked]
    assert places == sorted(places)
    assert len(found) == len(values)
    engine.close()
