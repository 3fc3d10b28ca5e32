"""`guanxi lifetime --model bg-bb`: the published donors counted, and order lists cut into periods."""

from __future__ import annotations

import json

import pytest

from tests.knowledge.lifetime.test_bg_bb import DONORS


@pytest.fixture
def lifetime(guanxi, tmp_path):
    def run(text: str, *options):
        (tmp_path / "list.csv").write_text(text, "utf-8")
        answer = guanxi("lifetime", tmp_path / "list.csv", "--model", "bg-bb", *options, "--json")
        return json.loads(answer.said) if answer.code == 0 else answer.complaint

    return run


def donors_counted() -> str:
    lines = (f"{gave},{last},6,{people}" for gave, last, people in DONORS)
    return "\n".join(["donations,last donation,opportunities,donors", *lines])


def donors_in_orders(every: int = 40) -> str:
    """An order list in which every so-manieth donor gives once in each of the years they gave in."""
    lines, who = ["customer,date,amount"], 0
    for gave, last, people in DONORS:
        years = sorted({*range(1, gave), last}) if gave else []
        for _ in range(round(people / every)):
            who += 1
            lines += [f"D{who},{1995 + year}-06-{1 + who % 28:02d},20" for year in (0, *years)]
    return "\n".join(lines)


def test_the_published_donors_print_the_published_parameters(lifetime):
    found = lifetime(donors_counted(), "--unit", "year", "--history", "6,6,6", "--ahead", "5")
    printed = {"alpha": 1.204, "beta": 0.750, "gamma": 0.657, "delta": 2.783}
    assert found["parameters"] == pytest.approx(printed, abs=0.0005)
    assert found["log_likelihood"] == pytest.approx(-33_225.6, abs=0.05)
    assert (found["customers"], found["histories"], found["read"]["as"]) == (11_104, 22, "counts")
    assert found["forecast"]["p_alive"] == pytest.approx(0.93, abs=0.005)
    assert found["forecast"]["expected_purchases"] == pytest.approx(3.75, abs=0.005)
    assert sum(found["forecast"]["chances"]) == pytest.approx(1)
    for name in ("p_alive", "expected_purchases", "discounted_purchases"):
        low, value, high = (found["forecast"][name + end] for end in ("_low", "", "_high"))
        assert low < value < high


def test_an_order_list_is_cut_into_the_same_opportunities(lifetime):
    found = lifetime(donors_in_orders(), "--unit", "year", "--as-of", "2001-12-31")
    counted = [(gave, last, round(people / 40)) for gave, last, people in DONORS]
    text = "\n".join(["purchases,last,n,customers", *(f"{x},{t},6,{n}" for x, t, n in counted)])
    assert found["parameters"] == pytest.approx(lifetime(text, "--unit", "year")["parameters"])
    assert found["customers"] == sum(n for *_, n in counted)
    assert (found["read"]["as"], found["as_of"]) == ("orders", "2001-12-31")


def test_a_year_that_is_not_over_is_no_opportunity_yet(lifetime):
    found = lifetime(donors_in_orders(), "--unit", "year", "--as-of", "2001-12-30")
    assert "lifetime.period_not_over" in {note["code"] for note in found["notes"]}
    assert (
        found["parameters"]
        != lifetime(donors_in_orders(), "--unit", "year", "--as-of", "2001-12-31")["parameters"]
    )


@pytest.mark.parametrize("unit", ["week", "month", "quarter"])
def test_any_calendar_period_may_be_the_opportunity(lifetime, unit):
    lines = ["customer,date,amount"]
    for who in range(60):
        stops = 1 + who % 11
        lines += [f"C{who},2023-{month:02d}-{1 + who % 28:02d},5" for month in range(1, 13) if month <= stops]
        lines += [f"C{who},2023-12-05,5"] * (who % 13 == 0)
    found = lifetime("\n".join(lines), "--unit", unit, "--as-of", "2023-12-31")
    assert found["model"] == "bg-bb" and found["unit"] == unit
    assert found["customers"] <= 60


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("3,2,6,5", "1 histories are impossible"),
        ("2.5,3,6,5", "1 histories are impossible"),
        ("-1,0,6,5", "1 histories are impossible"),
        ("2,0,6,5", "1 histories are impossible"),
        ("1,7,6,5", "1 histories are impossible"),
        ("1,1,6,2.5", "1 histories are impossible"),
        ("nan,1,6,2", "a number is needed"),
        ("one,1,6,2", "a number is needed"),
    ],
)
def test_impossible_counts_are_refused(lifetime, row, said):
    assert said in lifetime(donors_counted() + "\n" + row)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("purchases,last,opportunities,customers\n0,0,6,100\n", "Only 0 of 100 customers bought"),
        ("purchases,last,opportunities,customers\n3,4,6,1\n", "Only 1 of 1 customers"),
        ("purchases,last,opportunities,customers\n1,1,2,100\n0,0,2,50\n", "at most 2 opportunities"),
        ("purchases,last,opportunities,customers\n6,6,6,100\n", "no evidence that anybody"),
        ("purchases,last,opportunities,customers\n0,0,6,0\n", "Only 0 of 0 customers"),
        ("customer,date,amount\nA,2024-01-01,5\nB,2024-01-02,6\n", "has had an opportunity"),
    ],
)
def test_too_little_to_learn_from_is_one_sentence(lifetime, text, said):
    assert said in lifetime(text, "--unit", "year")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--history", "3,2,6", "purchases,last,opportunities"),
        ("--history", "1,nan,6", "purchases,last,opportunities"),
        ("--ahead", "-2", "ahead is -2"),
        ("--unit", "decade", "day, week, month, quarter, year"),
    ],
)
def test_a_wrong_option_is_answered_with_what_is_allowed(lifetime, option, value, said):
    assert said in lifetime(donors_counted(), option, value)
