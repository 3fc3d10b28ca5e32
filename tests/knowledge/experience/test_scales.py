"""Scores of any scale on one; what is missing is named and never averaged."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.knowledge.experience.scales import Scale, on_ten, state
from tests.knowledge.experience.responses import answers


@pytest.fixture
def read(engine):
    def read(**row):
        placed = engine.table(answers(row)).mutate(on_ten=on_ten)
        (found,) = engine.collect(placed.mutate(state=state)).to_pylist()
        assert (found["on_ten"] is None) == (found["state"] not in ("answered", "answered_without_scale"))
        assert (
            found["score"] is row.get("score") or found["score"] == row["score"] or math.isnan(row["score"])
        )
        return found["on_ten"], found["state"]

    return read


@pytest.mark.parametrize(
    ("score", "low", "high", "ten"),
    [(1, 1, 5, 0), (4, 1, 5, 7.5), (7, 1, 7, 10), (3.5, 0, 5, 7), (99, 0, 100, 9.9), (-1, -3, 3, 10 / 3)],
)
def test_a_score_keeps_its_place_between_the_ends_of_its_scale(read, score, low, high, ten):
    ten_read, said = read(score=score, scale_low=low, scale_high=high)
    assert (ten_read, said) == (pytest.approx(ten), "answered")


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"score": -99.0}, "-99"),
        ({"score": 99.0, "scale_low": 1.0, "scale_high": 5.0}, "99"),
        ({"score": 0.0, "scale_low": 1.0, "scale_high": 5.0}, "0"),
        ({"score": None, "answered_as": "-99"}, "-99"),
        ({"score": None, "answered_as": " -99.0 "}, "-99"),
        ({"score": None, "answered_as": "0"}, "0"),
        ({"score": None, "answered_as": "不知道"}, "other_answer"),
        ({"score": None, "answered_as": "  "}, "blank"),
        ({"score": None}, "blank"),
        ({"score": math.nan}, "blank"),
        ({"score": 11.0}, "off_scale"),
        ({"score": math.inf}, "off_scale"),
        ({"score": 6.0, "scale_low": 1.0, "scale_high": 5.0}, "off_scale"),
        ({"score": 3.0, "scale_low": 1.0, "scale_high": None}, "no_scale"),
        ({"score": 3.0, "scale_low": 5.0, "scale_high": 1.0}, "no_scale"),
        ({"score": 3.0, "scale_low": 3.0, "scale_high": 3.0}, "no_scale"),
    ],
)
def test_what_is_no_score_is_named_and_has_no_place(read, row, state):
    assert read(**row) == (None, state)


def test_zero_is_a_score_where_the_scale_begins_with_it(read):
    assert read(score=0.0) == (0.0, "answered")


def test_a_score_without_a_scale_is_read_as_one_of_ten_and_says_so(read):
    assert read(score=7.0, scale_low=None, scale_high=None) == (7.0, "answered_without_scale")


@given(st.floats(-100, 100), st.floats(0.01, 100), st.floats(0, 1))
def test_there_and_back_is_the_same_score(low, width, place):
    scale = Scale(low, low + width)
    score = low + place * width
    assert scale.from_ten(scale.to_ten(score)) == pytest.approx(score, abs=1e-6)
    assert -1e-6 <= scale.to_ten(score) <= 10 + 1e-6
