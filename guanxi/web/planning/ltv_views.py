"""The workbench: what is a customer worth over the years, and which strategy pays?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from guanxi.web.kit import business
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import wants_part
from guanxi.web.planning import budget_explaining, ltv_page, ltv_pictures, ltv_sheet, queries
from guanxi.web.planning.desk import Desk
from guanxi.web.planning.ltv_explaining import explained
from guanxi.web.planning.ltv_reading import Understood, typed_strategies, understood
from guanxi.web.planning.ltv_sheet import Sheet
from guanxi.web.planning.models import Kind


@needs("planning.see")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The example, an empty sheet, or a saved plan; sent back, the sheet with what was typed."""
    plan = queries.plan(pk, Kind.LTV) if pk else None
    if request.method == "POST":
        return DESK.typed(request, plan)
    if plan is not None:
        sheet = ltv_sheet.from_document(plan.document)
    else:
        sheet = ltv_sheet.empty() if "empty" in request.GET else ltv_sheet.example()
    return DESK.shown(request, sheet, plan, name=plan.name if plan else "")


def _retyped(sheet: Sheet, was: str) -> Sheet:
    """Where another thing is typed from now on, it starts as what was typed until now comes to."""
    if was not in ("customers", "retention") or was == sheet.typed:
        return sheet
    return ltv_sheet.typed_as(sheet, sheet.typed, understood(replace(sheet, typed=was)).plan)


def _reshaped(request: HttpRequest, sheet: Sheet, asked: str) -> Sheet:
    """The sheet after one of the buttons that change its shape."""
    sheet = _retyped(sheet, request.POST.get("was_typed", ""))
    shapes = {
        "add_year": ltv_sheet.with_year,
        "remove_year": ltv_sheet.without_year,
        "add_strategy": ltv_sheet.with_strategy,
    }
    if asked in shapes:
        return shapes[asked](sheet)
    if found := re.fullmatch(r"remove_strategy\.(\d{1,2})", asked):
        return ltv_sheet.without_strategy(sheet, int(found[1]))
    return sheet


def _inputs(sheet: Sheet, found: Understood) -> dict[str, Any]:
    lines, changes = (list(rows(sheet, found.problems)) for rows in (ltv_page.lines, ltv_page.changes))
    return {
        "years": range(1, sheet.years + 1),
        "lines": lines,
        "changes": changes,
        "strategies": [
            (n, sheet.get(f"s{n}.name"), sheet.name_of(n)) for n in range(1, sheet.strategies + 1)
        ],
        "may_grow": sheet.years < ltv_sheet.MOST_YEARS,
        "may_add": sheet.strategies < ltv_sheet.MOST_STRATEGIES,
        "cells": [cell for line in (*lines, *changes) for cell in line.cells if cell is not None],
        "swing_problem": found.problems.get("swing", ""),
        "together_problem": found.problems.get("together", ""),
    }


def _results(sheet: Sheet, found: Understood) -> dict[str, Any]:
    rows, language = ltv_page.compared(found), get_language() or "en"
    best = next((row for row in rows if row.is_best), None)
    return {
        "found": found,
        "currency": business.currency(),
        "compared": rows,
        "base": rows[0] if rows else None,
        "best": best,
        "results": list(ltv_page.years(found.plan, typed=sheet.typed)) if found.plan else [],
        "by_year": ltv_pictures.strategies(rows, language) if rows else None,
        "tornado": ltv_pictures.sensitivity(found, sheet.of, language),
    }


def _document(sheet: Sheet, found: Understood) -> dict[str, Any]:
    return ltv_sheet.document(sheet, typed_strategies(sheet, found))


DESK = Desk(
    kind=Kind.LTV,
    page="planning/ltv.html",
    workbench="planning/_workbench.html",
    numbers="planning/_numbers.html",
    address="planning:ltv_plan",
    untitled=_("LTV table"),
    sheets=ltv_sheet,
    understood=understood,
    reshaped=_reshaped,
    document=_document,
    grids=ltv_page.grids,
    context=lambda sheet, found: _inputs(sheet, found) | _results(sheet, found),
)


@needs("planning.see")
@require_GET
def explain(request: HttpRequest, result: str) -> HttpResponse:
    """What one number is, with the numbers it is made of."""
    template = "planning/_explanation.html" if wants_part(request) else "planning/explain.html"
    if result in budget_explaining.PARTS:
        it, back = budget_explaining.explained(result, request.GET), reverse("planning:budget")
    else:
        it, back = explained(result, request.GET), reverse("planning:ltv")
    context = {"it": it, "back": back, "of_budget": result in budget_explaining.PARTS}
    return render(request, template, context)
