"""Weights that are smoothed, and a k-hat that says when they must not be relied on."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import genpareto, norm
from scipy.stats import t as student

from guanxi.knowledge.lifetime.psis import fitted_tail, smoothed


@pytest.mark.parametrize("k", [-0.3, 0.2, 0.7, 1.2])
def test_the_tail_is_the_one_the_draws_came_from(k):
    draws = np.sort(genpareto.rvs(k, scale=2.5, size=20_000, random_state=3))
    found, scale = fitted_tail(draws)
    # Four asymptotic standard errors, (1 + k) / sqrt(n) of k and sqrt(2 (1 + k) / n) of log scale.
    assert found == pytest.approx(k, abs=4 * (1 + k) / np.sqrt(20_000))
    assert np.log(scale / 2.5) == pytest.approx(0, abs=4 * np.sqrt(2 * (1 + k) / 20_000))


def test_the_tail_is_near_what_scipy_finds_by_maximum_likelihood():
    draws = np.sort(genpareto.rvs(0.4, scale=1.0, size=2_000, random_state=8))
    k, scale = fitted_tail(draws)
    independent, _, width = genpareto.fit(draws, floc=0)
    # Two efficient estimators of the same draws differ by a fraction of their standard error, here 0.03.
    assert k == pytest.approx(independent, abs=0.015)
    assert scale == pytest.approx(width, rel=0.03)


def test_the_k_hat_is_the_tail_of_the_ratios():
    # A target with tails of index nu from a proposal with tails of index m: k = 1 - nu / m, here 0.5.
    rng = np.random.default_rng(5)
    draws = student.rvs(4, size=200_000, random_state=rng)
    ratios = student.logpdf(draws, 2) - student.logpdf(draws, 4)
    assert smoothed(ratios).k_hat == pytest.approx(0.5, abs=0.1)


def test_smoothed_weights_correct_the_proposal():
    rng = np.random.default_rng(6)
    draws = student.rvs(5, size=20_000, random_state=rng)
    found = smoothed(norm.logpdf(draws, 0.3, 0.8) - student.logpdf(draws, 5))
    assert found.k_hat < 0.5
    mean = found.weights @ draws
    assert mean == pytest.approx(0.3, abs=4 * 0.8 / np.sqrt(found.effective))
    assert found.weights @ (draws - mean) ** 2 == pytest.approx(0.64, rel=0.1)


def test_a_proposal_too_narrow_is_told():
    draws = np.random.default_rng(7).normal(size=4_000)
    found = smoothed(student.logpdf(draws * 1.0, 2, scale=3) - norm.logpdf(draws))
    assert found.k_hat > 0.7
    assert found.effective < 4_000


@pytest.mark.parametrize("ratios", [np.zeros(800), np.array([-3.0, -2.0, -2.5])])
def test_equal_or_few_weights_are_left_as_they_are(ratios):
    found = smoothed(ratios)
    assert found.k_hat == 0
    assert found.weights == pytest.approx(np.exp(ratios) / np.exp(ratios).sum())
