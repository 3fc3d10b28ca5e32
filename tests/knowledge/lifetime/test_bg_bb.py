"""BG/BB: the published donors, plain sums over lives, exact gradients, recovered truth, honest refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import binom, roots_sh_jacobi

from guanxi.knowledge.lifetime.bg_bb import BgBb
from guanxi.knowledge.lifetime.bg_bb_fit import (
    BgBbLikelihood,
    TooFewBuyers,
    TooFewOpportunities,
    fit_bg_bb,
)
from guanxi.knowledge.lifetime.opportunities import ImpossibleOpportunities, opportunities
from guanxi.knowledge.lifetime.refusals import NobodyStops

# Fader, Hardie & Shang 2010, table 2: 11,104 donors who first gave in 1995, and what they did in 1996-2001.
# purchases, last, donors; six opportunities each.
DONORS = np.array(
    [
        *[(6, 6, 1203), (5, 6, 728), (4, 6, 512), (3, 6, 357), (2, 6, 234), (1, 6, 129)],
        *[(5, 5, 335), (4, 5, 284), (3, 5, 225), (2, 5, 173), (1, 5, 119)],
        *[(4, 4, 240), (3, 4, 181), (2, 4, 155), (1, 4, 78)],
        *[(3, 3, 322), (2, 3, 255), (1, 3, 129)],
        *[(2, 2, 613), (1, 2, 277)],
        *[(1, 1, 1091), (0, 0, 3464)],
    ]
)
GIVEN, LAST, COUNT = DONORS.T
MODEL = BgBb(alpha=1.3, beta=0.8, gamma=0.7, delta=2.9)
HISTORIES = [(0, 0, 6), (1, 1, 6), (2, 4, 6), (3, 3, 4), (6, 6, 6)]


@pytest.fixture(scope="module")
def donors():
    return fit_bg_bb(opportunities(GIVEN, LAST, np.full(22, 6), COUNT))


def test_bg_bb_prints_the_published_donor_parameters(donors):
    printed = {"alpha": 1.204, "beta": 0.750, "gamma": 0.657, "delta": 2.783}
    assert donors.parameters == pytest.approx(printed, abs=0.0005)
    assert donors.log_likelihood == pytest.approx(-33_225.6, abs=0.05)
    assert donors.customers == 11_104 and not donors.notes


@pytest.mark.parametrize(("gave", "last", "printed"), [(0, 0, 0.11), (2, 4, 0.59), (6, 6, 0.93)])
def test_p_alive_in_2002_is_the_published_one(donors, gave, last, printed):
    assert donors.p_alive(gave, last, 6) == pytest.approx(printed, abs=0.005)


def test_the_five_years_ahead_are_the_published_sum(donors):
    # 12,884.2 donations in 2002-06, the sum in the authors' own spreadsheet.
    assert donors.expected_purchases(5, GIVEN, LAST, 6) @ COUNT == pytest.approx(12_884.2, abs=0.3)
    assert donors.expected_purchases(5, 6, 6, 6) == pytest.approx(3.75, abs=0.005)


def by_hand(weight):
    """The mean of a polynomial `weight(p, q)` over both coins, by Gauss-Jacobi points: exact."""
    p, of_p = roots_sh_jacobi(20, MODEL.alpha + MODEL.beta - 1, MODEL.alpha)
    q, of_q = roots_sh_jacobi(20, MODEL.gamma + MODEL.delta - 1, MODEL.gamma)
    return of_p @ weight(p[:, None], q[None, :]) @ of_q / of_p.sum() / of_q.sum()


@pytest.mark.parametrize(("x", "last", "n"), HISTORIES)
def test_p_alive_is_bayes_rule_integrated_by_hand(x, last, n):
    def alive(p, q):
        return p**x * (1 - p) ** (n - x) * (1 - q) ** n

    def history(p, q):
        left = sum(p**x * (1 - p) ** (s - x) * q * (1 - q) ** s for s in range(last, n))
        return alive(p, q) + left

    next_time = by_hand(lambda p, q: alive(p, q) * (1 - q))
    assert MODEL.p_alive(x, last, n) == pytest.approx(next_time / by_hand(history), rel=1e-9)


@pytest.mark.parametrize(("x", "last", "n"), HISTORIES)
def test_the_chances_of_every_count_add_up(x, last, n):
    chances = MODEL.distribution(8, x, last, n)
    assert chances.sum() == pytest.approx(1, abs=1e-12)
    assert chances @ np.arange(9) == pytest.approx(MODEL.expected_purchases(8, x, last, n), rel=1e-10)


@pytest.mark.parametrize(("x", "last", "n"), HISTORIES)
def test_the_discounted_rest_is_the_sum_of_every_opportunity_to_come(x, last, n):
    to_come = [float(MODEL.expected_purchases(m, x, last, n)) for m in range(1, 401)]
    each = np.diff([0.0, *to_come]) / 1.1 ** np.arange(1, 401)
    assert MODEL.discounted_purchases(x, last, n, 0.1) == pytest.approx(each.sum(), rel=1e-9)


positive = st.floats(0.05, 30)
rows = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 5), st.integers(1, 9))
seen = st.lists(rows, min_size=1).map(
    lambda found: opportunities(
        *np.array([(x, x and x + gap, (x and x + gap) + more, n) for x, gap, more, n in found]).T
    )
)


@given(data=seen, a=positive, b=positive, c=positive, d=positive)
def test_the_gradient_is_the_slope_of_the_likelihood(data, a, b, c, d):
    likelihood, point = BgBbLikelihood(data), np.array([a, b, c, d])
    value, gradient = likelihood(*point)
    assert value < 0
    for i, step in enumerate(1e-5 * point):
        move = step * np.eye(4)[i]
        slope = (likelihood(*(point + move))[0] - likelihood(*(point - move))[0]) / (2 * step)
        # Central differences of a sum of logs are good to about 1e-6 of its size over the step.
        assert gradient[i] == pytest.approx(slope, rel=1e-4, abs=1e-3)


@given(a=positive, b=positive, c=positive, d=positive, n=st.integers(1, 6))
def test_the_chances_of_all_possible_histories_add_up_to_one(a, b, c, d, n):
    cells = [(0, 0)] + [(x, t) for t in range(1, n + 1) for x in range(1, t + 1)]
    ways = [1] + [binom(t - 1, x - 1) for x, t in cells[1:]]
    each = [BgBbLikelihood(opportunities(x, t, n))(a, b, c, d)[0] for x, t in cells]
    assert np.exp(each) @ ways == pytest.approx(1, rel=1e-9)


@given(a=positive, b=positive, c=positive, d=positive, x=st.integers(1, 900), more=st.integers(0, 99))
def test_p_alive_is_a_probability_for_thousands_of_opportunities(a, b, c, d, x, more):
    model = BgBb(a, b, c, d)
    p = model.p_alive(x, x + more, [x + more, x + more + 1, x + more + 300])
    assert (p >= 0).all() and (p <= 1).all() and p[0] >= p[1] >= p[2]


def firm(customers: int, n: int, seed: int = 5):
    """Histories of customers whose coins are drawn from MODEL."""
    rng = np.random.default_rng(seed)
    lives = rng.geometric(rng.beta(MODEL.gamma, MODEL.delta, customers)) - 1
    tries = rng.random((customers, n)) < rng.beta(MODEL.alpha, MODEL.beta, customers)[:, None]
    bought = tries & (np.arange(n) < lives[:, None])
    return bought.sum(axis=1), np.where(bought, np.arange(1, n + 1), 0).max(axis=1), np.full(customers, n)


def test_the_truth_is_recovered_from_simulated_customers():
    model = fit_bg_bb(opportunities(*firm(20_000, 10)))
    off = np.array(list(model.parameters.values())) - list(MODEL.parameters.values())
    assert np.abs(off / list(model.standard_errors.values())).max() < 4


def test_grouping_changes_nothing():
    histories = firm(500, 6)
    counted = opportunities(*histories)
    assert len(counted) <= 22 and counted.customers.sum() == 500
    one_by_one = [BgBbLikelihood(opportunities(*row))(1, 2, 3, 4)[0] for row in zip(*histories, strict=True)]
    assert BgBbLikelihood(counted)(1, 2, 3, 4)[0] == pytest.approx(sum(one_by_one), rel=1e-12)


@pytest.mark.parametrize(
    "history",
    [(1, 0, 6), (0, 2, 6), (3, 2, 6), (1, 7, 6), (-1, 2, 6), (0, 0, 0), (0.5, 1, 6), (np.nan, 1, 6)],
)
def test_an_impossible_history_is_refused(history):
    with pytest.raises(ImpossibleOpportunities):
        opportunities(*zip((2, 3, 6), history, strict=True))


def test_too_little_to_learn_from_is_refused():
    with pytest.raises(TooFewBuyers):
        fit_bg_bb(opportunities([0, 1], [0, 3], [6, 6], [1000, 9]))
    with pytest.raises(TooFewOpportunities):
        fit_bg_bb(opportunities([0, 1, 2], [0, 2, 2], [2, 2, 2], [10, 20, 30]))


def test_customers_who_never_leave_get_no_p_alive():
    rng = np.random.default_rng(1)
    bought = rng.random((400, 8)) < rng.beta(2, 2, 400)[:, None]
    last = np.where(bought, np.arange(1, 9), 0).max(axis=1)
    with pytest.raises(NobodyStops):
        fit_bg_bb(opportunities(bought.sum(axis=1), last, np.full(400, 8)))


def test_everybody_at_every_opportunity_is_no_evidence_of_leaving():
    with pytest.raises(NobodyStops):
        fit_bg_bb(opportunities(6, 6, 6, 500))
