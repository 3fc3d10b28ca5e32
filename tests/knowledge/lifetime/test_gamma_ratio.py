"""Ratios of gamma functions keep their digits where the functions themselves have none left."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import digamma, gammaln

from guanxi.knowledge.lifetime.gamma_ratio import digamma_gap, log_gamma_ratio


@given(z=st.floats(0.01, 1e4), a=st.floats(0.01, 100))
def test_they_are_what_they_say_where_plain_subtraction_is_exact(z, a):
    assert log_gamma_ratio(z, a) == pytest.approx(gammaln(z + a) - gammaln(z), rel=1e-8, abs=1e-8)
    assert digamma_gap(z, a) == pytest.approx(digamma(z + a) - digamma(z), rel=1e-8, abs=1e-12)


@given(z=st.floats(0.01, 1e250), n=st.integers(1, 40))
def test_a_whole_step_is_a_product(z, n):
    """Gamma(z + n) / Gamma(z) = z (z + 1) ... (z + n - 1), for z of any size."""
    assert log_gamma_ratio(z, n) == pytest.approx(np.log(z + np.arange(n)).sum(), rel=1e-12, abs=1e-11)
    assert digamma_gap(z, n) == pytest.approx((1 / (z + np.arange(n))).sum(), rel=1e-9)
