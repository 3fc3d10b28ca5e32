"""Loyalty and value, each an index of percentile ranks."""

import numpy as np
import pandas as pd
import pytest

from guanxi.knowledge.history import history
from guanxi.knowledge.loyalty import loyalty_index, transactional_loyalty
from guanxi.knowledge.refusals import OutOfRange
from guanxi.knowledge.value import present_column, value
from tests.knowledge.tables import grocer_lines


def four(measures, categories):
    return measures(
        days_since_last=[1, 2, 3, 4],
        purchase_days_365d=[4, 3, 2, 1],
        categories_365d=categories,
        tenure_days=[40, 30, 20, 10],
    )


def test_transactional_loyalty_is_the_mean_percentile_rank(measures, engine, rows):
    found = rows(transactional_loyalty(four(measures, [4, 3, 2, 1]), engine=engine).table)
    assert [found[f"c{i}"]["transactional_loyalty"] for i in range(1, 5)] == [87.5, 62.5, 37.5, 12.5]


def test_an_unknown_breadth_leaves_the_index_to_the_other_measures(measures, engine, rows):
    found = rows(transactional_loyalty(four(measures, [None] * 4), engine=engine).table)
    assert [found[f"c{i}"]["transactional_loyalty"] for i in range(1, 5)] == [87.5, 62.5, 37.5, 12.5]


@pytest.mark.parametrize(("weight", "expected"), [(0.5, [70, 20, 90, None]), (0.0, [60, 20, 90, None])])
def test_the_loyalty_index_is_what_is_done_and_what_is_felt_or_the_one_that_is_known(
    measures, engine, rows, weight, expected
):
    table = measures(
        transactional_loyalty=[60.0, 20.0, None, None], emotional_loyalty=[80.0, None, 90.0, None]
    )
    found = rows(loyalty_index(table, emotional_weight=weight))
    assert [found[f"c{i}"]["loyalty_index"] for i in range(1, 5)] == expected


def test_ties_share_a_rank_and_one_customer_is_in_the_middle(measures, engine, rows):
    tied = measures(spend_365d=[1.0, 1.0, 5.0, 9.0])
    found = rows(value(tied, engine=engine, weights={"spend_365d": 1}).table)
    assert [found[f"c{i}"]["value_index"] for i in range(1, 5)] == [25, 25, 62.5, 87.5]
    alone = rows(value(measures(spend_365d=[3.0]), engine=engine, weights={"spend_365d": 1}).table)
    assert alone["c1"]["value_index"] == 50


def test_a_part_that_is_unknown_leaves_the_index_to_the_known_ones(measures, engine, rows):
    table = measures(spend_365d=[1.0, 5.0], lifetime_value=[None, 7.0])
    found = rows(value(table, engine=engine, weights={"spend_365d": 1, "lifetime_value": 3}).table)
    assert [found[c]["value_index"] for c in ("c1", "c2")] == [25, (75 + 3 * 50) / 4]


def test_value_is_ranked_by_profit_only_where_everybodys_is_known(measures, engine):
    assert (
        present_column(measures(spend_365d=[1.0, 2.0], profit_365d=[1.0, 0.5]), engine=engine)
        == "profit_365d"
    )
    assert (
        present_column(measures(spend_365d=[1.0, 2.0], profit_365d=[1.0, None]), engine=engine)
        == "spend_365d"
    )


def test_an_index_of_nothing_is_refused(measures, engine):
    with pytest.raises(OutOfRange):
        value(measures(spend_365d=[1.0]), engine=engine, weights={"spend_365d": 0})


def test_the_grocers_indexes_agree_with_pandas(engine):
    as_of = pd.Timestamp("2017-12-31").date()
    table = history(engine.table(grocer_lines()), as_of=as_of, engine=engine).table
    loyal = transactional_loyalty(table, engine=engine).table
    table = value(table, engine=engine, weights={"spend_365d": 1}).add_to(loyal)
    found = engine.collect(table).to_pandas()
    ranks = [
        1 - percentile(found.days_since_last),
        percentile(found.purchase_days_365d),
        percentile(found.categories_365d),
        percentile(found.tenure_days),
    ]
    np.testing.assert_allclose(found.transactional_loyalty, 100 * sum(ranks) / 4, rtol=1e-12)
    # Money ranks by bins of about a thousandth: no customer moves further than the bin is full.
    bins = np.floor(np.sqrt(np.sqrt(found.spend_365d)) * 1000)
    np.testing.assert_allclose(found.value_index, 100 * percentile(bins), rtol=1e-12)
    assert (found.value_index - 100 * percentile(found.spend_365d)).abs().max() < 0.2


def percentile(values: pd.Series) -> pd.Series:
    """Those below plus half of those equal."""
    return (values.rank(method="average") - 0.5) / len(values)
