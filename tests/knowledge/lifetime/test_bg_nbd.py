"""What BG/NBD says of a history, against the published numbers and against plain numerical integration."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import hyp2f1
from scipy.stats import beta, gamma, poisson

from guanxi.knowledge.lifetime.beta_mean import beta_mean
from guanxi.knowledge.lifetime.bg_nbd import BgNbd

MODEL = BgNbd(r=0.8, alpha=5.0, a=0.9, b=3.0, unit_days=7)
HISTORIES = [(0, 0.0, 12.0), (1, 3.0, 12.0), (4, 11.0, 12.0), (4, 4.0, 30.0), (40, 28.0, 30.0)]


def test_the_published_customer_is_expected_to_buy_1_226_times(cdnow_model):
    assert cdnow_model.expected_purchases(39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=0.0005)


@pytest.mark.parametrize(("x", "last", "age"), HISTORIES)
def test_p_alive_is_bayes_rule_integrated_by_hand(x, last, age):
    rates, coins = gamma(MODEL.r, scale=1 / MODEL.alpha), beta(MODEL.a, MODEL.b)

    def over_rates(silent_from):  # of rate^x exp(-rate * time)
        parts = ((0, 0.1), (0.1, 1), (1, 12))
        return sum(quad(lambda v: v**x * np.exp(-v * silent_from) * rates.pdf(v), *part)[0] for part in parts)

    def over_coins(weight):
        return quad(lambda p: weight(p) * coins.pdf(p), 0, 1)[0]

    still = over_rates(age) * over_coins(lambda p: (1 - p) ** x)
    gone = over_rates(last) * over_coins(lambda p: p * (1 - p) ** (x - 1)) if x else 0.0
    assert MODEL.p_alive(x, last, age) == pytest.approx(still / (still + gone), rel=1e-6)


@pytest.mark.parametrize(("x", "last", "age"), HISTORIES)
@pytest.mark.parametrize("ahead", [0.5, 13.0, 156.0])
def test_the_expectation_is_the_integral_over_rate_and_coin(x, last, age, ahead):
    posterior = beta(MODEL.a, MODEL.b + x)
    k, seen = MODEL.r + x, MODEL.alpha + age

    def given_coin(p):  # E[(1 - exp(-rate p t)) / p] over the gamma posterior of the rate
        return -np.expm1(-k * np.log1p(p * ahead / seen)) / p * posterior.pdf(p)

    by_hand = quad(given_coin, 0, 0.02)[0] + quad(given_coin, 0.02, 1)[0]
    assert MODEL.expected_if_alive(ahead, x, age) == pytest.approx(by_hand, rel=1e-6)


@given(
    x=st.integers(0, 12),
    gap=st.floats(0, 30),
    last=st.floats(0.1, 30),
    ahead=st.floats(0.1, 100),
    a=st.floats(1.2, 4),
)
def test_the_expectation_is_the_published_closed_form_where_that_is_stable(x, gap, last, ahead, a):
    model = BgNbd(r=0.8, alpha=5.0, a=a, b=3.0)
    last = last if x else 0.0
    age = last + gap
    b, r, alpha = model.b, model.r, model.alpha
    series = hyp2f1(r + x, b + x, a + b + x - 1, ahead / (alpha + age + ahead))
    top = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + ahead)) ** (r + x) * series)
    gone = a / (b + x - 1) * ((alpha + age) / (alpha + last)) ** (r + x) if x else 0.0
    assert model.expected_purchases(ahead, x, last, age) == pytest.approx(top / (1 + gone), rel=1e-5)


@pytest.mark.parametrize("a", [1 - 1e-9, 1.0, 1 + 1e-9])
def test_the_expectation_passes_through_a_equal_to_one(a):
    below, above = (BgNbd(0.8, 5.0, v, 3.0).expected_if_alive(52, 6, 20) for v in (0.999, 1.001))
    assert below > BgNbd(0.8, 5.0, a, 3.0).expected_if_alive(52, 6, 20) > above


def test_a_discount_counts_every_purchase_at_its_own_time():
    rate, start = 0.002, MODEL.alpha + 12.0

    def now_worth(s):
        inner = hyp2f1(MODEL.a, MODEL.r + 4 + 1, MODEL.a + MODEL.b + 4, -s / start)
        return np.exp(-rate * s) * (MODEL.r + 4) / start * inner

    by_hand = quad(now_worth, 0, 156, epsabs=1e-10)[0]
    found = MODEL.expected_if_alive(156, 4, 12.0, discount_rate=rate)
    assert found == pytest.approx(by_hand, rel=1e-6)


@pytest.mark.parametrize("k", [1, 3, 10])
def test_the_chance_of_k_purchases_is_the_integral_over_rate_and_coin(k):
    x, age, ahead = 3, 20.0, 52.0
    coins, rates = beta(MODEL.a, MODEL.b + x), gamma(MODEL.r + x, scale=1 / (MODEL.alpha + age))
    survives = quad(lambda p: (1 - p) ** (k - 1) * coins.pdf(p), 0, 1)[0]
    comes = quad(lambda rate: poisson.sf(k - 1, rate * ahead) * rates.pdf(rate), 0, 5)[0]
    assert MODEL.at_least(k, ahead, x, age) == pytest.approx(survives * comes, rel=1e-6)


def test_the_chances_of_every_count_add_up_to_the_expectation():
    k = np.arange(1, 2000)
    assert MODEL.at_least(k, 52.0, 3, 20.0).sum() == pytest.approx(
        MODEL.expected_if_alive(52.0, 3, 20.0), rel=1e-8
    )


parameters = st.builds(
    BgNbd, r=st.floats(0.05, 20), alpha=st.floats(0.1, 200), a=st.floats(0.01, 20), b=st.floats(0.05, 200)
)


@given(model=parameters, x=st.integers(0, 60), last=st.floats(0, 300), gap=st.floats(0, 300))
def test_p_alive_is_a_probability_and_certain_without_repeats(model, x, last, gap):
    p = model.p_alive(x, last if x else 0.0, (last if x else 0.0) + gap)
    assert 0 < p <= 1
    assert x > 0 or p == 1


@given(
    model=parameters,
    x=st.integers(1, 60),
    age=st.floats(2, 300),
    share=st.floats(0, 0.98),
    more=st.floats(0.01, 1),
)
def test_who_bought_more_recently_is_more_probably_alive(model, x, age, share, more):
    early, late = share * age, (share + (1 - share) * more) * age
    assert model.p_alive(x, late, age) >= model.p_alive(x, early, age)


@given(model=parameters, x=st.integers(0, 60), age=st.floats(0, 300), ahead=st.floats(0.1, 300))
def test_more_time_never_brings_fewer_purchases(model, x, age, ahead):
    sooner, later = (float(model.expected_if_alive(t, x, age)) for t in (ahead, 2 * ahead))
    rounding = 1 + 1e-6  # what the quadrature promises at the very worst
    assert 0 < sooner <= later * rounding
    assert later <= 2 * sooner * rounding


@given(model=parameters, x=st.integers(0, 60), last=st.floats(0, 300), gap=st.floats(0, 300))
def test_weeks_and_days_give_the_same_forecast(model, x, last, gap):
    in_days = BgNbd(model.r, model.alpha * 7, model.a, model.b)
    last = last if x else 0.0
    weeks = model.expected_purchases(13, x, last, last + gap)
    assert in_days.expected_purchases(91, x, 7 * last, 7 * (last + gap)) == pytest.approx(weeks, rel=1e-9)


@settings(max_examples=15)  # the plain integral is slow
@given(a=st.floats(0.1, 10), b=st.floats(0.1, 800), m=st.floats(0.1, 400), u=st.floats(0, 30))
def test_the_mean_over_coins_is_the_integral_over_coins(a, b, m, u):
    coins = beta(a, b)
    cuts = np.unique([0, *coins.ppf([1e-6, 1e-3, 0.05, 0.3, 0.7, 0.95, 0.999, 1 - 1e-9]), 1])
    # Over the coins' own ranks, where even a spike at zero is as long as any other part.
    ranks = np.unique(np.concatenate([coins.cdf(cuts), coins.cdf(np.geomspace(1e-8, 1, 17)), [0, 1]]))
    by_hand = sum(
        quad(lambda q: (1 + coins.ppf(q) * u) ** -m, low, high, epsabs=1e-12)[0]
        for low, high in pairwise(ranks)
    )
    assert beta_mean(u, m, a, b) == pytest.approx(by_hand, rel=1e-5, abs=1e-8)


@given(
    a=st.floats(0.1, 50),
    b=st.floats(0.1, 20_000),
    u=st.floats(0, 300),
    m=st.integers(1, 60),
    more=st.integers(0, 3000),
)
def test_the_mean_over_coins_keeps_its_digits_where_it_is_tiny(a, b, u, m, more):
    """Euler's recurrence in m, exact for every coin: (1 + u p) / (1 + u p)^(m + 1) is (1 + u p)^-m."""
    m += more
    here, next_one = beta_mean(u, m, a, b), beta_mean(u, m + 1, a, b)
    of_heads = a / (a + b) * beta_mean(u, m + 1, a + 1, b)  # E[p (1 + u p)^-(m + 1)]
    assert next_one + u * of_heads == pytest.approx(here, rel=1e-7)
