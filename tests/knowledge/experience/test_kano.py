"""Kano's table, its coefficients, and what a handful of answers cannot say."""

from __future__ import annotations

import json

import pytest

from guanxi.knowledge.experience.intervals import wilson
from guanxi.knowledge.experience.kano import ANSWERS, CATEGORIES, UnknownAnswer, kano, kano_category, kanos


@pytest.mark.parametrize(
    ("with_it", "without_it", "category"),
    [
        ("like", "like", "questionable"),
        ("like", "neutral", "attractive"),
        ("like", "dislike", "one_dimensional"),
        ("expect", "dislike", "must_be"),
        ("neutral", "neutral", "indifferent"),
        ("live_with", "like", "reverse"),
        ("dislike", "like", "reverse"),
        ("dislike", "dislike", "questionable"),
        (1, 5, "one_dimensional"),
        (2.0, 5.0, "must_be"),
    ],
)
def test_a_pair_of_answers_is_what_the_table_says(with_it, without_it, category):
    assert kano_category(with_it, without_it) == category


def test_the_other_way_round_the_wish_is_the_other_way_round():
    """Who likes what another likes to lack: the table mirrors, with reverse for what is wanted."""
    for one in ANSWERS:
        for other in ANSWERS:
            there, mirrored = kano_category(one, other), kano_category(other, one)
            assert (mirrored == "reverse") == (there in ("attractive", "one_dimensional", "must_be"))


def pairs(**counts: int) -> list[tuple[str, str]]:
    each = {
        "A": ("like", "neutral"),
        "O": ("like", "dislike"),
        "M": ("expect", "dislike"),
        "I": ("neutral", "neutral"),
        "R": ("dislike", "like"),
        "Q": ("like", "like"),
    }
    return [each[letter] for letter, n in counts.items() for _ in range(n)]


def test_better_and_worse_leave_out_reverse_and_questionable():
    found = kano("parking", pairs(A=20, O=30, M=40, I=10, R=3, Q=2))
    assert (found.better, found.worse, found.n) == (0.5, -0.7, 105)
    low, high = wilson(70, 100).low, wilson(70, 100).high
    assert (found.worse_low, found.worse_high) == (-high, -low)
    assert found.better_low < 0.5 < found.better_high
    assert sum(found.counts.values()) == found.n and set(found.counts) == set(CATEGORIES)
    assert json.loads(json.dumps(found.as_dict()))["better"] == 0.5


def test_two_categories_that_cannot_be_told_apart_are_mixed_and_the_first_is_named():
    assert (kano("a", pairs(M=22, O=20)).category, kano("a", pairs(M=22, O=20)).commonest) == (
        "mixed",
        "must_be",
    )
    assert kano("a", pairs(M=30, O=8)).category == "must_be"


def test_few_answers_say_nothing_and_half_answers_are_counted():
    few, empty = kanos({"few": [*pairs(M=4), ("like", None)], "empty": []})
    assert few.category is few.better is few.worse_low is None
    assert (few.n, few.incomplete) == (4, 1)
    assert [note.code for note in few.notes] == ["kano.incomplete", "experience.fewer_than_minimum"]
    assert empty.n == 0 and empty.category is None


def test_only_reversed_wishes_have_no_coefficient():
    found = kano("music", pairs(R=20))
    assert (found.category, found.better, found.worse) == ("reverse", None, None)


def test_many_contradictions_are_said():
    assert "kano.questionable" in [note.code for note in kano("a", pairs(M=20, Q=5)).notes]


@pytest.mark.parametrize("answer", ["love", 0, 6, 2.5])
def test_an_answer_that_is_none_is_refused(answer):
    with pytest.raises(UnknownAnswer):
        kano_category(answer, "like")
