"""What a saved plan comes to, in plain numbers."""

from __future__ import annotations

import math
from typing import Any

from guanxi.errors import GuanxiError
from guanxi.knowledge.budgets import allocate, best_budget
from guanxi.knowledge.lifetime.ltv_table import ltv_table
from guanxi.knowledge.lifetime.strategies import compare
from guanxi.web.planning import budget_reading, budget_sheet, ltv_reading, ltv_sheet
from guanxi.web.planning.models import Kind, Plan


def of(plan: Plan) -> dict[str, Any] | None:
    """The LTV table with its strategies, or the allocation; None where the document no longer holds."""
    try:
        return _ltv(plan) if plan.kind == Kind.LTV else _budget(plan)
    except GuanxiError:
        return None


def _ltv(plan: Plan) -> dict[str, Any] | None:
    found = ltv_reading.understood(ltv_sheet.from_document(plan.document))
    if found.plan is None:
        return None
    strategies = [
        {"name": each.name, "gain": each.gain, "gain_ltv": each.gain_ltv, "table": each.table.as_dict()}
        for each in compare(found.plan, found.strategies)
    ]
    return {"table": ltv_table(found.plan).as_dict(), "strategies": strategies}


def _budget(plan: Plan) -> dict[str, Any] | None:
    found = budget_reading.understood(budget_sheet.from_document(plan.document))
    if not found.segments or found.budget is None:
        return None
    allocation = allocate(found.segments, found.budget).as_dict()
    for share in allocation["shares"]:  # JSON has no infinity, which the first unit of a power may bring
        share["next_unit"] = share["next_unit"] if math.isfinite(share["next_unit"]) else None
    return {"allocation": allocation, "best_budget": best_budget(found.segments)}
