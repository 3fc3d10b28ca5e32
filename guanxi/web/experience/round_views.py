"""One round: its seven steps on one page, typed into, taken back, explained and taken away."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from guanxi.errors import NotFound
from guanxi.knowledge.experience.kinds import CUSTOMERS, DIMENSIONS, RESPONDENTS
from guanxi.knowledge.experience.step import AS_IT_IS
from guanxi.web.asking import queries as asking
from guanxi.web.experience import (
    actions,
    comparing,
    export_sheets,
    fields,
    names,
    on_paper,
    page_of,
    picturing,
    queries,
)
from guanxi.web.experience import cells as cells_of
from guanxi.web.experience.answering import answered
from guanxi.web.experience.explaining import explained
from guanxi.web.experience.models import LONGEST_NAME, LONGEST_TEXT
from guanxi.web.experience.reading import quarter_after, quarter_name, words
from guanxi.web.experience.refusals import DimensionTwice, DimensionWithoutName
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import wants_part

ADDED = {"dimension": "#step-2", "requirement": "#step-5", "stage": "#step-7"}


@needs("experience.see")
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    board = queries.board(queries.round_of(pk))
    return render(request, "experience/round.html", _context(request, board))


def _context(request: HttpRequest, board: queries.Board) -> dict[str, Any]:
    of = _of(request)
    it = board.round
    back, again = queries.steps_back(it, request.user)
    next_starts, _ends = quarter_after(it.ends_on)
    return page_of.context(board, of) | {
        "pictures": picturing.of_round(board, of),
        "may_edit": request.user.can("experience.edit") and it.is_open,
        "may_manage": request.user.can("experience.edit"),
        "owners": list(page_of.owners_of(queries.owners())),
        "addable": _addable(board),
        "surveys": asking.survey_names(),
        "steps_back": back,
        "steps_again": again,
        "following": queries.next_after(it),
        "next_name": quarter_name(next_starts),
        **_since_last(board, of),
        "of_query": "" if of == CUSTOMERS else f"?of={of}",
    }


def _of(request: HttpRequest) -> str:
    """Whose scores are shown: the customers', unless the address says otherwise."""
    asked = request.POST.get("of") or request.GET.get("of", CUSTOMERS)
    return asked if asked in RESPONDENTS else CUSTOMERS


def _since_last(board: queries.Board, of: str) -> dict[str, Any]:
    previous = board.round.previous
    if previous is None or not previous.is_there:
        return {"previous": None}
    before = queries.board(previous)
    return {
        "previous": previous,
        "compared": comparing.compared(before, board, of),
        "columns": [names.RESULTS[each][0] for each in comparing.COMPARED],
    }


def _addable(board: queries.Board) -> list[str]:
    """The method's dimensions that are not in the round."""
    there = {each.key for each in board.dimensions}
    return [names.of_key(key) for key in DIMENSIONS if key not in there]


# --- typing -----------------------------------------------------------------------------------------


