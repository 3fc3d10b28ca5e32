"""How well a mean is known: by all draws where few are asked of, by slopes where many are."""

from __future__ import annotations

import numpy as np
import pytest

from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.posterior import posterior
from guanxi.knowledge.lifetime.posterior_range import credible_models, range_of
from tests.knowledge.lifetime.simulated import firm

TRUTH = (0.8, 20.0, 0.9, 4.0)
X, LAST, AGE = np.array([0, 1, 4, 12]), np.array([0.0, 30, 200, 390]), np.array([60.0, 300, 400, 400])


@pytest.fixture(scope="module")
def known():
    seen = firm(20_000, seed=31, purchases=TRUTH)
    histories = group(seen.repeats, seen.last, seen.age)
    model = fit_bg_nbd(histories)
    return model, posterior(model, histories, seed=1)


def purchases(model):
    return model.expected_purchases(365, X, LAST, AGE)


def alive(model):
    return model.p_alive(X, LAST, AGE)


@pytest.mark.parametrize(("quantity", "probability"), [(purchases, False), (alive, True)])
def test_slopes_and_draws_tell_the_same_range_of_many_customers(known, quantity, probability):
    by_draws = range_of(quantity, *known, probability=probability)
    by_slopes = range_of(quantity, *known, probability=probability, cells=0)
    assert (by_draws.method, by_slopes.method) == ("draws", "delta")
    width = by_draws.high - by_draws.low
    # A 5 % point of 400 draws is off by a tenth of a standard deviation, a thirtieth of the width, as a rule.
    assert by_slopes.low == pytest.approx(by_draws.low, abs=0.12 * width.max())
    assert (np.abs(by_slopes.high - by_draws.high) <= 0.12 * width + 1e-9).all()


def test_a_range_holds_what_the_fitted_model_says_and_the_truth(known):
    model, found = known
    ranges = range_of(purchases, model, found, level=0.999)
    truth = purchases(type(model)(*TRUTH))
    for numbers in (purchases(model), truth):
        assert (ranges.low <= numbers).all() and (numbers <= ranges.high).all()


def test_a_one_time_buyer_is_alive_for_certain_in_both_ways(known):
    for cells in (0, 10_000):
        found = range_of(alive, *known, probability=True, cells=cells)
        assert found.low[0] == found.high[0] == 1


def test_a_higher_level_gives_a_wider_range(known):
    narrow, wide = (range_of(purchases, *known, level=level) for level in (0.5, 0.95))
    assert (wide.low < narrow.low).all() and (narrow.high < wide.high).all()


def test_credible_models_are_the_fitted_one_with_other_parameters(known):
    model, found = known
    some = list(credible_models(model, found, 3))
    assert [tuple(one.parameters.values()) for one in some] == [tuple(row) for row in found.draws[:3]]
    assert all(one.unit_days == model.unit_days for one in some)
