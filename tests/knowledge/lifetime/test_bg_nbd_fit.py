"""Fitting BG/NBD: published parameters, exact gradients, recovered truth, honest refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaln, gammaln

from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.refusals import NobodyBoughtTwice, NobodyStops, TooFewRepeaters
from tests.knowledge.lifetime.simulated import firm


def plainly(x, last, age, r, alpha, a, b) -> float:
    """The log-likelihood as the paper prints it (eq. 6), customer by customer."""
    total = 0.0
    for xi, ti, ai in zip(x, last, age, strict=True):
        alive = np.exp(betaln(a, b + xi) - betaln(a, b)) / (alpha + ai) ** (r + xi)
        gone = np.exp(betaln(a + 1, b + xi - 1) - betaln(a, b)) / (alpha + ti) ** (r + xi) if xi else 0.0
        total += gammaln(r + xi) - gammaln(r) + r * np.log(alpha) + np.log(alive + gone)
    return total


customers = st.lists(
    st.tuples(st.integers(0, 6), st.integers(1, 60), st.integers(0, 60)), min_size=1, max_size=40
).map(
    lambda rows: [
        np.array(c) for c in zip(*((x, t if x else 0, (t if x else 0) + g) for x, t, g in rows), strict=True)
    ]
)
positive = st.floats(0.05, 30)


def test_bg_nbd_prints_the_published_cdnow_parameters(cdnow_model):
    # Fader, Hardie & Lee 2005, table 2: printed to three decimals, the log-likelihood to one.
    printed = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    assert cdnow_model.parameters == pytest.approx(printed, abs=0.0005)
    assert cdnow_model.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert cdnow_model.customers == 2357


@given(data=customers, r=positive, alpha=positive, a=positive, b=positive)
def test_the_likelihood_of_counted_histories_is_the_printed_one(data, r, alpha, a, b):
    counted = BgNbdLikelihood(group(*data))(r, alpha, a, b)[0]
    assert counted == pytest.approx(plainly(*data, r, alpha, a, b), rel=1e-9, abs=1e-9)


@given(data=customers, r=positive, alpha=positive, a=positive, b=positive)
def test_the_gradient_is_the_slope_of_the_likelihood(data, r, alpha, a, b):
    likelihood = BgNbdLikelihood(group(*data))
    point = np.array([r, alpha, a, b])
    _, gradient = likelihood(*point)
    for i, step in enumerate(1e-5 * point):
        move = step * np.eye(4)[i]
        slope = (likelihood(*(point + move))[0] - likelihood(*(point - move))[0]) / (2 * step)
        # Central differences of a sum of logs are good to about 1e-6 of its size over the step.
        assert gradient[i] == pytest.approx(slope, rel=1e-4, abs=1e-4)


@given(data=customers, r=positive, alpha=positive)
def test_without_stopping_the_likelihood_is_the_limit_of_a_vanishing_coin(data, r, alpha):
    value, gradient = BgNbdLikelihood(group(*data)).nobody_stops(r, alpha)
    limit, slopes = BgNbdLikelihood(group(*data))(r, alpha, 1e-12, 1.0)
    # The odds of having stopped grow with silence; the coin must vanish faster.
    if plainly(*data, r, alpha, 1e-12, 1.0) - plainly(*data, r, alpha, 1e-13, 1.0) < 1e-9:
        assert value == pytest.approx(limit, rel=1e-6, abs=1e-6)
        assert gradient == pytest.approx(slopes[:2], rel=1e-4, abs=1e-4)


def test_the_fit_recovers_the_truth_of_a_simulated_firm():
    truth = {"r": 0.8, "alpha": 20.0, "a": 0.9, "b": 4.0}
    known = firm(20_000, seed=11, purchases=tuple(truth.values()))
    found = fit_bg_nbd(group(known.repeats, known.last, known.age))
    for name, value in truth.items():
        # Four standard errors: a true model misses that once in 16,000 parameters.
        assert abs(found.parameters[name] - value) < 4 * found.standard_errors[name]
    assert found.of(group(known.repeats, known.last, known.age)).mean() > 0


def test_the_unit_of_time_changes_alpha_and_nothing_else(cdnow, cdnow_model):
    in_days = fit_bg_nbd(
        type(cdnow)(cdnow.repeats, cdnow.last_days, cdnow.age_days, cdnow.customers, unit_days=1)
    )
    weeks = cdnow_model.parameters
    assert in_days.parameters == pytest.approx({**weeks, "alpha": 7 * weeks["alpha"]}, rel=1e-5)
    # A density per day is a seventh of a density per week, once per repeat.
    repeats = cdnow.customers @ cdnow.repeats
    assert in_days.log_likelihood + repeats * np.log(7) == pytest.approx(cdnow_model.log_likelihood, abs=1e-6)


def test_no_other_point_nearby_is_more_likely(cdnow, cdnow_model):
    likelihood = BgNbdLikelihood(cdnow)
    best = np.array(list(cdnow_model.parameters.values()))
    for factor in np.random.default_rng(5).normal(1, 0.02, (200, 4)):
        assert likelihood(*(best * factor))[0] <= cdnow_model.log_likelihood + 1e-9


def test_customers_who_never_stop_are_refused_instead_of_called_alive():
    rng = np.random.default_rng(2)
    age = rng.integers(100, 300, 2000)
    repeats = rng.poisson(rng.gamma(0.8, 0.02, 2000) * age)
    last = np.where(repeats > 0, np.ceil(age * rng.beta(np.maximum(repeats, 1), 1)), 0).astype(int)
    with pytest.raises(NobodyStops) as refusal:
        fit_bg_nbd(group(repeats, last, age))
    assert refusal.value.facts["customers"] == 2000
    assert "2000" in str(refusal.value)


def test_one_time_buyers_only_are_refused():
    with pytest.raises(NobodyBoughtTwice):
        fit_bg_nbd(group(np.zeros(50, int), np.zeros(50, int), np.arange(50)))


@pytest.mark.parametrize("customers", [1, 9])
def test_a_handful_of_repeat_buyers_is_refused(customers):
    x = np.full(customers, 3)
    with pytest.raises(TooFewRepeaters) as refusal:
        fit_bg_nbd(group(x, x * 5, x * 9))
    assert refusal.value.facts["repeaters"] == customers
