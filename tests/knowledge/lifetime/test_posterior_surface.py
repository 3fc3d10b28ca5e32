"""The height of the posterior, told from a few cells of all customers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.histories import Histories, group
from guanxi.knowledge.lifetime.posterior import posterior
from guanxi.knowledge.lifetime.posterior_priors import question
from guanxi.knowledge.lifetime.posterior_surface import surface
from tests.knowledge.lifetime.simulated import firm


@pytest.fixture(scope="module")
def counted() -> Histories:
    known = firm(2000, seed=3)
    return group(known.repeats, known.last, known.age)


@pytest.mark.parametrize("every", [10, 30, 60])
def test_far_from_the_top_cells_that_stand_badly_for_the_rest_make_no_second_top(counted, every):
    """One history of so many stands for all: a square of the difference would rise above the top."""
    columns = (counted.repeats, counted.last_days, counted.age_days)
    some = Histories(*(c[::every] for c in columns), np.full(len(columns[0][::every]), every), 1)
    asked = replace(question(fit_bg_nbd(counted), counted), coarse=BgNbdLikelihood(some))
    found = surface(asked)
    low, high = np.transpose(asked.coordinates.bounds)
    anywhere = low + (high - low) * np.random.default_rng(0).random((300, 4))
    assert (found.height(anywhere) < found.height(found.top[None])).all()


def test_of_very_many_customers_the_draws_are_as_wide_as_the_standard_errors():
    """The cells' own top lies many standard deviations aside then, and must not draw the draws to it."""
    known = firm(6000, seed=3)
    each = group(known.repeats, known.last, known.age)
    many = replace(each, customers=each.customers * 200)
    model = fit_bg_nbd(many)
    found = posterior(model, many)
    assert found.method == "importance"
    for name, error in model.standard_errors.items():
        assert found.sd[name] == pytest.approx(error, rel=0.15)  # 400 draws: 3.5 % each; four of those
