"""Saved plans, for programs: LTV tables and budgets, as they were typed and what they come to."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from guanxi.web.api.access import needs
from guanxi.web.api.schemas import answers
from guanxi.web.planning import queries, results
from guanxi.web.planning.models import Plan

router = Router()


class PlanOut(Schema):
    """A plan that was saved."""

    number: int
    kind: str = Field(description="ltv or budget")
    name: str
    version: int = Field(description="How often it was saved")
    changed_by: str | None
    changed_at: datetime


class WholePlan(PlanOut):
    document: dict[str, Any] = Field(description="What was typed, in the form that a page exports as JSON")
    result: dict[str, Any] | None = Field(
        description="ltv: table and strategies; budget: allocation, best_budget; null where it does not hold"
    )


@router.get("/plans", response=answers(list[PlanOut], 404), summary="Saved plans: LTV tables and budgets")
def list_plans(
    request: HttpRequest,
    kind: Literal["ltv", "budget"] | None = Query(None, description="Only those of this kind"),
) -> list[dict[str, Any]]:
    """The one changed last first."""
    needs(request.auth, "planning.see")
    return [_plan(each) for each in queries.plans(kind)]


@router.get("/plans/{int:plan}", response=answers(WholePlan, 404), summary="One saved plan")
def get_plan(request: HttpRequest, plan: int) -> dict[str, Any]:
    """With what it comes to, computed when it is asked for."""
    needs(request.auth, "planning.see")
    found = queries.plan(plan)
    return _plan(found) | {"document": found.document, "result": results.of(found)}


def _plan(found: Plan) -> dict[str, Any]:
    by = found.changed_by.username if found.changed_by else None
    same = ("kind", "name", "version", "changed_at")
    return {"number": found.pk, "changed_by": by} | {name: getattr(found, name) for name in same}
