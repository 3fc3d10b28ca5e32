"""Delivered value: ours, the competitor's, and what was not scored."""

from __future__ import annotations

import json

import pytest

from guanxi.knowledge.experience.delivered_value import (
    ITEMS,
    ImpossibleItem,
    Scored,
    UnknownItem,
    delivered_value,
    relative_value,
)

OURS = dict(zip(ITEMS, (8, 7, 6, 5, 6, 3, 2, 4), strict=True))
THEIRS = dict(zip(ITEMS, (7, 7, 5, 8, 4, 5, 3, 4), strict=True))


def test_it_is_total_value_less_total_cost_and_also_their_ratio():
    found = delivered_value(OURS)
    assert (found.value, found.cost, found.delivered) == (26, 15, 11)
    assert found.ratio == pytest.approx(26 / 15)
    assert sum(part.adds for part in found.parts) == found.delivered
    assert json.loads(json.dumps(found.as_dict()))["delivered"] == 11


def test_weights_count():
    found = delivered_value(OURS, {"product": 2.0, "monetary": 0.5})
    assert (found.value, found.cost) == (34, 12)


def test_ours_against_theirs_is_the_sum_of_its_steps():
    found = relative_value(OURS, THEIRS, competitor="Corner shop")
    assert (found.theirs.delivered, found.lead) == (11, 0)
    assert dict(found.steps)["image"] == -3 and dict(found.steps)["time"] == 2
    assert sum(adds for _item, adds in found.steps) == found.lead
    assert found.ratio == pytest.approx((26 / 15) / (27 / 16))


def test_what_was_not_scored_is_said_and_never_counts_as_nothing():
    found = delivered_value({name: value for name, value in OURS.items() if name != "time"})
    assert found.missing == ("time",) and found.delivered == 14
    assert found.notes[0].say("en").startswith("Not scored: time.")
    assert "时间成本" in found.notes[0].say("zh-hans")
    assert delivered_value({"product": 8, "image": 5}).delivered is None
    assert delivered_value({}).value is None


def test_what_only_one_of_the_two_was_scored_for_is_left_out_of_the_comparison():
    found = relative_value(OURS, THEIRS | {"time": None}, competitor="x")
    assert found.ours.cost == 12 and [note.code for note in found.notes] == ["delivered.one_sided"]
    assert "time" not in dict(found.steps)


def test_the_interval_is_that_of_the_items_and_a_cost_turns_it_round():
    items = {name: Scored(value, 50, value - 1.0, value + 0.5) for name, value in OURS.items()}
    found = delivered_value(items)
    assert found.delivered - found.low == pytest.approx((4 * 1.0 + 4 * 0.25) ** 0.5)
    assert found.high - found.delivered == pytest.approx((4 * 0.25 + 4 * 1.0) ** 0.5)
    assert delivered_value(items | {"time": 3}).low is None
    lead = relative_value(items, items, competitor="x")
    assert lead.lead == 0 and lead.low == pytest.approx(-lead.high)


def test_no_cost_at_all_has_no_ratio():
    free = OURS | dict.fromkeys(ITEMS[4:], 0)
    assert delivered_value(free).ratio is None and delivered_value(free).delivered == 26


def test_what_cannot_be_is_refused():
    for scores, weights, error in (
        ({"product": 11}, {}, ImpossibleItem),
        (OURS, {"product": 0}, ImpossibleItem),
        ({"colour": 5}, {}, UnknownItem),
    ):
        with pytest.raises(error) as refusal:
            delivered_value(scores, weights)
        assert "{" not in str(refusal.value)
