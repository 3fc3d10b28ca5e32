"""What a survey rated, as a tree: parts add up to the one above, also in every resample."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from guanxi.distribution.pictures import Voice
from guanxi.distribution.pictures import driver_tree as picture
from guanxi.knowledge.experience.answered_tree import ROOT, answered_tree
from guanxi.knowledge.experience.drivers import driver_importance
from guanxi.knowledge.experience.ratings import ratings
from guanxi.knowledge.experience.study import study
from tests.knowledge.experience.responses import answers

N = 400


@pytest.fixture(scope="module")
def asked():
    """Service at two touchpoints, of which the telephone counts twice as much as the shop; price at none."""
    dice = np.random.default_rng(3)
    shop, phone, price = (dice.normal(7, 1.5, N) for _ in range(3))
    outcome = 2 * phone + shop + price + dice.normal(0, 1, N)
    rated = {("service", "shop"): shop, ("service", "call_centre"): phone, ("price", ""): price}
    return outcome, rated


@pytest.fixture(scope="module")
def whole(asked):
    outcome, rated = asked
    service = (rated["service", "shop"] + rated["service", "call_centre"]) / 2
    return driver_importance(
        ratings(("satisfaction", outcome), {"service": service, "price": rated["price", ""]})
    )


@pytest.fixture(scope="module")
def tree(asked, whole):
    outcome, rated = asked
    return answered_tree(
        ("satisfaction", outcome), rated, whole, stated={("service", ""): 9.0, ("price", ""): 6.0}
    )


def test_parts_add_up_to_the_one_above(tree):
    by_key = {each.key: each for each in tree.branches}
    assert list(by_key) == [ROOT, "service", "service > call_centre", "service > shop", "price"]
    assert by_key["service"].importance == pytest.approx(
        by_key["service > call_centre"].importance + by_key["service > shop"].importance
    )
    assert by_key[ROOT].importance == pytest.approx(by_key["service"].importance + by_key["price"].importance)
    assert by_key[ROOT].share == pytest.approx(1)
    assert (by_key["service"].stated, by_key["service > shop"].stated, by_key["price"].stated) == (9, None, 6)


def test_the_intervals_are_of_the_sum_and_by_an_independent_bootstrap_the_same(asked, tree):
    outcome, rated = asked
    dice = np.random.default_rng(99)
    leaves = np.column_stack([*rated.values(), outcome])
    drawn = []
    for _ in range(600):
        again = leaves[dice.integers(0, N, N)]
        both = _r2(again, (0, 1, 2)), _r2(again, (2,)), _r2(again, (0, 1))
        # Of two drivers and a third that stand apart, Shapley's part of the two together by its definition:
        by_third = [_r2(again, (0, 2)), _r2(again, (1, 2)), _r2(again, (0,)), _r2(again, (1,))]
        drawn.append((both[0], _price(both, by_third)))
    r2, price = np.array(drawn).T
    found = {each.key: each for each in tree.branches}
    # Two bootstraps of 600 and 2,000 draws differ by chance: a tenth of the width is three of its errors.
    for branch, values in ((found[ROOT], r2), (found["price"], price), (found["service"], r2 - price)):
        low, high = np.quantile(values, [0.025, 0.975])
        width = high - low
        assert branch.low == pytest.approx(low, abs=0.2 * width)
        assert branch.high == pytest.approx(high, abs=0.2 * width)


def _r2(rows: np.ndarray, drivers: tuple[int, ...]) -> float:
    x = np.column_stack([np.ones(len(rows)), rows[:, drivers]])
    left = rows[:, -1] - x @ np.linalg.lstsq(x, rows[:, -1], rcond=None)[0]
    return 1 - left.var() / rows[:, -1].var()


def _price(both: tuple[float, ...], others: list[float]) -> float:
    """Shapley's part of the third of three drivers: added first, second after either, or last."""
    whole, alone, without = both
    with_first, with_second, first, second = others
    return alone / 3 + (with_first - first) / 6 + (with_second - second) / 6 + (whole - without) / 3


def test_one_touchpoint_each_is_the_dimensions_themselves(asked, whole):
    outcome, rated = asked
    one = {("service", "shop"): rated["service", "shop"], ("price", "till"): rated["price", ""]}
    found = {each.key: each for each in answered_tree(("satisfaction", outcome), one, whole).branches}
    for dimension, touchpoint in one:
        below = found[f"{dimension} > {touchpoint}"]
        assert below.importance == found[dimension].importance == whole[dimension].importance
        assert (below.low, below.high) == pytest.approx((whole[dimension].low, whole[dimension].high))


