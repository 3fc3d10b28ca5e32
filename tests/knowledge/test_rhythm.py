"""How late is a customer against the own rhythm?"""

import pytest

from guanxi.knowledge.refusals import ColumnMissing, OutOfRange
from guanxi.knowledge.rhythm import rhythm


def bought(measures, days, since, spend=None):
    money = spend or [100.0] * len(days)
    return measures(purchase_days_365d=days, days_since_last=since, spend_365d=money)


def test_the_chemicals_traders_three(measures, rows):
    """Cycle 17 for 21 or 22 purchase days; last seen 43 and 39 days ago: act; the third is only late."""
    found = rows(rhythm(bought(measures, [21, 22, 12], [43, 39, 45])))
    shown = [(r["cycle_days"], r["days_overdue"], r["warning"]) for _, r in sorted(found.items())]
    assert shown == [(17, 26, "act"), (17, 22, "act"), (30, 15, "watch")]


def test_overdue_by_exactly_a_cycle_is_still_watch(measures, rows):
    found = rows(rhythm(bought(measures, [10, 10, 10], [37, 74, 75])))
    assert [found[c]["warning"] for c in ("c1", "c2", "c3")] == ["none", "watch", "act"]


def test_the_multiple_of_the_cycle_is_a_setting(measures, rows):
    late = bought(measures, [10, 10], [75, 112])
    found = rows(rhythm(late, act_multiple=2))
    assert [found[c]["warning"] for c in ("c1", "c2")] == ["watch", "act"]
    with pytest.raises(OutOfRange):
        rhythm(late, act_multiple=-1)


def test_halves_round_up_and_a_cycle_is_at_least_a_day(measures, rows):
    found = rows(rhythm(bought(measures, [2, 10, 146, 365], [0, 0, 0, 0])))
    # 182.5, 36.5, 2.5 and 1.0
    assert [found[f"c{i}"]["cycle_days"] for i in range(1, 5)] == [183, 37, 3, 1]


def test_without_a_purchase_in_the_window_there_is_no_cycle_and_no_warning(measures, rows):
    found = rows(rhythm(bought(measures, [0], [400], [0.0])))["c1"]
    assert (found["cycle_days"], found["days_overdue"], found["warning"]) == (None, None, "none")
    assert found["value_at_risk"] == 0


def test_value_at_risk_is_the_years_spend_of_whom_is_warned_about(measures, rows):
    found = rows(rhythm(bought(measures, [10, 10], [10, 50], [70.0, 90.0])))
    assert [found[c]["value_at_risk"] for c in ("c1", "c2")] == [0, 90]


def test_by_another_rule_the_late_are_the_same_and_who_is_called_differs(measures, rows):
    """c1 is in time, c2 to c4 are late; c5 has no cycle."""
    late = measures(
        purchase_days_365d=[10, 10, 10, 10, 0],
        days_since_last=[30, 50, 90, 50, 400],
        spend_365d=[100.0] * 5,
        gap_probability=[0.001, 0.02, 0.03, None, 0.0],
        p_alive=[0.1, 0.9, 0.2, 0.4, 0.0],
    )

    def said(**rule):
        found = rows(rhythm(late, **rule))
        return [found[f"c{i}"]["warning"] for i in range(1, 6)]

    assert said() == ["none", "watch", "act", "watch", "none"]
    assert said(rule="own_rhythm", cut=0.02) == ["none", "act", "watch", "watch", "none"]
    assert said(rule="own_rhythm") == ["none", "watch", "watch", "watch", "none"]  # the usual cut: 0.01
    assert said(rule="p_alive", cut=0.4) == ["none", "watch", "act", "act", "none"]


def test_a_rule_without_its_probability_is_refused(measures):
    with pytest.raises(ColumnMissing):
        rhythm(bought(measures, [10], [50]), rule="own_rhythm")
