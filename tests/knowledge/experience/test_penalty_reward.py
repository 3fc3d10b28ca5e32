"""Penalty and reward find what was planted, and do not name what is not shown."""

from __future__ import annotations

import json

import numpy as np
import pytest

from guanxi.knowledge.experience.penalty_reward import penalty_reward
from guanxi.knowledge.experience.ratings import NoVariation, TooFewAnswers
from tests.knowledge.experience.planted import SLOPES, kind_of, planted
from tests.knowledge.experience.shared_data import needs_olist, olist


def test_planted_kinds_are_recovered_and_none_is_called_its_opposite():
    """benchmarks/penalty_reward.py does this 300 times over, at four sizes."""
    right = wrong = 0
    for seed in range(20):
        outcome, gaps = planted(500, seed)
        found = penalty_reward(("overall", outcome), gaps)
        for name in SLOPES:
            right += found[name].kind == kind_of(name)
            wrong += found[name].kind not in (kind_of(name), "not_shown")
    assert right >= 105 and wrong <= 4  # of 120


def test_slopes_of_many_answers_are_those_that_were_planted():
    found = penalty_reward(("overall", (sample := planted(20_000, 1))[0]), sample[1])
    for name, (penalty, reward) in SLOPES.items():
        assert found[name].penalty.value == pytest.approx(penalty, abs=0.06)
        assert found[name].reward.value == pytest.approx(reward, abs=0.06)
        assert found[name].contrast.value == pytest.approx(
            found[name].reward.value - found[name].penalty.value
        )
    assert json.loads(json.dumps(found.as_dict()))["dimensions"][0]["kind"] == "basic"


def test_a_score_without_expectation_is_met_where_one_says():
    outcome, gaps = planted(500, 3)
    scores = {name: values + 7 for name, values in gaps.items()}
    against = penalty_reward(("overall", outcome), scores, meeting=7.0)
    each = penalty_reward(("overall", outcome), scores, meeting=dict.fromkeys(SLOPES, 7.0))
    assert against.as_dict() == each.as_dict() == penalty_reward(("overall", outcome), gaps).as_dict()


def test_a_side_with_too_few_answers_has_no_slope_and_says_so():
    outcome, gaps = planted(200, 4)
    gaps["basic_1"] = np.minimum(gaps["basic_1"], 0)
    found = penalty_reward(("overall", outcome), gaps)["basic_1"]
    assert found.reward is found.contrast is found.p is None and found.penalty.value > 0
    assert (found.kind, found.above) == ("not_shown", 0)
    assert [note.code for note in found.notes] == ["penalty_reward.too_few_above"]


def test_looking_at_more_dimensions_asks_for_more_evidence():
    outcome, gaps = planted(300, 5)
    alone = penalty_reward(("overall", outcome), {"basic_1": gaps["basic_1"]})["basic_1"]
    assert alone.p == pytest.approx(alone.contrast.p)
    among = penalty_reward(("overall", outcome), gaps)["basic_1"]
    assert among.p > among.contrast.p


def test_what_is_missing_is_left_out_and_counted():
    outcome, gaps = planted(100, 6)
    found = penalty_reward(("overall", [None, *outcome[1:]]), gaps)
    assert (found.n, found.incomplete) == (99, 1)


def test_a_constant_outcome_and_a_handful_of_answers_are_refused():
    outcome, gaps = planted(100, 7)
    with pytest.raises(NoVariation):
        penalty_reward(("overall", outcome * 0), gaps)
    with pytest.raises(TooFewAnswers):
        penalty_reward(("overall", outcome[:12]), {k: v[:12] for k, v in gaps.items()}, minimum_side=1)


@needs_olist
def test_delivery_is_a_basic_expectation_of_real_customers():
    """Days late against the promise, within four weeks of it: late costs stars, early brings none."""
    found = olist()
    near = np.abs(found["days_late"]) <= 28
    delivery = penalty_reward(("score", found["score"][near]), {"delivery": -found["days_late"][near]})[
        "delivery"
    ]
    assert delivery.kind == "basic"
    assert (delivery.below, delivery.met, delivery.above) == (252, 55, 3428)
    assert [round(slope.value, 3) for slope in (delivery.penalty, delivery.reward)] == [0.188, 0.017]
