"""The customer's own gap: drawn to all, in words, every number with its formula."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from django.utils import translation

from guanxi.knowledge.gap_outlook import own_gap
from guanxi.web.insight import own_gap as page
from guanxi.web.insight.models import Profile, Snapshot

AS_OF = date(2024, 6, 28)
BUYING = {
    "model": "mbg-cnbd-2",
    "unit": "week",
    "customers": 2400,
    "parameters": {"r": 1.2, "alpha": 3.0, "a": 0.8, "b": 2.5},
}
CARD = {"models": [BUYING]}
GAPS = {
    "model": "gamma-gaps",
    "customers": 900,
    "parameters": {"k": 3.0, "r": 5.0, "beta": 40.0, "stop": 0.1},
}


def shown(*, purchase_days=6, last_days=150, silent_days=90, card=CARD, language="en"):
    last = AS_OF - timedelta(days=silent_days)
    profile = Profile(
        purchase_days=purchase_days,
        first_purchase_on=last - timedelta(days=last_days),
        last_purchase_on=last,
    )
    with translation.override(language):
        return page.of(profile, Snapshot(card=card, as_of=AS_OF), language)


def test_the_chance_of_a_silence_is_what_simulated_customers_do():
    found = own_gap(CARD, purchase_days=6, last_days=150, silent_days=90)
    rng = np.random.default_rng(8)
    # Two hidden steps make a purchase; rates drawn to five gaps over 150 days.
    rates = rng.gamma(1.2 + 2 * 5, 1 / (3.0 * 7 + 150), 200_000)
    gaps = rng.gamma(2, 1 / rates)
    # Four standard errors of a share of 200,000, and a hundredth of a gap.
    assert found.chance == pytest.approx((gaps > 90).mean(), abs=0.002)
    assert found.usual_days == pytest.approx(np.median(gaps), rel=0.01)
    low, high = np.quantile(gaps, [0.05, 0.95])
    assert (found.low_days, found.high_days) == (pytest.approx(low, rel=0.03), pytest.approx(high, rel=0.02))


def test_few_gaps_are_drawn_to_all_and_many_speak_for_themselves():
    everybody = own_gap(CARD, purchase_days=1, last_days=0, silent_days=0)
    few = own_gap(CARD, purchase_days=2, last_days=100, silent_days=0)
    many = own_gap(CARD, purchase_days=41, last_days=4000, silent_days=0)
    assert everybody.usual_days == everybody.everybody_days
    assert everybody.usual_days < few.usual_days < many.usual_days
    assert everybody.own_mean_days is None and few.own_mean_days == many.own_mean_days == 100


def test_the_gaps_own_model_goes_before_the_model_of_buying():
    card = CARD | {"cuts": {"warning": {"own_rhythm": {"model": GAPS}}}}
    assert own_gap(card, purchase_days=3, last_days=30, silent_days=5).model == "gamma-gaps"
    assert own_gap(CARD, purchase_days=3, last_days=30, silent_days=5).model == "mbg-cnbd-2"


def test_without_a_model_or_a_purchase_nothing_is_said():
    assert shown(card={"models": []}) is None
    assert own_gap(CARD, purchase_days=0, last_days=0, silent_days=0) is None
    assert page.of(Profile(purchase_days=None), Snapshot(card=CARD, as_of=AS_OF), "en") is None


@pytest.mark.parametrize(
    ("silent", "word", "said"),
    [
        (0, "Nothing unusual.", "They bought on the business date itself."),
        (
            20,
            "Nothing unusual.",
            "of such customers who buy again, about 3 in 5 are silent that long in between",
        ),
        (60, "Longer than usual.", "Silent for 60 days: of such customers who buy again, about 1 in"),
        (300, "Very unusual silence.", "fewer than 1 in 200 are silent"),
    ],
)
def test_the_silence_is_said_in_counts_of_customers(silent, word, said):
    found = shown(silent_days=silent)
    assert found.unusual == word
    assert said in found.said


def test_every_number_has_its_formula_with_this_customers_figures():
    figures = {each.label: each for each in shown().figures}
    assert list(figures) == ["Usual gap", "Nine of ten gaps", "Such a silence", "Their own average so far"]
    assert "k = 2, r = 1.2, β = 21" in figures["Usual gap"].figures
    assert "shape r + k·n = 11.2, days D = β + T = 171" in figures["Such a silence"].figures
    assert figures["Their own average so far"].figures == "150 / 5"


def test_who_bought_once_has_the_rhythm_of_all_and_no_average():
    found = shown(purchase_days=1, last_days=0)
    assert [each.label for each in found.figures][-1] == "Such a silence"
    assert "Bought on one day only" in found.drawn


def test_short_gaps_keep_a_tenth_of_a_day():
    figures = {each.label: each.value for each in shown(purchase_days=251, last_days=355).figures}
    assert figures["Their own average so far"] == "1.4 days"
    assert figures["Nine of ten gaps"].startswith("0.") and figures["Nine of ten gaps"].endswith(" days")


def test_it_is_said_in_chinese():
    found = shown(silent_days=60, language="zh-hans")
    assert found.unusual == "比平时久。"
    assert found.said.startswith("已沉默 60 天：这样的客户若还会再买，约每")
    assert "向全体客户的节奏" in found.drawn
