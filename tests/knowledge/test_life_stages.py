"""Life stages: the four homes by hand, closed forms against sums and simulated lives, honest refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.knowledge.life_stages import (
    FOUR_HOMES,
    ImpossibleSchedule,
    ImpossibleStage,
    NotSaidOfCustomer,
    Schedule,
    Stage,
    UnknownStage,
    life_value,
    schedule,
)

# The four homes with dates that are the same for all, so that a pencil can follow.
HOMES = Schedule(
    (
        Stage("first home", 0.5, 1000, 0.1, age=30),
        Stage("first move", 0.6, 2000, 0.1, after=10),
        Stage("second move", 0.5, 3000, 0.1, cost=20, after=10),
        Stage("retirement home", 0.2, 1500, 0.1, age=60),
    )
)


def test_the_four_homes_by_pencil():
    found = life_value(HOMES, age=25, discount=0.05)
    assert [part.probability for part in found.stages] == pytest.approx([0.5, 0.3, 0.15, 0.2])
    assert [part.expected_in_years for part in found.stages] == pytest.approx([5, 15, 25, 35])
    by_hand = [0.5 * 100 / 1.05**5, 0.3 * 200 / 1.05**15, 0.15 * 280 / 1.05**25, 0.2 * 150 / 1.05**35]
    assert [part.value for part in found.stages] == pytest.approx(by_hand)
    assert found.value == pytest.approx(sum(by_hand))


def test_a_stage_that_is_done_is_not_counted_again_and_the_next_is_reckoned_from_it():
    found = life_value(HOMES, age=36, done="first home", years_since=6, discount=0.05)
    assert [part.status for part in found.stages] == ["done", "ahead", "ahead", "ahead"]
    assert [part.probability for part in found.stages] == pytest.approx([0, 0.6, 0.3, 0.2])
    assert found.stages[1].value == pytest.approx(0.6 * 200 / 1.05**4)


def test_a_stage_whose_time_is_over_is_missed_and_so_are_those_that_follow_from_it():
    found = life_value(HOMES, age=31)
    assert [part.status for part in found.stages] == ["missed", "missed", "missed", "ahead"]
    assert [part.expected_in_years for part in found.stages] == [None, None, None, 29]


def test_the_range_runs_over_every_life_that_may_come():
    found = life_value(HOMES, age=25, discount=0.05, level=0.9)
    # Nothing is bought in 0.5 x 0.8 of the lives; everything in 0.03 of them; all but the last home in 0.12.
    assert found.low == 0
    worth = [part.factor * part.profit for part in found.stages]
    assert found.high == pytest.approx(sum(worth[:3]))


@pytest.mark.parametrize(
    ("age", "done", "since"), [(25, None, None), (40, "first home", 9.0), (55, "second move", 3.0)]
)
def test_dates_that_differ_agree_with_simulated_lives(age, done, since):
    found = life_value(FOUR_HOMES, age=age, done=done, years_since=since, discount=0.05)
    rng, lives = np.random.default_rng(8), 400_000
    worth = np.zeros(lives)
    place, alive = FOUR_HOMES.place(done), np.ones(lives, bool)
    bought, at = np.ones(lives, bool), np.full(lives, -(since or 0.0))
    for number, stage in enumerate(FOUR_HOMES.stages[place:], place):
        years = rng.gamma((stage.years / stage.spread) ** 2, stage.spread**2 / stage.years, lives)
        wants = rng.random(lives) < stage.probability
        when = years - age if stage.age is not None else at + years
        wants &= bought if stage.after is not None else True
        if stage.age is not None or number == place:
            alive &= ~(wants & (when < 0))  # seen not to have bought yet
        worth += np.where(wants, stage.profit * 1.05 ** -np.maximum(when, 0), 0.0)
        bought, at = wants, when
    error = worth[alive].std() / np.sqrt(alive.sum())
    assert found.value == pytest.approx(worth[alive].mean(), abs=4 * error)
    low, high = np.quantile(worth[alive], [0.05, 0.95])
    assert found.low == pytest.approx(low, abs=0.01 * high) and found.high == pytest.approx(high, rel=0.03)


probabilities = st.floats(0, 1)


@given(
    chances=st.lists(probabilities, min_size=4, max_size=4),
    age=st.floats(0, 100),
    level=st.floats(0.5, 0.99),
    discount=st.floats(0.01, 0.5),
)
def test_the_parts_make_the_value_and_the_range_holds_within_all_and_nothing(chances, age, level, discount):
    plan = Schedule(
        tuple(
            Stage(s.name, p, s.amount, s.margin, s.cost, s.age, s.after, s.spread)
            for s, p in zip(FOUR_HOMES.stages, chances, strict=True)
        )
    )
    found = life_value(plan, age=age, discount=discount, level=level)
    assert found.value == pytest.approx(sum(part.value for part in found.stages))
    assert 0 <= found.low <= found.high <= sum(part.profit for part in found.stages) + 1e-6
    assert all(0 <= part.probability <= 1 and 0 <= part.factor <= 1 for part in found.stages)


@given(age=st.floats(20, 60))
def test_who_has_waited_longer_is_less_likely_to_buy_the_first_home(age):
    younger, older = (life_value(FOUR_HOMES, age=years).stages[0].probability for years in (age, age + 1))
    assert older <= younger <= 0.7


def test_a_schedule_is_data_and_comes_back_as_it_was():
    assert schedule(FOUR_HOMES.as_dict()["stages"]) == FOUR_HOMES


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"probability": 1.2}, "probability"),
        ({"probability": float("nan")}, "probability"),
        ({"probability": None}, "probability"),
        ({"probability": "70 %"}, "probability"),
        ({"probability": True}, "probability"),
        ({"amount": -5}, "amount"),
        ({"amount": float("inf")}, "amount"),
        ({"margin": 12}, "margin"),
        ({"cost": -1}, "cost"),
        ({"age": 200}, "age"),
        ({"age": None}, "age, after"),
        ({"after": 3}, "age, after"),
        ({"age": None, "after": 3}, "after"),
        ({"spread": -1}, "spread"),
        ({"spread": 31}, "spread"),
        ({"name": " "}, "name"),
        ({"colour": 3}, "colour"),
    ],
)
def test_an_impossible_stage_is_refused_by_column(change, column):
    row = {"name": "home", "probability": 0.5, "amount": 100, "age": 30, "spread": 2} | change
    with pytest.raises(ImpossibleStage) as refusal:
        schedule([row])
    assert refusal.value.facts["column"] == column


def test_a_schedule_that_cannot_be_is_refused():
    home = {"name": "home", "probability": 0.5, "amount": 100, "age": 30}
    with pytest.raises(ImpossibleSchedule):
        schedule([])
    with pytest.raises(ImpossibleSchedule):
        schedule([home | {"name": str(n), "age": n} for n in range(51)])
    with pytest.raises(ImpossibleSchedule):
        schedule([home, home | {"name": "earlier", "age": 20}])
    with pytest.raises(ImpossibleStage):
        schedule([home, home])


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({}, NotSaidOfCustomer),
        ({"age": 35, "done": "first home"}, NotSaidOfCustomer),
        ({"age": 35, "done": "castle", "years_since": 3}, UnknownStage),
        ({"age": -1}, ImpossibleStage),
        ({"age": float("nan")}, ImpossibleStage),
        ({"age": 35, "done": "first home", "years_since": -2}, ImpossibleStage),
        ({"age": 35, "discount": 0}, ImpossibleStage),
        ({"age": 35, "discount": float("nan")}, ImpossibleStage),
        ({"age": 35, "level": 1}, ImpossibleStage),
        ({"age": 35, "level": 0}, ImpossibleStage),
    ],
)
def test_an_absurd_question_is_refused(asked, error):
    with pytest.raises(error) as refusal:
        life_value(FOUR_HOMES, **asked)
    assert "{" not in str(refusal.value)
