"""Pictures of drivers, loyalty, expectations and delivered value: what is drawn is what was found."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from guanxi.distribution.pictures import (
    Voice,
    against_competitor,
    delivered,
    driver_importance,
    kano_plane,
    loyalty_curve,
    penalty_reward,
)
from guanxi.knowledge.experience import drivers
from guanxi.knowledge.experience import penalty_reward as penalties
from guanxi.knowledge.experience.delivered_value import ITEMS, delivered_value, relative_value
from guanxi.knowledge.experience.kano import kano
from guanxi.knowledge.experience.loyalty_curve import behaviour_curve, intention_curve
from guanxi.knowledge.experience.ratings import ratings
from tests.knowledge.experience.planted import planted

ENGLISH, CHINESE = Voice("en"), Voice("zh-hans")


@pytest.fixture(scope="module")
def found():
    dice = np.random.default_rng(1)
    both = {"service": dice.normal(size=200), "price": dice.normal(size=200)}
    answers = ratings(("loyalty", 2 * both["service"] + both["price"] + dice.normal(size=200)), both)
    return drivers.driver_importance(answers, stated={"service": 6, "price": 9})


def test_the_title_says_where_what_is_said_and_what_is_done_part(found):
    drawn = driver_importance(found, names={"service": "Service"}, voice=ENGLISH)
    assert drawn["title"].startswith("Service matters more than customers say")
    rows = drawn["data"]["rows"]
    assert [(row["key"], row["tone"]) for row in rows] == [("service", "above"), ("price", "below")]
    assert rows[0]["low"] < rows[0]["value"] < rows[0]["high"]
    assert len(drawn["table"]["rows"]) == 2 and drawn["table"]["rows"][0][4] == "6 (2)"


def test_without_stated_importance_the_title_says_what_matters_most(found):
    silent = tuple(replace(each, disagrees=None, stated=None) for each in found.drivers)
    alone = replace(found, drivers=silent)
    assert driver_importance(alone, voice=ENGLISH)["title"].startswith("service matters most")


def test_the_trap_is_named_where_the_curve_is_flat():
    (flat,) = behaviour_curve(list(range(100)) * 200, [at // 100 % 2 == 0 for at in range(20_000)])
    drawn = loyalty_curve(flat, voice=ENGLISH)
    assert drawn["title"] == "The trap: from 0–14 to 15–84, more satisfaction brings no more loyalty"
    assert drawn["unit"] == "share" and [row["n"] for row in drawn["data"]["rows"]] == [3000, 14000, 3000]
    (full,) = behaviour_curve(list(range(100)) * 10, [True] * 1000)
    assert loyalty_curve(full, voice=ENGLISH)["title"].startswith("From 0–14 to 85–99 loyalty is near")
    (rising,) = intention_curve(list(range(11)) * 10, list(range(11)) * 10)
    assert loyalty_curve(rising, voice=ENGLISH)["title"] == "Loyalty rises with satisfaction, from 0.5 to 9.5"
    (few,) = intention_curve([1.0, 2.0], [1.0, 2.0])
    assert loyalty_curve(few, voice=ENGLISH) is None


def test_one_band_alone_is_not_said_to_be_flat():
    (alone,) = intention_curve([5.0, *[7.0] * 10, 9.0], [5.0, *[7.0, 8.0] * 5, 9.0])
    assert [band.loyalty is None for band in alone.bands] == [True, False, True]
    assert loyalty_curve(alone, voice=ENGLISH)["title"].startswith("Only at 7 did enough answer")


def test_what_is_taken_for_granted_is_named_with_what_both_sides_do():
    outcome, gaps = planted(600, 1)
    drawn = penalty_reward(penalties.penalty_reward(("overall", outcome), gaps), voice=ENGLISH)
    assert drawn["title"].startswith("Taken for granted: basic_1, basic_2.")
    tones = {point["key"]: point["tone"] for point in drawn["data"]["points"]}
    assert (tones["basic_1"], tones["latent_1"], tones["nothing"]) == ("below", "above", "control")
    few = penalties.penalty_reward(("overall", outcome), {"a": np.minimum(gaps["basic_1"], 0)})
    assert penalty_reward(few, voice=ENGLISH) is None


def test_kano_is_drawn_by_what_lacking_and_having_do():
    must = kano("parking", [("expect", "dislike")] * 30)
    drawn = kano_plane([must, kano("music", [])], voice=ENGLISH)
    (point,) = drawn["data"]["points"]
    assert (point["x"], point["y"], point["tone"]) == (1.0, 0.0, "below")
    assert drawn["title"] == "Must be there: parking" and len(drawn["table"]["rows"]) == 2
    assert kano_plane([], voice=ENGLISH) is None


def test_the_steps_of_delivered_value_lead_from_start_to_end():
    ours = dict(zip(ITEMS, (8, 7, 6, 5, 6, 3, 2, 4.5), strict=True))
    theirs = dict(zip(ITEMS, (7, 7, 5, 8, 4, 5, 3, 4), strict=True))
    for drawn in (
        delivered(delivered_value(ours), voice=ENGLISH),
        against_competitor(relative_value(ours, theirs, competitor="Corner shop"), voice=ENGLISH),
    ):
        steps = sum(step["value"] for step in drawn["data"]["steps"])
        assert drawn["data"]["start"]["value"] + steps == drawn["data"]["end"]["value"]
    assert drawn["title"] == "Corner shop delivers 0.5 more than we do"
    assert delivered(delivered_value({"product": 5}), voice=ENGLISH) is None
    assert against_competitor(relative_value(ours, {}, competitor="x"), voice=ENGLISH) is None


def test_every_picture_speaks_chinese_and_is_json(found):
    outcome, gaps = planted(600, 1)
    ours = dict.fromkeys(ITEMS, 5)
    for drawn in (
        driver_importance(found, voice=CHINESE),
        loyalty_curve(behaviour_curve(list(range(100)), [True] * 100)[0], voice=CHINESE),
        penalty_reward(penalties.penalty_reward(("overall", outcome), gaps), voice=CHINESE),
        kano_plane([kano("parking", [("expect", "dislike")] * 30)], voice=CHINESE),
        delivered(delivered_value(ours), voice=CHINESE),
        against_competitor(relative_value(ours, ours, competitor="x"), voice=CHINESE),
    ):
        assert json.loads(json.dumps(drawn)) == drawn
        assert any("\u4e00" <= letter <= "\u9fff" for letter in drawn["title"])
