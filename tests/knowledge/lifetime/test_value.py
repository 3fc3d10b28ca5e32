"""Lifetime value and its range, against simulated customers whose future is known."""

from __future__ import annotations

import numpy as np
import pytest

from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma
from guanxi.knowledge.lifetime.histories import Histories, group
from guanxi.knowledge.lifetime.settings import BadSetting, LifetimeSettings
from guanxi.knowledge.lifetime.value import outlook
from tests.knowledge.lifetime.simulated import firm

OFTEN = {"purchases": (1.4, 9.5, 0.16, 20.0), "spend": (3.0, 5.0, 80.0)}
SELDOM = {"purchases": (0.8, 20.0, 0.9, 4.0), "spend": (5.0, 4.0, 60.0)}
SETTINGS = LifetimeSettings(unit="day")


def forecast(truth: dict, known, settings=SETTINGS):
    """Expected value and its range per customer, from the true parameters: no fit in between."""
    model, spend = BgNbd(*truth["purchases"]), GammaGamma(*truth["spend"])
    each = Histories(known.repeats, known.last, known.age, np.ones(len(known.age), int))
    found = outlook(model, spend, each, settings)
    days = known.repeats + 1
    scale = spend.gamma + days * known.mean_spend
    return (
        found,
        found.discounted * spend.expected_mean_spend(days, known.mean_spend),
        found.low * scale,
        found.high * scale,
    )


@pytest.mark.parametrize("truth", [OFTEN, SELDOM], ids=["often", "seldom"])
def test_what_customers_bring_adds_up_to_what_was_expected(truth):
    known = firm(20_000, seed=21, **truth)
    found, expected, _, _ = forecast(truth, known)
    assert found.p_alive.mean() == pytest.approx(known.alive.mean(), abs=0.01)
    # The sum's own noise, from the spread of single customers: four of its standard errors.
    noise = np.std(known.bringing - expected) * np.sqrt(len(expected))
    assert abs(known.bringing.sum() - expected.sum()) < 4 * noise


@pytest.mark.parametrize("truth", [OFTEN, SELDOM], ids=["often", "seldom"])
def test_nine_customers_of_ten_bring_what_the_range_says(truth):
    known = firm(20_000, seed=22, **truth)
    _, _, low, high = forecast(truth, known)
    # Where both ends are open; a range that starts at zero for want of certainty holds more than 90 %.
    open_ended = low > 0
    inside = (known.bringing >= low) & (known.bringing <= high)
    assert 0.87 < inside[open_ended].mean() < 0.94
    assert inside.mean() > 0.89
    assert np.mean(known.bringing > high) < 0.06


def test_the_ends_of_the_range_are_the_quantiles_of_that_customers_future():
    x, last, age, mean = 12, 300.0, 330.0, 40.0
    model, spend = BgNbd(*OFTEN["purchases"]), GammaGamma(*OFTEN["spend"])
    rng = np.random.default_rng(7)
    draws = 40_000
    rate = rng.gamma(model.r + x, 1 / (model.alpha + age), draws)
    coin = rng.beta(model.a, model.b + x, draws)
    nu = rng.gamma(spend.q + spend.p * (x + 1), 1 / (spend.gamma + (x + 1) * mean), draws)
    now, value = np.zeros(draws), np.zeros(draws)
    buying = np.flatnonzero(rng.random(draws) < model.p_alive(x, last, age))
    while len(buying):
        now[buying] += rng.exponential(1 / rate[buying])
        buying = buying[now[buying] <= 1095]
        value[buying] += rng.gamma(spend.p, 1 / nu[buying]) / 1.1 ** (now[buying] / 365)
        buying = buying[rng.random(len(buying)) >= coin[buying]]
    found = outlook(model, spend, group([x], [last], [age]), SETTINGS)
    scale = spend.gamma + (x + 1) * mean
    # Not more than 1.5 points of probability beside the drawn quantile: what the grid is allowed to miss.
    assert np.mean(value <= found.low[0] * scale) == pytest.approx(0.05, abs=0.015)
    assert np.mean(value <= found.high[0] * scale) == pytest.approx(0.95, abs=0.015)
    assert value.mean() == pytest.approx(
        found.discounted[0] * spend.expected_mean_spend(x + 1, mean), rel=0.02
    )


def test_the_range_is_ordered_and_finite_for_every_history():
    known = firm(3000, seed=23, **SELDOM)
    _, expected, low, high = forecast(SELDOM, known)
    assert np.isfinite(high).all()
    assert (low >= 0).all()
    assert (low <= high).all()
    assert (low <= expected).all()


def test_a_customer_who_is_surely_gone_is_worth_nothing():
    model, spend = BgNbd(*OFTEN["purchases"]), GammaGamma(*OFTEN["spend"])
    gone = outlook(model, spend, group([60], [100], [1000]), SETTINGS)
    assert gone.p_alive[0] < 0.001
    assert gone.low[0] == gone.high[0] == 0


def test_money_further_away_is_worth_less():
    known = firm(200, seed=24, **SELDOM)
    cheap, dear = (
        forecast(SELDOM, known, LifetimeSettings(unit="day", discount=rate))[1] for rate in (0.0, 0.25)
    )
    assert (dear < cheap).all()


def test_the_same_customers_give_the_same_forecast_to_the_last_bit():
    known = firm(500, seed=25, **SELDOM)
    one, two = (forecast(SELDOM, known) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one[1:], two[1:], strict=True))


@pytest.mark.parametrize("wrong", [{"horizon_days": 0}, {"discount": -0.1}, {"margin": 0.0}, {"margin": 1.5}])
def test_a_setting_out_of_its_range_is_refused(wrong):
    with pytest.raises(BadSetting) as refusal:
        LifetimeSettings(**wrong)
    assert next(iter(wrong)) in str(refusal.value)
