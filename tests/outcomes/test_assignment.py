"""Who is left alone is drawn by the episode's name alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.outcomes.assignment import FOLLOWED_UP, LEFT_ALONE, ImpossibleShare, arms

NAMES = [f"{customer}@2025-{month:02d}-11" for customer in range(2500) for month in range(1, 5)]


def test_without_a_share_everybody_is_followed_up():
    assert set(arms(NAMES, left_alone_share=0)) == {FOLLOWED_UP}


def test_a_share_of_one_leaves_everybody_alone():
    assert set(arms(NAMES, left_alone_share=1)) == {LEFT_ALONE}


@given(st.lists(st.text(), unique=True), st.floats(0, 1), st.randoms(use_true_random=False))
def test_the_arm_does_not_depend_on_the_order_or_the_company(names, share, random):
    together = dict(zip(names, arms(names, left_alone_share=share), strict=True))
    mixed = random.sample(names, len(names))
    assert dict(zip(mixed, arms(mixed, left_alone_share=share), strict=True)) == together
    assert [arms([name], left_alone_share=share)[0] for name in names] == list(together.values())


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
def test_the_share_is_kept_within_four_standard_errors(share):
    left = arms(NAMES, left_alone_share=share).count(LEFT_ALONE) / len(NAMES)
    assert abs(left - share) < 4 * (share * (1 - share) / len(NAMES)) ** 0.5


def test_the_share_is_kept_in_each_month_and_for_neighbouring_customers():
    left = [arm == LEFT_ALONE for arm in arms(NAMES, left_alone_share=0.5)]
    groups = [left[month::4] for month in range(4)] + [left[:2500], left[2500:5000], left[-2500:]]
    for group in groups:
        assert abs(sum(group) / len(group) - 0.5) < 4 * (0.25 / len(group)) ** 0.5


def test_one_customers_arms_say_nothing_about_the_next_ones():
    left = [arm == LEFT_ALONE for arm in arms(NAMES, left_alone_share=0.5)]
    same = sum(a == b for a, b in pairwise(left)) / (len(left) - 1)
    assert abs(same - 0.5) < 4 * (0.25 / len(left)) ** 0.5


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_keeps_those_of_a_smaller_one(a, b):
    few, many = sorted((a, b))
    names = NAMES[:300]
    pairs = zip(arms(names, left_alone_share=few), arms(names, left_alone_share=many), strict=True)
    assert all(large == LEFT_ALONE for small, large in pairs if small == LEFT_ALONE)


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan")])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ImpossibleShare) as refused:
        arms(NAMES[:1], left_alone_share=share)
    assert "0 to 1" in str(refused.value)
