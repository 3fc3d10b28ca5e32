"""The budget's pictures, as chart data (docs/charts.md)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from guanxi.formats import money, percent, plain
from guanxi.knowledge.budgets import profit_curve
from guanxi.web.kit import business
from guanxi.web.planning.budget_page import Result, said
from guanxi.web.planning.budget_reading import Understood


def allocation(shown: Result, language: str) -> dict[str, Any]:
    """Where the money goes, most first."""
    shares = sorted(shown.allocation.shares, key=lambda share: -share.spend)
    spent, first = shown.allocation.spent, shares[0]
    items = [
        {"key": share.name, "name": share.name, "value": share.spend, "tone": "history"} for share in shares
    ]
    if shown.allocation.kept > 0.005 * shown.allocation.budget:
        items.append({"key": "", "name": _("kept"), "value": shown.allocation.kept, "tone": "control"})
    title = (
        _("%(share)s of the money goes to “%(name)s”")
        % {"share": percent(first.spend / spent), "name": first.name}
        if spent
        else _("No money is spent")
    )
    return {
        "kind": "bars",
        "title": title,
        "summary": _("Every segment gets money until its next unit brings no more than in the others."),
        "unit": "money",
        "data": {"items": items},
        "table": {
            "columns": [_("Segment"), _("Gets")],
            "rows": [[item["name"], said(item["value"])] for item in items],
        },
    }


def profit(found: Understood, shown: Result, language: str) -> dict[str, Any] | None:
    """Profit against budget, all of it spent: it rises up to the best budget and falls behind it."""
    reach = 1.6 * max(shown.best, found.budget or 0.0)
    points = profit_curve(found.segments, reach) if reach > 0 else []
    if len({budget for budget, _profit in points}) < 2:
        return None
    currency = business.currency()
    marks = [{"x": shown.best, "y": shown.best_profit, "name": _("best")}]
    spent = shown.allocation.spent
    if abs(spent - shown.best) > 0.02 * reach:
        marks.append({"x": spent, "y": shown.allocation.profit, "name": _("yours")})
    best, most = (money(value, currency, language) for value in (shown.best, shown.best_profit))
    return {
        "kind": "lines",
        "title": _("Profit is highest at a budget of %(best)s: %(most)s") % {"best": best, "most": most},
        "summary": _("Beyond that point the next unit of money brings less than itself."),
        "unit": "money",
        "axes": {"x": _("Budget"), "y": _("Profit")},
        "data": {
            "x_unit": "money",
            "series": [{"key": "profit", "name": _("Profit"), "points": [list(point) for point in points]}],
            "marks": marks,
        },
        "table": {
            "columns": [_("Budget"), _("Profit")],
            "rows": [[plain(budget, 0), plain(value, 0)] for budget, value in points[::6]],
        },
    }
