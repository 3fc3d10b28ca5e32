"""The budget: what may be paid for a customer, and where does the money bring most?"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from guanxi.web.kit import business
from guanxi.web.kit.access import needs
from guanxi.web.planning import budget_page, budget_pictures, budget_sheet, figures, groups, queries
from guanxi.web.planning import names as said_names
from guanxi.web.planning.budget_reading import Understood, understood
from guanxi.web.planning.budget_sheet import Sheet
from guanxi.web.planning.desk import Desk
from guanxi.web.planning.models import Kind


@needs("planning.see")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The segments of the facts, the example or a saved budget; sent back, the sheet with what was typed."""
    plan = queries.plan(pk, Kind.BUDGET) if pk else None
    if request.method == "POST":
        return DESK.typed(request, plan)
    if plan is not None:
        sheet = budget_sheet.from_document(plan.document)
    else:
        sheet = _from_facts(request) or budget_sheet.example(said_names.EXAMPLE_SEGMENTS)
    return DESK.shown(request, sheet, plan, name=plan.name if plan else "")


def _from_facts(request: HttpRequest) -> Sheet | None:
    """A segment for each group of the column the address asks for; None where nothing is known."""
    language = get_language() or "en"
    keys = [each.key for each in groups.groupings(language)]
    by, purpose = request.GET.get("by", ""), request.GET.get("for", "")
    by = by if by in keys else keys[0]
    purpose = purpose if purpose in groups.PURPOSES else groups.PURPOSES[0]
    if request.GET.get("by") == "example":
        return None
    known = groups.known(by, purpose)
    if known.as_of is None:
        return None
    cells: dict[str, str] = {}
    for row, each in enumerate(known.worths, 1):
        facts = {key: getattr(each, key) for key in budget_sheet.KEPT}
        cells |= {f"g{row}.name": groups.said(by, each.group, language)}
        cells |= {f"g{row}.worth": figures.shown(round(each.mean, 2 if abs(each.mean) < 100 else 0))}
        cells |= {f"g{row}.{key}": figures.shown(round(v, 2)) for key, v in facts.items() if v is not None}
    return Sheet(len(known.worths), 2, cells, by=by, purpose=purpose, as_of=known.as_of.isoformat())


def _reshaped(_request: HttpRequest, sheet: Sheet, asked: str) -> Sheet:
    shapes = {
        "add_row": budget_sheet.with_row,
        "add_point": budget_sheet.with_point,
        "invent": budget_sheet.invented,
    }
    if asked in shapes:
        return shapes[asked](sheet)
    if found := re.fullmatch(r"remove_row\.(\d{1,2})", asked):
        return budget_sheet.without_row(sheet, int(found[1]))
    return sheet


def _context(sheet: Sheet, found: Understood) -> dict[str, Any]:
    language, lines = get_language() or "en", budget_page.lines(sheet, found)
    return {
        "currency": business.currency(),
        "lines": lines,
        "shapes": said_names.SHAPES.items(),
        "purposes": said_names.PURPOSES.items(),
        "groupings": groups.groupings(language),
        "may_add": sheet.rows < budget_sheet.MOST_ROWS,
        "may_add_point": sheet.points < budget_sheet.MOST_POINTS,
        "points": range(1, sheet.points + 1),
        "cells": [cell for line in lines for cell in _cells(line)],
        "problems": {key: found.problems.get(key, "") for key in ("budget", "share", "payback")},
        **_results(sheet, found, language),
        **_beside(sheet),
    }


def _beside(sheet: Sheet) -> dict[str, Any]:
    """What is to be said of segments that come from the facts."""
    if sheet.by not in [each.key for each in groups.groupings("en")]:
        return {}
    known = groups.known(sheet.by, sheet.purpose)
    return {"others": known.others, "margin_is_all": known.margin == 1}


def _cells(line: budget_page.Line) -> list:
    return [line.name, line.worth, line.least, line.most, *(cell for pair in line.tests for cell in pair)]


def _results(sheet: Sheet, found: Understood, language: str) -> dict[str, Any]:
    shown = budget_page.result(found)
    return {
        "found": found,
        "paid": budget_page.paid(found, sheet.purpose),
        "shown": shown,
        "allocation": shown.allocation,
        "bars": budget_pictures.allocation(shown, language) if shown.allocation else None,
        "curve": budget_pictures.profit(found, shown, language) if shown.allocation else None,
    }


DESK = Desk(
    kind=Kind.BUDGET,
    page="planning/budget.html",
    workbench="planning/_budget.html",
    numbers="planning/_budget_numbers.html",
    address="planning:budget_plan",
    untitled=_("Budget"),
    sheets=budget_sheet,
    understood=understood,
    reshaped=_reshaped,
    document=lambda sheet, _found: budget_sheet.document(sheet),
    grids=lambda found: budget_page.grids(found, budget_page.result(found)),
    context=_context,
)
