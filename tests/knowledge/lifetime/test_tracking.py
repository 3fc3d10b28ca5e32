"""What new customers will have bought by when: closed forms, simulations, and CDNOW's own year."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import hyp2f1
from scipy.stats import beta, gamma

from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.tracking import expected_by_day, expected_repeats

TIMES = np.array([1.0, 13.0, 52.0])
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(160)


def over(law):
    """Values and probabilities that integrate over a law, dense near its lower end."""
    share = ((POINTS + 1) / 2) ** 3
    top = law.ppf(1 - 1e-10)
    return top * share, law.pdf(top * share) * top * 3 * ((POINTS + 1) / 2) ** 2 * WEIGHTS / 2


def test_bg_nbd_is_the_published_closed_form():
    r, alpha, a, b = 0.243, 4.414, 0.793, 2.426
    inner = (alpha / (alpha + TIMES)) ** r * hyp2f1(r, b, a + b - 1, TIMES / (alpha + TIMES))
    published = (a + b - 1) / (a - 1) * (1 - inner)
    assert expected_repeats(BgNbd(r, alpha, a, b), TIMES) == pytest.approx(published, rel=1e-7)


def test_pareto_nbd_is_the_published_closed_form_and_passes_through_s_1():
    r, alpha, s, b = 0.553, 10.578, 0.606, 11.669
    published = r * b / (alpha * (s - 1)) * (1 - (b / (b + TIMES)) ** (s - 1))
    assert expected_repeats(ParetoNbd(r, alpha, s, b), TIMES) == pytest.approx(published, rel=1e-9)
    at_one = r * b / alpha * np.log1p(TIMES / b)
    assert expected_repeats(ParetoNbd(r, alpha, 1.0, b), TIMES) == pytest.approx(at_one, rel=1e-9)


@pytest.mark.parametrize("coin_at_start", [True, False])
@pytest.mark.parametrize("k", [1, 3])
def test_the_coins_models_are_what_simulated_buyers_do(coin_at_start, k):
    r, alpha, a, b, customers = 1.3, 9.0, 0.8, 2.5, 60_000
    rng = np.random.default_rng(7)
    rate, stop = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    bought, now = np.zeros((3, customers)), np.zeros(customers)
    buying = np.flatnonzero(rng.random(customers) >= stop) if coin_at_start else np.arange(customers)
    while len(buying):
        now[buying] += rng.gamma(k, 1 / rate[buying])
        buying = buying[now[buying] <= TIMES[-1]]
        bought[:, buying] += now[buying] <= TIMES[:, None]
        buying = buying[rng.random(len(buying)) >= stop[buying]]
    found = expected_repeats(Cnbd(r, alpha, a, b, k, coin_at_start), TIMES)
    # Four standard errors: a true model misses that once in 16,000 numbers.
    assert (np.abs(found - bought.mean(axis=1)) < 4 * bought.std(axis=1) / np.sqrt(customers)).all()


@pytest.mark.parametrize(("x", "last", "age"), [(0, 0.0, 12.0), (1, 3.0, 12.0), (4, 11.0, 13.0)])
@pytest.mark.parametrize("coin_at_start", [True, False])
@pytest.mark.parametrize("k", [2, 3])
def test_regular_buyers_to_come_are_an_integral_over_rate_and_coin(coin_at_start, k, x, last, age):
    model, ahead, thrown = Cnbd(0.8, 5.0, 0.9, 3.0, k, coin_at_start), 26.0, x + coin_at_start
    v, rates = over(gamma(0.8, scale=1 / 5))
    p, coins = over(beta(0.9, 3.0))
    seen = rates * v ** (k * x) * np.exp(-v * last)
    quiet = [np.exp(-v * (age - last)) * (v * (age - last)) ** j / [1, 1, 2][j] for j in range(k)]
    spared = coins * (1 - p) ** thrown
    total = sum((seen * q).sum() for q in quiet) * spared.sum()
    total += seen.sum() * (coins * p * (1 - p) ** (thrown - 1)).sum() if thrown else 0.0
    coming = 0.0
    for j, q in enumerate(quiet):
        for m in range(
            1, 200
        ):  # purchase m comes when m - 1 more coins spare them and m k - j steps are done
            steps = (seen * q * gamma(m * k - j).cdf(v * ahead)).sum()
            coming += steps * (spared * (1 - p) ** (m - 1)).sum()
    assert model.expected_purchases(ahead, x, last, age) == pytest.approx(coming / total, rel=1e-4)


@pytest.mark.parametrize(("x", "last", "age"), [(0, 0.0, 12.0), (1, 3.0, 12.0), (4, 11.0, 13.0)])
def test_pareto_nbd_purchases_to_come_are_an_integral_over_both_rates(x, last, age):
    ahead = 26.0
    v, rates = over(gamma(1.5, scale=1 / 5))
    m, ends = over(gamma(1.6, scale=1 / 8))
    v, m = v[:, None], m[None, :]
    both = rates[:, None] * ends[None, :] * v**x
    still = both * np.exp(-(v + m) * age)
    gone = both * m / (v + m) * (np.exp(-(v + m) * last) - np.exp(-(v + m) * age))
    coming = (still * v * -np.expm1(-m * ahead) / m).sum() / (still.sum() + gone.sum())
    assert ParetoNbd(1.5, 5, 1.6, 8).expected_purchases(ahead, x, last, age) == pytest.approx(
        coming, rel=1e-5
    )


def test_a_cohort_is_the_sum_of_its_customers_each_since_the_own_first_day():
    model = BgNbd(0.243, 4.414, 0.793, 2.426, unit_days=7)
    found = expected_by_day(model, np.array([0, 14]), np.array([3, 2]), np.array([0, 7, 28]))
    one, two, four = expected_repeats(model, [1.0, 2.0, 4.0])
    assert found == pytest.approx([0.0, 3 * one, 3 * four + 2 * two])
