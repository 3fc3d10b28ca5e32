"""A budget goes where the next unit of money brings most: held against a general optimiser and by hand."""

import math
import random
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from guanxi.knowledge.budgets import (
    BadPaymentRule,
    ImpossibleBounds,
    ImpossibleBudget,
    ImpossibleWorth,
    MinimumAboveBudget,
    NoSegment,
    SameSegmentTwice,
    Segment,
    allocate,
    allocate_all,
    best_budget,
    evenly,
    may_be_paid,
    profit_curve,
    shared,
)
from guanxi.knowledge.budgets_curves import (
    SHAPES,
    Curve,
    ImpossibleCurve,
    ImpossiblePoint,
    NotConcave,
    NothingMoreForMore,
    TooFewPoints,
    UnknownShape,
    curve,
)
from guanxi.knowledge.budgets_worth import mean_interval, worths

# The worked example of docs/methods/budgets.md.
EXAMPLE = [
    Segment("Search", 90, curve("exponential", [(10_000, 400), (20_000, 650)])),
    Segment("Fairs", 240, curve("exponential", [(10_000, 100), (20_000, 170)])),
    Segment("Referral", 160, curve("exponential", [(5_000, 120), (10_000, 190)])),
]


def random_segments(seed: int) -> list[Segment]:
    dice = random.Random(seed)
    found = []
    for n in range(dice.randint(2, 7)):
        shape = dice.choice(SHAPES)
        first = dice.uniform(1e3, 2e4)
        more = first * dice.uniform(1.5, 4)
        customers = dice.uniform(20, 500)
        then = customers * dice.uniform(1.05, 0.95 * more / first)
        least = dice.choice([0.0, 0.0, first / 4])
        most = dice.choice([math.inf, more * 2])
        bends = curve(shape, [(first, customers), (more, then)])
        found.append(Segment(f"s{n}", dice.uniform(20, 400), bends, least, most))
    return found


# --- curves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_a_curve_goes_through_the_two_points_it_was_made_from(shape):
    found = curve(shape, [(20_000, 650), (10_000, 400)])
    assert found.customers(10_000) == pytest.approx(400, rel=1e-9)
    assert found.customers(20_000) == pytest.approx(650, rel=1e-9)
    assert found.customers(0) == 0


def test_the_curves_of_two_points_are_those_of_algebra():
    # 400/650 = 1/(1 + e^-k·10000), so e^-k·10000 = 0.625, and the ceiling is 400 / 0.375.
    found = curve("exponential", [(10_000, 400), (20_000, 650)])
    assert (found.scale, found.bend) == pytest.approx((400 / 0.375, -math.log(0.625) / 10_000))
    # s / (h + s): 400 (h + 10000) / 10000 = 650 (h + 20000) / 20000.
    hill = curve("hill", [(10_000, 400), (20_000, 650)])
    assert (hill.scale, hill.bend) == pytest.approx((5_200 / 3, 100_000 / 3))
    power = curve("power", [(10_000, 400), (20_000, 650)])
    assert power.bend == pytest.approx(math.log2(650 / 400))


@settings(max_examples=80, deadline=None)
@given(
    shape=st.sampled_from(SHAPES),
    spend=st.floats(10, 1e6),
    times=st.floats(1.2, 20),
    customers=st.floats(1, 1e5),
    part=st.floats(0.05, 0.95),
    at=st.floats(0.01, 50),
)
def test_a_curve_rises_and_every_unit_of_money_brings_less_than_the_one_before(
    shape, spend, times, customers, part, at
):
    then = customers * (1 + (times - 1) * part)
    found = curve(shape, [(spend, customers), (spend * times, then)])
    low, high = spend * at, spend * at * 1.5
    assert found.customers(high) >= found.customers(low)
    assert found.slope(high) <= found.slope(low)
    if found.slope(low) > 1e-12 * found.slope(spend):
        assert found.spend_at(found.slope(low)) == pytest.approx(low, rel=1e-4)


@pytest.mark.parametrize("shape", SHAPES)
def test_more_points_than_two_give_the_nearest_curve(shape):
    truth = curve(shape, [(10_000, 400), (20_000, 650)])
    exact = [(spend, truth.customers(spend)) for spend in (5_000, 9_000, 16_000, 40_000)]
    found = curve(shape, exact)
    assert (found.scale, found.bend) == pytest.approx((truth.scale, truth.bend), rel=1e-4)
    dice = np.random.default_rng(3)
    noisy = [(spend, customers * dice.uniform(0.95, 1.05)) for spend, customers in exact]
    near = curve(shape, noisy)

    def misfit(scale: float, bend: float) -> float:
        made = Curve(shape, scale, bend)
        return sum((customers - made.customers(spend)) ** 2 for spend, customers in noisy)

    least = misfit(near.scale, near.bend)
    for scale, bend in ((1.01, 1), (0.99, 1), (1, 1.01), (1, 0.99)):
        assert misfit(near.scale * scale, near.bend * bend) > least


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("points", "error"),
    [
        ([(10, 5), (20, 10)], NotConcave),
        ([(10, 5), (20, 11)], NotConcave),
        ([(10, 5), (20, 5)], NothingMoreForMore),
        ([(10, 5), (20, 4)], NothingMoreForMore),
        ([(10, 5), (20, 12), (40, 40)], NotConcave),
        ([(10, 5), (20, 4), (40, 3)], NothingMoreForMore),
        ([(10, 5)], TooFewPoints),
        ([(10, 5), (10, 6)], TooFewPoints),
        ([], TooFewPoints),
        ([(0, 5), (10, 6)], ImpossiblePoint),
        ([(10, -5), (20, 6)], ImpossiblePoint),
        ([(10, math.nan), (20, 6)], ImpossiblePoint),
        ([(10, 5), (math.inf, 6)], ImpossiblePoint),
    ],
)
def test_points_through_which_no_bending_curve_goes_are_refused(shape, points, error):
    with pytest.raises(error):
        curve(shape, points)


