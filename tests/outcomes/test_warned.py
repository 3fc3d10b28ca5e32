"""How right were the warnings of a rule, and which rule is better at the same number of warnings?"""

import numpy as np
import pytest
from scipy.stats import binomtest

from guanxi.outcomes.warned import Losses, Rises, better, judge, winner

NONE = -np.inf


def rises(*rows) -> Rises:
    """(customer, began_on, on, before, score, is_silent), all of them new and due unless said otherwise."""
    given = [row + (True, True)[len(row) - 6 :] if len(row) < 8 else row for row in rows]
    customer, began, on, before, score, silent, new, due = zip(*given, strict=True)
    return Rises(
        np.array(customer),
        np.array(began),
        np.array(on),
        np.array(before, float),
        np.array(score, float),
        np.array(new, bool),
        np.array(due, bool),
        np.array(silent, bool),
    )


NOBODY_LOST = Losses(np.zeros(0, int), np.zeros(0, int), 182)


def test_precision_recall_and_lead_time_worked_by_hand():
    found = rises(
        (0, 10, 50, NONE, 2.0, True),  # warned, right; lost on day 192: 142 days ahead
        (1, 20, 57, NONE, 0.5, True),  # below the cut
        (1, 20, 64, 0.5, 1.5, True),  # crosses it here; lost on day 202: 138 days ahead
        (2, 30, 64, NONE, 3.0, False),  # warned, and came back
        (3, 40, 64, NONE, 0.9, True),  # never warned, and lost
    )
    lost = Losses(np.array([0, 1, 3]), np.array([10, 20, 40]), 182)
    seen = judge(found, lost, cut=1.0, weeks=4)
    interval = binomtest(2, 3).proportion_ci(0.9, method="wilson")
    assert (seen["warnings"], seen["a_week"], seen["right"]) == (3, 0.75, 2)
    assert (seen["precision"], seen["precision_low"]) == (2 / 3, pytest.approx(interval.low))
    assert (seen["losses"], seen["losses_warned"], seen["recall"]) == (3, 2, 2 / 3)
    assert seen["lead_days"] == 140


def test_a_customer_is_warned_of_once_between_two_purchases():
    found = rises((0, 10, 50, NONE, 2.0, True), (0, 10, 57, 2.0, 3.0, True), (0, 99, 150, NONE, 2.0, True))
    assert judge(found, NOBODY_LOST, cut=1.0, weeks=1)["warnings"] == 2


def test_what_was_late_at_the_first_look_is_no_new_warning_and_what_is_not_over_is_not_judged():
    found = rises((0, 1, 50, NONE, 2.0, True, False, True), (1, 1, 50, NONE, 2.0, True, True, False))
    assert judge(found, NOBODY_LOST, cut=1.0, weeks=1)["warnings"] == 0


def test_a_warning_after_everybody_knows_saves_nobody():
    found = rises((0, 10, 192, NONE, 2.0, True))
    seen = judge(found, Losses(np.array([0]), np.array([10]), 182), cut=1.0, weeks=1)
    assert (seen["losses_warned"], seen["recall"], seen["lead_days"]) == (0, 0.0, None)


def test_a_warning_of_an_earlier_silence_is_none_of_this_loss():
    found = rises((0, 10, 50, NONE, 2.0, False))
    seen = judge(found, Losses(np.array([0]), np.array([60]), 182), cut=1.0, weeks=1)
    assert seen["losses_warned"] == 0


def test_without_warnings_precision_is_unknown_and_not_zero():
    seen = judge(rises((0, 1, 9, NONE, 0.0, True)), NOBODY_LOST, cut=1.0, weeks=1)
    assert (seen["precision"], seen["recall"], seen["lead_days"]) == (None, None, None)


def test_the_cut_gives_as_many_warnings_as_are_asked_for():
    found = rises(*[(n, 1, 9, NONE, float(n), True) for n in range(10)])
    for asked in (1, 4, 10):
        assert found.crossing(found.cut_for(asked)).sum() == asked
    assert found.cut_for(99) == 0.0  # all there are
    assert found.cut_for(0) == np.inf


def test_equal_scores_are_not_divided():
    found = rises(*[(n, 1, 9, NONE, 1.0, True) for n in range(10)])
    assert found.crossing(found.cut_for(3)).sum() == 10


def test_a_rule_without_any_score_warns_of_nobody():
    found = rises((0, 1, 9, NONE, NONE, True))
    assert found.cut_for(5) == np.inf
    assert judge(found, NOBODY_LOST, cut=np.inf, weeks=1)["warnings"] == 0


def of_rule(right: int, wrong: int, shift: int = 0) -> Rises:
    silent = [True] * right + [False] * wrong
    return rises(*[(shift + n, 1, 9, NONE, 2.0, was) for n, was in enumerate(silent)])


def test_two_rules_that_warn_of_the_same_customers_do_not_differ():
    gain = better(of_rule(30, 30), 1.0, of_rule(30, 30), 1.0)
    assert (gain["value"], gain["low"], gain["high"]) == (0, 0, 0)


def test_the_interval_of_two_rules_with_other_customers_is_that_of_two_shares():
    gain = better(of_rule(60, 40), 1.0, of_rule(40, 60, shift=500), 1.0)
    assert gain["value"] == pytest.approx(0.2)
    half = 1.6448536 * np.sqrt(2 * 0.6 * 0.4 / 100)
    assert gain["high"] - gain["value"] == pytest.approx(half)


def test_with_fewer_than_twenty_warnings_nothing_is_said():
    assert better(of_rule(10, 9), 1.0, of_rule(40, 60), 1.0) is None


def test_who_is_clearly_better_wins_and_the_usual_rule_where_nobody_is():
    clear, unclear = {"value": 0.1, "low": 0.02, "high": 0.18}, {"value": 0.1, "low": -0.01, "high": 0.2}
    precisions = {"classic": 0.3, "own": 0.4, "alive": 0.5}
    assert winner(precisions, {"own": clear, "alive": unclear}, "classic") == "own"
    assert winner(precisions, {"own": clear, "alive": clear}, "classic") == "alive"
    assert winner(precisions, {"own": unclear, "alive": None}, "classic") == "classic"
