"""`guanxi retention`: cohorts, Kaplan-Meier and Cox from a file, and one sentence when there is no answer."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest

AS_OF = ("--as-of", "2024-06-30")


@pytest.fixture
def retention(guanxi, tmp_path):
    def run(text: str, *options):
        (tmp_path / "members.csv").write_text(text, "utf-8")
        answer = guanxi("retention", tmp_path / "members.csv", *options, "--json")
        return json.loads(answer.said) if answer.code == 0 else answer.complaint

    return run


def members(customers: int = 400, seed: int = 4) -> str:
    """Members who came over 2023; those of the agent leave twice as fast."""
    rng = np.random.default_rng(seed)
    lines = ["member,joined,left,channel,age"]
    for who in range(customers):
        start = date(2023, 1, 1) + timedelta(days=int(rng.integers(0, 365)))
        agent = rng.random() < 0.4
        end = start + timedelta(days=int(rng.exponential(150 if agent else 300)) + 1)
        left = end.isoformat() if end <= date(2024, 6, 30) else ""
        lines.append(f"M{who},{start},{left},{'agent' if agent else 'web'},{rng.integers(20, 60)}")
    return "\n".join(lines)


def test_contracts_give_cohorts_a_curve_and_hazard_ratios(retention):
    found = retention(members(), *AS_OF, "--unit", "quarter", "--feature", "channel", "--feature", "age")
    assert [one["cohort"] for one in found["cohorts"]] == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
    assert sum(one["customers"] for one in found["cohorts"]) == found["kaplan_meier"]["customers"] == 400
    for one in found["cohorts"]:
        shares = [period["share"] for period in one["periods"]]
        assert shares == sorted(shares, reverse=True) and len(shares) >= 2
    terms = {term["feature"]: term for term in found["hazards"]["terms"]}
    assert (terms["channel"]["group"], terms["channel"]["against"]) == ("agent", "web")
    assert terms["channel"]["low"] < 2 < terms["channel"]["high"]
    assert terms["age"]["low"] < 1 < terms["age"]["high"]


def test_the_same_in_words(guanxi, tmp_path):
    (tmp_path / "members.csv").write_text(members())
    asked = ("retention", tmp_path / "members.csv", *AS_OF, "--unit", "quarter", "--feature", "channel")
    said = guanxi(*asked).said
    assert "2023-Q1" in said and "Half have left after" in said and "channel: agent / web" in said
    assert "离开一半" in guanxi(*asked, "--lang", "zh").said


def test_an_order_list_gives_the_share_that_buys_again(retention):
    orders = ("A,2024-01-05", "B,2024-01-09", "A,2024-02-05", "B,2024-03-05", "C,2024-03-07")
    text = "customer,date,amount\n" + "".join(f"{order},9\n" for order in orders)
    found = retention(text, "--as-of", "2024-03-31")
    assert found["as"] == "orders" and found["kaplan_meier"] is None
    assert [[period["share"] for period in one["periods"]] for one in found["cohorts"]] == [[0.5, 0.5], []]


def test_ratios_that_cannot_be_told_leave_the_curves_and_say_why(retention):
    found = retention(members(12), *AS_OF, "--feature", "channel")
    assert found["hazards"] is None and found["kaplan_meier"]["customers"] == 12
    assert "lifetime.too_few_ends" in {note["code"] for note in found["notes"]}


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (members(20), (), "--as-of"),
        (members(20), ("--as-of", "2020-01-01"), "No renewal of these"),
        (members(20), (*AS_OF, "--unit", "week"), "month, quarter, year"),
        (members(20), (*AS_OF, "--level", "1"), "level is 1"),
        (members(20), (*AS_OF, "--level", "nan"), "level is nan"),
        (members(20), (*AS_OF, "--feature", "colour"), "There is no column colour"),
        ("customer,date,amount\nA,2024-01-05,9\n", ("--feature", "amount"), "only be learnt from contracts"),
        ("customer,date,amount\nA,2024-01-05,9\n", (), "has had an opportunity"),
        ("a,b\n1,2\n", (), "the columns are: a, b"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(retention, text, options, said):
    assert said in retention(text, *options)
