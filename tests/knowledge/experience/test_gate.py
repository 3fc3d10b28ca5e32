"""A roll-out goes on only where the result grew at least as fast as the effort."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.knowledge.experience.gate import gates, may_go_on
from guanxi.knowledge.experience.refusals import NoBase, OffStage

SALES = 200.0


def test_the_street_of_shops_is_accepted_at_every_stage():
    street = [(1, SALES), (2, 2 * SALES), (3, 3 * SALES), (4, 4.2 * SALES)]
    assert [(gate.scale_ratio, gate.passes) for gate in gates(street)] == [(2, True), (3, True), (4, True)]
    assert may_go_on(street)


def test_two_shops_that_sell_less_than_twice_as_much_are_refused():
    (gate,) = gates([(1, SALES), (2, 1.9 * SALES)])
    assert gate.result_ratio == pytest.approx(1.9)
    assert not gate.passes
    assert not may_go_on([(1, SALES), (2, 1.9 * SALES), (3, 3 * SALES)])


def test_a_result_that_is_not_known_yet_does_not_pass():
    (gate,) = gates([(1, SALES), (2, None)])
    assert (gate.result_ratio, gate.passes) == (None, False)


def test_a_first_stage_alone_has_nothing_to_pass():
    assert gates([(1, SALES)]) == [] and gates([]) == []


@pytest.mark.parametrize("first", [(1, 0), (0, SALES), (1, -3), (1, None), (1, math.nan)])
def test_growth_from_nothing_is_refused_and_says_what_is_missing(first):
    with pytest.raises(NoBase, match="above zero"):
        gates([first, (2, SALES)])


@pytest.mark.parametrize("second", [(1, SALES), (0.5, SALES), (2, math.inf), (math.nan, SALES)])
def test_a_stage_that_is_not_larger_or_not_a_number_is_refused(second):
    with pytest.raises(OffStage):
        gates([(1, SALES), second])


@given(st.floats(0.01, 1e6), st.floats(0.01, 1e6), st.integers(2, 50))
def test_growth_exactly_as_fast_as_the_scale_passes_in_any_unit(scale, result, times):
    assert may_go_on([(scale, result), (scale * times, result * times)])
    assert not may_go_on([(scale, result), (scale * times, result * times * 0.999)])
