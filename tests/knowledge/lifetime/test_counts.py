"""How many purchase days may come: one distribution that all models give, against simulated futures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.buying import BUYING, UnknownModel, buying_model, fit_buying
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.counts import purchase_counts, quantile
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd

MODELS = (
    BgNbd(0.8, 5.0, 0.9, 3.0, unit_days=7),
    Cnbd(0.8, 5.0, 0.9, 3.0, 1, unit_days=7),
    Cnbd(0.9, 2.0, 0.7, 3.0, 3, unit_days=7),
    ParetoNbd(0.8, 5.0, 0.9, 30.0, unit_days=7),
)
SEEN = (4, 25.0, 30.0)  # repeats, last, age in weeks
AHEAD = 52.0
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)


def futures(model, draws: int = 60_000) -> np.ndarray:
    """Purchases of one customer in the time ahead, drawn step by step from what the model assumes."""
    rng = np.random.default_rng(11)
    x, _, age = SEEN
    found = np.zeros(draws, np.int64)
    alive = np.flatnonzero(rng.random(draws) < model.p_alive(*SEEN))
    k = model.phases
    done = rng.choice(k, len(alive), p=model.phase_chances(*SEEN)) if k > 1 else np.zeros(len(alive), int)
    rate = rng.gamma(model.r + k * x + done, 1 / (model.alpha + age))
    ends, stop = np.full(len(alive), AHEAD), np.zeros(len(alive))
    if isinstance(model, ParetoNbd):
        ends = np.minimum(ends, rng.exponential(1 / rng.gamma(model.s, 1 / (model.beta + age), len(alive))))
    else:
        stop = rng.beta(model.a, model.b + x + getattr(model, "coin_at_start", False), len(alive))
    now, left = np.zeros(len(alive)), np.arange(len(alive))
    steps = k - done
    while len(left):
        now[left] += rng.gamma(steps[left], 1 / rate[left])
        steps[:] = k
        left = left[now[left] <= ends[left]]
        found[alive[left]] += 1
        left = left[rng.random(len(left)) >= stop[left]]
    return found


@each_model
def test_the_counts_are_those_of_drawn_futures(model):
    counts, drawn = purchase_counts(model, AHEAD, *SEEN), futures(model)
    seen = np.bincount(drawn, minlength=len(counts))[: len(counts)] / len(drawn)
    # Four standard errors of a share of 60,000 draws, the widest at one half.
    assert np.abs(np.cumsum(counts) - np.cumsum(seen)).max() < 4 * 0.5 / np.sqrt(len(drawn))


@each_model
def test_the_counts_add_up_to_one_and_their_mean_is_what_is_expected(model):
    counts = purchase_counts(model, AHEAD, *SEEN)
    assert counts.sum() == pytest.approx(1, abs=1e-12)
    assert (counts >= 0).all()
    expected = float(model.expected_purchases(AHEAD, *SEEN))
    # What lies beyond the last count has a probability of a millionth, and is as long as the tail.
    assert counts @ np.arange(len(counts)) == pytest.approx(expected, rel=1e-4)


@each_model
def test_somebody_long_silent_most_likely_brings_nothing(model):
    counts = purchase_counts(model, AHEAD, 30, 20.0, 120.0)
    assert counts[0] > 0.999
    assert quantile(counts, 0.95) == 0


@each_model
def test_a_discount_and_two_spans_agree_with_the_sum_of_many_short_ones(model):
    ends = np.linspace(0, AHEAD, 5201)
    days = np.diff([float(model.expected_if_alive(t, 4, 30.0)) for t in ends])
    middle, rate = (ends[1:] + ends[:-1]) / 2, 0.01
    whole = float(model.expected_if_alive(AHEAD, 4, 30.0, discount_rate=rate))
    assert whole == pytest.approx(days @ np.exp(-rate * middle), rel=1e-6)
    later = float(model.expected_if_alive(AHEAD, 4, 30.0, discount_rate=rate, start=13.0))
    from_then = middle > 13
    assert later == pytest.approx(days[from_then] @ np.exp(-rate * middle[from_then]), rel=1e-6)


@each_model
def test_a_published_card_gives_the_model_back(model):
    again = buying_model(model.card())
    assert (again.name, again.unit_days) == (model.name, model.unit_days)
    assert again.expected_purchases(AHEAD, *SEEN) == model.expected_purchases(AHEAD, *SEEN)


@pytest.mark.parametrize("name", BUYING)
def test_every_model_a_firm_may_choose_is_fitted_by_its_name(name, cdnow):
    found = fit_buying(name, cdnow)
    assert found.name == name.replace("-cnbd-k", "-nbd")
    assert found.customers == 2357


@pytest.mark.parametrize("name", ["nbd", "bg-cnbd-9", "gamma-gamma", ""])
def test_a_model_that_nobody_knows_is_refused_with_those_that_are(name):
    with pytest.raises(UnknownModel) as refusal:
        fit_buying(name, group([1], [2], [3]))
    assert "mbg-cnbd-k" in str(refusal.value)


def test_histories_in_days_are_understood_by_a_model_in_weeks(cdnow, cdnow_model):
    assert cdnow_model.of(replace(cdnow, unit_days=1)) == pytest.approx(cdnow_model.of(cdnow))
