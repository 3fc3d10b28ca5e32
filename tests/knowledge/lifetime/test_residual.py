"""Everything a customer will still buy, at today's worth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.special import hyperu

from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.residual import NoDiscount, residual_purchases

PARETO = ParetoNbd(0.5533, 10.5777, 0.6062, 11.6687, unit_days=7)  # as published of CDNOW
MODELS = (PARETO, BgNbd(0.8, 5.0, 0.9, 3.0, 7), Cnbd(0.9, 2.0, 0.7, 3.0, 3, unit_days=7))
SEEN = (7, 35.0, 77.86)
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)


def test_pareto_nbd_is_the_closed_form_of_fader_hardie_and_lee():
    x, _, age = SEEN
    rate, since = np.log(1.15) * 7 / 365, PARETO.beta + age
    closed = since**PARETO.s * rate ** (PARETO.s - 1) * hyperu(PARETO.s, PARETO.s, rate * since)
    by_hand = PARETO.p_alive(*SEEN) * (PARETO.r + x) / (PARETO.alpha + age) * closed
    assert residual_purchases(PARETO, *SEEN, discount=0.15) == pytest.approx(by_hand, rel=1e-8)


def test_bg_nbd_is_the_integral_over_the_customers_own_rate_and_coin():
    """Somebody with rate g and coin p buys g exp(-g p t) a week: discounted, g / (g p + rate) in all."""
    model, (x, _, age), rate = MODELS[1], SEEN, np.log(1.1) * 7 / 365
    rates, coins = stats.gamma(model.r + x, scale=1 / (model.alpha + age)), stats.beta(model.a, model.b + x)
    spare = np.polynomial.legendre.leggauss(400)
    share, weight = (spare[0] + 1) / 2, spare[1] / 2
    g, p = rates.ppf(share)[:, None], coins.ppf(share)
    by_hand = model.p_alive(*SEEN) * (weight @ (g / (g * p + rate)) @ weight)
    assert residual_purchases(model, *SEEN, discount=0.1) == pytest.approx(by_hand, rel=1e-5)


@each_model
def test_it_is_more_than_any_horizon_and_less_the_more_money_loses(model):
    cheap, dear = (residual_purchases(model, *SEEN, discount=rate) for rate in (0.05, 0.25))
    assert dear < cheap
    horizon = model.expected_if_alive(500, SEEN[0], SEEN[2], discount_rate=np.log(1.25) * 7 / 365)
    assert dear >= model.p_alive(*SEEN) * horizon * (model.phases == 1)
    many = residual_purchases(model, [0, 7], [0.0, 35.0], [77.86, 77.86], discount=0.25)
    assert many[1] == pytest.approx(dear)


@pytest.mark.parametrize("discount", [0.0, -0.1, float("nan")])
def test_without_a_discount_there_is_no_end_and_no_answer(discount):
    with pytest.raises(NoDiscount):
        residual_purchases(PARETO, *SEEN, discount=discount)
