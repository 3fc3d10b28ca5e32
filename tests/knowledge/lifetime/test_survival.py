"""Survival: the published leukaemia trial, an independent package and plain sums, honest refusals."""

from __future__ import annotations

import warnings
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from guanxi.errors import GuanxiError
from guanxi.knowledge.lifetime.hazards import (
    FeatureSeparates,
    FeaturesRepeatEachOther,
    FeatureTellsNothing,
    TooFewEnds,
    TooManyGroups,
    proportional_hazards,
)
from guanxi.knowledge.lifetime.renewals import ImpossibleContract
from guanxi.knowledge.lifetime.settings import BadSetting
from guanxi.knowledge.lifetime.survival import NobodyWatched, Spells, spells, survival_curve
from guanxi.knowledge.shares import wilson

# Freireich et al. 1963: weeks in remission under 6-MP (+ still in remission) and under placebo.
SIX_MP = [(6, 1)] * 3 + [(t, 1) for t in (7, 10, 13, 16, 22, 23)]
SIX_MP += [(t, 0) for t in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)]
PLACEBO = [(t, 1) for t in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]


def watched(rows) -> Spells:
    days, ended = (np.array(column) for column in zip(*rows, strict=True))
    return Spells(days, ended.astype(bool), np.arange(len(days)))


@pytest.fixture(scope="module")
def six_mp():
    return survival_curve(*zip(*SIX_MP, strict=True), level=0.95)


def test_kaplan_meier_prints_the_published_curve_of_the_leukaemia_trial(six_mp):
    assert list(six_mp.at) == [6, 7, 10, 13, 16, 22, 23]
    assert list(six_mp.at_risk) == [21, 17, 15, 12, 11, 7, 6]
    printed = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert six_mp.survival == pytest.approx(printed, abs=0.00005)
    greenwood = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert six_mp.error == pytest.approx(greenwood, abs=0.00005)


def test_the_log_log_range_is_the_published_one(six_mp):
    low = [0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881]
    high = [0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801]
    assert six_mp.low == pytest.approx(low, abs=0.00005)
    assert six_mp.high == pytest.approx(high, abs=0.00005)


def test_the_medians_are_the_published_ones(six_mp):
    assert six_mp.median == 23 and six_mp.median_range == (13, None)
    placebo = survival_curve(*zip(*PLACEBO, strict=True), level=0.95)
    assert placebo.median == 8 and placebo.median_range == (4, 11)


def test_cox_prints_the_published_hazard_ratio_of_the_leukaemia_trial():
    # Ties by Efron: coefficient 1.572, standard error 0.412, hazard ratio 4.82 (2.15 to 10.81).
    arms = ["6-MP"] * len(SIX_MP) + ["placebo"] * len(PLACEBO)
    found = proportional_hazards(watched(SIX_MP + PLACEBO), {"arm": arms}, level=0.95)
    (term,) = found.terms
    assert (term.group, term.against) == ("placebo", "6-MP")
    assert (term.coefficient, term.error) == pytest.approx((1.572, 0.412), abs=0.0005)
    assert (term.hazard_ratio, term.low, term.high) == pytest.approx((4.817, 2.147, 10.81), abs=0.005)
    assert term.p_proportional > 0.5 and not found.notes
    assert found.concordance == pytest.approx(0.690, abs=0.0005)


rows = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60)


