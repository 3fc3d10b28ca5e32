"""Renewals: published cohorts, closed forms against plain sums, exact gradients, honest refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1

from guanxi.errors import ModelError
from guanxi.knowledge.lifetime.contract import BetaDiscreteWeibull, Contract, ShiftedBetaGeometric
from guanxi.knowledge.lifetime.contract_fit import (
    ContractLikelihood,
    NobodyLeaves,
    TooFewLost,
    TooFewPeriods,
    fit_beta_discrete_weibull,
    fit_shifted_beta_geometric,
)
from guanxi.knowledge.lifetime.retention import ImpossibleRetention, retention
from guanxi.knowledge.lifetime.settings import BadSetting

# Fader & Hardie 2007, table 1: customers of 1,000 still there at the end of years 0 to 12.
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173]
PRINTED = [(HIGH_END, 0.668, 3.806, -1611.2), (REGULAR, 0.704, 1.182, -1680.3)]
COHORTS = {"high end": HIGH_END, "regular": REGULAR}


@pytest.mark.parametrize(("alive", "alpha", "beta", "log_likelihood"), PRINTED, ids=COHORTS)
def test_the_shifted_beta_geometric_prints_the_published_parameters(alive, alpha, beta, log_likelihood):
    model = fit_shifted_beta_geometric(retention(alive[:8]))  # years 1 to 7, as in the paper
    assert model.parameters == pytest.approx({"alpha": alpha, "beta": beta}, abs=0.0005)
    assert model.log_likelihood == pytest.approx(log_likelihood, abs=0.05)
    assert model.customers == 1000 and not model.notes


@pytest.mark.parametrize(("alive", "furthest_off"), [(HIGH_END, 1.7), (REGULAR, 0.4)], ids=COHORTS)
def test_years_8_to_12_come_out_as_projected_from_years_1_to_7(alive, furthest_off):
    model = fit_shifted_beta_geometric(retention(alive[:8]))
    years = np.arange(8, 13)
    off = 100 * model.survival(years) - np.array(alive)[years] / 10
    assert np.abs(off).max() < furthest_off  # points of the percentage still there


def test_the_beta_discrete_weibull_agrees_with_an_independent_implementation():
    # The packages foretell (R) and retenmod (Python) print this fit of the high end cohort, years 1 to 4;
    # two of their runs differ in the fourth decimal.
    model = fit_beta_discrete_weibull(retention(HIGH_END[:5]))
    assert list(model.parameters.values()) == pytest.approx([0.2593, 1.7226, 1.5843], abs=0.0005)
    printed = [54.661, 51.037, 48.104, 45.669, 43.604, 41.823]
    assert 100 * model.survival(np.arange(5, 11)) == pytest.approx(printed, abs=0.002)


@pytest.mark.parametrize("alive", COHORTS.values(), ids=COHORTS)
def test_a_shape_of_its_own_never_fits_worse(alive):
    table = retention(alive[:8])
    simple, shaped = fit_shifted_beta_geometric(table), fit_beta_discrete_weibull(table)
    assert shaped.log_likelihood >= simple.log_likelihood
    if alive is HIGH_END:  # and there it foretells years 8 to 12 better
        years, seen = np.arange(8, 13), np.array(alive[8:]) / 1000
        assert abs(shaped.survival(years) - seen).max() < abs(simple.survival(years) - seen).max()


positive = st.floats(0.05, 30)
tables = (
    st.lists(st.integers(0, 50), min_size=2, max_size=12)
    .filter(any)
    .map(lambda lost: retention(np.append(sum(lost) + 7, sum(lost) + 7 - np.cumsum(lost))))
)


@given(table=tables, alpha=positive, beta=positive)
def test_the_likelihood_is_the_printed_recursion(table, alpha, beta):
    p, survival, by_hand = alpha / (alpha + beta), 1.0, 0.0
    for t, lost in enumerate(table.lost, 1):  # eq. 7
        p *= (beta + t - 2) / (alpha + beta + t - 1) if t > 1 else 1.0
        survival -= p
        by_hand += lost * np.log(p)
    by_hand += table.kept[-1] * np.log(survival)
    assert ContractLikelihood(table)(alpha, beta, 1.0)[0] == pytest.approx(by_hand, rel=1e-6)


@given(table=tables, alpha=positive, beta=positive, shape=st.floats(0.3, 2.5))
def test_the_gradient_is_the_slope_of_the_likelihood(table, alpha, beta, shape):
    likelihood, point = ContractLikelihood(table), np.array([alpha, beta, shape])
    _, gradient = likelihood(*point)
    for i, step in enumerate(1e-5 * point):
        move = step * np.eye(3)[i]
        slope = (likelihood(*(point + move))[0] - likelihood(*(point - move))[0]) / (2 * step)
        # Central differences of a sum of logs are good to about 1e-6 of its size over the step.
        assert gradient[i] == pytest.approx(slope, rel=1e-4, abs=1e-3)


@given(alpha=positive, beta=positive, n=st.integers(0, 40), discount=st.floats(0.02, 0.5))
def test_the_residual_lifetime_is_the_published_closed_form_and_the_plain_sum(alpha, beta, n, discount):
    model = ShiftedBetaGeometric(alpha, beta)
    found = model.residual_lifetime(n, discount)
    rate = (beta + n) / (alpha + beta + n)
    series = hyp2f1(1, beta + n + 1, alpha + beta + n + 1, 1 / (1 + discount))
    assert found == pytest.approx(rate * series, rel=1e-6)
    assert found == pytest.approx(Contract(alpha, beta)._residual(n, discount), rel=1e-7)


@given(alpha=positive, beta=positive, n=st.integers(1, 5000), shape=st.floats(0.4, 1.0))
def test_retention_never_falls_with_tenure_where_the_chance_to_leave_does_not_grow(alpha, beta, n, shape):
    for model in (ShiftedBetaGeometric(alpha, beta), BetaDiscreteWeibull(alpha, beta, shape)):
        assert 0 < model.retention_rate(n) <= model.retention_rate(n + 1) + 1e-9 <= 1 + 1e-9


def test_a_customer_who_stayed_long_has_more_to_come():
    model = fit_shifted_beta_geometric(retention(REGULAR[:8]))
    values = [model.residual_lifetime(n, 0.1) for n in (0, 1, 5, 1000)]
    assert values == sorted(values)
    assert values[-1] < 1.1 / 0.1  # a customer for ever: (1 + d) / d


@settings(max_examples=20)
@given(data=st.data())
def test_the_truth_is_recovered_from_customers_whose_chance_is_known(data):
    rng = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    alpha, beta = 0.9, 2.4
    leaves = rng.geometric(rng.beta(alpha, beta, size=20_000))
    alive = [int((leaves > t).sum()) for t in range(9)]
    model = fit_shifted_beta_geometric(retention(alive))
    off = (np.array([model.alpha, model.beta]) - (alpha, beta)) / list(model.standard_errors.values())
    assert np.abs(off).max() < 5


def test_the_range_holds_the_truth_about_nine_times_in_ten():
    truth = ShiftedBetaGeometric(0.9, 2.4)
    inside, firms = np.zeros(3), 200
    for seed in range(firms):
        rng = np.random.default_rng(seed)
        leaves = rng.geometric(rng.beta(0.9, 2.4, size=3_000))
        model = fit_shifted_beta_geometric(retention([int((leaves > t).sum()) for t in range(7)]))
        low, high = model.survival_range([12, 24])
        inside[:2] += (low <= truth.survival([12, 24])) & (truth.survival([12, 24]) <= high)
        low, high = model.residual_lifetime_range(3, 0.1)
        inside[2] += low <= truth.residual_lifetime(3, 0.1) <= high
    # 180 are expected; three standard deviations of a coin thrown 200 times are 13.
    assert (inside > 180 - 14).all() and (inside < 180 + 14).all()


@pytest.mark.parametrize("fit", [fit_shifted_beta_geometric, fit_beta_discrete_weibull])
def test_a_range_lies_around_its_number_and_is_certain_at_the_start(fit):
    model = fit(retention(HIGH_END[:8]))
    low, high = model.survival_range(np.arange(0, 30))
    middle = model.survival(np.arange(0, 30))
    assert (low[0], high[0]) == pytest.approx((1, 1), abs=1e-12)
    assert (low[1:] < middle[1:]).all() and (middle[1:] < high[1:]).all() and (high <= 1).all()
    low, high = model.residual_lifetime_range(5, 0.1)
    assert low < model.residual_lifetime(5, 0.1) < high


def test_a_model_that_was_not_fitted_has_no_range():
    assert ShiftedBetaGeometric(0.7, 1.2).survival_range(5) is None
    assert ShiftedBetaGeometric(0.7, 1.2).residual_lifetime_range(5, 0.1) is None


def test_cohorts_of_different_age_are_counted_together():
    table = retention([100, 80, 70], [50, 45])
    assert table.lost.tolist() == [25, 10]
    assert table.kept.tolist() == [45, 70]
    assert table.at_risk.tolist() == [150, 80]
    assert table.renewed == pytest.approx([125 / 150, 70 / 80])
    assert table.customers == 150


@pytest.mark.parametrize(
    "alive", [[], [100], [0, 0], [100, 101], [100, -1], [100, 86.9], [100, float("nan")], [100, 50, 60]]
)
def test_an_impossible_table_is_refused_with_its_period(alive):
    with pytest.raises(ImpossibleRetention) as refused:
        retention([10, 9], alive)
    assert refused.value.facts["cohort"] == 2


@pytest.mark.parametrize(
    ("alive", "error"),
    [
        ([100, 100, 100], NobodyLeaves),
        ([100, 50], TooFewPeriods),
        ([100, 0, 0], TooFewPeriods),
        ([100, 98, 95], TooFewLost),
    ],
)
def test_a_table_that_tells_nothing_gives_no_model(alive, error):
    with pytest.raises(error):
        fit_shifted_beta_geometric(retention(alive))


def test_the_same_table_gives_the_same_model():
    assert fit_beta_discrete_weibull(retention(REGULAR)) == fit_beta_discrete_weibull(retention(REGULAR))


def test_three_parameters_need_three_periods():
    with pytest.raises(TooFewPeriods):
        fit_beta_discrete_weibull(retention([1000, 800, 700]))


def test_customers_who_are_all_alike_are_said_to_be():
    model = fit_shifted_beta_geometric(retention([10_000, 8_000, 6_400, 5_120, 4_096]))
    assert "lifetime.leaving_alike" in {note.code for note in model.notes}
    assert model.retention_rate(3) == pytest.approx(0.8, abs=0.001)


@settings(max_examples=40)
@given(table=tables, steep=st.sampled_from([fit_shifted_beta_geometric, fit_beta_discrete_weibull]))
def test_any_table_gives_a_sane_model_or_says_why_not(table, steep):
    try:
        model = steep(table)
    except ModelError as refused:
        assert refused.code.startswith("lifetime.")
        return
    shares = model.survival(np.arange(0, 200))
    assert ((shares >= 0) & (shares <= 1)).all() and (np.diff(shares) <= 1e-12).all()
    assert all(0 <= model.residual_lifetime(n, 0.05) <= 1.05 / 0.05 * 1.000001 for n in (0, 3, 500))


def test_a_steep_shape_keeps_its_digits_for_hundreds_of_periods():
    # periods ^ 9 is above 10^24 here: plainly subtracted, not one digit of the logarithms would be left.
    shares = BetaDiscreteWeibull(0.6, 8000.0, 9.0).log_survival(np.arange(100, 600))
    # Far out the log survival falls by alpha for every factor e in periods ^ c.
    assert np.diff(shares) == pytest.approx(-0.6 * 9 * np.diff(np.log(np.arange(100, 600))), rel=1e-9)


def test_years_that_nobody_lives_through_do_not_disturb_a_cohort_that_died_out():
    model = fit_shifted_beta_geometric(retention([1000, 400, 100, 0, 0, 0]))
    # Retention falls here, which the model cannot do: all alike, 500 renewed of the 1,500 due.
    assert model.survival(1) == pytest.approx(1 / 3, abs=0.001)
    assert np.isfinite(model.log_likelihood) and model.notes


@pytest.mark.parametrize("asked", [{"discount": 0.0}, {"discount": float("nan")}, {"already": -1}])
def test_an_endless_or_impossible_horizon_is_refused(asked):
    with pytest.raises(BadSetting):
        ShiftedBetaGeometric(0.7, 1.2).residual_lifetime(**{"already": 0, "discount": 0.1} | asked)
