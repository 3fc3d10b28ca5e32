"""A text is judged by what scored texts taught, with an error rate measured on texts not seen."""

from __future__ import annotations

import numpy as np
import pytest

from guanxi.knowledge.texts.sentiment import TooFewScored, called, sentiment

GOOD = ["送货很快，满意", "fast and friendly", "服务周到，推荐", "great quality, will buy again", "超出期待"]
BAD = ["送货太慢，失望", "slow and rude", "服务差，不会再来", "broken, want my money back", "质量差，退货"]


def firm(size=400, mistaken=0.0, seed=3):
    """Texts whose writers are satisfied or not, some of whom write the opposite of what they feel."""
    draw = np.random.default_rng(seed)
    satisfied = draw.random(size) < 0.6
    sounds = satisfied ^ (draw.random(size) < mistaken)
    texts = [f"{draw.choice(GOOD if good else BAD)} {draw.integers(1000)}" for good in sounds]
    return texts, np.where(satisfied, 9.0, 2.0).tolist()


def test_clear_texts_are_told_apart_in_both_languages():
    texts, scores = firm()
    learnt = sentiment(texts, scores)
    assert learnt.errors["together"] < 0.01 < learnt.guess
    said = learnt.of(["服务差，失望", "friendly, great quality", ""])
    assert [called(each) for each in said] == ["dissatisfied", "satisfied", None]


def test_the_error_rate_is_what_was_planted():
    learnt = sentiment(*firm(size=2000, mistaken=0.15))
    wrong_of_called = learnt.errors["together"] / (1 - learnt.undecided)
    # 2,000 texts: two standard errors of a share of 15 % are 1.6 points
    assert wrong_of_called == pytest.approx(0.15, abs=0.02)


def test_texts_that_tell_nothing_are_no_better_than_guessing():
    texts, scores = firm(size=600)
    learnt = sentiment(texts, np.random.default_rng(0).permutation(scores).tolist())
    called_right = 1 - learnt.undecided - learnt.errors["together"]
    assert called_right < 0.6


def test_scores_between_the_sides_and_absent_ones_teach_nothing():
    texts, scores = firm()
    learnt = sentiment([*texts, "so so", "good"], [*scores, 5.5, None])
    assert sum(learnt.learnt.values()) == len(texts)


def test_too_few_scored_texts_are_refused_in_words():
    with pytest.raises(TooFewScored) as refusal:
        sentiment(["good", "bad"], [9, 1])
    assert refusal.value.facts == {"satisfied": 1, "dissatisfied": 1, "least": 40}