@pytest.mark.parametrize(
    ("shape", "scale", "bend"),
    [("power", 1, 1), ("power", 1, 1.2), ("hill", 0, 1), ("hill", 1, -1), ("exponential", math.nan, 1)],
)
def test_a_curve_that_does_not_bend_down_is_refused(shape, scale, bend):
    with pytest.raises(ImpossibleCurve):
        Curve(shape, scale, bend)


def test_a_shape_nobody_knows_is_refused():
    with pytest.raises(UnknownShape):
        curve("s-shaped", [(1, 1), (2, 1.5)])


# --- allocation -------------------------------------------------------------------------------------


def test_the_worked_example():
    found = allocate(EXAMPLE, 50_000)
    assert {share.name: round(share.spend) for share in found.shares} == {
        "Search": 22_499,
        "Fairs": 16_800,
        "Referral": 10_701,
    }
    assert round(found.profit) == 80_257
    assert round(evenly(EXAMPLE, 50_000).profit) == 76_428
    assert round(best_budget(EXAMPLE)) == 76_324


@pytest.mark.parametrize("seed", range(12))
def test_no_general_optimiser_finds_a_better_allocation(seed):
    segments = random_segments(seed)
    budget = random.Random(-seed).uniform(1.05, 3) * max(1e4, sum(each.least for each in segments))
    ours = allocate(segments, budget)
    scale = budget / len(segments)

    def loss(parts):
        return -shared(segments, [max(part, 0.0) * scale for part in parts]).profit / budget

    bounds = [(max(each.least, 1e-9) / scale, min(each.most, budget) / scale) for each in segments]
    limit = {"type": "ineq", "fun": lambda parts: len(parts) - sum(parts)}
    theirs = min(
        (
            minimize(loss, start, bounds=bounds, constraints=limit, method="SLSQP", options={"ftol": 1e-14})
            for start in (
                [share.spend / scale for share in evenly(segments, budget).shares],
                [share.spend / scale * 0.9 + 0.01 for share in ours.shares],
            )
        ),
        key=lambda found: found.fun if limit["fun"](found.x) > -1e-8 else math.inf,
    )
    assert ours.profit >= -theirs.fun * budget - 1e-6 * abs(ours.profit)
    assert -theirs.fun * budget == pytest.approx(ours.profit, rel=2e-4)


@pytest.mark.parametrize("seed", range(6))
def test_the_next_unit_of_money_brings_the_same_wherever_bounds_leave_it_free(seed):
    segments = random_segments(seed)
    found = allocate_all(segments, 60_000 + sum(each.least for each in segments))
    free = [
        share.next_unit
        for share, each in zip(found.shares, segments, strict=True)
        if each.least < share.spend < each.most
    ]
    assert max(free, default=1) == pytest.approx(min(free, default=1), rel=1e-6)
    for share, each in zip(found.shares, segments, strict=True):
        assert each.least <= share.spend <= each.most
        if free and share.spend == each.least:
            assert share.next_unit <= max(free) * (1 + 1e-6)
    most = sum(each.most for each in segments)
    assert found.spent == pytest.approx(min(found.budget, most))


def test_money_whose_next_unit_brings_less_than_itself_is_kept():
    best = best_budget(EXAMPLE)
    found = allocate(EXAMPLE, best * 2)
    assert found.spent == pytest.approx(best)
    assert found.kept == pytest.approx(best)
    assert found.marginal == pytest.approx(1)
    assert allocate_all(EXAMPLE, best * 2).profit < found.profit
    assert allocate(EXAMPLE, best * 0.9).profit < found.profit


def test_the_curve_of_profit_is_highest_at_the_best_budget():
    best = best_budget(EXAMPLE)
    found = profit_curve(EXAMPLE, best * 2, points=81)
    assert max(found, key=lambda point: point[1])[0] == pytest.approx(best, rel=0.02)
    rises = [after[1] - before[1] for before, after in pairwise(found)]
    assert rises == sorted(rises, reverse=True)  # concave


