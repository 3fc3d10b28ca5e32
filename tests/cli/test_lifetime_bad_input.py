"""`guanxi lifetime` for the models of buying and spending: refusals with a code, rules that are named."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

MODELS = ("bg-nbd", "mbg-nbd", "pareto-nbd", "bg-cnbd-2", "mbg-cnbd-k")


@pytest.fixture
def lifetime(guanxi, tmp_path):
    def run(rows: list[tuple], *options):
        lines = [f"{who},{day},{amount}" for who, day, amount in rows]
        (tmp_path / "orders.csv").write_text("\n".join(["customer,date,amount", *lines]), "utf-8")
        answer = guanxi("lifetime", tmp_path / "orders.csv", *options, "--json")
        return json.loads(answer.said) if answer.code == 0 else answer.complaint

    return run


def regulars(customers: int, days: int = 6, amount=lambda who, n: 10 + who % 7) -> list[tuple]:
    """Customers who buy every other week for a while, some less long than others, and then stop."""
    start = date(2024, 1, 1)
    return [
        (f"C{who}", start + timedelta(days=who % 20 + 14 * n + (who * n) % 5), amount(who, n))
        for who in range(customers)
        for n in range(1 + who % days)
    ]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("A", "2024-01-01", 5)], "None of the 1 customers"),
        ([("A", "2024-01-01", 5), ("A", "2024-02-01", 5)], "Only 1 of 1 customers"),
        ([(f"C{i}", "2024-01-01", 5) for i in range(50)], "None of the 50 customers"),
    ],
    ids=["one customer", "one who came back", "nobody came back"],
)
def test_too_few_to_learn_from_is_one_sentence_for_every_model(lifetime, model, rows, said):
    assert said in lifetime(rows, "--model", model, "--as-of", "2024-06-30")


@pytest.mark.parametrize("model", MODELS)
def test_identical_customers_are_refused_or_said(lifetime, model):
    rows = [(f"C{i}", f"2024-0{1 + n}-10", 5) for i in range(100) for n in range(4)]
    found = lifetime(rows, "--model", model, "--as-of", "2024-06-30")
    if isinstance(found, dict):
        assert found["notes"] and found["standard_errors"] is None
    else:
        assert "100 customers" in found and "Traceback" not in found


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--ahead", "0", "ahead is 0"),
        ("--ahead", "-3", "ahead is -3"),
        ("--ahead", "nan", "ahead is nan"),
        ("--ahead", "inf", "ahead is inf"),
        ("--ahead", "1e9", "ahead is"),
        ("--history", "2,nan,38", "is not a history"),
        ("--history", "2,inf,inf", "is not a history"),
        ("--history", "2.5,30,38", "is not a history"),
        ("--history", "-1,0,38", "is not a history"),
        ("--history", "2,0,38", "is not a history"),
        ("--history", "0,3,38", "is not a history"),
        ("--history", "2,40,38", "is not a history"),
        ("--history", "2,3", "is not a history"),
        ("--unit", "month", "day, week"),
        ("--as-of", "2023-01-01", "2023-01-01"),
        ("--as-of", "soon", "soon"),
    ],
)
def test_an_absurd_option_is_refused(lifetime, option, value, said):
    assert said in lifetime(regulars(60), option, value)


def test_amounts_that_cannot_be_read_are_set_aside_and_counted(lifetime):
    found = lifetime([*regulars(80), ("C1", "2024-03-03", "nan"), ("C2", "soon", 5)], "--as-of", "2024-06-30")
    assert found["read"]["rows_set_aside"] == 2 and sum(found["read"]["set_aside"].values()) == 2


def test_who_returned_all_they_bought_is_left_out_of_the_spend_model_and_said(lifetime):
    takes_back = [("R", "2024-01-05", 10), ("R", "2024-02-05", 10), ("R", "2024-02-06", -30)]
    found = lifetime([*regulars(80), *takes_back], "--model", "gamma-gamma", "--as-of", "2024-06-30")
    noted = {note["code"]: note["facts"] for note in found["notes"]}
    assert noted["lifetime.no_positive_spend"] == {"customers": 1}


def test_free_orders_are_counted_and_said(lifetime):
    found = lifetime([*regulars(80), ("C5", "2024-05-05", 0)], "--as-of", "2024-06-30")
    noted = {note["code"]: note["facts"] for note in found["notes"]}
    assert noted["lifetime.free_days_counted"] == {"days": 1}


def test_spend_that_goes_with_frequency_is_measured_and_said(lifetime):
    tied = regulars(120, amount=lambda who, n: 5 * (1 + who % 6))
    alone, beside = (
        lifetime(tied, "--model", model, "--as-of", "2024-06-30") for model in ("gamma-gamma", "bg-nbd")
    )
    for found, spend in ((alone, alone), (beside, beside["spend"])):
        assert spend["spend_frequency_correlation"] > 0.9
        assert "lifetime.spend_goes_with_frequency" in {note["code"] for note in found["notes"]}


def test_spend_that_does_not_is_measured_all_the_same(lifetime):
    found = lifetime(regulars(120), "--model", "gamma-gamma", "--as-of", "2024-06-30")
    assert abs(found["spend_frequency_correlation"]) < 0.3
    assert "lifetime.spend_goes_with_frequency" not in {note["code"] for note in found["notes"]}


def test_customers_who_all_spend_the_same_get_purchases_and_no_money(lifetime):
    found = lifetime(regulars(120, amount=lambda who, n: 9), "--as-of", "2024-06-30")
    assert found["spend"] is None and found["parameters"]
    assert "lifetime.everyone_spends_the_same" in {note["code"] for note in found["notes"]}
    alone = lifetime(
        regulars(120, amount=lambda who, n: 9), "--model", "gamma-gamma", "--as-of", "2024-06-30"
    )
    assert "spend the same" in alone


@pytest.mark.parametrize(
    ("model", "option", "value"),
    [
        ("bg-nbd", "--strategy", "more: more_orders=0.1"),
        ("bg-nbd", "--age", "30"),
        ("sbg", "--stage", "first home,3"),
        ("gamma-gamma", "--history", "2,3,4"),
        ("ltv", "--ahead", "3"),
        ("pareto-nbd", "--discount", "0.1"),
    ],
)
def test_an_option_that_means_nothing_to_the_model_is_not_passed_over(lifetime, model, option, value):
    said = lifetime(regulars(5), "--model", model, option, value)
    assert f"{option} means nothing to {model}" in said
