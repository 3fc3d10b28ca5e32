"""From scores to what is most worth mending."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.knowledge.experience.refusals import OffScale, ScoredTwice
from guanxi.knowledge.experience.seven_steps import (
    AS_IT_IS,
    Ideal,
    Score,
    by_source,
    key_delights,
    key_dissatisfactions,
    steps,
)


def typed(kind, respondent="customers", **means):
    return [Score(dimension, kind, respondent, mean) for dimension, mean in means.items()]


def by_dimension(found):
    return {step.dimension: step for step in found}


def codes(step):
    return [note.code for note in step.notes]


@pytest.fixture
def store():
    """The convenience store: six dimensions experienced, four expected, one weighed."""
    return [
        *typed("experience", price=7, image=7, service=6, product=6, convenience=5, relationship=4),
        *typed("expectation", product=7, price=7, convenience=7, image=7),
        *typed("importance", convenience=9),
    ]


@pytest.fixture
def aims():
    kept = dict.fromkeys(("price", "image", "service", "product", "relationship"), AS_IT_IS)
    return {"convenience": Ideal(10, "people come because it is near"), **kept}


def test_the_convenience_store_gives_the_numbers_of_the_method_book(store, aims):
    found = steps(store, aims)
    assert {step.dimension: step.satisfaction for step in found} == {
        "convenience": -2,
        "product": -1,
        "price": 0,
        "image": 0,
        "service": None,
        "relationship": None,
    }
    assert {step.dimension: step.gap for step in found} == {
        "convenience": -5,
        "product": 0,
        "price": 0,
        "image": 0,
        "service": 0,
        "relationship": 0,
    }
    first = found[0]
    assert (first.dimension, first.importance, first.key_experience) == ("convenience", 9, -18)
    assert (first.ideal, first.to_close, first.reason) == (10, 5, "people come because it is near")
    assert [step.key_experience for step in found[1:]] == [None] * 5
    assert key_dissatisfactions(found) == [first] and key_delights(found) == []


def test_as_it_is_and_the_number_itself_are_the_same_ideal(store):
    numbers = {"price": 7, "image": 7, "service": 6, "product": 6, "convenience": 10, "relationship": 4}
    assert [step.gap for step in steps(store, numbers)] == [-5, 0, 0, 0, 0, 0]


def test_the_watch_was_cheaper_than_planned_and_still_disappointed():
    """He planned 150, got it for the 100 he first named: and had expected to bargain."""
    watch = [
        *typed("experience", price=9, bargaining=2),
        *typed("expectation", price=7, bargaining=8),
        *typed("importance", price=6, bargaining=8),
    ]
    found = steps(watch)
    assert [(step.dimension, step.satisfaction, step.key_experience) for step in found] == [
        ("bargaining", -6, -48),
        ("price", 2, 12),
    ]
    assert [step.standing for step in found] == ["below", "exceeds"]


def test_the_group_photo_was_what_was_expected_and_that_is_satisfied():
    (photo,) = steps([*typed("experience", service=7.1), *typed("expectation", service=7.1)])
    assert (photo.satisfaction, photo.standing) == (0, "meets")


def test_the_parcel_came_before_it_was_expected():
    parcel = [
        *typed("experience", delivery=9),
        *typed("expectation", delivery=6),
        *typed("importance", delivery=5),
    ]
    (step,) = key_delights(steps(parcel))
    assert (step.satisfaction, step.key_experience, step.standing) == (3, 15, "exceeds")


def test_a_survey_without_importance_ranks_by_satisfaction_and_says_so():
    found = steps(
        [*typed("experience", price=8, product=5, service=3), *typed("expectation", price=7, product=7)]
    )
    assert [step.dimension for step in found] == ["product", "price", "service"]
    assert all("experience.no_importance" in codes(step) for step in found)
    assert all(step.key_experience is None for step in found)
    assert key_dissatisfactions(found) == [] and key_delights(found) == []


def test_an_ideal_below_the_experience_is_said_and_leaves_nothing_to_close():
    (step,) = steps(typed("experience", image=8), {"image": 6})
    assert (step.gap, step.to_close) == (2, 0)
    assert "experience.ideal_below" in codes(step)
    assert "6.0" in step.notes[-1].say() and "8.0" in step.notes[-1].say("zh-hans")


def test_an_ideal_that_nobody_chose_leaves_the_gap_unknown_even_where_one_was_asked():
    (step,) = steps([*typed("experience", image=8), *typed("ideal", image=9)])
    assert (step.ideal, step.asked_ideal, step.gap, step.to_close) == (None, 9, None, None)
    assert "experience.ideal_not_chosen" in codes(step)


def test_a_dimension_that_is_aimed_at_before_it_is_scored_is_unknown_and_kept():
    (step,) = steps([], {"service": 9})
    assert (step.experience, step.ideal, step.gap) == (None, 9, None)
    assert steps([]) == []


def test_a_mean_of_too_few_answers_is_withheld_and_what_rests_on_it_unknown():
    few = [Score("price", "experience", "customers", 3.0, 4), *typed("expectation", price=7)]
    (step,) = steps(few, {"price": 9})
    assert (step.experience, step.experience_n, step.satisfaction, step.gap) == (None, 4, None, None)
    assert "experience.too_few" in codes(step)
    (enough,) = steps([Score("price", "experience", "customers", 3.0, 5), *typed("expectation", price=7)])
    assert enough.satisfaction == -4


def test_sources_are_kept_apart_and_stand_side_by_side():
    scores = [*typed("experience", service=6), *typed("experience", "management", service=9)]
    assert [step.experience for step in steps(scores)] == [6]
    assert [step.experience for step in steps(scores, respondent="management")] == [9]
    sides = by_source(scores)["service"]
    assert {who: score.mean for who, score in sides.items()} == {"customers": 6, "management": 9}


@pytest.mark.parametrize("value", [11, -0.1, math.nan])
def test_a_number_outside_the_scale_is_refused(value):
    with pytest.raises(OffScale):
        steps(typed("experience", price=value))
    with pytest.raises(OffScale):
        steps([], {"price": value})


def test_an_ideal_in_words_is_refused():
    with pytest.raises(OffScale):
        steps([], {"price": "high"})


def test_two_scores_for_one_thing_are_refused():
    twice = [*typed("experience", price=7), *typed("experience", price=8)]
    with pytest.raises(ScoredTwice):
        steps(twice)
    with pytest.raises(ScoredTwice):
        by_source(twice)


def measured(mean, half, kind, n=50):
    return Score("price", kind, "customers", mean, n, mean - half, mean + half)


def test_the_interval_of_satisfaction_needs_one_on_both_sides():
    both = [measured(6, 0.3, "experience"), measured(7, 0.4, "expectation")]
    (step,) = steps(both)
    assert (step.satisfaction_low, step.satisfaction_high) == pytest.approx((-1.5, -0.5))
    assert step.is_shown is True
    (one,) = steps([both[0], *typed("expectation", price=7)])
    assert (one.satisfaction, one.satisfaction_low, one.is_shown) == (-1, None, None)


def test_the_interval_of_the_same_persons_takes_the_place_of_the_independent_one():
    both = [measured(6, 0.3, "experience"), measured(7, 0.4, "expectation"), *typed("importance", price=8)]
    (step,) = steps(both, together={"price": (-1.2, -0.8)})
    assert (step.satisfaction_low, step.satisfaction_high) == (-1.2, -0.8)
    assert (step.key_experience_low, step.key_experience_high) == pytest.approx((-9.6, -6.4))


def test_the_interval_of_a_key_experience_knows_that_importance_was_measured_too():
    scores = [
        measured(6, 0.3, "experience"),
        measured(7, 0.4, "expectation"),
        measured(8, 1.0, "importance"),
    ]
    (step,) = steps(scores)
    half = math.hypot(8 * 0.5, 1 * 1.0)
    assert (step.key_experience_low, step.key_experience_high) == pytest.approx((-8 - half, -8 + half))


def test_a_step_is_written_out_with_its_notes():
    (step,) = steps(typed("experience", price=7))
    told = step.as_dict()
    assert told["experience"] == 7 and told["standing"] is None
    assert told["notes"][0] == {
        "code": "experience.not_asked",
        "facts": {"kind_en": "expectation", "kind_zh": "期望"},
    }


points = st.none() | st.floats(0, 10)


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(points, points, points, points)))
def test_unknown_is_never_zero_and_the_worst_comes_first(table):
    kinds = ("experience", "expectation", "importance")
    scores = [
        Score(name, kind, "customers", value)
        for name, values in table.items()
        for kind, value in zip(kinds, values, strict=False)
        if value is not None
    ]
    found = steps(scores, {name: values[3] for name, values in table.items() if values[3] is not None})
    for step in found:
        known = None not in (step.experience, step.expectation)
        assert (step.satisfaction is not None) == known
        assert (step.key_experience is not None) == (known and step.importance is not None)
        assert (step.gap is not None) == (step.experience is not None and step.ideal is not None)
    keys = [step.key_experience for step in found]
    known = [key for key in keys if key is not None]
    assert known == sorted(known) and keys[len(known) :] == [None] * (len(keys) - len(known))
