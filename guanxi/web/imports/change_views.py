"""One change of the facts: what it did, taking it back, and the history of a row."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput
from guanxi.facts.row_history import row_history
from guanxi.facts.table import fact_table
from guanxi.facts.undo import plan_undo
from guanxi.facts.words import word
from guanxi.web.imports import actions, conflicts, names, pages, queries
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id


@needs("imports.see")
@require_GET
def change(request: HttpRequest, change_id: str) -> HttpResponse:
    """What one change did: rows, what was set aside, what looked odd, what the rules caught."""
    found = queries.change(change_id)
    result = queries.result(found.change_id)
    context = {
        **pages.change(found, result, get_language() or "en"),
        "may_undo": request.user.can("imports.undo") and conflicts.may_be_undone(found),
        "may_start": request.user.can("turns.start"),
    }
    return render(request, "imports/change.html", context)


@needs("imports.undo")
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, change_id: str) -> HttpResponse:
    """What taking a change back would do, row by row where a later change said the same rows; then do it."""
    found, session = queries.change(change_id), new_engine("duckdb")
    try:
        plan = plan_undo(queries.store(), change_id, session)
    finally:
        session.close()
    if request.method == "POST":
        decisions = conflicts.decided(plan, request.POST)
        default = "back" if request.POST.get("default") == "back" else "keep"
        done = actions.take_back(
            request.user, change_id, decisions=decisions, default=default, request_id=request_id(request)
        )
        toasts.done(request, _("Taken back. To have it again, take this one back."))
        return redirect("imports:change", done)
    context = {
        "change": pages.line(found),
        "plan": plan,
        "rows": conflicts.shown(plan, get_language() or "en"),
        "more": max(0, plan.conflicts.num_rows - conflicts.SHOWN),
    }
    return render(request, "imports/undo.html", context)


@needs("imports.see")
@require_GET
def history(request: HttpRequest, table: str) -> HttpResponse:
    """Who said what of one row, when, and from which file."""
    spec, asked = fact_table(table), request.GET
    key = {name: _value(name, asked[name]) for name in spec.key if asked.get(name)}
    context: dict[str, Any] = {
        "table": names.TABLES.get(table, table),
        "asked": [(name, asked.get(name, "")) for name in spec.key],
    }
    if len(key) == len(spec.key):
        session = new_engine("duckdb")
        try:
            said = row_history(queries.store(), table, key, session)
        finally:
            session.close()
        context |= {"said": pages.history(said, spec), "key": key}
    return render(request, "imports/history.html", context)


def _value(name: str, given: str) -> Any:
    if word(name).type != "int":
        return given
    try:
        return int(given)
    except ValueError:
        raise NotANumber(name=name, asked=given) from None


class NotANumber(BadInput):
    code = "imports.not_a_number"