@settings(max_examples=40)
@given(rows=rows)
def test_any_curve_is_the_one_of_an_independent_package(rows):
    from lifelines import KaplanMeierFitter

    times, ended = zip(*rows, strict=True)
    curve = survival_curve(times, ended, level=0.9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = KaplanMeierFitter(alpha=0.1).fit(times, ended)
    grid = np.arange(32)
    assert curve.share(grid) == pytest.approx(theirs.survival_function_at_times(grid).to_numpy())
    inside = (curve.survival > 0) & (curve.survival < 1)
    ends = theirs.confidence_interval_.loc[curve.at[inside]].to_numpy()
    assert curve.low[inside] == pytest.approx(ends[:, 0]) and curve.high[inside] == pytest.approx(ends[:, 1])


@given(rows=rows)
def test_counting_customers_together_changes_nothing(rows):
    one = survival_curve(*zip(*rows, strict=True))
    distinct = sorted(set(rows))
    count = [rows.count(row) for row in distinct]
    other = survival_curve(*zip(*distinct, strict=True), count)
    assert list(one.survival) == pytest.approx(list(other.survival)) and one.customers == other.customers


@given(rows=rows)
def test_without_censoring_the_curve_is_the_share_that_is_left(rows):
    times = np.array([time for time, _ in rows])
    curve = survival_curve(times, np.ones(len(times), bool))
    assert curve.share(curve.at) == pytest.approx([(times > t).mean() for t in curve.at])


def test_cox_is_the_top_of_the_partial_likelihood_written_out():
    rng = np.random.default_rng(5)
    x = rng.normal(size=80)
    days = rng.exponential(100 / np.exp(0.7 * x))  # no ties: Cox's own likelihood
    ended = days < 120
    days = np.minimum(days, 120 + np.arange(80) / 1000)

    def minus(beta):
        risk = (days[None, :] >= days[:, None]) @ np.exp(beta * x)
        return -(ended * (beta * x - np.log(risk))).sum()

    by_hand = minimize_scalar(minus)
    found = proportional_hazards(Spells(days, ended, np.arange(80)), {"x": list(x)})
    assert found.terms[0].coefficient == pytest.approx(by_hand.x, abs=1e-4)
    assert found.log_likelihood == pytest.approx(-by_hand.fun, abs=1e-6)


def test_a_ratio_that_changes_with_age_is_said():
    rng = np.random.default_rng(1)
    young = rng.random(3000) < 0.5
    # One group leaves early and then hardly at all, the other the other way round.
    days = np.where(young, rng.weibull(0.5, 3000), rng.weibull(3.0, 3000)) * 100
    group = np.where(young, "early", "late").tolist()
    found = proportional_hazards(Spells(days, np.ones(3000, bool), np.arange(3000)), {"kind": group})
    assert [note.code for note in found.notes] == ["lifetime.hazards_not_proportional"]


def test_a_customer_whose_feature_is_unknown_is_left_out_and_said():
    arms = [None, "6-MP", *["6-MP"] * (len(SIX_MP) - 2), *["placebo"] * len(PLACEBO)]
    found = proportional_hazards(watched(SIX_MP + PLACEBO), {"arm": arms})
    assert found.customers == 41
    assert [note.facts for note in found.notes] == [{"customers": 1}]


ARMS = ["6-MP"] * len(SIX_MP) + ["placebo"] * len(PLACEBO)
BOTH = len(ARMS)


@pytest.mark.parametrize(
    ("rows", "features", "error"),
    [
        (SIX_MP, {"x": list(range(21))}, TooFewEnds),
        (SIX_MP + PLACEBO, {"arm": ["one"] * BOTH}, FeatureTellsNothing),
        (SIX_MP + PLACEBO, {"x": [7] * BOTH}, FeatureTellsNothing),
        (SIX_MP + PLACEBO, {"who": [f"n{i}" for i in range(BOTH)]}, TooManyGroups),
        (
            SIX_MP + PLACEBO,
            {"arm": ARMS, "again": ["a" if arm == "6-MP" else "b" for arm in ARMS]},
            FeaturesRepeatEachOther,
        ),
        ([(t, 1) for t in range(1, 31)] + [(40, 0)] * 30, {"g": ["a"] * 30 + ["b"] * 30}, FeatureSeparates),
        ([(t, 1) for t in range(1, 31)] + [(40, 0)] * 30, {"x": [1.0] * 30 + [0.0] * 30}, FeatureSeparates),
    ],
    ids=[
        "too few ends",
        "one group",
        "one number",
        "names",
        "the same twice",
        "a group that stays",
        "a number that parts",
    ],
)
def test_what_cannot_be_told_is_refused(rows, features, error):
    with pytest.raises(error) as refusal:
        proportional_hazards(watched(rows), features)
    assert refusal.value.code in str(refusal.value.args) and "{" not in str(refusal.value)


DAY = date(2024, 1, 1)


def test_spells_are_watched_until_the_end_or_until_today():
    starts = [DAY, DAY, DAY, DAY + timedelta(days=99)]
    ends = [DAY + timedelta(days=10), None, DAY + timedelta(days=80), None]
    found = spells(starts, ends, as_of=DAY + timedelta(days=50))
    assert list(found.days) == [10, 50, 50] and list(found.ended) == [True, False, False]
    assert [note.code for note in found.notes] == ["lifetime.starts_after_as_of"]


@given(later=st.lists(st.integers(1, 400), min_size=1, max_size=20))
def test_nothing_after_as_of_changes_the_curve(later):
    starts = [DAY] * len(later)
    as_of = DAY + timedelta(days=30)
    ends = [DAY + timedelta(days=n) for n in later]
    hidden = [end if end <= as_of else None for end in ends]
    one, other = (spells(starts, known, as_of=as_of) for known in (ends, hidden))
    assert list(one.days) == list(other.days) and list(one.ended) == list(other.ended)


@pytest.mark.parametrize(
    ("starts", "ends", "error"),
    [
        ([DAY], [DAY - timedelta(days=1)], ImpossibleContract),
        ([None], [DAY], ImpossibleContract),
        ([DAY + timedelta(days=9)], [None], NobodyWatched),
        ([], [], NobodyWatched),
    ],
)
def test_impossible_spells_are_refused(starts, ends, error):
    with pytest.raises(error):
        spells(starts, ends, as_of=DAY)


@pytest.mark.parametrize(
    ("times", "level"),
    [([1, -2], 0.9), ([1, float("nan")], 0.9), ([1, 2], 0.0), ([1, 2], float("nan")), ([], 0.9)],
)
def test_impossible_times_and_levels_are_refused(times, level):
    with pytest.raises(GuanxiError) as refusal:
        survival_curve(times, np.ones(len(times)), level=level)
    assert isinstance(refusal.value, BadSetting | NobodyWatched)


def test_wilsons_range_is_the_printed_one():
    # Newcombe 1998, table I: 81 of 263, and 15 of 148, 95 %.
    low, high = wilson([81, 15], [263, 148], 0.95)
    assert low == pytest.approx([0.2553, 0.0624], abs=0.00005)
    assert high == pytest.approx([0.3662, 0.1605], abs=0.00005)


def test_the_range_holds_the_truth_about_nine_times_in_ten():
    inside = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        leaves, until = rng.exponential(100, 200), rng.uniform(50, 200, 200)
        curve = survival_curve(np.minimum(leaves, until), leaves <= until)
        low, high = curve.share([80], "low")[0], curve.share([80], "high")[0]
        inside += low <= np.exp(-0.8) <= high
    # 270 are expected; three standard deviations of a coin thrown 300 times are 16.
    assert 254 <= inside <= 286