def test_a_least_and_a_most_are_kept_and_the_rest_goes_on():
    first, *others = EXAMPLE
    capped = [Segment(first.name, first.worth, first.curve, least=2_000, most=4_000), *others]
    found = allocate(capped, 30_000)
    assert found.shares[0].spend == 4_000
    assert found.spent == pytest.approx(30_000)
    assert found.next.name != "Search"
    forced = [Segment("Nobody", 0, first.curve, least=3_000), *others]
    assert allocate(forced, 30_000).shares[0].spend == 3_000


def test_segments_at_their_most_leave_the_rest_unspent():
    capped = [Segment(each.name, each.worth, each.curve, most=1_000) for each in EXAMPLE]
    found = allocate_all(capped, 10_000)
    assert (found.spent, found.kept, found.next) == (3_000, 7_000, None)


def test_the_allocation_beats_equal_parts():
    equal = evenly(EXAMPLE, 50_000)
    assert [share.spend for share in equal.shares] == pytest.approx([50_000 / 3] * 3)
    assert allocate(EXAMPLE, 50_000).profit > equal.profit


@pytest.mark.parametrize(
    ("segments", "budget", "error"),
    [
        ([], 100, NoSegment),
        (EXAMPLE, -1, ImpossibleBudget),
        (EXAMPLE, math.nan, ImpossibleBudget),
        ([*EXAMPLE, EXAMPLE[0]], 100, SameSegmentTwice),
        ([Segment("a", 1, EXAMPLE[0].curve, least=200)], 100, MinimumAboveBudget),
    ],
)
def test_what_cannot_be_shared_out_is_refused(segments, budget, error):
    with pytest.raises(error):
        allocate(segments, budget)


@pytest.mark.parametrize(
    ("bounds", "error"),
    [((5, 4), ImpossibleBounds), ((-1, 4), ImpossibleBounds), ((0, math.nan), ImpossibleBounds)],
)
def test_bounds_that_leave_nothing_are_refused(bounds, error):
    with pytest.raises(error):
        Segment("a", 1, EXAMPLE[0].curve, *bounds)


def test_a_worth_that_is_no_number_is_refused():
    with pytest.raises(ImpossibleWorth):
        Segment("a", math.nan, EXAMPLE[0].curve)


def test_nothing_is_spent_where_a_customer_costs_more_than_he_brings():
    found = allocate([Segment("Loss", -20, EXAMPLE[0].curve), *EXAMPLE[1:]], 20_000)
    assert found.shares[0].spend == 0


# --- what may be paid, and what a customer is worth -------------------------------------------------


def test_what_may_be_paid_is_the_smaller_of_share_and_payback():
    assert may_be_paid(300, 60, share=1 / 3) == may_be_paid(300, None, share=1 / 3, payback_months=6)
    assert may_be_paid(300, 60, share=1 / 3).money == pytest.approx(100)
    limited = may_be_paid(300, 60, share=1 / 3, payback_months=12)
    assert (limited.money, limited.by) == (60, "payback")
    assert may_be_paid(-10, 60, share=0.5).money == 0


@pytest.mark.parametrize(("share", "months"), [(0, 12), (1.1, 12), (0.3, 0), (0.3, 121), (math.nan, 12)])
def test_a_rule_of_payment_that_is_none_is_refused(share, months):
    with pytest.raises(BadPaymentRule):
        may_be_paid(100, 10, share=share, payback_months=months)


def test_every_group_has_its_mean_and_those_unknown_are_counted_and_in_no_mean(engine):
    table = pa.table(
        {
            "group": ["web"] * 6 + ["fair"] * 4 + [None] * 5,
            "worth": [10.0, 20.0, 30.0, 40.0, 50.0, None, 1.0, 2.0, 3.0, 4.0, 5.0, 5.0, 5.0, 5.0, 5.0],
            "first_year": [5.0] * 15,
        }
    )
    web, fair, nobody = worths(engine.table(table), engine=engine)
    assert (web.group, web.customers, web.unknown, web.mean, web.first_year) == ("web", 5, 1, 30, 5)
    assert web.low < 30 < web.high
    assert (fair.customers, fair.mean, fair.low) == (4, None, None)  # too few for a mean
    assert (nobody.group, nobody.low, nobody.mean, nobody.high) == (None, 5, 5, 5)


def test_an_interval_of_skewed_values_covers_their_mean_about_nine_times_in_ten():
    dice = np.random.default_rng(11)
    covered, rounds, n = 0, 2_000, 60
    for _round in range(rounds):
        values = dice.gamma(0.8, 100, n)
        mean = values.mean()
        low, high = mean_interval(n, mean, ((values - mean) ** 2).sum(), ((values - mean) ** 3).sum())
        covered += low <= 80 <= high
    assert 0.87 < covered / rounds < 0.92  # 90 % less what so much skewness still costs


def test_the_interval_is_that_of_the_bootstrap_where_it_has_many_customers():
    dice = np.random.default_rng(5)
    values = dice.gamma(1.2, 100, 800)
    mean = values.mean()
    low, high = mean_interval(800, mean, ((values - mean) ** 2).sum(), ((values - mean) ** 3).sum())
    again = np.sort(dice.choice(values, (4_000, 800)).mean(axis=1))
    assert (low, high) == pytest.approx((again[200], again[3_800]), rel=0.01)
