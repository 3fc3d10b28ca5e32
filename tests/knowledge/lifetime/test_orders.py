"""Histories counted as the papers count them."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from guanxi.engines import engine
from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.gamma_gamma import fit_gamma_gamma
from guanxi.knowledge.lifetime.histories import histories
from guanxi.knowledge.lifetime.orders import log_gaps, order_history
from guanxi.knowledge.lifetime.spends import group_spends, repeat_spends, spends
from tests.knowledge.lifetime.conftest import CALIBRATION_END

LINES = [
    ("a", date(2024, 1, 1), 10.0),
    ("a", date(2024, 1, 1), 5.0),  # the same day: one purchase day
    ("a", date(2024, 1, 9), 0.0),  # free: an order all the same
    ("a", date(2024, 1, 20), 30.0),
    ("a", date(2024, 1, 25), -3.0),  # a return: less money, no order
    ("b", date(2024, 1, 5), 8.0),
    ("b", date(2024, 3, 5), 8.0),  # after as_of
    ("c", date(2024, 1, 7), -8.0),  # nothing but a return
    (None, date(2024, 1, 7), 9.0),
]


@pytest.fixture(scope="module")
def duck():
    session = engine("duckdb")
    yield session
    session.close()


@pytest.fixture(scope="module")
def found(duck):
    lines = pl.DataFrame(LINES, schema=["customer_id", "purchased_on", "amount"], orient="row")
    table = order_history(duck.table(lines.to_arrow()), as_of=date(2024, 1, 31))
    return {row["customer_id"]: row for row in duck.collect(table).to_pylist()}


def test_a_day_is_one_purchase_and_a_free_order_is_one_too(found):
    assert found["a"]["purchase_days"] == 3
    assert found["a"]["free_days"] == 1
    assert (found["a"]["first_purchase_on"], found["a"]["last_purchase_on"]) == (
        date(2024, 1, 1),
        date(2024, 1, 20),
    )


def test_returns_lower_the_mean_and_make_no_purchase(found):
    assert found["a"]["mean_spend"] == pytest.approx(42 / 3)
    assert found["a"]["repeat_mean_spend"] == pytest.approx(27 / 2)
    assert "c" not in found


def test_one_purchase_has_no_repeat_mean(found):
    assert found["b"]["repeat_days"] == 0
    assert found["b"]["repeat_mean_spend"] is None


def test_cdnow_comes_out_as_published_from_its_order_lines(duck, cdnow_orders):
    lines = cdnow_orders.select("customer_id", "purchased_on", "amount").to_arrow()
    customers = duck.keep(order_history(duck.table(lines), as_of=CALIBRATION_END))
    model = fit_bg_nbd(histories(customers, as_of=CALIBRATION_END, engine=duck, unit="week"))
    spend = fit_gamma_gamma(repeat_spends(customers, engine=duck))
    assert model.parameters == pytest.approx({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}, abs=0.0005)
    assert spend.parameters == pytest.approx({"p": 6.25, "q": 3.74, "gamma": 15.44}, abs=0.005)


def test_counting_spends_in_bins_leaves_nobody_out_and_hardly_moves_the_fit(duck, cdnow_history):
    table = duck.table(cdnow_history.to_arrow())
    exact = spends(table, engine=duck)
    binned = spends(table, engine=duck, exact_up_to=0)
    assert binned.binned
    assert len(binned.days) < len(exact.days)
    assert binned.customers.sum() == exact.customers.sum()
    one, other = fit_gamma_gamma(exact), fit_gamma_gamma(binned)
    # A bin is half a percent wide; the parameters own standard errors are 8 % and more.
    assert other.parameters == pytest.approx(one.parameters, rel=2e-3)


def test_spends_of_arrays_and_of_tables_are_the_same(duck, cdnow_history):
    again = cdnow_history.filter(pl.col("purchase_days") >= 2)
    arrays = group_spends(again["purchase_days"].to_numpy(), again["mean_spend"].to_numpy())
    table = spends(duck.table(cdnow_history.to_arrow()), engine=duck)
    assert fit_gamma_gamma(arrays).parameters == pytest.approx(fit_gamma_gamma(table).parameters, rel=1e-4)


def test_the_gaps_between_purchase_days_are_summed_in_logs_and_in_the_unit(duck):
    lines = pl.DataFrame(LINES, schema=["customer_id", "purchased_on", "amount"], orient="row")
    purchases = duck.table(lines)
    of_a = np.log(8) + np.log(11)  # 1, 9 and 20 January; b's second day lies after as_of
    in_days = log_gaps(purchases, as_of=date(2024, 1, 31), engine=duck)
    assert in_days == pytest.approx(of_a, rel=1e-12)
    in_weeks = log_gaps(purchases, as_of=date(2024, 1, 31), engine=duck, unit="week")
    assert in_weeks == pytest.approx(of_a - 2 * np.log(7), rel=1e-12)
    assert log_gaps(purchases, as_of=date(2024, 1, 5), engine=duck) == 0
