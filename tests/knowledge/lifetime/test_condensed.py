"""Few cells that stand for all histories: nobody lost, means kept, one-time buyers apart."""

from __future__ import annotations

import numpy as np
import pytest

from guanxi.knowledge.lifetime.condensed import condensed
from guanxi.knowledge.lifetime.histories import group
from tests.knowledge.lifetime.simulated import firm


def test_nobody_is_lost_and_all_means_are_kept():
    known = firm(20_000, seed=3)
    counted = group(known.repeats, np.ceil(known.last).astype(int), known.age)
    few = condensed(counted)
    assert len(few) < 1000 < len(counted)
    for name in ("repeats", "last_days", "age_days"):
        total = counted.customers @ getattr(counted, name)
        assert few.customers @ getattr(few, name) == pytest.approx(total, rel=1e-12)
    once = counted.customers[counted.repeats == 0].sum()
    assert few.customers[few.repeats == 0].sum() == once
    assert (few.repeats[few.repeats > 0] >= 1).all()


@pytest.mark.parametrize("rows", [([0], [0], [0]), ([0, 3], [0, 9], [5, 9]), ([2, 2], [4, 4], [8, 8])])
def test_few_or_equal_histories_are_no_matter(rows):
    counted = group(*(np.array(column) for column in rows))
    assert condensed(counted).customers.sum() == len(rows[0])
