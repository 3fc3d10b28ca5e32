"""Saved LTV tables side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guanxi.errors import GuanxiError
from guanxi.knowledge.lifetime.ltv_table import LtvTable, ltv_table
from guanxi.knowledge.lifetime.strategies import Outcome, compare
from guanxi.web.planning import ltv_pictures, ltv_sheet
from guanxi.web.planning.ltv_page import said
from guanxi.web.planning.ltv_reading import understood
from guanxi.web.planning.models import Plan


@dataclass(frozen=True)
class Worth:
    """What a saved plan comes to; without a table where it can no longer be read.

    best   its strategy that brings most, where one brings more than the plan as it is
    """

    plan: Plan
    table: LtvTable | None = None
    customers: float = 0.0
    best: Outcome | None = None

    @property
    def value(self) -> float:
        return self.table.value if self.table else float("-inf")

    @property
    def said(self) -> dict[str, str]:
        if self.table is None:
            return {}
        figures = {"value": self.table.value, "ltv": self.table.ltv, "customers": self.customers}
        if self.best:
            figures["gain"] = self.best.gain
        return {name: said(name, value) for name, value in figures.items()}


def worth(plan: Plan) -> Worth:
    try:
        found = understood(ltv_sheet.from_document(plan.document))
    except GuanxiError:
        return Worth(plan)
    if found.plan is None:
        return Worth(plan)
    better = [each for each in compare(found.plan, found.strategies) if each.gain > 0]
    best = max(better, key=lambda each: each.gain, default=None)
    return Worth(plan, ltv_table(found.plan), found.plan.customers, best)


def picture(compared: list[Worth]) -> dict[str, Any]:
    """Their plans as they are, year by year."""
    best = max(compared, key=lambda each: each.value)
    title = _("“%(name)s” is worth most") % {"name": best.plan.name}
    summary = _(
        "Each plan as it is, without its strategies: all money spent and earned by the end of each year, "
        "in today's money."
    )
    tables = [(str(each.plan.pk), each.plan.name, each.table) for each in compared if each.table]
    return ltv_pictures.by_year(title, summary, tables)
