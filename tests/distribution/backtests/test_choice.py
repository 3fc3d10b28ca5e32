"""The rule of the choice: least error, honest models only, the simpler in a tie, no praise undeserved."""

import numpy as np
import pytest

from guanxi.distribution.backtests.baselines import BEFORE, COHORT, LAST_YEAR, Forecast
from guanxi.distribution.backtests.choice import Choice, cell
from guanxi.knowledge.lifetime.titles import model_title
from guanxi.sentences import say

MODELS = ("bg-nbd", "pareto-nbd", "mbg-cnbd-k")
NAMES = {"bg-nbd": "bg-nbd", "pareto-nbd": "pareto-nbd", "mbg-cnbd-k": "mbg-cnbd-2"}


@pytest.fixture
def choice():
    """A choice over three forecasts in which each is off by the same noise, as much as the size given."""

    def choose(noise, *, refused=(), customers=2000):
        rng = np.random.default_rng(3)
        cells = []
        for _ in range(3):
            came, off = rng.gamma(1, 100, customers), rng.normal(0, 1, customers)
            usual = {LAST_YEAR: 50, BEFORE: 60, COHORT: 100} | noise
            said = {name: came + size * off for name, size in usual.items()}
            forecasts = {name: Forecast(values, values) for name, values in said.items()}
            cells.append(cell(forecasts, came, slice(None), "spend"))
        return Choice(cells, MODELS, refused)

    return choose


def test_the_model_with_the_least_error_is_chosen(choice):
    found = choice({"bg-nbd": 45, "pareto-nbd": 30, "mbg-cnbd-k": 40}).as_dict(NAMES)
    assert (found["model"], found["naive"]) == ("pareto-nbd", LAST_YEAR)
    assert found["beats_naive"]
    best = found["standing"][0]
    assert (best["model"], best["cells"], best["tied"]) == ("pareto-nbd", 3, True)
    assert best["ratio_to_naive"] == pytest.approx(30 / 50)


def test_in_a_tie_the_simpler_model_is_chosen(choice):
    found = choice({"bg-nbd": 30.2, "pareto-nbd": 30, "mbg-cnbd-k": 29.9}).as_dict(NAMES)
    assert found["model"] == "bg-nbd"


def test_a_degenerate_model_is_not_chosen_however_good(choice):
    found = choice({"bg-nbd": 45, "pareto-nbd": 10, "mbg-cnbd-k": 40}, refused={"pareto-nbd"}).as_dict(NAMES)
    assert (found["model"], found["name"]) == ("mbg-cnbd-k", "mbg-cnbd-2")
    row = next(row for row in found["standing"] if row["model"] == "pareto-nbd")
    assert not row["eligible"]


def test_a_model_without_an_answer_somewhere_is_not_eligible(choice):
    some = choice({"bg-nbd": 45, "pareto-nbd": 30})
    assert some.eligible == ["bg-nbd", "pareto-nbd"]
    row = next(row for row in some.standing() if row["model"] == "mbg-cnbd-k")
    assert (row["cells"], row["error"], row["ratio_to_naive"]) == (0, None, None)


@pytest.mark.parametrize(
    ("noise", "code"),
    [(30, "backtest.beats_naive"), (50, "backtest.as_good_as_naive"), (70, "backtest.worse_than_naive")],
)
def test_the_verdict_says_whether_the_naive_rule_is_beaten(choice, noise, code):
    found = choice({name: noise for name in MODELS}).as_dict(NAMES)
    assert (found["code"], found["model"]) == (code, "bg-nbd")
    assert found["beats_naive"] == (code == "backtest.beats_naive")
    said = say(code, "en", **found["facts"])
    assert "BG/NBD" in said
    assert "the same as last year" in said
    assert "与去年相同" in say(code, "zh-hans", **found["facts"])


def test_without_an_honest_model_none_is_chosen_and_it_is_said(choice):
    found = choice({name: 30 for name in MODELS}, refused=set(MODELS)).as_dict({})
    assert (found["model"], found["name"], found["beats_naive"]) == (None, None, False)
    assert say(found["code"], "en", **found["facts"]).startswith("None of 3 models had an honest answer")


def test_a_naive_rule_that_makes_no_error_cannot_be_beaten(choice):
    found = choice({name: 30 for name in MODELS} | {LAST_YEAR: 0}).as_dict(NAMES)
    assert found["code"] == "backtest.worse_than_naive"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("bg-nbd", "BG/NBD"),
        ("pareto-nbd", "Pareto/NBD"),
        ("mbg-cnbd-2", "MBG/CNBD-2"),
        ("bg-cnbd-k", "BG/CNBD-k"),
    ],
)
def test_models_are_called_as_the_field_calls_them(name, title):
    assert model_title(name) == title
