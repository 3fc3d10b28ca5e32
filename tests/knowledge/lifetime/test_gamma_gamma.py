"""Gamma-Gamma: published parameters, an independent likelihood, recovered truth, refusals."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import gamma as gamma_distribution

from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma, GammaGammaLikelihood, fit_gamma_gamma
from guanxi.knowledge.lifetime.refusals import EveryoneSpendsTheSame, TooFewSpenders
from guanxi.knowledge.lifetime.spends import Spends, group_spends
from tests.knowledge.lifetime.simulated import firm

positive = st.floats(0.2, 20)
data = st.lists(st.tuples(st.integers(1, 9), st.floats(0.5, 500)), min_size=1, max_size=20)


@pytest.fixture(scope="module")
def repeats_of_cdnow(cdnow_days) -> Spends:
    """The published convention: the first purchase is left out, of the count and of the mean."""
    later = cdnow_days.filter(pl.col("purchased_on") > pl.col("purchased_on").min().over("customer_id"))
    means = later.group_by("customer_id").agg(days=pl.len(), mean=pl.col("amount").mean())
    return group_spends(means["days"].to_numpy(), means["mean"].to_numpy())


def test_gamma_gamma_prints_the_published_cdnow_parameters(repeats_of_cdnow):
    found = fit_gamma_gamma(repeats_of_cdnow)
    assert found.parameters == pytest.approx({"p": 6.25, "q": 3.74, "gamma": 15.44}, abs=0.005)
    assert found.customers == 946


@given(rows=data, p=positive, q=positive, gamma=st.floats(0.5, 200))
def test_the_likelihood_is_the_density_of_the_mean_integrated_over_customers(rows, p, q, gamma):
    days, mean = rows[0]
    nu = gamma_distribution(q, scale=1 / gamma)

    def density(rate):
        return gamma_distribution.pdf(mean, p * days, scale=1 / (days * rate)) * nu.pdf(rate)

    peak = (p * days + q) / (gamma + days * mean)
    cuts = peak * np.array([0, 0.2, 0.6, 1, 1.5, 2.5, 6, 40])
    by_hand = sum(quad(density, low, high)[0] for low, high in pairwise(cuts))
    value, _ = GammaGammaLikelihood(group_spends([days], [mean]))(p, q, gamma)
    assert value == pytest.approx(np.log(by_hand), abs=1e-5)


@given(rows=data, p=positive, q=positive, gamma=st.floats(0.5, 200))
def test_the_gradient_is_the_slope_of_the_likelihood(rows, p, q, gamma):
    likelihood = GammaGammaLikelihood(group_spends(*zip(*rows, strict=True)))
    point = np.array([p, q, gamma])
    _, gradient = likelihood(*point)
    for i, step in enumerate(1e-5 * point):
        move = step * np.eye(3)[i]
        slope = (likelihood(*(point + move))[0] - likelihood(*(point - move))[0]) / (2 * step)
        assert gradient[i] == pytest.approx(slope, rel=1e-4, abs=1e-4)


def test_the_fit_recovers_the_truth_of_a_simulated_firm():
    truth = {"p": 5.0, "q": 4.0, "gamma": 60.0}
    known = firm(20_000, seed=12, spend=tuple(truth.values()))
    again = known.repeats > 0
    found = fit_gamma_gamma(group_spends(known.repeats[again] + 1, known.mean_spend[again]))
    for name, value in truth.items():
        assert abs(found.parameters[name] - value) < 4 * found.standard_errors[name]


def test_the_currency_scales_gamma_and_nothing_else(repeats_of_cdnow):
    cents = Spends(repeats_of_cdnow.days, repeats_of_cdnow.mean_spend * 100, repeats_of_cdnow.customers)
    one, hundred = fit_gamma_gamma(repeats_of_cdnow), fit_gamma_gamma(cents)
    assert (hundred.p, hundred.q, hundred.gamma / 100) == pytest.approx((one.p, one.q, one.gamma), rel=1e-4)


@given(days=st.integers(1, 500), mean=st.floats(0.1, 1000))
def test_the_expected_spend_lies_between_the_customers_mean_and_everybodys(days, mean):
    model = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    everybody = model.p * model.gamma / (model.q - 1)
    low, high = sorted((mean, everybody))
    assert low - 1e-9 <= model.expected_mean_spend(days, mean) <= high + 1e-9


def test_a_customer_with_no_positive_spend_teaches_the_model_nothing():
    kept = group_spends([2, 3, 4], [10.0, 0.0, -5.0])
    assert kept.mean_spend.tolist() == [10.0]


def test_too_few_customers_are_refused():
    with pytest.raises(TooFewSpenders):
        fit_gamma_gamma(group_spends([2, 3], [10.0, 12.0]))


def test_equal_spends_are_refused():
    with pytest.raises(EveryoneSpendsTheSame):
        fit_gamma_gamma(group_spends(np.full(20, 2), np.full(20, 9.9)))
