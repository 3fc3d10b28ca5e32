"""The posterior: the data's whole word about the parameters, exact where it can be checked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.cnbd_fit import fit_cnbd
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd
from guanxi.knowledge.lifetime.posterior import posterior, posterior_of_card
from guanxi.knowledge.lifetime.posterior_priors import NoPosterior, question
from guanxi.knowledge.lifetime.posterior_surface import surface
from tests.knowledge.lifetime.simulated import firm


@pytest.fixture(scope="module")
def cdnow_posterior(cdnow_model, cdnow):
    return posterior(cdnow_model, cdnow, draws=4000, seed=1)


@pytest.fixture(scope="module")
def many():
    """About 50,000 distinct histories."""
    known = firm(90_000, seed=21)
    return group(known.repeats, np.ceil(known.last).astype(int), known.age.astype(int))


def test_the_same_seed_gives_the_same_draws(cdnow_model, cdnow):
    one, other = (posterior(cdnow_model, cdnow, seed=7) for _ in range(2))
    assert (one.draws == other.draws).all()
    assert (one.draws != posterior(cdnow_model, cdnow, seed=8).draws).any()


def test_on_cdnow_the_posterior_stands_where_the_fit_stands(cdnow_model, cdnow_posterior):
    # Its mean lies half a standard error from the top at most, where the likelihood leans to one side.
    assert cdnow_posterior.method == "importance" and cdnow_posterior.k_hat < 0.7
    for name, value in cdnow_model.parameters.items():
        error = cdnow_model.standard_errors[name]
        assert cdnow_posterior.mean[name] == pytest.approx(value, abs=0.5 * error)
        assert cdnow_posterior.sd[name] == pytest.approx(error, rel=0.35)
        low, high = cdnow_posterior.intervals(0.9)[name]
        assert low < value < high


@pytest.mark.parametrize("fit", [fit_bg_nbd, fit_cnbd, fit_pareto_nbd])
def test_the_weak_priors_move_cdnow_by_less_than_a_tenth_of_a_standard_deviation(cdnow, fit):
    asked = question(fit(cdnow), cdnow)
    found = surface(asked)
    sd = np.sqrt(np.diag(np.linalg.inv(found.curvature)))
    assert (np.abs(found.top - asked.start) < 0.1 * sd).all()


def test_the_draws_are_those_of_a_long_random_walk(cdnow_model, cdnow):
    """Metropolis, independent of proposals and weights."""
    asked = question(cdnow_model, cdnow)
    found = surface(asked)
    rng = np.random.default_rng(3)
    root = np.linalg.cholesky(np.linalg.inv(found.curvature))
    at, height, seen = found.top, found.height(found.top[None])[0], []
    for _ in range(8_000):
        tried = at + 1.2 * root @ rng.normal(size=4)
        there = found.height(tried[None])[0]
        if np.log(rng.random()) < there - height:
            at, height = tried, there
        seen.append(asked.coordinates.natural(at))
    walk, ours = np.array(seen), posterior(cdnow_model, cdnow, draws=4000, seed=2).draws
    sd = walk.std(axis=0)
    # The walk's mean is good to sd / sqrt(8,000 / 20), ours to sd / sqrt(4,000): four of both together.
    assert np.abs(walk.mean(axis=0) - ours.mean(axis=0)) / sd == pytest.approx(0, abs=0.21)
    assert ours.std(axis=0) == pytest.approx(sd, rel=0.15)


@pytest.mark.parametrize("fit", [fit_bg_nbd, fit_cnbd])
def test_on_many_histories_like_histories_tell_the_heights_of_all(many, fit):
    asked = question(fit(many), many)
    assert len(many) > 45_000 and asked.coarse is not None
    found = surface(asked)
    root = np.linalg.cholesky(np.linalg.inv(found.curvature))
    points = found.top + 2 * np.random.default_rng(4).normal(size=(25, 4)) @ root.T
    exact = surface(replace(asked, coarse=None, start=found.top)).height
    there, all_there = (height(points) - height(found.top[None]) for height in (found.height, exact))
    # Near the top a weight is off by a hundredth, less than the noise of draws; far below, where one draw in
    # thousands comes from, by a hundredth of how far.
    assert (np.abs(there - all_there) < 0.01 * (1 + np.abs(all_there))).all()


def test_the_unit_of_time_changes_alpha_and_nothing_else(cdnow, cdnow_posterior):
    days = replace(cdnow, unit_days=1)
    found = posterior(fit_bg_nbd(days), days, draws=4000, seed=1)
    assert found.mean["r"] == pytest.approx(cdnow_posterior.mean["r"], rel=1e-4)
    assert found.mean["alpha"] == pytest.approx(7 * cdnow_posterior.mean["alpha"], rel=1e-4)


def test_a_card_keeps_a_hundred_draws_and_gives_them_back(cdnow_posterior):
    card = cdnow_posterior.as_dict()
    back = posterior_of_card(card)
    assert len(card["draws"]) == 100
    assert back.names == cdnow_posterior.names and back.k_hat == cdnow_posterior.k_hat
    assert (back.draws == cdnow_posterior.draws[:100]).all()
    assert card["intervals"]["r"] == list(cdnow_posterior.intervals(0.9)["r"])


def test_a_model_without_a_prior_is_refused_by_name(cdnow):
    with pytest.raises(NoPosterior) as refusal:
        posterior(object(), cdnow)
    assert refusal.value.facts["model"] == "object"
    assert "object" in str(refusal.value)
