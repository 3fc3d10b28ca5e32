"""The workbench: what is a customer worth over the years, and which strategy pays?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guanxi.errors import GuanxiError, NotAllowed
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.refusals import sentence_of
from guanxi.web.kit.requests import wants_part
from guanxi.web.planning import actions, budget_explaining, files, ltv_page, ltv_pictures, ltv_sheet, queries
from guanxi.web.planning.ltv_explaining import explained
from guanxi.web.planning.ltv_reading import Understood, typed_strategies, understood
from guanxi.web.planning.ltv_sheet import Sheet
from guanxi.web.planning.models import Kind, Plan
from guanxi.web.planning.plans_views import version_seen
from guanxi.web.planning.refusals import UnreadablePlan

PAGE, WORKBENCH, NUMBERS = "planning/ltv.html", "planning/_workbench.html", "planning/_numbers.html"


@needs("planning.see")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The example, an empty sheet, or a saved plan; sent back, the sheet with what was typed."""
    plan = queries.plan(pk, Kind.LTV) if pk else None
    if request.method == "POST":
        return _typed(request, plan)
    if plan is not None:
        sheet = ltv_sheet.from_document(plan.document)
    else:
        sheet = ltv_sheet.empty() if "empty" in request.GET else ltv_sheet.example()
    return _shown(request, sheet, plan, name=plan.name if plan else "")


def _typed(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    sheet, asked = ltv_sheet.from_form(request.POST), request.POST.get("do", "")
    if asked in ("save", "save_as"):
        return _save(request, sheet, plan if asked == "save" else None)
    if asked.startswith("export."):
        return _export(request, sheet, asked.removeprefix("export."), plan)
    if asked == "import":
        return _take_in(request, sheet, plan)
    if asked == "numbers" and wants_part(request):
        return _shown(request, sheet, plan, template=NUMBERS)
    template = WORKBENCH if wants_part(request) else PAGE
    sheet = _retyped(sheet, request.POST.get("was_typed", ""))
    return _shown(request, _reshaped(sheet, asked), plan, template=template)


def _retyped(sheet: Sheet, was: str) -> Sheet:
    """Where another thing is typed from now on, it starts as what was typed until now comes to."""
    if was not in ("customers", "retention") or was == sheet.typed:
        return sheet
    return ltv_sheet.typed_as(sheet, sheet.typed, understood(replace(sheet, typed=was)).plan)


def _reshaped(sheet: Sheet, asked: str) -> Sheet:
    """The sheet after one of the buttons that change its shape."""
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


def _shown(
    request: HttpRequest,
    sheet: Sheet,
    plan: Plan | None,
    *,
    template: str = PAGE,
    name: str | None = None,
    refused: str = "",
) -> HttpResponse:
    found = understood(sheet)
    context = {
        "sheet": sheet,
        "plan": plan,
        "name": request.POST.get("name", "") if name is None else name,
        "version": request.POST.get("version") or (plan.version if plan else ""),
        "refused": refused,
        "may_edit": request.user.can("planning.edit"),
        **_inputs(sheet, found),
        **_results(sheet, found),
        "in_part": template == NUMBERS,
    }
    return render(request, template, context, status=422 if refused else 200)


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


# --- saving and taking away -------------------------------------------------------------------------


def _save(request: HttpRequest, sheet: Sheet, plan: Plan | None) -> HttpResponse:
    if not request.user.can("planning.edit"):
        raise NotAllowed(what="planning.edit")
    found, name = understood(sheet), request.POST.get("name", "")
    if not found.is_whole:
        said = _("Nothing was saved, and nothing you typed is lost.") + " " + found.said()
        return _shown(request, sheet, plan, refused=said)
    document = ltv_sheet.document(sheet, typed_strategies(sheet, found))
    try:
        if plan is None:
            saved = actions.save(request.user, Kind.LTV, name, document)
        else:
            saved = actions.save_again(request.user, plan, name, document, version=version_seen(request))
    except GuanxiError as error:
        return _shown(request, sheet, plan, refused=sentence_of(error))
    toasts.done(request, _("Saved as “%(name)s”.") % {"name": saved.name})
    return redirect("planning:ltv_plan", saved.pk)


def _export(request: HttpRequest, sheet: Sheet, form: str, plan: Plan | None) -> HttpResponse:
    """The sheet as it stands, saved or not."""
    found = understood(sheet)
    if form not in files.FORMS or not found.is_whole:
        return _shown(request, sheet, plan, refused=_("This cannot be exported yet.") + " " + found.said())
    name = " ".join(request.POST.get("name", "").split()) or (plan.name if plan else _("LTV table"))
    if form == "json":
        document = ltv_sheet.document(sheet, typed_strategies(sheet, found))
        return files.answer(files.as_json(document | {"name": name}), form, name)
    return files.answer(files.as_table(ltv_page.grids(found), form), form, name)


def _take_in(request: HttpRequest, sheet: Sheet, plan: Plan | None) -> HttpResponse:
    """A plan from a JSON file, into a sheet of its own; where it cannot be read, the sheet stays as it is."""
    file = request.FILES.get("file")
    try:
        document = files.read_json(file.read(files.LARGEST + 1) if file else b"", ltv_sheet.FORMAT)
        taken = ltv_sheet.from_document(document)
    except UnreadablePlan as error:
        return _shown(request, sheet, plan, refused=sentence_of(error))
    toasts.done(request, _("The plan is in the sheet. It is kept once you save it."))
    return _shown(request, taken, None, name=str(document.get("name") or "")[:80])


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
