"""The budget: what may be paid for a customer, and where does the money bring most?"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.errors import GuanxiError, NotAllowed
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.refusals import sentence_of
from guanxi.web.kit.requests import wants_part
from guanxi.web.planning import (
    actions,
    budget_page,
    budget_pictures,
    budget_sheet,
    figures,
    files,
    groups,
    queries,
)
from guanxi.web.planning import names as said_names
from guanxi.web.planning.budget_reading import Understood, understood
from guanxi.web.planning.budget_sheet import Sheet
from guanxi.web.planning.models import Kind, Plan
from guanxi.web.planning.plans_views import version_seen
from guanxi.web.planning.refusals import UnreadablePlan

PAGE, WORKBENCH, NUMBERS = "planning/budget.html", "planning/_budget.html", "planning/_budget_numbers.html"


@needs("planning.see")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The segments of the facts, the example or a saved budget; sent back, the sheet with what was typed."""
    plan = queries.plan(pk, Kind.BUDGET) if pk else None
    if request.method == "POST":
        return _typed(request, plan)
    if plan is not None:
        sheet = budget_sheet.from_document(plan.document)
    else:
        sheet = _from_facts(request) or budget_sheet.example(said_names.EXAMPLE_SEGMENTS)
    return _shown(request, sheet, plan, name=plan.name if plan else "")


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


def _typed(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    sheet, asked = budget_sheet.from_form(request.POST), request.POST.get("do", "")
    if asked in ("save", "save_as"):
        return _save(request, sheet, plan if asked == "save" else None)
    if asked.startswith("export."):
        return _export(request, sheet, asked.removeprefix("export."), plan)
    if asked == "import":
        return _take_in(request, sheet, plan)
    if asked == "numbers" and wants_part(request):
        return _shown(request, sheet, plan, template=NUMBERS)
    return _shown(request, _reshaped(sheet, asked), plan, template=WORKBENCH if wants_part(request) else PAGE)


def _reshaped(sheet: Sheet, asked: str) -> Sheet:
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


def _shown(
    request: HttpRequest,
    sheet: Sheet,
    plan: Plan | None,
    *,
    template: str = PAGE,
    name: str | None = None,
    refused: str = "",
) -> HttpResponse:
    found, language = understood(sheet), get_language() or "en"
    lines = budget_page.lines(sheet, found)
    context = {
        "sheet": sheet,
        "plan": plan,
        "name": request.POST.get("name", "") if name is None else name,
        "version": request.POST.get("version") or (plan.version if plan else ""),
        "refused": refused,
        "may_edit": request.user.can("planning.edit"),
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
        "in_part": template == NUMBERS,
        **_beside(sheet),
    }
    return render(request, template, context, status=422 if refused else 200)


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


def _save(request: HttpRequest, sheet: Sheet, plan: Plan | None) -> HttpResponse:
    if not request.user.can("planning.edit"):
        raise NotAllowed(what="planning.edit")
    found, name = understood(sheet), request.POST.get("name", "")
    if not found.is_whole:
        said = _("Nothing was saved, and nothing you typed is lost.") + " " + found.said()
        return _shown(request, sheet, plan, refused=said)
    document = budget_sheet.document(sheet)
    try:
        if plan is None:
            saved = actions.save(request.user, Kind.BUDGET, name, document)
        else:
            saved = actions.save_again(request.user, plan, name, document, version=version_seen(request))
    except GuanxiError as error:
        return _shown(request, sheet, plan, refused=sentence_of(error))
    toasts.done(request, _("Saved as “%(name)s”.") % {"name": saved.name})
    return redirect("planning:budget_plan", saved.pk)


def _export(request: HttpRequest, sheet: Sheet, form: str, plan: Plan | None) -> HttpResponse:
    found = understood(sheet)
    if form not in files.FORMS or not found.is_whole:
        return _shown(request, sheet, plan, refused=_("This cannot be exported yet.") + " " + found.said())
    name = " ".join(request.POST.get("name", "").split()) or (plan.name if plan else _("Budget"))
    if form == "json":
        return files.answer(files.as_json(budget_sheet.document(sheet) | {"name": name}), form, name)
    return files.answer(files.as_table(budget_page.grids(found, budget_page.result(found)), form), form, name)


def _take_in(request: HttpRequest, sheet: Sheet, plan: Plan | None) -> HttpResponse:
    file = request.FILES.get("file")
    try:
        document = files.read_json(file.read(files.LARGEST + 1) if file else b"", budget_sheet.FORMAT)
        taken = budget_sheet.from_document(document)
    except UnreadablePlan as error:
        return _shown(request, sheet, plan, refused=sentence_of(error))
    toasts.done(request, _("The plan is in the sheet. It is kept once you save it."))
    return _shown(request, taken, None, name=str(document.get("name") or "")[:80])
