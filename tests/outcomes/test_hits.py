"""A warning was right when the customer then bought nothing."""

from datetime import date

from guanxi.outcomes.hits import hits

MADE = date(2025, 1, 1)
DUE = date(2025, 4, 2)
PREDICTED = (
    "snapshot_id as_of customer_id p_alive warning "
    "expected_purchases_91d expected_spend_91d expected_purchases_365d expected_spend_365d"
)


def warned(customer, warning, made=MADE, snapshot="s1"):
    return (snapshot, made, customer, 0.5, warning, 1.0, 1.0, 1.0, 1.0)


def bought(*customers):
    return [(customer, date(2025, 2, 1), 1.0) for customer in customers]


def test_precision_and_recall_worked_by_hand(facts, rows_of):
    # Warned: A, B, C; A came back. Silent: B, C and the unwarned D, E. Z had no rhythm to warn by.
    predictions = facts(
        "predictions",
        [
            *[warned(customer, "act") for customer in "ABC"],
            warned("D", "none"),
            warned("E", "watch"),
            *[warned(customer, "none") for customer in "FGH"],
            warned("Z", None),
        ],
        PREDICTED,
    )
    purchases = facts("purchases", bought("A", "F", "G", "H"), "customer_id purchased_on amount")
    (row,) = rows_of(hits(predictions, purchases, as_of=DUE))
    assert row == {
        "snapshot_id": "s1",
        "as_of": MADE,
        "due_on": DUE,
        "customers": 8,
        "warned": 3,
        "warned_silent": 2,
        "silent": 4,
        "precision": 2 / 3,
        "recall": 2 / 4,
    }


def test_without_warnings_precision_is_unknown_and_not_zero(facts, rows_of):
    predictions = facts("predictions", [warned("A", "none"), warned("B", "none")], PREDICTED)
    purchases = facts("purchases", bought("A"), "customer_id purchased_on amount")
    (row,) = rows_of(hits(predictions, purchases, as_of=DUE))
    assert (row["precision"], row["recall"]) == (None, 0.0)


def test_without_silence_recall_is_unknown(facts, rows_of):
    predictions = facts("predictions", [warned("A", "act")], PREDICTED)
    purchases = facts("purchases", bought("A"), "customer_id purchased_on amount")
    (row,) = rows_of(hits(predictions, purchases, as_of=DUE))
    assert (row["precision"], row["recall"]) == (0.0, None)


def test_a_snapshot_that_is_not_due_is_not_judged(facts, rows_of):
    predictions = facts(
        "predictions",
        [warned("A", "act"), warned("A", "act", made=date(2025, 1, 2), snapshot="s2")],
        PREDICTED,
    )
    purchases = facts("purchases", bought("B"), "customer_id purchased_on amount")
    assert [row["snapshot_id"] for row in rows_of(hits(predictions, purchases, as_of=DUE))] == ["s1"]


def test_a_return_does_not_break_the_silence(facts, rows_of):
    predictions = facts("predictions", [warned("A", "act")], PREDICTED)
    purchases = facts("purchases", [("A", date(2025, 2, 1), -5.0)], "customer_id purchased_on amount")
    (row,) = rows_of(hits(predictions, purchases, as_of=DUE))
    assert row["warned_silent"] == 1
