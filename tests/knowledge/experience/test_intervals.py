"""Intervals against scipy's, against what they promise, and at the ends of the scale."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from guanxi.knowledge.experience.intervals import (
    difference_interval,
    mean_interval,
    share_interval,
    wilson,
)
from guanxi.knowledge.refusals import OutOfRange


def interval(values, **more):
    values = np.asarray(values, float)
    error = values.std(ddof=1) / math.sqrt(len(values))
    return mean_interval(values.mean(), error, len(values), all_equal=np.ptp(values) == 0, **more)


def test_many_answers_far_from_the_ends_have_the_t_interval():
    values = np.random.default_rng(3).normal(5, 1, 4000)
    found = interval(values)
    wanted = stats.t.interval(0.95, 3999, values.mean(), stats.sem(values))
    # The two differ by terms of 1/n.
    assert (found.low, found.high) == pytest.approx(wanted, abs=1e-4)
    assert found.method == "score"


def test_yes_and_no_have_nearly_wilsons_interval():
    """It differs in n - 1 for n and t for z: parts in a thousand of a thousand answers."""
    found = interval([10.0] * 900 + [0.0] * 100)
    wanted = stats.binomtest(900, 1000).proportion_ci(method="wilson")
    assert (found.low / 10, found.high / 10) == pytest.approx((wanted.low, wanted.high), abs=2e-4)


def test_the_ends_solve_the_equation_they_stand_for():
    values = [8, 9, 10, 10, 10, 10, 7, 10]
    mean, error, n = np.mean(values), stats.sem(values), len(values)
    found = interval(values)
    t = stats.t.ppf(0.975, n - 1)
    for end in (found.low, found.high):
        dispersion = error**2 / (mean * (10 - mean))
        assert (mean - end) ** 2 == pytest.approx(t**2 * dispersion * end * (10 - end))


def test_equal_answers_do_not_make_certain():
    five, fifty = interval([10.0] * 5), interval([10.0] * 50)
    # 0.025 ** (1/5) = 0.478: were fewer than 47.8 % of one mind, five of them would be rarer than 1 in 40.
    assert (five.low, five.high, five.method) == (pytest.approx(4.782, abs=1e-3), 10, "exact")
    assert 9 < fifty.low < 10
    middle = interval([6.0] * 5)
    assert middle.low < 6 < middle.high


@pytest.mark.parametrize(
    "shares",
    [
        [0.05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.95],
        [0.01, 0, 0.01, 0.01, 0.02, 0.03, 0.06, 0.14, 0.25, 0.24, 0.23],
        [0, 0, 0, 0, 0, 0.01, 0.02, 0.02, 0.05, 0.15, 0.75],
        [1 / 11] * 11,
    ],
)
@pytest.mark.parametrize("n", [5, 10, 30])
def test_nine_in_ten_intervals_hold_the_truth_even_of_few_answers_at_the_end(shares, n):
    """Promised are 95 %; the worst shape tried holds 90 % (docs/methods/satisfaction.md), by t 20 %."""
    chance = np.random.default_rng(n)
    truth = float(np.arange(11) @ np.array(shares))
    drawn = chance.choice(11, p=shares, size=(500, n)).astype(float)
    held = sum(found.low <= truth <= found.high for found in map(interval, drawn))
    assert held >= 0.9 * 500


@given(st.lists(st.integers(0, 10), min_size=2, max_size=40))
def test_an_interval_holds_its_mean_and_stays_on_the_scale(values):
    found = interval(values)
    assert -1e-9 <= found.low <= np.mean(values) + 1e-9
    assert np.mean(values) - 1e-9 <= found.high <= 10 + 1e-9
    assert found.high > found.low


def test_of_nobody_there_is_no_interval():
    assert mean_interval(5, 0, 0) is None
    assert share_interval(0, 0) is None


def test_a_difference_of_two_means_is_the_large_sample_one():
    found = difference_interval((6, 5.7, 6.3), (7, 6.6, 7.4))
    assert (found.low, found.high) == pytest.approx((-1.5, -0.5))
    alike = difference_interval((6, 5.7, 6.3), (7, 6.7, 7.3), correlation=1.0)
    assert (alike.low, alike.high) == pytest.approx((-1, -1))


@pytest.mark.parametrize(("hits", "n"), [(0, 12), (3, 12), (12, 12), (0, 1), (39, 39)])
def test_small_shares_are_exact_as_scipy_reckons_them(hits, n):
    found = share_interval(hits, n)
    wanted = stats.binomtest(hits, n).proportion_ci(method="exact")
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=1e-12)
    assert found.method == "clopper_pearson"


@pytest.mark.parametrize(("hits", "n"), [(0, 40), (13, 400), (400, 400)])
def test_larger_shares_are_wilsons_as_scipy_reckons_them(hits, n):
    found = share_interval(hits, n)
    wanted = stats.binomtest(hits, n).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=1e-12)
    assert found == wilson(hits, n)


def test_more_hits_than_tries_and_a_confidence_of_one_are_refused():
    with pytest.raises(OutOfRange):
        share_interval(5, 4)
    with pytest.raises(OutOfRange):
        mean_interval(5, 1, 10, confidence=1.0)
