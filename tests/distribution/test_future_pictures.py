"""The fan, equity by turn and one customer's bars: what is drawn is what was given; nothing is made up."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from guanxi.distribution.pictures import Voice, coming, equity_history, fan
from guanxi.distribution.pictures.coming import bars

AS_OF, VOICE = date(2024, 3, 29), Voice("en", "EUR")


def spend(expected: float) -> dict[str, float]:
    ends = {"low90": 0.8, "low50": 0.9, "high50": 1.1, "high90": 1.2}
    return {"expected": expected} | {name: share * expected for name, share in ends.items()}


AHEAD = [{"days": days, "purchases": None, "spend": spend(1000.0 * days)} for days in (91, 182, 273, 365)]
CAME = [{"days": days, "spend": 950.0 * days} for days in (30, 61, 91)]


def test_a_fan_begins_at_nothing_and_holds_both_ranges():
    drawn = fan(AHEAD, [], as_of=AS_OF, today=None, of="Everybody", voice=VOICE)
    assert drawn["data"]["forecast"][0] == ["2024-03-29", 0, 0, 0, 0, 0]
    assert drawn["data"]["forecast"][1] == ["2024-06-28", *(91_000.0 * np.array([1, 0.8, 1.2, 0.9, 1.1]))]
    assert drawn["title"] == "Everybody: probably €292,000 to €438,000 by 29 Mar 2025"
    assert drawn["data"]["actual"] == [] and len(drawn["table"]["rows"]) == 4


def test_what_came_is_drawn_over_it_and_stands_in_the_table():
    drawn = fan(AHEAD, CAME, as_of=AS_OF, today=date(2024, 6, 28), of="Everybody", voice=VOICE)
    assert drawn["data"]["actual"][-1] == ["2024-06-28", 86_450.0]
    assert "€86,450 had come by 28 Jun 2024" in drawn["title"]
    assert [row[1] for row in drawn["table"]["rows"][:3]] == ["—", "—", "€91,000"]


def test_without_a_range_or_a_spend_none_is_drawn():
    unsure = [row | {"spend": dict.fromkeys(row["spend"]) | {"expected": 5.0}} for row in AHEAD]
    drawn = fan(unsure, [], as_of=AS_OF, today=None, of="x", voice=VOICE)
    assert drawn["data"]["forecast"][1][2:] == [None] * 4 and drawn["table"]["rows"][0][2] == "—"
    assert (
        fan([row | {"spend": None} for row in AHEAD], [], as_of=AS_OF, today=None, of="x", voice=VOICE)
        is None
    )


@pytest.mark.parametrize(
    ("values", "said"), [((100.0, 150.0), "50% more"), ((100.0, 80.0), "20% less"), ((0.0, 0.0), "as on")]
)
def test_equity_says_which_way_it_went_since_the_turn_before(values, said):
    turns = [(date(2024, month, 1), 10, value) for month, value in zip((1, 4), values, strict=True)]
    assert said in equity_history(turns, of="x", years=3, voice=VOICE)["title"]
    assert equity_history(turns[:1], of="x", years=3, voice=VOICE) is None


@pytest.mark.parametrize(
    ("counts", "names"),
    [
        ([1.0], ["0"]),
        ([0.5, 0.5], ["0", "1"]),
        ([0.2, 0.3, 0.3, 0.199, 0.001], ["0", "1", "2", "3+"]),
        ([0.0, *[1 / 30] * 30], ["0", "1–4", "5–8", "9–12", "13–16", "17–20", "21–24", "25–28", "29–30"]),
    ],
)
def test_bars_are_few_and_hold_everything(counts, names):
    found = bars(np.array(counts))
    assert [name for name, _ in found] == names
    assert sum(value for _, value in found) == pytest.approx(sum(counts))
    drawn = coming(np.array(counts), days=365, title="x", voice=Voice("zh-hans"))
    assert drawn["data"]["items"][0]["name"] == "不再购买"
