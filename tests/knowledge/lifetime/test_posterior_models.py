"""Every fitted model has its posterior, and the sampler that stands in where weights fail tells the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from guanxi.knowledge.lifetime import posterior as posteriors
from guanxi.knowledge.lifetime import posterior_sampler
from guanxi.knowledge.lifetime.bg_bb_fit import fit_bg_bb
from guanxi.knowledge.lifetime.contract_fit import fit_beta_discrete_weibull, fit_shifted_beta_geometric
from guanxi.knowledge.lifetime.gamma_gamma import fit_gamma_gamma
from guanxi.knowledge.lifetime.opportunities import opportunities
from guanxi.knowledge.lifetime.posterior import posterior
from guanxi.knowledge.lifetime.posterior_priors import coarser, question
from guanxi.knowledge.lifetime.posterior_range import range_of
from guanxi.knowledge.lifetime.posterior_surface import surface
from guanxi.knowledge.lifetime.retention import retention
from guanxi.knowledge.lifetime.spends import group_spends
from tests.knowledge.lifetime.simulated import firm
from tests.knowledge.lifetime.test_bg_bb import COUNT, GIVEN, LAST
from tests.knowledge.lifetime.test_contract import REGULAR


@pytest.fixture(scope="module")
def spent():
    known = firm(12_000, seed=41)
    again = known.repeats > 0
    return group_spends(known.repeats[again] + 1, known.mean_spend[again])


def fitted(kind, spent):
    cohort, donors = retention(REGULAR[:8]), opportunities(GIVEN, LAST, np.full(22, 6), COUNT)
    return {
        "sbg": lambda: (fit_shifted_beta_geometric(cohort), cohort),
        "bdw": lambda: (fit_beta_discrete_weibull(cohort), cohort),
        "bg-bb": lambda: (fit_bg_bb(donors), donors),
        "gamma-gamma": lambda: (fit_gamma_gamma(spent), spent),
    }[kind]()


# The prior and a lean to one side move a mean: little, but for three parameters told by seven years.
@pytest.mark.parametrize(("kind", "most"), [("sbg", 0.3), ("bdw", 0.8), ("bg-bb", 0.3), ("gamma-gamma", 0.3)])
def test_a_posterior_stands_where_the_fit_stands(kind, most, spent):
    model, data = fitted(kind, spent)
    found = posterior(model, data, draws=1000, seed=3)
    assert found.method == "importance" and found.k_hat < 0.7
    assert found.names == tuple(model.parameters)
    for name, value in model.parameters.items():
        error = model.standard_errors[name]
        assert found.mean[name] == pytest.approx(value, abs=most * error)
        assert found.sd[name] == pytest.approx(error, rel=0.5)


def test_retention_has_a_range_from_the_draws_of_its_model(spent):
    model, data = fitted("bdw", spent)
    found = posterior(model, data, seed=3)
    ranges = range_of(lambda m: m.survival(np.arange(13)), model, found, probability=True)
    assert ranges.low[0] == ranges.high[0] == 1
    # The cohort's own later years, which the fit has not seen.
    assert (ranges.low[8:] < np.array(REGULAR[8:]) / 1000).all()
    assert (ranges.high[8:] > np.array(REGULAR[8:]) / 1000).all()


def test_coarser_spends_tell_the_heights_of_all(spent):
    assert coarser(spent).customers.sum() == spent.customers.sum()
    asked = question(fit_gamma_gamma(spent), spent)
    assert asked.coarse is not None
    found = surface(asked)
    root = np.linalg.cholesky(np.linalg.inv(found.curvature))
    points = found.top + 2 * np.random.default_rng(4).normal(size=(25, 3)) @ root.T
    exact = surface(replace(asked, coarse=None, start=found.top)).height
    there, all_there = (height(points) - height(found.top[None]) for height in (found.height, exact))
    # A weight off by two hundredths is less than the draws' own noise, a twentieth.
    assert there == pytest.approx(all_there, abs=0.02)


def test_the_sampler_finds_a_bent_law_whose_moments_are_known():
    # x is normal, y a square of x and a normal: no proposal of one peak and even tails covers it well.
    def height(points):
        x, y = points.T
        return -0.5 * x**2 - 0.5 * ((y - x**2) / 0.5) ** 2

    rng = np.random.default_rng(1)
    found, effective, r_hat = posterior_sampler.sampled(height, rng.normal(size=(50, 2)), 4000, rng)
    assert r_hat < 1.05 and effective > 100
    noise = 4 / np.sqrt(effective)  # four standard errors
    assert found[:, 0].mean() == pytest.approx(0, abs=noise)
    assert found[:, 1].mean() == pytest.approx(1, abs=1.5 * noise)
    assert found[:, 0].std() == pytest.approx(1, abs=noise)
    assert np.sqrt(((found[:, 1] - found[:, 0] ** 2) ** 2).mean()) == pytest.approx(0.5, abs=noise)


def test_where_no_weights_are_relied_on_the_sampler_tells_the_same(monkeypatch, spent):
    model, data = fitted("sbg", spent)
    weighed = posterior(model, data, draws=1000, seed=5)
    monkeypatch.setattr(posteriors, "RELIABLE", -9.0)
    monkeypatch.setattr(posteriors, "WELL", -9.0)
    monkeypatch.setattr(posteriors, "ROUNDS", (2,))
    monkeypatch.setattr(posterior_sampler, "STEPS", 300)
    walked = posterior(model, data, draws=1000, seed=5)
    assert walked.method == "sampler" and walked.r_hat < 1.05
    for name, sd in weighed.sd.items():
        # Four standard errors of both means.
        off = 4 * sd * np.sqrt(1 / walked.effective + 2 / 1000)
        assert walked.mean[name] == pytest.approx(weighed.mean[name], abs=off)
    assert walked.as_dict()["r_hat"] == walked.r_hat
