"""Ranges hold the truth as often as they say: the quick version of benchmarks/calibration.py."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from benchmarks.calibration import DRAWS, firms, summary

SMALL = (200, 600)  # customers


@pytest.mark.parametrize(("model", "count"), [("bg-nbd", 20), ("pareto-nbd", 6)])
def test_ranges_of_simulated_firms_hold_the_truth_as_often_as_they_say(model, count):
    found = firms(model, "prior", count, SMALL)
    ranks = np.array([one["ranks"] for one in found if "ranks" in one])
    for level in (0.5, 0.9):
        held = (np.abs(ranks - DRAWS / 2) <= level * (DRAWS + 1) / 2).sum(axis=0)
        # What a right method leaves once in a thousand, on either side, parameter by parameter.
        low, high = binom.ppf([0.001, 0.999], count, level)
        assert ((low <= held) & (held <= high)).all()


def test_a_firm_that_is_refused_is_counted_by_its_reason():
    found = firms("bg-nbd", "prior", 5, SMALL)
    told = summary("bg-nbd", found)
    assert told["firms"] == 5
    assert sum(told["refused"].values()) == len(found) - 5
    assert set(told["coverage"]) == {"all", "r", "alpha", "a", "b"}
