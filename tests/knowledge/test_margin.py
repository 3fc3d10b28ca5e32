"""Margin: every cost taken off once, what is unknown said and never zero; the CLV formula by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.knowledge.history import history
from guanxi.knowledge.margin import COLUMNS, lifetime_value, margin, net_lifetime_value
from guanxi.knowledge.refusals import OutOfRange
from tests.knowledge.tables import AS_OF, buys, day, purchases


@pytest.fixture
def bought(engine):
    """a buys ten times at 60 % cost; b once at 60 %; c has a line without a cost."""
    lines = [
        *buys("a", *range(0, 300, 30), cost=6.0),
        *buys("b", 40, cost=6.0),
        *buys("c", 50),
        *buys("c", 20, cost=6.0),
    ]
    return history(engine.table(purchases(*lines)), as_of=AS_OF, engine=engine).table


def costs(engine, *rows):
    columns = {"cost_id": pl.String, "customer_id": pl.String, "incurred_on": pl.Date, "cost_kind": pl.String}
    found = [(str(n), who, day(ago), kind, float(amount)) for n, (who, ago, kind, amount) in enumerate(rows)]
    schema = columns | {"amount": pl.Float64}
    return engine.table(pl.DataFrame(found, schema=schema, orient="row").to_arrow())


def codes(found) -> list[str]:
    return [note.code for note in found.notes]


def test_every_cost_is_taken_off_once(bought, engine, rows):
    ledger = costs(
        engine,
        ("a", 10, "service", 5),
        ("a", 20, "service", 3),
        ("a", 300, "acquisition", 12),
        ("a", 5, "retention", 2),
    )
    found = margin(bought, ledger, as_of=AS_OF, engine=engine)
    a = rows(found.table)["a"]
    assert (a["goods_cost_365d"], a["service_cost_365d"]) == (60, 8)
    assert (a["acquisition_cost_365d"], a["retention_cost_365d"]) == (12, 2)
    assert a["net_profit_365d"] == 100 - 60 - 8 - 12 - 2
    # Revenue 110 of those whose goods are known, 66 for goods, 10 for service and retention.
    assert found.firm_share == pytest.approx((110 - 66 - 10) / 110)
    assert a["running_share"] == pytest.approx((0.30 * 10 + found.firm_share * 5) / 15)


def test_what_is_not_recorded_is_unknown_and_said(bought, engine, rows):
    found = margin(bought, as_of=AS_OF, engine=engine)
    a = rows(found.table)["a"]
    assert (a["service_cost_365d"], a["acquisition_cost_365d"], a["retention_cost_365d"]) == (
        None,
        None,
        None,
    )
    assert a["net_profit_365d"] == 40
    assert codes(found) == ["margin.goods_unknown", *["margin.part_unknown"] * 3]
    assert found.parts == {"customers": 3, "goods": 2, "service": 0, "acquisition": 0, "retention": 0}


def test_a_kind_that_is_recorded_of_others_is_a_known_zero(bought, engine, rows):
    found = rows(margin(bought, costs(engine, ("a", 10, "service", 5)), as_of=AS_OF, engine=engine).table)
    assert (found["b"]["service_cost_365d"], found["b"]["net_profit_365d"]) == (0, 4)
    assert found["b"]["retention_cost_365d"] is None


def test_an_unknown_cost_of_goods_leaves_the_profit_unknown(bought, engine, rows):
    c = rows(margin(bought, as_of=AS_OF, engine=engine).table)["c"]
    assert c["net_profit_365d"] is None and c["goods_cost_365d"] is None
    assert c["running_share"] == pytest.approx(0.4)  # the firm's


def test_the_firms_own_share_may_stand_in_for_goods_and_is_said(bought, engine, rows):
    found = margin(bought, as_of=AS_OF, engine=engine, goods_share=0.5)
    assert rows(found.table)["c"]["net_profit_365d"] == 20 - 10
    assert rows(found.table)["a"]["net_profit_365d"] == 40
    assert codes(found)[0] == "margin.goods_by_share" and found.notes[0].facts == {
        "customers": 1,
        "share": 0.5,
    }


def test_costs_outside_the_window_or_of_nobody_are_in_nobodys_profit(bought, engine, rows):
    ledger = costs(
        engine,
        ("a", 400, "service", 99),
        ("a", -3, "service", 99),
        (None, 10, "service", 7),
        ("a", 10, "rent", 50),
    )
    found = margin(bought, ledger, as_of=AS_OF, engine=engine)
    a = rows(found.table)["a"]
    assert (a["service_cost_365d"], a["net_profit_365d"]) == (0, 40)
    notes = {note.code: note.facts for note in found.notes}
    assert notes["margin.costs_of_nobody"] == {"amount": 7.0} and notes["margin.other_kinds"] == {
        "kinds": "rent"
    }


def test_kinds_may_be_written_in_either_language(bought, engine, rows):
    ledger = costs(engine, ("a", 10, "Service", 5), ("a", 10, "服务", 3), ("a", 10, " RETENTION", 2))
    found = margin(bought, ledger, as_of=AS_OF, engine=engine)
    a = rows(found.table)["a"]
    assert (a["service_cost_365d"], a["retention_cost_365d"]) == (8, 2)
    assert "margin.other_kinds" not in codes(found)


def test_a_customer_who_costs_more_than_they_pay_has_a_negative_profit(bought, engine, rows):
    found = margin(bought, costs(engine, ("b", 10, "service", 500)), as_of=AS_OF, engine=engine)
    b = rows(found.table)["b"]
    assert b["net_profit_365d"] == -496 and -1 <= b["running_share"] < 0


def test_nothing_after_as_of_changes_the_profit(bought, engine, rows):
    before = costs(engine, ("a", 10, "service", 5))
    after = costs(engine, ("a", 10, "service", 5), ("a", -30, "acquisition", 77))
    one, other = (margin(bought, ledger, as_of=AS_OF, engine=engine) for ledger in (before, after))
    assert rows(one.table) == rows(other.table) and one.as_dict() == other.as_dict()


def test_every_customer_has_one_row_and_every_column(bought, engine, rows):
    ledger = costs(engine, *[("a", n, kind, 1) for n in range(9) for kind in ("service", "retention")])
    found = margin(bought, ledger, as_of=AS_OF, engine=engine)
    assert set(rows(found.table)) == {"a", "b", "c"} and {*COLUMNS} <= {*found.table.columns}


def test_net_lifetime_value_is_the_value_at_the_customers_own_share(measures, engine, rows):
    table = measures(
        lifetime_value=[200.0, 100.0, None],
        lifetime_value_low=[50.0, 10.0, None],
        lifetime_value_high=[400.0, 300.0, None],
        running_share=[0.25, -0.1, 0.3],
    )
    found = rows(net_lifetime_value(table, margin_in_it=0.5))
    assert [found["c1"][f"net_lifetime_value{end}"] for end in ("_low", "", "_high")] == [25, 100, 200]
    assert [found["c2"][f"net_lifetime_value{end}"] for end in ("_low", "", "_high")] == [-60, -20, -2]
    assert found["c3"]["net_lifetime_value"] is None


def test_the_clv_formula_by_pencil():
    found = lifetime_value(
        [50, 50, 60], [1, 0.6, 0.42], service=5, retention=[0, 10, 10], acquisition=30, discount=0.10
    )
    assert found == pytest.approx((50 - 5) + (50 - 15) * 0.6 / 1.1 + (60 - 15) * 0.42 / 1.21 - 30)


@given(margins=st.lists(st.floats(-100, 100), min_size=1, max_size=8), cost=st.floats(0, 50))
def test_a_cost_in_each_period_is_the_margin_less_it(margins, cost):
    survival = [0.8**t for t in range(len(margins))]
    less = lifetime_value([m - cost for m in margins], survival, discount=0.1)
    assert lifetime_value(margins, survival, service=cost, discount=0.1) == pytest.approx(less)
    assert lifetime_value(margins, survival, retention=cost, discount=0.1) == pytest.approx(less)


NAN = float("nan")


@pytest.mark.parametrize(
    "change",
    [
        {"survival": [0.5, 0.6]},
        {"survival": [1.2, 0.6]},
        {"survival": [1.0, -0.1]},
        {"survival": [1.0]},
        {"survival": [1.0, NAN]},
        {"margins": [NAN, 1]},
        {"margins": [], "survival": []},
        {"service": [1, 2, 3]},
        {"discount": -0.1},
        {"discount": NAN},
        {"acquisition": -5},
        {"acquisition": NAN},
    ],
)
def test_what_cannot_be_is_refused(change):
    asked = {"margins": [50, 50], "survival": [1, 0.6], "discount": 0.1} | change
    with pytest.raises(OutOfRange):
        lifetime_value(**asked)


def test_absurd_settings_are_refused(bought, engine, measures):
    for wrong in ({"goods_share": -0.1}, {"goods_share": NAN}, {"window_days": 0}):
        with pytest.raises(OutOfRange):
            margin(bought, as_of=date(2024, 12, 31), engine=engine, **wrong)
    with pytest.raises(OutOfRange):
        net_lifetime_value(measures(lifetime_value=[1.0]), margin_in_it=0)
