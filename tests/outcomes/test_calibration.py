"""What was expected is held against what came, and only once it can be known."""

from datetime import date, timedelta

import pytest

from guanxi.outcomes.calibration import measure, reliability
from guanxi.outcomes.happened import UnmeasuredHorizon

MADE = date(2025, 1, 1)
DUE_91 = date(2025, 4, 2)
DUE_365 = date(2026, 1, 1)
PREDICTED = "snapshot_id as_of customer_id p_alive warning " + " ".join(
    f"expected_{what}_{days}d" for days in (91, 365) for what in ("purchases", "spend")
)
BOUGHT = "customer_id purchased_on amount"

# Expected in 91 days: 1, 2 and 3 purchase days of 10 each from A, B and C; nothing is said of D.
PREDICTIONS = [
    ("s1", MADE, "A", 0.2, "none", 1.0, 10.0, 4.0, 40.0),
    ("s1", MADE, "B", 0.5, "none", 2.0, 20.0, 8.0, 80.0),
    ("s1", MADE, "C", 0.9, "act", 3.0, None, 12.0, None),
    ("s1", MADE, "D", None, None, None, None, None, None),
]
PURCHASES = [
    ("A", MADE, 99.0),  # the day of the prediction is past
    ("A", date(2025, 1, 2), 7.0),
    ("A", date(2025, 1, 2), 5.0),  # the same day: one purchase day
    ("A", date(2025, 2, 2), -2.0),  # a return lowers spend and is no purchase day
    ("B", DUE_91, 30.0),  # the last day counts
    ("B", DUE_91 + timedelta(days=1), 31.0),  # the next one only for the year
    ("C", date(2025, 3, 3), 8.0),
    ("D", date(2025, 3, 3), 6.0),
    ("E", date(2025, 3, 3), 5.0),  # was no customer when the prediction was made
    (None, date(2025, 3, 3), 4.0),  # nobody's
]


@pytest.fixture
def predictions(facts):
    return facts("predictions", PREDICTIONS, PREDICTED)


@pytest.fixture
def purchases(facts):
    return facts("purchases", PURCHASES, BOUGHT)


def test_one_quarter_worked_by_hand(predictions, purchases, rows_of):
    rows = rows_of(measure(predictions, purchases, as_of=DUE_91), "decile")
    common = {"snapshot_id": "s1", "as_of": MADE, "horizon_days": 91, "due_on": DUE_91, "customers": 1}
    assert rows == [
        # Nothing was predicted of D: counted, with what came, and no error made up.
        common | seen(0, 1, None, 1, None, None, None, None),
        common | seen(1, 1, 1.0, 1, 0.0, 10.0, 10.0, 0.0),
        common | seen(2, 1, 2.0, 1, 1.0, 20.0, 30.0, 10.0),
        # No spend was predicted of C, so the 8 that came are compared with nothing.
        common | seen(3, 1, 3.0, 1, 2.0, None, None, None),
    ]


def seen(decile, came_back, predicted, happened, error, spend, spent, spend_error):
    return {
        "decile": decile,
        "came_back": came_back,
        "predicted_purchases": predicted,
        "happened_purchases": happened,
        "purchases_error": error,
        "predicted_spend": spend,
        "happened_spend": spent,
        "spend_error": spend_error,
    }


def test_nothing_is_measured_the_day_before_it_is_due(predictions, purchases, rows_of):
    assert rows_of(measure(predictions, purchases, as_of=DUE_91 - timedelta(days=1))) == []


def test_the_year_is_measured_when_the_year_is_over(predictions, purchases, rows_of):
    rows = rows_of(measure(predictions, purchases, as_of=DUE_365), "horizon_days", "decile")
    assert [row["horizon_days"] for row in rows] == [91] * 4 + [365] * 4
    of_b = rows[6]
    assert (of_b["predicted_purchases"], of_b["happened_purchases"], of_b["happened_spend"]) == (8.0, 2, 61.0)


def test_what_came_after_the_due_day_changes_nothing(predictions, purchases, facts, rows_of):
    later = [*PURCHASES, *[("A", DUE_91 + timedelta(days=n), 500.0) for n in range(1, 50)]]
    before = rows_of(measure(predictions, purchases, as_of=DUE_91), "decile")
    after = rows_of(measure(predictions, facts("purchases", later, BOUGHT), as_of=DUE_91), "decile")
    assert before == after


def test_what_was_measured_is_not_measured_again(predictions, purchases, facts, rows_of):
    done = facts("measurements", [("s1", 91, 0)], "snapshot_id horizon_days decile")
    rows = rows_of(measure(predictions, purchases, as_of=DUE_365, measured=done), "decile")
    assert {row["horizon_days"] for row in rows} == {365}


def test_twenty_customers_make_ten_equal_deciles_in_order(facts, purchases, rows_of):
    many = [("s2", MADE, f"K{n:02d}", 0.5, "none", n / 10, 1.0, 1.0, 1.0) for n in range(20)]
    rows = rows_of(measure(facts("predictions", many, PREDICTED), purchases, as_of=DUE_91), "decile")
    assert [row["decile"] for row in rows] == list(range(1, 11))
    assert [row["customers"] for row in rows] == [2] * 10
    expected = [row["predicted_purchases"] for row in rows]
    assert expected == pytest.approx([(4 * n + 1) / 10 for n in range(10)])


def test_each_snapshot_has_its_own_days_and_deciles(facts, purchases, rows_of):
    again = [("s2", date(2025, 3, 1), "B", 0.5, "none", 1.0, 30.0, 4.0, 100.0)]
    both = facts("predictions", PREDICTIONS + again, PREDICTED)
    rows = rows_of(measure(both, purchases, as_of=date(2025, 5, 31)), "snapshot_id", "decile")
    assert [(row["snapshot_id"], row["decile"]) for row in rows] == [
        ("s1", 0),
        ("s1", 1),
        ("s1", 2),
        ("s1", 3),
        ("s2", 1),
    ]
    assert (rows[-1]["happened_purchases"], rows[-1]["happened_spend"]) == (2, 61.0)


def test_reliability_holds_the_probability_against_who_came_back(facts, purchases, rows_of):
    predictions = facts("predictions", PREDICTIONS, PREDICTED)
    rows = rows_of(reliability(predictions, purchases, as_of=DUE_91, horizon_days=91), "decile")
    assert [(row["decile"], row["customers"], row["p_alive"], row["came_back_share"]) for row in rows] == [
        (1, 1, 0.2, 1.0),
        (2, 1, 0.5, 1.0),
        (3, 1, 0.9, 1.0),
    ]


def test_a_horizon_that_nothing_looks_at_is_refused(predictions, purchases):
    with pytest.raises(UnmeasuredHorizon) as refused:
        reliability(predictions, purchases, as_of=DUE_91, horizon_days=30)
    assert "91, 365" in str(refused.value)