def test_where_few_rated_every_touchpoint_only_dimensions_are_shown(asked, whole):
    outcome, rated = asked
    shop = rated["service", "shop"].copy()
    shop[: N * 3 // 4] = np.nan
    found = answered_tree(("satisfaction", outcome), rated | {("service", "shop"): shop}, whole)
    assert [each.key for each in found.branches] == [ROOT, "service", "price"]
    assert found.notes[0].code == "driver_tree.few_rated_all"
    assert found.notes[0].facts == {"n": N // 4, "of": N}


def test_touchpoints_that_cannot_be_told_apart_say_why(asked, whole):
    outcome, rated = asked
    same = rated | {("service", "shop"): rated["service", "call_centre"] * 2}
    found = answered_tree(("satisfaction", outcome), same, whole)
    assert len(found.branches) == 3
    assert "service > call_centre follows exactly from service > shop" in found.notes[0].say()


def test_a_survey_is_read_touchpoint_by_touchpoint(engine):
    dice = np.random.default_rng(5)
    rows = []
    for n in range(60):
        shop, phone, price = (float(each) for each in dice.integers(0, 11, 3))
        said = [
            ("experience", "service", "shop", shop),
            ("experience", "service", "call_centre", phone),
            ("experience", "price", None, price),
            ("importance", "service", None, 9.0),
            ("importance", "service", "shop", 3.0),
            ("satisfaction", "overall", None, min(10.0, (2 * phone + shop + price) / 4)),
        ]
        rows += [
            {"response_id": f"r{n}", "question": str(at), "question_kind": kind, "dimension": dimension}
            | {"touchpoint": touchpoint, "score": score}
            for at, (kind, dimension, touchpoint, score) in enumerate(said)
        ]
    found = study(engine.table(answers(*rows)), as_of=date(2024, 12, 31), engine=engine, resamples=200)
    tree = found.found["tree"]
    by_key = {each.key: each for each in tree.branches}
    assert set(by_key) == {ROOT, "service", "service > shop", "service > call_centre", "price"}
    assert by_key["service > call_centre"].importance > by_key["service > shop"].importance
    assert (by_key["service"].stated, by_key["service > shop"].stated) == (6.0, 3.0)
    assert tree.as_dict()["branches"][0]["key"] == ROOT
    assert found.refused["matrix"].facts["kinds_en"] == "expectation"


def test_the_picture_says_what_is_largest_and_where(tree):
    drawn = picture(tree, outcome="satisfaction", names={"service": "Service"}, voice=Voice("en"))
    assert drawn["title"].startswith("What was rated explains 93%")
    assert drawn["title"].endswith("77%, is Service, and 80% of that is Call centre")
    assert [row["level"] for row in drawn["data"]["rows"]] == [0, 1, 2, 2, 1]
    assert [row[0] for row in drawn["table"]["rows"]][:3] == ["Satisfaction", "– Service", "– – Call centre"]
    assert drawn["table"]["rows"][1][4] == "9"
    chinese = picture(tree, outcome="满意度", names={"service": "服务"}, voice=Voice("zh-hans"))
    assert "而其中 80% 来自呼叫中心" in chinese["title"]


def test_a_large_tree_leaves_its_smallest_touchpoints_to_the_table():
    dice = np.random.default_rng(1)
    rated = {(f"d{at // 5}", f"t{at}"): dice.normal(size=200) for at in range(30)}
    outcome = sum(rated.values()) + dice.normal(size=200)
    dimensions = {f"d{d}": sum(rated[f"d{d}", f"t{d * 5 + k}"] for k in range(5)) for d in range(6)}
    whole = driver_importance(ratings(("satisfaction", outcome), dimensions), resamples=0)
    found = answered_tree(("satisfaction", outcome), rated, whole, resamples=0)
    drawn = picture(found, outcome="satisfaction", names={}, voice=Voice("en"))
    assert len(drawn["data"]["rows"]) == 24 and len(drawn["table"]["rows"]) == 37
    assert drawn["summary"].endswith("13 small touchpoints are in the table only.")
