"""What programs send: what waits, what was taken, what was refused and what becomes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id
from guanxi.web.live import actions, pages, queries


@needs("live.see")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Every sender and every table with what stands between them and the facts."""
    context = pages.overview(get_language() or "en")
    context |= {
        "may_manage": request.user.can("live.manage"),
        "may_start": request.user.can("turns.start"),
        "address": request.build_absolute_uri("/api/v1/facts/purchases"),
    }
    return render(request, "live/page.html", context)


@needs("live.see")
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, table: str, name: str) -> HttpResponse:
    """A batch that was refused at a turn, and why; sent again, or discarded."""
    if request.method == "POST":
        return _decide_batch(request, table, name)
    found, language = queries.batch(table, name), get_language() or "en"
    context = {
        "batch": found,
        "table": pages.table_name(table),
        "why": pages.why(found.code, found.facts, language),
        "shown": pages.shown(found.said, table, language),
        "may_send": request.user.can("live.send"),
    }
    return render(request, "live/batch.html", context)


def _decide_batch(request: HttpRequest, table: str, name: str) -> HttpResponse:
    if request.POST.get("do") == "discard":
        actions.discard(request.user, table, name, request_id=request_id(request))
        toasts.done(request, _("The batch is discarded. Its key may be used again."))
    else:
        actions.send_again(request.user, table, name, request_id=request_id(request))
        toasts.done(request, _("The batch waits again; the next turn tries it."))
    return redirect("live:page")
