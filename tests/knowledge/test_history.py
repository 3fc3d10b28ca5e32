"""One row per customer from the purchase lines."""

import pandas as pd
import pyarrow as pa
import pytest

from guanxi.knowledge.breadth import BITS, categories_by_customer
from guanxi.knowledge.history import history
from guanxi.knowledge.refusals import ColumnMissing, NothingYet, OutOfRange
from tests.knowledge.tables import AS_OF, buys, day, grocer_lines, purchases


def test_two_orders_on_one_day_are_one_purchase_day(read, rows):
    found = rows(read(*buys("a", 5, 5, 3)).table)["a"]
    assert (found["purchase_days"], found["spend"], found["mean_spend"]) == (2, 30, 15)


def test_a_return_lowers_spend_and_makes_no_purchase_day(read, rows):
    found = rows(read(*buys("a", 30, 20), *buys("a", 2, amount=-4.0)).table)["a"]
    assert found["purchase_days"] == 2
    assert found["spend"] == 16
    assert (found["last_purchase_on"], found["days_since_last"]) == (day(20), 20)


def test_who_has_only_returns_is_absent_and_counted(read, rows):
    known = read(*buys("a", 1), *buys("b", 1, amount=-4.0))
    assert set(rows(known.table)) == {"a"}
    assert {note.code: note.facts for note in known.notes}["knowledge.only_returns"] == {"customers": 1}


def test_lines_without_a_customer_are_counted_and_in_nobodys_measures(read, rows):
    known = read(*buys("a", 1, 3), *buys(None, 1, amount=25.0), *buys(None, 2, amount=-5.0))
    assert set(rows(known.table)) == {"a"}
    note = {note.code: note for note in known.notes}["knowledge.lines_without_customer"]
    assert note.facts == {"lines": 2, "of": 4, "lines_share": 0.5, "revenue_share": 0.5}
    assert "(50.0%)" in note.say("en") and "占收入的 50.0%" in note.say("zh-hans")


def test_without_revenue_there_is_no_share_of_it(read):
    known = read(*buys("a", 1), *buys(None, 1, amount=-10.0))
    facts = {note.code: note.facts for note in known.notes}["knowledge.lines_without_customer_or_revenue"]
    assert facts == {"lines": 1, "of": 2, "lines_share": 0.5}


def test_the_window_begins_the_day_after_as_of_minus_its_days(read, rows):
    found = rows(read(*buys("a", 365, 364, 0)).table)["a"]
    assert (found["purchase_days"], found["purchase_days_365d"]) == (3, 2)
    assert (found["spend"], found["spend_365d"]) == (30, 20)
    assert found["tenure_days"] == 365


def test_another_window_carries_its_name(engine, rows):
    lines = engine.table(purchases(*buys("a", 10, 40)))
    found = rows(history(lines, as_of=AS_OF, engine=engine, window_days=30).table)["a"]
    assert (found["purchase_days_30d"], found["spend_30d"]) == (1, 10)


def test_profit_is_unknown_for_whom_a_cost_is_missing_and_known_for_others(read, rows):
    known = read(*buys("a", 1, 2, cost=6.0), *buys("b", 1, cost=6.0), *buys("b", 2))
    found = rows(known.table)
    assert found["a"]["profit_365d"] == 8
    assert found["b"]["profit_365d"] is None
    assert "knowledge.costs_missing" in {note.code for note in known.notes}


def test_what_no_line_says_is_null_and_what_a_quiet_year_says_is_zero(read, rows):
    plain = rows(read(*buys("a", 1)).table)["a"]
    assert plain["profit_365d"] is None and plain["categories_365d"] is None
    assert plain["lines_365d"] is None and plain["promotion_share"] is None
    full = {"cost": 1.0, "category": "x", "discount": 0.0}
    quiet = rows(read(*buys("a", 400, **full), *buys("b", 1, **full)).table)["a"]
    assert (quiet["spend_365d"], quiet["profit_365d"], quiet["categories_365d"]) == (0, 0, 0)
    assert quiet["promotion_share"] is None


def test_categories_count_what_was_bought_not_what_came_back(read, rows):
    lines = [
        *buys("a", 1, 2, category="x"),
        *buys("a", 3, category="y"),
        *buys("a", 3, category="z", amount=-1.0),
    ]
    assert rows(read(*lines).table)["a"]["categories_365d"] == 2


@pytest.mark.parametrize("categories", [1, BITS, BITS + 1, 2 * BITS + 5, 17 * BITS])
def test_any_number_of_categories_is_counted(read, rows, categories):
    lines = [line for n in range(categories) for line in buys("a", 1, category=f"k{n}")]
    found = rows(read(*lines, *buys("b", 1, category="k0"), *buys("c", 1)).table)
    assert [found[c]["categories_365d"] for c in "abc"] == [categories, 1, None]


