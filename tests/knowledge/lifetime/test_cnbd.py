"""MBG/NBD and the regular buyers' models: published numbers, exact slopes, plain integration, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, gamma

from guanxi.knowledge.lifetime import cnbd_fit, coin_likelihood
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.cnbd_fit import (
    CnbdLikelihood,
    UnknownRegularity,
    fit_cnbd,
    fit_most_likely_cnbd,
)
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.refusals import NobodyBoughtTwice, NobodyStops

positive = st.floats(0.1, 20)
both = pytest.mark.parametrize("coin_at_start", [True, False])


def regular_buyers(customers: int, k: int, truth, seed: int):
    """Histories, and the sum of the logs of their gaps, of customers who follow MBG/CNBD-k to the letter."""
    rng = np.random.default_rng(seed)
    r, alpha, a, b = truth
    rate, stop = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    age = rng.integers(200, 700, customers).astype(float)
    repeats, last, log_gaps = np.zeros(customers, int), np.zeros(customers), 0.0
    buying = np.flatnonzero(rng.random(customers) >= stop)
    while len(buying):
        gap = rng.gamma(k, 1 / rate[buying])
        seen = last[buying] + gap <= age[buying]
        buying = buying[seen]
        repeats[buying] += 1
        last[buying] += gap[seen]
        log_gaps += np.log(gap[seen]).sum()
        buying = buying[rng.random(len(buying)) >= stop[buying]]
    return group(repeats, last, age), log_gaps


def test_mbg_nbd_prints_the_published_cdnow_parameters(cdnow):
    found = fit_cnbd(cdnow)
    assert found.name == "mbg-nbd"
    printed = {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}
    assert found.parameters == pytest.approx(printed, abs=0.0005)
    assert found.customers == 2357


def test_with_one_step_and_no_coin_at_the_start_it_is_bg_nbd(cdnow, cdnow_model):
    found = fit_cnbd(cdnow, coin_at_start=False)
    assert found.parameters == pytest.approx(cdnow_model.parameters, rel=1e-5)
    assert found.log_likelihood == pytest.approx(cdnow_model.log_likelihood, abs=1e-6)
    assert found.gain == pytest.approx(cdnow_model.gain, abs=0.05)


@both
@settings(max_examples=20)
@given(k=st.integers(1, 4), point=st.tuples(positive, positive, positive, positive))
def test_the_gradient_is_the_slope_of_the_likelihood(coin_at_start, k, point):
    data = group([0, 0, 1, 3, 12], [0, 0, 5, 20, 60], [3, 50, 40, 20, 61])
    likelihood, point = CnbdLikelihood(data, k, coin_at_start=coin_at_start), np.array(point)
    _, gradient = likelihood(*point)
    for i, step in enumerate(1e-5 * point):
        move = step * np.eye(4)[i]
        slope = (likelihood(*(point + move))[0] - likelihood(*(point - move))[0]) / (2 * step)
        assert gradient[i] == pytest.approx(slope, rel=1e-4, abs=1e-4)


@both
@settings(max_examples=20)
@given(point=st.tuples(positive, positive, positive, positive))
def test_the_second_derivatives_are_the_slopes_of_the_gradient(coin_at_start, point):
    data = group([0, 0, 1, 3, 12], [0, 0, 5, 20, 60], [3, 50, 40, 20, 61])
    likelihood, point = CnbdLikelihood(data, 1, coin_at_start=coin_at_start), np.array(point)
    value, gradient, bends = likelihood.bowl(*point)
    assert (value, list(gradient)) == pytest.approx((likelihood(*point)[0], list(likelihood(*point)[1])))
    for i, step in enumerate(1e-5 * point):
        move = step * np.eye(4)[i]
        slope = (likelihood(*(point + move))[1] - likelihood(*(point - move))[1]) / (2 * step)
        assert bends[i] == pytest.approx(slope, rel=1e-4, abs=1e-4)


@both
@pytest.mark.parametrize("k", [1, 2])
def test_many_histories_looked_at_in_pieces_are_the_sum_of_each(coin_at_start, k, monkeypatch):
    histories, _ = regular_buyers(300, 2, (1.5, 15.0, 0.8, 4.0), seed=1)
    whole = CnbdLikelihood(histories, k, coin_at_start=coin_at_start)(1.0, 9.0, 0.7, 2.0)
    monkeypatch.setattr(coin_likelihood, "PIECE", 7)
    pieces = CnbdLikelihood(histories, k, coin_at_start=coin_at_start)(1.0, 9.0, 0.7, 2.0)
    assert pieces[0] == pytest.approx(whole[0], rel=1e-12)
    assert pieces[1] == pytest.approx(whole[1], rel=1e-9)


@both
@pytest.mark.parametrize(("x", "last", "age"), [(0, 0.0, 12.0), (1, 3.0, 12.0), (4, 11.0, 12.0)])
@pytest.mark.parametrize("k", [1, 3])
def test_likelihood_and_p_alive_are_integrals_over_rate_and_coin(coin_at_start, x, last, age, k):
    rates, coins, thrown = gamma(0.8, scale=1 / 5), beta(0.9, 3.0), x + coin_at_start
    quiet = gamma(k)  # survival of k steps at rate v is quiet.sf(v * silence)
    still = quad(
        lambda v: v ** (k * x) * np.exp(-v * last) * quiet.sf(v * (age - last)) * rates.pdf(v), 0, 9
    )[0]
    still *= quad(lambda p: (1 - p) ** thrown * coins.pdf(p), 0, 1)[0]
    gone = quad(lambda v: v ** (k * x) * np.exp(-v * last) * rates.pdf(v), 0, 9)[0] if thrown else 0.0
    gone *= quad(lambda p: p * (1 - p) ** (thrown - 1) * coins.pdf(p), 0, 1)[0] if thrown else 0.0
    model = Cnbd(0.8, 5.0, 0.9, 3.0, k, coin_at_start)
    assert model.p_alive(x, last, age) == pytest.approx(still / (still + gone), rel=1e-4)
    found = CnbdLikelihood(group([x], [last], [age]), k, coin_at_start=coin_at_start)(0.8, 5.0, 0.9, 3.0)[0]
    assert found == pytest.approx(np.log(still + gone), abs=1e-4)


def test_with_one_step_the_expectation_is_that_of_bg_nbd():
    mine, theirs = Cnbd(0.8, 5.0, 0.9, 3.0, 1, coin_at_start=False), BgNbd(0.8, 5.0, 0.9, 3.0)
    history = np.array([0, 2, 9]), np.array([0.0, 9.0, 30.0]), np.array([20.0, 12.0, 31.0])
    assert mine.expected_purchases(39, *history) == pytest.approx(
        theirs.expected_purchases(39, *history), rel=1e-6
    )


def test_parameters_and_regularity_of_a_simulated_firm_are_recovered():
    truth = {"r": 1.5, "alpha": 15.0, "a": 0.8, "b": 4.0}
    histories, log_gaps = regular_buyers(2000, 3, truth.values(), seed=4)
    found = fit_most_likely_cnbd(histories, log_gaps)
    assert found.k == 3
    for name, value in truth.items():
        # Four standard errors: a true model misses that once in 16,000 parameters.
        assert abs(found.parameters[name] - value) < 4 * found.standard_errors[name]


def test_a_regularity_that_is_not_chosen_refuses_nothing(monkeypatch):
    """To k = 1, buyers by the clock may look as if nobody ever stopped."""
    histories, log_gaps = regular_buyers(300, 3, (1.5, 15.0, 0.8, 4.0), seed=4)
    likely = cnbd_fit._most_likely
    worthless = {1: 0.0}
    monkeypatch.setattr(
        cnbd_fit,
        "_most_likely",
        lambda h, k, coin: replace(fit := likely(h, k, coin), gain=worthless.get(k, fit.gain)),
    )
    assert fit_most_likely_cnbd(histories, log_gaps).k == 3
    worthless[3] = 1.0
    with pytest.raises(NobodyStops):
        fit_most_likely_cnbd(histories, log_gaps)


@both
@given(k=st.integers(1, 4), x=st.integers(1, 60), last=st.floats(1, 300), gap=st.floats(0, 300))
def test_p_alive_is_a_probability_that_falls_with_silence_in_any_unit(coin_at_start, k, x, last, gap):
    weeks, days = (Cnbd(0.8, 5.0 * unit, 0.9, 3.0, k, coin_at_start) for unit in (1, 7))
    p = weeks.p_alive(x, last, last + gap)
    assert 0 <= weeks.p_alive(x, last, last + gap + 1) <= p * (1 + 1e-9) <= 1 + 1e-9
    assert days.p_alive(x, 7 * last, 7 * (last + gap)) == pytest.approx(float(p), rel=1e-7)


def test_one_time_buyers_only_and_an_unknown_regularity_are_refused(cdnow):
    with pytest.raises(NobodyBoughtTwice):
        fit_cnbd(group(np.zeros(50, int), np.zeros(50, int), np.arange(50)))
    with pytest.raises(UnknownRegularity) as refusal:
        fit_cnbd(cdnow, 9)
    assert "9" in str(refusal.value)
