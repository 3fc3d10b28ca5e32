"""What a customer said stands on the customer's page, and every unknown says why it is one."""

from __future__ import annotations

from datetime import date

import pytest

from guanxi.web.insight import said, standing
from guanxi.web.insight.models import Profile

CARD = {
    "cuts": {"voice": {"since": "2023-01-01", "customers": 1200}},
    "settings": {"emotional_weight": 0.5},
}
ANSWERED = Profile(
    customer_id="A",
    last_answered_on=date(2024, 6, 1),
    satisfaction_price=-3.0,
    emotional_loyalty=80.0,
    emotional_parts_known=2,
)
SILENT = Profile(customer_id="S")


def test_only_what_was_said_is_shown_and_nothing_of_who_was_never_asked():
    name, measures = standing.groups(ANSWERED)[-1]
    assert name == "What they say"
    assert [each.name for each in measures] == [
        "last_answered_on",
        "satisfaction_price",
        "emotional_loyalty",
        "emotional_parts_known",
    ]
    assert all(group != "What they say" for group, _ in standing.groups(SILENT))


def test_the_loyalty_index_says_whether_feeling_is_in_it():
    since, both = said.how("loyalty_index", CARD, ANSWERED)
    assert "1,200 customers gave one" in since and "weighs 50%" in both
    assert "the index is what they do" in said.how("loyalty_index", CARD, SILENT)[-1]
    assert said.how("spend", CARD, ANSWERED) == [] == said.how("loyalty_index", {}, ANSWERED)


@pytest.mark.parametrize(
    ("profile", "name", "why"),
    [
        (SILENT, "emotional_loyalty", "was not asked, or did not answer"),
        (ANSWERED, "satisfaction_service", "both what they experienced and what they expected"),
        (ANSWERED, "asked_satisfaction", "but not this question"),
        (SILENT, "spend", ""),
    ],
)
def test_an_unknown_answer_says_why(profile, name, why):
    assert why in said.why_unknown(name, profile) and bool(why) == bool(said.why_unknown(name, profile))
