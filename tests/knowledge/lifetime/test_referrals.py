"""Referral value: halved by step, never counted twice, rings refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.knowledge.lifetime.referrals import (
    Referral,
    ReferralCycle,
    ReferralWithoutName,
    referral_values,
)
from guanxi.knowledge.lifetime.settings import BadSetting
from guanxi.sentences import say

CHAIN = [("Ana", "Bo"), ("Bo", "Cy"), ("Cy", "Di")]
WORTH = {"Ana": 1000.0, "Bo": 100.0, "Cy": 40.0, "Di": 20.0}


def test_a_chain_is_halved_at_each_further_step():
    found = referral_values(CHAIN, WORTH)
    assert found["Ana"] == Referral(brought=1, value=100 + 40 / 2 + 20 / 4, complete=True)
    assert found["Bo"].value == 40 + 20 / 2
    assert found["Cy"].value == 20
    assert "Di" not in found  # brought nobody


@pytest.mark.parametrize(("factor", "value"), [(0, 100), (1, 160), (0.1, 100 + 4 + 0.2)])
def test_what_is_left_at_a_step_is_a_setting(factor, value):
    assert referral_values(CHAIN, WORTH, factor=factor)["Ana"].value == pytest.approx(value)


def test_a_customer_whom_two_brought_is_shared_and_said_twice_counts_once():
    found = referral_values([("Ana", "Cy"), ("Bo", "Cy"), ("Bo", "Cy")], WORTH)
    assert found["Ana"].value == found["Bo"].value == 20
    assert found["Bo"].brought == 1


def test_two_ways_to_the_same_customer_count_that_customer_once():
    found = referral_values([("Ana", "Bo"), ("Ana", "Cy"), ("Bo", "Di"), ("Cy", "Di")], WORTH)
    assert found["Ana"].value == 100 + 40 + 20 / 2


@given(
    links=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=60).map(
        lambda pairs: [(f"c{min(p)}", f"c{max(p)}") for p in pairs if p[0] != p[1]]
    )
)
def test_at_the_first_step_everybody_brought_is_counted_exactly_once(links):
    found = referral_values(links, {f"c{i}": float(i) for i in range(31)}, factor=0)
    brought = {whom for _, whom in links}
    assert sum(one.value for one in found.values()) == pytest.approx(sum(int(c[1:]) for c in brought))


@pytest.mark.parametrize("unknown", [{}, {"Di": None}, {"Di": math.nan}])
def test_a_value_nobody_knows_is_not_zero_but_said(unknown):
    known = {name: worth for name, worth in WORTH.items() if name != "Di"}
    found = referral_values(CHAIN, known | unknown)
    assert found["Ana"] == Referral(brought=1, value=120.0, complete=False)
    assert not found["Cy"].complete


@pytest.mark.parametrize(
    ("more", "ring"),
    [([("Di", "Bo")], "Bo → Cy → Di → Bo"), ([("Bo", "Bo")], "Bo → Bo"), ([("Bo", "Ana")], "Ana → Bo → Ana")],
)
def test_a_ring_is_refused_with_its_customers_named(more, ring):
    with pytest.raises(ReferralCycle) as refused:
        referral_values([("Xu", "Ana"), *CHAIN, *more], WORTH)
    named = refused.value.facts["customers"]
    assert sorted(set(named.split(" → "))) == sorted(set(ring.split(" → ")))
    assert named.split(" → ")[0] == named.split(" → ")[-1]
    assert named in say(refused.value.code, "zh-hans", **refused.value.facts)


def test_a_referral_without_a_name_is_refused_by_its_line():
    with pytest.raises(ReferralWithoutName) as refused:
        referral_values([("Ana", "Bo"), ("", "Cy")], WORTH)
    assert refused.value.facts == {"line": 2}


@pytest.mark.parametrize("factor", [-0.1, 1.1, math.nan])
def test_a_factor_that_is_no_share_is_refused(factor):
    with pytest.raises(BadSetting):
        referral_values(CHAIN, WORTH, factor=factor)


def test_a_chain_of_thousands_needs_no_depth():
    chain = [(str(i), str(i + 1)) for i in range(20_000)]
    assert referral_values(chain, {str(i): 1.0 for i in range(20_001)})["0"].value == pytest.approx(2)
