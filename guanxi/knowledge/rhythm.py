"""How often each customer buys, and how late the next purchase is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from guanxi.knowledge.refusals import ColumnMissing, OutOfRange
from guanxi.knowledge.warning_rules import PROBABILITIES, USUAL_CUTS

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

    from guanxi.knowledge.warning_rules import WarningRule


def rhythm(
    history: Table,
    *,
    window_days: int = 365,
    act_multiple: float = 1.0,
    rule: WarningRule = "classic",
    cut: float | None = None,
) -> Table:
    """Add the usual cycle, the lateness and the warning.

    In      one row per customer: days_since_last, purchase_days_365d, spend_365d (the window's name); for the
            rule own_rhythm also gap_probability, for p_alive also p_alive
            rule   whom of the late the warning says act about: see warning_rules
            cut    for those two rules, the probability at or below which it says act; None: the usual one
    Out     the table with
            cycle_days     int    days, window_days / purchase days in the window, rounded half up, >= 1; null
                                  without a purchase day in the window
            days_overdue   int    days, days_since_last - cycle_days, < 0 when early; null without a cycle
            warning        str    none if days_overdue <= 0; else act if days_overdue > act_multiple x
                                  cycle_days (classic) or the rule's probability <= cut; else watch. Never
                                  null: where there is no cycle there is no warning
            value_at_risk  float  money of the window if warned, else 0
    Errors  OutOfRange if act_multiple is below 0; ColumnMissing where the rule's probability is not there
    Breaks  when a customer buys in seasons or stopped long ago: without a purchase in the window the rule is
            silent, and the life-cycle stage says lost instead
    Source  the classic rule of the trade (365 / n); see docs/methods/rhythm.md
    """
    if act_multiple < 0:
        raise OutOfRange(name="act_multiple", given=act_multiple, allowed=">= 0")
    if rule != "classic" and PROBABILITIES[rule] not in history.columns:
        raise ColumnMissing(missing=PROBABILITIES[rule], needed=PROBABILITIES[rule])
    days, money = f"purchase_days_{window_days}d", f"spend_{window_days}d"

    def cycle(t: Table):
        # Half up in whole numbers, so that no engine's rounding has a say: floor((2w + n) / 2n).
        n = t[days].nullif(0)
        return ibis.greatest(((2 * window_days + n) / (2 * n)).floor().cast("int64"), 1)

    table = history.mutate(cycle_days=lambda t: ibis.ifelse(t[days] > 0, cycle(t), None))
    table = table.mutate(days_overdue=lambda t: t.days_since_last - t.cycle_days)
    table = table.mutate(
        warning=lambda t: ibis.cases(
            (t.days_overdue.isnull(), "none"),
            (t.days_overdue <= 0, "none"),
            (_is_to_be_called(t, act_multiple, rule, cut), "act"),
            else_="watch",
        )
    )
    return table.mutate(value_at_risk=lambda t: ibis.ifelse(t.warning == "none", 0.0, t[money]))


def _is_to_be_called(t: Table, act_multiple: float, rule: WarningRule, cut: float | None) -> BooleanValue:
    if rule == "classic":
        return t.days_overdue > act_multiple * t.cycle_days
    return t[PROBABILITIES[rule]].fill_null(1.0) <= (USUAL_CUTS[rule] if cut is None else cut)
