"""What cannot be is refused with a code, what tells nothing gets a rule that is named: every model alike."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from guanxi.engines import engine
from guanxi.errors import BadInput, GuanxiError, ModelError
from guanxi.knowledge.lifetime.bg_bb_fit import fit_bg_bb
from guanxi.knowledge.lifetime.buying import BUYING, fit_buying
from guanxi.knowledge.lifetime.contract_fit import fit_beta_discrete_weibull, fit_shifted_beta_geometric
from guanxi.knowledge.lifetime.gamma_gamma import fit_gamma_gamma
from guanxi.knowledge.lifetime.histories import (
    Histories,
    ImpossibleHistory,
    UnevenHistories,
    group,
    histories,
)
from guanxi.knowledge.lifetime.ltv_table import Plan, Year
from guanxi.knowledge.lifetime.opportunities import opportunities
from guanxi.knowledge.lifetime.refusals import EveryoneSpendsTheSame, NobodyBoughtTwice, TooFewRepeaters
from guanxi.knowledge.lifetime.renewals import renewals
from guanxi.knowledge.lifetime.retention import retention
from guanxi.knowledge.lifetime.settings import BadSetting, LifetimeSettings
from guanxi.knowledge.lifetime.spends import ImpossibleSpend, group_spends

NAN, INF = float("nan"), float("inf")
GOOD = ([2] * 20 + [0] * 20, [30] * 20 + [0] * 20, [90] * 40)
IMPOSSIBLE = {
    "a negative age": (0, 0, -1),
    "repeats at age zero": (1, 0, 0),
    "last after the age": (2, 50, 40),
    "repeats without a last": (3, 0, 40),
    "a last without repeats": (0, 5, 40),
    "negative repeats": (-1, 5, 40),
    "a fractional count": (1.5, 5, 40),
    "repeats that are no number": (NAN, 5, 40),
    "a last that is no number": (1, NAN, 40),
    "an age that is no number": (1, 5, NAN),
    "an endless age": (1, 5, INF),
    "endless repeats": (INF, 5, 40),
    "an absurd count": (1e12, 5, 40),
    "times beyond any life": (1, 5, 1e9),
}


@pytest.mark.parametrize("wrong", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
@pytest.mark.parametrize("among", [GOOD, ([], [], [])], ids=["among others", "alone"])
def test_an_impossible_history_is_refused_before_any_model_sees_it(wrong, among):
    columns = [np.array([*good, odd], float) for good, odd in zip(among, wrong, strict=True)]
    with pytest.raises(ImpossibleHistory) as refusal:
        group(*columns, unit_days=7)
    assert refusal.value.facts["customers"] == 1
    assert refusal.value.code == "lifetime.impossible_history"


@pytest.mark.parametrize("customers", [1.5, -1, NAN])
def test_customers_are_counted_in_whole_numbers(customers):
    with pytest.raises(ImpossibleHistory):
        group([1, 2], [5, 6], [9, 9], np.array([1, customers]))


@pytest.mark.parametrize("customers", [-1.0, NAN, INF])
def test_histories_of_no_number_of_customers_are_refused(customers):
    with pytest.raises(ImpossibleHistory):
        Histories(np.array([1]), np.array([5]), np.array([9]), np.array([customers]))


def test_columns_of_different_length_are_refused():
    with pytest.raises(UnevenHistories):
        group([1, 2], [5], [9, 9])


def test_an_order_after_the_as_of_date_is_refused():
    history = pl.DataFrame(
        {
            "purchase_days": [2],
            "first_purchase_on": [date(2024, 1, 1)],
            "last_purchase_on": [date(2024, 3, 1)],
        }
    )
    duck = engine("duckdb")
    with pytest.raises(ImpossibleHistory):
        histories(duck.table(history.to_arrow()), as_of=date(2024, 2, 1), engine=duck)
    duck.close()


def test_an_age_of_zero_is_who_first_bought_today_and_changes_no_fit(cdnow, cdnow_model):
    columns = (cdnow.repeats, cdnow.last_days, cdnow.age_days, cdnow.customers)
    today = group(*(np.append(c, v) for c, v in zip(columns, (0, 0, 0, 500), strict=True)), unit_days=7)
    model = fit_buying("bg-nbd", today)
    assert model.parameters == pytest.approx(cdnow_model.parameters, rel=1e-4)
    assert model.log_likelihood == pytest.approx(cdnow_model.log_likelihood, abs=1e-6)


@pytest.mark.parametrize("name", BUYING)
@pytest.mark.parametrize(
    ("columns", "error"),
    [
        (([], [], []), NobodyBoughtTwice),
        (([3], [20], [90]), TooFewRepeaters),
        (([0], [0], [90]), NobodyBoughtTwice),
        (([0] * 500, [0] * 500, [90] * 500), NobodyBoughtTwice),
        (([0] * 500, [0] * 500, [0] * 500), NobodyBoughtTwice),
    ],
    ids=["nobody", "one customer", "one without repeats", "all zero repeats", "all first bought today"],
)
def test_too_little_to_learn_from_is_refused_by_every_model_of_buying(name, columns, error):
    with pytest.raises(error):
        fit_buying(name, group(*(np.array(c, np.int64) for c in columns), unit_days=7))


@pytest.mark.parametrize("name", BUYING)
def test_identical_customers_give_a_named_refusal_or_a_finite_model_that_says_it_is_on_the_edge(name):
    same = group([4] * 300, [60] * 300, [90] * 300, unit_days=7)
    try:
        model = fit_buying(name, same)
    except ModelError as refusal:
        assert refusal.code.startswith("lifetime.")
        return
    assert model.notes and all(np.isfinite(list(model.parameters.values())))
    assert 0 <= float(model.p_alive(4, 60 / 7, 90 / 7)) <= 1


@pytest.mark.parametrize("name", BUYING)
def test_thousands_of_repeats_over_decades_stay_finite(name, cdnow):
    extreme = ([5000, 1], [14_000, 14_000], [14_600, 14_600], [1, 1])
    columns = (cdnow.repeats, cdnow.last_days, cdnow.age_days, cdnow.customers)
    both = group(*(np.append(c, v) for c, v in zip(columns, extreme, strict=True)), unit_days=7)
    try:
        model = fit_buying(name, both)
    except ModelError as refusal:
        assert refusal.code.startswith("lifetime.")
        return
    alive = model.p_alive(both.repeats, both.last, both.age)
    assert np.isfinite(alive).all() and (alive >= 0).all() and (alive <= 1).all()
    assert np.isfinite(model.expected_purchases(52, both.repeats, both.last, both.age)).all()


@pytest.mark.parametrize(
    ("days", "spend"), [([2.5, 3], [9, 9]), ([2, 3], [NAN, 9]), ([2, NAN], [9, 9]), ([2, 3], [INF, 9])]
)
def test_a_spend_that_is_no_number_is_refused_and_not_left_out(days, spend):
    with pytest.raises(ImpossibleSpend):
        group_spends(days, spend)


def test_who_spent_nothing_or_less_is_left_out_of_the_spend_model():
    assert group_spends([2, 3, 4, 0], [9.0, 0.0, -5.0, 7.0]).customers.sum() == 1


def test_spend_that_is_the_same_for_all_or_of_too_few_is_refused():
    with pytest.raises(EveryoneSpendsTheSame):
        fit_gamma_gamma(group_spends([2] * 50, [9.0] * 50))
    with pytest.raises(ModelError):
        fit_gamma_gamma(group_spends([2], [9.0]))
    with pytest.raises(ModelError):
        fit_gamma_gamma(group_spends([], []))


def test_the_tie_between_frequency_and_spend_is_measured():
    days = np.repeat([1, 2, 4, 8], 50)
    assert group_spends(days, 10.0 * days).correlation() == pytest.approx(1)
    assert group_spends(days, 10.0 / days).correlation() == pytest.approx(-1)
    assert group_spends(days, np.tile([5.0, 20.0], 100)).correlation() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("setting", ["horizon_days", "discount", "margin"])
@pytest.mark.parametrize("value", [-1, NAN, INF, 1e12])
def test_an_absurd_horizon_discount_or_margin_is_refused(setting, value):
    with pytest.raises(BadSetting) as refusal:
        LifetimeSettings(**{setting: value})
    assert refusal.value.facts["setting"] == setting


def test_a_horizon_of_zero_is_refused():
    with pytest.raises(BadSetting):
        LifetimeSettings(horizon_days=0)


@pytest.mark.parametrize(
    "columns",
    [
        ([1], [1], [0]),
        ([2], [1], [6]),
        ([1], [7], [6]),
        ([2], [0], [6]),
        ([0], [2], [6]),
        ([1.5], [2], [6]),
        ([NAN], [2], [6]),
        ([-1], [0], [6]),
        ([1], [1], [INF]),
    ],
)
def test_impossible_opportunities_are_refused(columns):
    with pytest.raises(BadInput) as refusal:
        opportunities(*columns)
    assert refusal.value.code == "lifetime.impossible_opportunities"


@pytest.mark.parametrize(
    "columns",
    [([], [], []), ([3], [4], [6]), ([0] * 99, [0] * 99, [6] * 99), ([6] * 99, [6] * 99, [6] * 99)],
    ids=["nobody", "one customer", "nobody bought", "identical customers"],
)
def test_bg_bb_refuses_what_tells_nothing(columns):
    with pytest.raises(ModelError) as refusal:
        fit_bg_bb(opportunities(*columns))
    assert refusal.value.code.startswith("lifetime.")


@pytest.mark.parametrize("fit", [fit_shifted_beta_geometric, fit_beta_discrete_weibull])
@pytest.mark.parametrize(
    "alive",
    [[1, 0], [1, 1, 1, 1], [500, 500, 500, 500], [500, 499, 498, 497], [500, 0, 0, 0]],
    ids=["one leaves", "one stays", "all stay", "three leave", "all leave at once"],
)
def test_the_models_of_renewals_refuse_what_tells_nothing(fit, alive):
    with pytest.raises(ModelError) as refusal:
        fit(retention(alive))
    assert refusal.value.code.startswith("lifetime.")


@pytest.mark.parametrize("alive", [[100, NAN], [100, 101], [100, 50.5], [100, -1], [0, 0], [100], []])
def test_an_impossible_retention_is_refused(alive):
    with pytest.raises(BadInput) as refusal:
        retention(alive)
    assert refusal.value.code == "lifetime.impossible_retention"


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(["2024-03-01"], ["2024-02-01"]), ([None], ["2024-02-01"]), (["2024-03-01"], [None]), ([], [])],
    ids=["ends before it starts", "no start", "nothing due yet", "nobody"],
)
def test_impossible_or_too_young_contracts_are_refused(starts, ends):
    with pytest.raises(BadInput) as refusal:
        renewals(starts, ends, as_of=date(2024, 3, 10), period="month")
    assert refusal.value.code in ("lifetime.impossible_contract", "lifetime.nothing_due")


@pytest.mark.parametrize(
    "cell", ["retention", "orders", "order_size", "cost_share", "marketing", "discount_factor"]
)
@pytest.mark.parametrize("value", [NAN, INF, -1])
def test_an_impossible_cell_of_the_ltv_table_is_refused(cell, value):
    year = {"retention": 1, "orders": 2, "order_size": 9, "cost_share": 0.5, "marketing": 1} | {cell: value}
    with pytest.raises(GuanxiError) as refusal:
        Plan(100, (Year(**year),))
    assert refusal.value.facts["column"] == cell
