"""What one customer may still bring: the distribution agrees with its means and with drawn futures."""

from __future__ import annotations

import numpy as np
import pytest

from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.still_to_come import BadHorizon, shortest_run, still_to_come

MODELS = [
    BgNbd(0.8, 4.0, 0.9, 4.0, unit_days=7),
    Cnbd(0.9, 3.0, 0.5, 6.0, k=2, unit_days=7),
    ParetoNbd(0.8, 6.0, 0.6, 12.0, unit_days=7),
]
SPEND = GammaGamma(5.0, 4.0, 60.0)
CUSTOMER = {"ahead_days": 365, "purchase_days": 9, "last_days": 280, "age_days": 300, "mean_spend": 40.0}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_counts_are_a_distribution_whose_mean_is_what_is_expected(model):
    found = still_to_come(model, SPEND, **CUSTOMER)
    assert found.counts.sum() == pytest.approx(1) and (found.counts >= 0).all()
    # What lies beyond the last count is less than a millionth of all.
    assert found.counts @ np.arange(len(found.counts)) == pytest.approx(found.expected, rel=1e-4)
    assert found.counts[0] >= 1 - found.p_alive


def test_nine_in_ten_futures_lie_between_the_low_and_the_high_spend():
    found = still_to_come(MODELS[0], SPEND, **CUSTOMER)
    rng, many = np.random.default_rng(4), 40_000
    days = rng.choice(len(found.counts), many, p=found.counts / found.counts.sum())
    nu = rng.gamma(SPEND.q + SPEND.p * 9, 1 / (SPEND.gamma + 9 * 40.0), many)
    brought = rng.gamma(np.maximum(SPEND.p * days, 1e-12), 1) / nu * (days > 0)
    inside = np.mean((brought >= found.low) & (brought <= found.high))
    # Four standard errors of a share of 40,000; a low end at nothing holds what lies below it, too.
    nothing = max(0.05 - found.counts[0], 0) if found.low == 0 else 0.05
    assert inside == pytest.approx(0.95 - nothing if found.low else 0.95, abs=4 * np.sqrt(0.09 / many))
    assert brought.mean() == pytest.approx(found.spend, rel=0.02)


def test_probably_is_said_of_those_who_are_not_lost():
    found = still_to_come(MODELS[0], SPEND, **CUSTOMER)
    few, many = found.probably
    still = found.counts_if_alive
    assert still[few : many + 1].sum() >= 0.8
    assert still[few : many + 1].sum() - min(still[few], still[many]) < 0.8
    assert still[0] == pytest.approx((found.counts[0] - (1 - found.p_alive)) / found.p_alive)


@pytest.mark.parametrize(
    ("counts", "run"),
    [
        ([1.0], (0, 0)),
        ([0.9, 0.1], (0, 0)),
        ([0.5, 0.3, 0.2], (0, 1)),
        ([0.1, 0.12, 0.4, 0.3, 0.08], (1, 3)),
        ([0.2, 0.2, 0.2, 0.2, 0.2], (0, 3)),
    ],
)
def test_the_run_is_the_shortest_that_holds_four_in_five(counts, run):
    assert shortest_run(np.array(counts), 0.8) == run


def test_one_purchase_day_tells_nothing_of_being_lost_where_the_coin_is_thrown_after_repeats():
    once = CUSTOMER | {"purchase_days": 1, "last_days": 0}
    assert not still_to_come(MODELS[0], SPEND, **once).can_be_lost
    assert still_to_come(MODELS[1], SPEND, **once).can_be_lost


def test_without_a_spend_or_its_model_the_purchase_days_stand_alone():
    for spend, mean in ((None, 40.0), (SPEND, 0.0), (SPEND, -3.0), (SPEND, None), (SPEND, float("nan"))):
        found = still_to_come(MODELS[0], spend, **CUSTOMER | {"mean_spend": mean})
        assert found.expected > 0 and found.spend is found.low is found.high is None


@pytest.mark.parametrize("days", [0, -1, 36_501])
def test_a_horizon_that_means_nothing_is_refused(days):
    with pytest.raises(BadHorizon) as refused:
        still_to_come(MODELS[0], SPEND, **CUSTOMER | {"ahead_days": days})
    assert refused.value.facts["given"] == days


def test_who_is_gone_for_sure_brings_nothing():
    gone = CUSTOMER | {"purchase_days": 60, "last_days": 200, "age_days": 900}
    found = still_to_come(MODELS[0], SPEND, **gone)
    assert found.p_alive < 1e-6 and found.probably == (0, 0)
    assert found.low == found.high == 0.0
