"""Scores agree with the same figures worked out another way, and say nothing where nothing can be said."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from guanxi.outcomes.scores import (
    best_found,
    by_part,
    coverage,
    decile,
    errors,
    paired,
    rank_correlation,
)


@pytest.fixture
def forecast():
    """Predicted and happened for 1,000 customers, of whom most bring nothing and some the same."""
    rng = np.random.default_rng(5)
    happened = np.where(rng.random(1000) < 0.6, 0.0, rng.gamma(0.5, 100, 1000).round())
    return (0.5 * happened + rng.gamma(1, 20, 1000)).round(), happened


def test_errors_are_those_of_a_plain_loop(forecast):
    predicted, happened = forecast
    found = errors(predicted, happened)
    off = [p - h for p, h in zip(predicted.tolist(), happened.tolist(), strict=True)]
    assert found["mean_absolute_error"] == pytest.approx(sum(map(abs, off)) / 1000)
    assert found["root_mean_square_error"] == pytest.approx((sum(d * d for d in off) / 1000) ** 0.5)
    assert found["error_share"] == pytest.approx(sum(off) / sum(happened.tolist()))


def test_no_share_of_nothing():
    assert errors(np.ones(3), np.zeros(3))["error_share"] is None


def test_rank_correlation_is_spearmans(forecast):
    assert rank_correlation(*forecast) == pytest.approx(spearmanr(*forecast).statistic)


def test_what_is_the_same_for_all_ranks_nobody():
    assert rank_correlation(np.ones(5), np.arange(5.0)) is None


def test_who_knows_the_future_finds_all_of_the_best(forecast):
    _, happened = forecast
    assert best_found(happened, happened) == pytest.approx(1)
    assert best_found(-happened, happened) == pytest.approx(0)


def test_the_best_are_counted_by_hand():
    happened = np.array([50.0, 40, 30, 20, 10, 5, 4, 3, 2, 1])
    predicted = np.array([9.0, 1, 8, 7, 6, 5, 4, 3, 2, 0])
    assert best_found(predicted, happened) == pytest.approx(0.5)  # of the best two, the first is found


def test_customers_of_whom_the_same_was_said_count_in_part():
    """A forecast that tells nobody apart finds as many of the best as drawing lots does."""
    happened = np.arange(1.0, 101)
    assert best_found(np.ones(100), happened) == pytest.approx(0.2)


def test_who_brought_nothing_is_not_among_the_best():
    happened = np.array([7.0, *np.zeros(99)])
    assert best_found(happened, happened) == pytest.approx(1)
    assert best_found(np.ones(100), np.zeros(100)) is None


def test_an_interval_holds_its_ends():
    low, high = np.array([0, 0, 1, 2]), np.array([0, 1, 2, 2])
    assert coverage(low, high, np.array([0, 1, 3, 2])) == 0.75


def test_deciles_part_customers_equally_and_in_order(forecast):
    predicted, happened = forecast
    part = decile(predicted)
    assert np.bincount(part)[1:].tolist() == [100] * 10
    highest, lowest = (
        f(predicted[part == n]) for n in (3, 4) for f in (np.max, np.min) if (n == 3) == (f is np.max)
    )
    assert highest <= lowest
    rows = by_part(part, predicted=predicted, happened=happened)
    assert [row["decile"] for row in rows] == list(range(1, 11))
    assert sum(row["happened"] for row in rows) == pytest.approx(happened.sum())


def test_fewer_than_ten_customers_have_fewer_deciles():
    assert len(by_part(decile(np.arange(4.0)), predicted=np.arange(4.0))) == 4


def test_the_difference_of_two_errors_is_judged_by_customers_not_by_their_sum(forecast):
    predicted, happened = forecast
    said = np.array([predicted, predicted + 1, np.zeros(1000)])
    losses, error = paired(said, happened)
    assert losses == pytest.approx([((row - happened) ** 2).mean() for row in said])
    apart = (said[1] - happened) ** 2 - (said[2] - happened) ** 2
    assert error[1, 2] == pytest.approx(apart.std() / 1000**0.5)
    assert error == pytest.approx(error.T)
    assert np.diag(error) == pytest.approx(0)
