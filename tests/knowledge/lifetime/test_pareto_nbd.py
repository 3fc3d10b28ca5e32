"""Pareto/NBD: published numbers, exact gradient, plain integration, recovered truth, invariants, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp
from scipy.stats import gamma

from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd, log_ways
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd
from guanxi.knowledge.lifetime.pareto_nbd_likelihood import ParetoNbdLikelihood
from guanxi.knowledge.lifetime.refusals import NobodyBoughtTwice

positive = st.floats(0.1, 20)


def test_pareto_nbd_prints_the_published_cdnow_parameters(cdnow):
    found = fit_pareto_nbd(cdnow)
    printed = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
    assert found.parameters == pytest.approx(printed, abs=0.0005)
    assert found.log_likelihood == pytest.approx(-9595.0, abs=0.05)
    assert found.customers == 2357


@settings(max_examples=20)
@given(point=st.tuples(positive, positive, positive, positive))
def test_the_gradient_is_the_slope_of_the_likelihood(point):
    likelihood = ParetoNbdLikelihood(group([0, 0, 1, 3, 12], [0, 0, 5, 20, 60], [3, 50, 40, 20, 61]))
    point = np.array(point)
    _, gradient = likelihood(*point)
    for i, step in enumerate(1e-5 * point):
        move = step * np.eye(4)[i]
        slope = (likelihood(*(point + move))[0] - likelihood(*(point - move))[0]) / (2 * step)
        assert gradient[i] == pytest.approx(slope, rel=1e-4, abs=1e-4)


@settings(max_examples=50)
@given(
    point=st.tuples(*[st.floats(0.01, 300)] * 4),
    rows=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 900), st.integers(0, 900)), min_size=1),
)
def test_the_likelihood_by_pairs_is_that_of_each_history_alive_or_gone(point, rows):
    x, last, gap = (np.array(column) for column in zip(*rows, strict=True))
    last = last * (x > 0)
    alive, gone, _ = log_ways(*point, x.astype(float), last.astype(float), (last + gap).astype(float))
    with np.errstate(all="ignore"):
        singly = np.logaddexp(alive, logsumexp(gone, axis=0)).sum()
    found = ParetoNbdLikelihood(group(x, last, last + gap))(*point)[0]
    assert found == pytest.approx(singly, rel=1e-7, abs=1e-6)


@pytest.mark.parametrize(("x", "last", "age"), [(0, 0.0, 12.0), (1, 3.0, 12.0), (4, 11.0, 12.0)])
def test_likelihood_and_p_alive_are_integrals_over_both_rates(x, last, age):
    points, step = np.polynomial.legendre.leggauss(120)
    root, step = (points + 1) / 2, step / 2
    rates, ends = gamma(1.5, scale=1 / 5), gamma(1.6, scale=1 / 8)

    def over(weight):
        v, m = 6 * root**2, 4 * root[:, None] ** 2  # the densities' roots at 0 are smooth in a root
        density = rates.pdf(v) * 12 * root * step * ends.pdf(m) * (8 * root * step)[:, None]
        return (weight(v, m) * density).sum()

    still = over(lambda v, m: v**x * np.exp(-(v + m) * age))
    gone = over(lambda v, m: v**x * m / (v + m) * (np.exp(-(v + m) * last) - np.exp(-(v + m) * age)))
    assert ParetoNbd(1.5, 5, 1.6, 8).p_alive(x, last, age) == pytest.approx(still / (still + gone), rel=1e-4)
    found = ParetoNbdLikelihood(group([x], [last], [age]))(1.5, 5.0, 1.6, 8.0)[0]
    assert found == pytest.approx(np.log(still + gone), abs=1e-4)


def test_the_fit_recovers_the_truth_of_a_simulated_firm():
    truth = {"r": 0.9, "alpha": 12.0, "s": 0.8, "beta": 90.0}
    rng = np.random.default_rng(3)
    rate, end = rng.gamma(0.9, 1 / 12, 4000), rng.exponential(1 / rng.gamma(0.8, 1 / 90, 4000))
    age = rng.integers(100, 400, 4000).astype(float)
    seen = np.minimum(age, end)
    repeats = rng.poisson(rate * seen)
    last = np.where(repeats > 0, seen * rng.beta(np.maximum(repeats, 1), 1), 0.0)
    found = fit_pareto_nbd(group(repeats, last, age))
    for name, value in truth.items():
        # Four standard errors: a true model misses that once in 16,000 parameters.
        assert abs(found.parameters[name] - value) < 4 * found.standard_errors[name]


@given(x=st.integers(0, 2000), last=st.floats(1, 300), gap=st.floats(0, 300), s=st.floats(0.1, 3))
def test_p_alive_is_a_probability_that_falls_with_silence_in_any_unit(x, last, gap, s):
    last = last if x else 0.0
    weeks, days = (ParetoNbd(0.8, 5.0 * unit, s, 9.0 * unit) for unit in (1, 7))
    p = float(weeks.p_alive(x, last, last + gap))
    assert 0 <= weeks.p_alive(x, last, last + gap + 1) <= p * (1 + 1e-9) <= 1 + 1e-9
    assert days.p_alive(x, 7 * last, 7 * (last + gap)) == pytest.approx(p, rel=1e-7)
    ahead = weeks.expected_purchases(13, x, last, last + gap)
    assert days.expected_purchases(91, x, 7 * last, 7 * (last + gap)) == pytest.approx(ahead, rel=1e-7)


def test_one_time_buyers_only_are_refused():
    with pytest.raises(NobodyBoughtTwice):
        fit_pareto_nbd(group(np.zeros(50, int), np.zeros(50, int), np.arange(50)))
