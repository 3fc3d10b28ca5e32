"""The tree of drivers is data: two come with guanxi, anybody may edit theirs, importance is rolled up."""

from __future__ import annotations

import json

import numpy as np
import pytest

from guanxi.knowledge.experience.driver_tree import (
    TreeKeyTwice,
    TreeUnreadable,
    read_tree,
    rolled_up,
    shipped_tree,
    shipped_trees,
)
from guanxi.knowledge.experience.drivers import driver_importance
from guanxi.knowledge.experience.ratings import ratings
from guanxi.knowledge.refusals import UnknownChoice


def test_the_two_models_come_along_named_in_both_languages():
    trees = shipped_trees()
    assert [node.key for node in trees["three_equities"].nodes] == [
        "value_equity",
        "brand_equity",
        "relationship_equity",
    ]
    assert len(trees["five_factors"].nodes) == 5
    technology = trees["five_factors"].nodes[-1]
    assert [child.en for child in technology.children] == ["innovation", "service", "logistics", "support"]
    for tree in trees.values():
        for _level, node, _parent in tree.walk():
            assert node.en and any("\u4e00" <= letter <= "\u9fff" for letter in node.zh)
    with pytest.raises(UnknownChoice):
        shipped_tree("seven_seas")


@pytest.mark.parametrize("name", ["three_equities", "five_factors"])
def test_a_tree_written_out_is_read_back_the_same(name):
    tree = shipped_tree(name)
    assert read_tree(json.loads(json.dumps(tree.as_dict()))) == tree


def test_importance_adds_up_along_the_tree_and_what_has_no_place_is_named():
    dice = np.random.default_rng(1)
    names = ("delivery", "discounts", "switching_cost", "weather")
    drivers = {name: dice.normal(size=200) for name in names}
    outcome = sum(weight * drivers[name] for weight, name in zip((2, 1, 1, 1), names, strict=True))
    found = driver_importance(
        ratings(("loyalty", outcome + dice.normal(size=200)), drivers), stated={"delivery": 8, "discounts": 9}
    )
    rows, left = rolled_up(shipped_tree("three_equities"), found)
    by_key = {row.key: row for row in rows}
    assert left == ("weather",)
    assert by_key["value_equity"].importance == pytest.approx(
        found["delivery"].importance + found["discounts"].importance
    )
    assert by_key["value_equity"].measured == 2
    assert by_key["value_equity"].low < by_key["value_equity"].importance < by_key["value_equity"].high
    assert by_key["quality"].low == found["delivery"].low
    assert by_key["switching_cost"].level == "driver" and by_key["switching_cost"].measured == 1
    assert by_key["brand_equity"].importance is None
    assert by_key["delivery"].stated == 8
    equities = sum(row.importance or 0 for row in rows if row.level == "equity")
    assert equities == pytest.approx(found.r_squared - found["weather"].importance)


NODE = {"key": "a", "en": "a", "zh": "甲"}


@pytest.mark.parametrize(
    ("nodes", "error", "path"),
    [
        ([], TreeUnreadable, "nodes"),
        (["a"], TreeUnreadable, "nodes[0]"),
        ([NODE | {"key": "A b"}], TreeUnreadable, "nodes[0].key"),
        ([NODE | {"zh": " "}], TreeUnreadable, "nodes[0]"),
        ([NODE, NODE], TreeKeyTwice, "nodes[1]"),
        (
            [
                {
                    "key": "x",
                    "en": "x",
                    "zh": "乙",
                    "children": [
                        NODE | {"children": [NODE | {"key": "b", "children": [NODE | {"key": "c"}]}]}
                    ],
                }
            ],
            TreeUnreadable,
            "nodes[0].children[0].children[0].children",
        ),
        ([NODE | {"key": f"n{at}"} for at in range(501)], TreeUnreadable, "nodes[500]"),
    ],
)
def test_a_tree_that_cannot_be_read_says_where_and_why(nodes, error, path):
    with pytest.raises(error) as refusal:
        read_tree({"name": ["a", "甲"], "nodes": nodes})
    assert refusal.value.facts["path"] == path and "{" not in str(refusal.value)


def test_what_is_no_tree_at_all_is_refused():
    for given in ([], None, {"nodes": [NODE]}, {"name": "a", "nodes": [NODE]}):
        with pytest.raises(TreeUnreadable):
            read_tree(given)