def test_a_coupon_is_a_promotion_and_a_line_that_says_nothing_is_not_counted(read, rows):
    lines = [
        *buys("a", 1, discount=2.0, amount=30.0),
        *buys("a", 2, coupon_discount=1.0),
        *buys("a", 3, discount=0.0, amount=20.0),
        *buys("a", 4),
        *buys("a", 5, discount=1.0, amount=-7.0),
    ]
    found = rows(read(*lines).table)["a"]
    assert (found["lines_365d"], found["promoted_lines_365d"]) == (3, 2)
    assert found["promotion_share"] == pytest.approx(40 / 60)


def test_nobody_yet_a_missing_column_and_an_empty_window_are_refused(engine):
    lines = engine.table(purchases(*buys("a", 1)))
    with pytest.raises(NothingYet):
        history(lines, as_of=day(2), engine=engine)
    with pytest.raises(NothingYet):
        history(engine.table(purchases(*buys("a", 1, amount=-1.0))), as_of=AS_OF, engine=engine)
    with pytest.raises(ColumnMissing):
        history(lines.drop("amount"), as_of=AS_OF, engine=engine)
    with pytest.raises(OutOfRange):
        history(lines, as_of=AS_OF, engine=engine, window_days=0)


def test_the_grocers_year_agrees_with_pandas(engine):
    as_of = pd.Timestamp("2017-12-31")
    found = engine.collect(history(engine.table(grocer_lines()), as_of=as_of.date(), engine=engine).table)
    found = found.to_pandas().set_index("customer_id").sort_index()
    expected = by_pandas(grocer_lines().to_pandas(), as_of).sort_index()
    assert list(found.index) == list(expected.index)
    for column in expected:
        left, right = found[column].astype(float), expected[column].astype(float)
        # Money is rounded to four decimals.
        pd.testing.assert_series_equal(left, right, check_names=False, rtol=1e-9, atol=6e-5)


def by_pandas(lines: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """The same measures, written another way."""
    lines = lines.assign(purchased_on=pd.to_datetime(lines.purchased_on))
    lines = lines[lines.purchased_on <= as_of]
    bought = lines[lines.amount > 0]
    inside = lines[lines.purchased_on > as_of - pd.Timedelta(days=365)]
    kept = inside[inside.amount > 0]
    promoted = kept[(kept.discount > 0) | (kept.coupon_discount > 0)]
    by = "customer_id"
    days = bought.groupby(by).purchased_on
    out = pd.DataFrame({"purchase_days": days.nunique(), "spend": lines.groupby(by).amount.sum()})
    out["days_since_last"] = (as_of - days.max()).dt.days
    out["tenure_days"] = (as_of - days.min()).dt.days
    out["mean_spend"] = out.spend / out.purchase_days
    out["purchase_days_365d"] = kept.groupby(by).purchased_on.nunique()
    out["spend_365d"] = inside.groupby(by).amount.sum()
    out["categories_365d"] = kept.groupby(by).category.nunique()
    out["lines_365d"] = kept.groupby(by).size()
    out["promoted_lines_365d"] = promoted.groupby(by).size()
    out["promotion_share"] = promoted.groupby(by).amount.sum() / kept.groupby(by).amount.sum()
    counts = ["purchase_days_365d", "spend_365d", "categories_365d", "lines_365d", "promoted_lines_365d"]
    out[counts] = out[counts].fillna(0)
    return out.dropna(subset="purchase_days").assign(promotion_share=lambda t: t.promotion_share.fillna(0))


def test_bits_and_grouping_count_the_same_categories(engine):
    lines = engine.table(grocer_lines())
    grouped = engine.collect(categories_by_customer(lines.mutate(bought=lines.amount))).to_pydict()
    grouped = dict(zip(grouped["customer_id"], grouped["categories"], strict=True))
    read = history(lines, as_of=pd.Timestamp("2018-01-31").date(), engine=engine, window_days=10_000).table
    counted = engine.collect(read.select("customer_id", "categories_10000d")).to_pydict()
    assert grouped == dict(zip(counted["customer_id"], counted["categories_10000d"], strict=True))


def test_optional_columns_may_be_absent(engine, rows):
    table = pa.table({"customer_id": ["a"], "purchased_on": [day(1)], "amount": [3.0]})
    assert rows(history(engine.table(table), as_of=AS_OF, engine=engine).table)["a"]["spend"] == 3
