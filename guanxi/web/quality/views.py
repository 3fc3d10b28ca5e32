"""The page about the facts themselves: how far they can be trusted, and what to do about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.errors import NotFound
from guanxi.sentences import say
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id
from guanxi.web.kit.tables import TABLES
from guanxi.web.quality import actions, jobs, pages, queries
from guanxi.web.quality import export as files
from guanxi.web.quality.models import Look, State


@needs("quality.see")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The last look, what it stands on, and whether the facts have changed since."""
    language, newest = get_language() or "en", queries.last_look()
    context = {
        "look": newest,
        "waiting": queries.waiting(),
        "failed": _why(queries.last_failure(newest), language),
        "has_facts": queries.store().has("purchases"),
    }
    if newest is None:
        return render(request, "quality/nothing_yet.html", context)
    seen = queries.found(newest)
    changed = [str(TABLES.get(name, name)) for name in queries.changed_since(seen)]
    return render(
        request, "quality/quality.html", context | pages.page(seen, language) | {"changed": changed}
    )


def _why(failed: Look | None, language: str) -> str:
    return say(failed.error_code, language, **failed.error_facts) if failed else ""


@needs("quality.see")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """All findings of the last look."""
    newest = queries.last_look()
    if newest is None:
        raise NotFound(what="look", name="—")
    text = files.as_csv(queries.found(newest), get_language() or "en")
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = business.file_name(f"data-quality-{newest.as_of}.csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@needs("quality.see")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Look again; the worker does it, and the page shows when it is done."""
    asked = actions.ask_for_look(request.user, request_id=request_id(request))
    if asked.state == State.WAITING:
        jobs.look.enqueue(asked.pk)
    toasts.done(request, _("The facts are being looked through."))
    return redirect("quality:quality")


@needs("quality.see")
@require_GET
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a look is done; the page asks every two seconds, and loads anew when it is."""
    found = Look.objects.filter(pk=pk).first()
    response = render(request, "quality/_waiting.html", {"waiting": found})
    if found is None or found.state != State.WAITING:
        response["HX-Refresh"] = "true"
    return response
