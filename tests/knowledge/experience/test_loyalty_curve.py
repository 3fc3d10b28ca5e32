"""Loyalty by satisfaction: bands, intervals, and where more satisfaction buys nothing."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine
from guanxi.knowledge.experience.intervals import wilson
from guanxi.knowledge.experience.loyalty_curve import (
    BandsNotComplete,
    NobodyAnswered,
    behaviour_curve,
    bought_later,
    intention_curve,
)
from tests.knowledge.experience.shared_data import needs_olist, olist


def telephone_company(n: int = 2_000) -> tuple[np.ndarray, np.ndarray]:
    """The top 15 % stay, the bottom 15 % leave, the 70 % between do not care: 4 in 10 of them stay."""
    dice = np.random.default_rng(1)
    satisfaction = np.sort(dice.uniform(0, 10, n))
    place = np.arange(n) / n
    chance = np.where(place < 0.15, 0.05, np.where(place < 0.85, 0.4, 0.9))
    return satisfaction, dice.uniform(size=n) < chance


def test_the_default_bands_are_the_ends_and_those_who_do_not_care():
    satisfaction, stayed = telephone_company()
    (curve,) = behaviour_curve(satisfaction, stayed)
    assert [band.n for band in curve.bands] == [300, 1400, 300]
    assert [round(band.loyalty, 1) for band in curve.bands] == [0.1, 0.4, 0.9]
    assert [rise.kind for rise in curve.rises] == ["rises", "rises"]
    hits = round(curve.bands[1].loyalty * 1400)
    assert curve.bands[1].low == wilson(hits, 1400).low
    assert json.loads(json.dumps(curve.as_dict()))["trap"] == []


def test_within_the_middle_the_curve_is_flat_and_that_is_the_trap():
    satisfaction, stayed = telephone_company(8_000)
    (curve,) = behaviour_curve(satisfaction, stayed, bands=(0.15, 0.35, 0.35, 0.15))
    assert [rise.kind for rise in curve.rises] == ["rises", "flat", "rises"]
    assert curve.trap == (1,)


@pytest.mark.parametrize(("chance", "kind"), [(0.98, "ceiling"), (0.6, "flat")])
def test_where_nearly_everybody_stays_there_is_no_trap(chance, kind):
    dice = np.random.default_rng(4)
    satisfaction = np.sort(dice.uniform(0, 10, 20_000))
    (curve,) = behaviour_curve(satisfaction, dice.uniform(size=20_000) < chance)
    assert [rise.kind for rise in curve.rises] == [kind, kind]
    assert (curve.trap, curve.ceiling) == (((), (0, 1)) if kind == "ceiling" else ((0, 1), ()))


def test_a_difference_that_few_answers_cannot_show_is_not_called_flat():
    satisfaction, stayed = telephone_company(80)
    (curve,) = behaviour_curve(satisfaction, stayed, bands=(0.15, 0.35, 0.35, 0.15))
    assert curve.rises[1].kind == "not_shown"


def test_who_gave_the_same_score_is_in_the_same_band():
    scores = [1.0] * 4 + [5.0] * 40 + [9.0] * 16
    (curve,) = intention_curve(scores, scores)
    assert [(band.least, band.most) for band in curve.bands] == [(1, 1), (5, 5), (9, 9)]
    assert [round(band.share, 2) for band in curve.bands] == [0.07, 0.67, 0.27]
    (every,) = intention_curve([1.0, 2.0, 3.0, 3.0], [1.0] * 4, bands=None)
    assert [band.n for band in every.bands] == [1, 1, 2]


def test_a_band_of_a_few_is_not_shown_and_neither_is_the_rise_to_it():
    (curve,) = intention_curve([1.0] * 3 + [8.0] * 17, [5.0] * 20)
    assert curve.bands[0].loyalty is None and curve.rises[0].kind == "not_shown"
    assert [note.code for note in curve.notes] == ["curve.fewer_bands", "curve.too_few"]


def test_each_class_of_competition_has_its_own_curve():
    satisfaction, stayed = telephone_company()
    classes = ["monopoly" if at % 2 else "crowded" for at in range(len(stayed))]
    curves = behaviour_curve(
        satisfaction,
        [bool(s) or c == "monopoly" for s, c in zip(stayed, classes, strict=True)],
        groups=classes,
    )
    assert [curve.group for curve in curves] == ["", "crowded", "monopoly"]
    assert {band.loyalty for band in curves[2].bands} == {1.0}
    assert curves[2].ceiling == (0, 1)


def test_what_is_missing_is_left_out_and_counted():
    (curve,) = behaviour_curve([*range(10), None, 5], [True] * 11 + [None])
    assert (curve.n, curve.incomplete) == (10, 2)
    with pytest.raises(NobodyAnswered):
        behaviour_curve([None, 1.0], [True, None])
    with pytest.raises(BandsNotComplete):
        behaviour_curve([1.0], [True], bands=(0.2, 0.7))


def test_bought_later_counts_purchases_after_the_answer_and_waits_until_the_days_are_over():
    day = date(2024, 3, 1)
    answers = [
        ("r1", "a", day),
        ("r2", "b", day),
        ("r3", "c", day),
        ("r4", "d", date(2024, 3, 25)),
        ("r5", None, day),
    ]
    lines = [
        ("a", date(2024, 3, 20), 10.0),
        ("a", date(2024, 3, 21), 10.0),
        ("b", date(2024, 3, 1), 10.0),  # on the day of the answer
        ("b", date(2024, 3, 20), -10.0),  # a return
        ("c", date(2024, 4, 2), 10.0),  # too late
        ("d", date(2024, 3, 26), 10.0),
    ]
    asked = pa.table(
        dict(
            zip(
                ("response_id", "customer_id", "answered_on"),
                map(list, zip(*answers, strict=True)),
                strict=True,
            )
        )
    )
    bought = pa.table(
        dict(zip(("customer_id", "purchased_on", "amount"), map(list, zip(*lines, strict=True)), strict=True))
    )
    engine = new_engine("duckdb")
    try:
        found = bought_later(engine.table(asked), engine.table(bought), days=30, as_of=date(2024, 4, 5))
        rows = {row["response_id"]: row["stayed"] for row in engine.collect(found).to_pylist()}
    finally:
        engine.close()
    assert rows == {"r1": True, "r2": False, "r3": False, "r4": None}


@needs_olist
def test_the_curve_of_real_deliveries_is_flat_once_the_promise_is_kept():
    found = olist()
    late = found["is_late"] > 0
    assert (round(found["score"][~late].mean(), 3), (~late).sum()) == (4.294, 3562)
    assert (round(found["score"][late].mean(), 3), late.sum()) == (2.427, 323)
    (curve,) = intention_curve(-found["days_late"], found["score"], scale=(1, 5))
    assert [(band.least, band.most, band.n) for band in curve.bands] == [
        (-188, 4, 598),
        (5, 20, 2753),
        (21, 60, 534),
    ]
    assert [round(band.loyalty, 2) for band in curve.bands] == [3.23, 4.31, 4.27]
    assert [rise.kind for rise in curve.rises] == ["rises", "flat"] and curve.trap == (1,)