@needs("experience.edit")
@require_POST
def cells(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed into one cell or several; the answer is what follows from it, part by part.

    A field `was.<cell>` says what the cell showed before: a change that somebody else made since is kept.
    """
    board = queries.board(queries.round_of(pk))
    typed = {name: text for name, text in request.POST.items() if not name.startswith("was.")}
    was = {name[4:]: text for name, text in request.POST.items() if name.startswith("was.")}
    changes, problems = cells_of.read(board, typed, was)
    if changes:
        actions.type_in(request.user, board.round, changes)
        board = queries.board(queries.round_of(pk))
    known = [cell for cell in typed if cell not in problems and cells_of.placed(board, cell)]
    told = {cell: cells_of.shown(board, cell) for cell in known}
    answer = render(
        request, "experience/_typed.html", _context(request, board) | _parts(changes, problems, told)
    )
    answer["HX-Trigger"] = json.dumps({"gx:cells": {"cells": told, "problems": problems}})
    return answer


def _parts(changes: list[dict[str, Any]], problems: dict[str, str], told: dict[str, str]) -> dict[str, Any]:
    """Which parts with cells in them are drawn anew: a decision brings a roll-out or takes it away."""
    return {
        "in_part": True,
        "problems": problems.items(),
        "mended": list(told),
        "roll_outs_anew": any(each["field"] == "decision" for each in changes),
    }


@needs("experience.edit")
@require_POST
def add(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One more dimension (by its name), requirement (for a dimension) or stage (of a requirement)."""
    board = queries.board(queries.round_of(pk))
    columns, within = _asked_for(request, board, what)
    made = actions.add(request.user, board.round, what, columns=columns, within=within)
    return _changed(request, pk, anchor=ADDED[what], focus=_first_cell(what, made.pk, _of(request)))


def _first_cell(what: str, pk: int, of: str) -> str:
    return {
        "dimension": f"score.{pk}.experience.{of}",
        "requirement": f"requirement.{pk}.text",
        "stage": f"stage.{pk}.name",
    }[what]


def _asked_for(request: HttpRequest, board: queries.Board, what: str):
    if what == "dimension":
        return _named_dimension(board, request.POST.get("name", "")), None
    if what == "requirement":
        asked = request.POST.get("dimension", "")
        found = {str(each.pk): each for each in board.dimensions}.get(asked)
        text = words(request.POST.get("text", ""), LONGEST_TEXT)
        return {"dimension": found, "text": text}, None
    if what == "stage":
        asked = request.POST.get("requirement", "")
        within = {str(each.pk): each for each in board.requirements}.get(asked)
        if within is not None:
            return {}, within
    raise NotFound(what=what, name=request.POST.get("requirement", ""))


def _named_dimension(board: queries.Board, text: str) -> dict[str, str]:
    """The method's dimension of this name in either language, or one of the firm's own."""
    name = words(text, LONGEST_NAME)
    if not name:
        raise DimensionWithoutName()
    key = next((key for key, both in DIMENSIONS.items() if name.casefold() in both), "")
    if name.casefold() in {names.of_dimension(each).casefold() for each in board.dimensions}:
        raise DimensionTwice(name=name)
    return {"key": key} if key else {"name": name}


@needs("experience.edit")
@require_POST
def take_out(request: HttpRequest, pk: int, what: str, key: int) -> HttpResponse:
    """Take a dimension, requirement or stage out; undo brings it back."""
    if what not in ADDED:
        raise NotFound(what=what, name=key)
    change = fields.change(what, key, "is_there", True, False)
    actions.type_in(request.user, queries.round_of(pk), [change])
    return _changed(request, pk, anchor=ADDED[what])


@needs("experience.edit")
@require_POST
def stay_as_they_are(request: HttpRequest, pk: int) -> HttpResponse:
    """Every dimension without an ideal is to stay as it is."""
    board = queries.board(queries.round_of(pk))
    open_ones = [each for each in board.dimensions if each.ideal is None and not each.ideal_as_it_is]
    changes = [fields.change("dimension", each.pk, "ideal", None, AS_IT_IS) for each in open_ones]
    actions.type_in(request.user, board.round, changes)
    return _changed(request, pk, anchor="#step-4")


@needs("experience.edit")
@require_POST
def take_scores(request: HttpRequest, pk: int) -> HttpResponse:
    """What was answered within the days of the round replaces what stands there; undo brings that back."""
    of = queries.round_of(pk)
    survey = request.POST.get("survey", "").strip()[:80]
    found = answered(of, survey)
    n = actions.take_scores(request.user, of, found.scores, survey=survey)
    said = ngettext("%(n)s score was taken from the answers.", "%(n)s scores were taken from the answers.", n)
    more = ngettext(
        "%(n)s mean was left out: too few answered.",
        "%(n)s means were left out: too few answered.",
        found.withheld,
    )
    text = said % {"n": n} + (" " + more % {"n": found.withheld} if found.withheld else "")
    toasts.done(request, text)
    return redirect(reverse("experience:round", args=[pk]) + "#step-2")


@needs("experience.edit")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    step = actions.undo(request.user, queries.round_of(pk))
    return _changed(request, pk, focus=_cell_of(step))


@needs("experience.edit")
@require_POST
def redo(request: HttpRequest, pk: int) -> HttpResponse:
    step = actions.redo(request.user, queries.round_of(pk))
    return _changed(request, pk, focus=_cell_of(step))


def _cell_of(step) -> str:
    """The cell that a step of one change was about."""
    if len(step.sets) != 1:
        return ""
    each = step.sets[0]
    parts = [each["of"], each["key"], "" if each["of"] == fields.SCORE else each["field"]]
    return ".".join(part for part in parts if part)


def _changed(request: HttpRequest, pk: int, *, anchor: str = "", focus: str = "") -> HttpResponse:
    """The whole bench anew, or the page it is on."""
    if not wants_part(request):
        of = _of(request)
        query = "" if of == CUSTOMERS else f"?of={of}"
        return redirect(reverse("experience:round", args=[pk]) + query + anchor)
    board = queries.board(queries.round_of(pk))
    answer = render(request, "experience/_bench.html", _context(request, board) | {"in_part": True})
    answer["HX-Trigger-After-Settle"] = json.dumps({"gx:stepped": {"focus": focus}})
    return answer


# --- looking ----------------------------------------------------------------------------------------


@needs("experience.see")
@require_GET
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    board = queries.board(queries.round_of(pk))
    context = {"pictures": picturing.of_round(board, _of(request))}
    return render(request, "experience/_pictures.html", context)


@needs("experience.see")
@require_GET
def explain(request: HttpRequest, pk: int, result: str) -> HttpResponse:
    """What one number is, with the numbers it is made of."""
    board = queries.board(queries.round_of(pk))
    it = explained(board, result, request.GET.get("dimension", ""), _of(request))
    template = "experience/_explanation.html" if wants_part(request) else "experience/explain.html"
    source = names.source(_of(request))
    return render(request, template, {"it": it, "round": board.round, "source": source})


@needs("experience.see")
@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The round as a workbook: numbers as numbers, each source on a sheet of its own."""
    return export_sheets.answer(queries.board(queries.round_of(pk)))


@needs("experience.see")
@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The round as a PDF."""
    return on_paper.answer(queries.board(queries.round_of(pk)))


@needs("experience.see")
@require_GET
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The round as a report for paper: no fields, one picture after the other."""
    board = queries.board(queries.round_of(pk))
    return render(request, "experience/print.html", _context(request, board))
