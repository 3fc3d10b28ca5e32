"""Pages that belong to no room: the way home, the audit, and what is shown when something is wrong."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanxi.web.kit import nav, queries
from guanxi.web.kit.access import needs

AUDIT_ROWS = 50


def home(request: HttpRequest) -> HttpResponse:
    """The role's first page."""
    return redirect(nav.home_for(request.user))


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


@needs("kit.audit")
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Who changed what, newest first."""
    filters = {name: request.GET.get(name, "").strip() for name in ("who", "action", "object")}
    page = Paginator(queries.audit_entries(**filters), AUDIT_ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "filters": filters, "actions": queries.audited_actions()}
    return render(request, "kit/audit.html", context)


def _wrong(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(
        request, "kit/wrong.html", {"status": status, "title": title, "sentence": sentence}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _wrong(
        request, 400, _("This request could not be read"), _("Go back, load the page again and retry.")
    )


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _wrong(
        request,
        403,
        _("This is not open to you"),
        _("Your role does not include it. Ask an owner or manager."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _wrong(
        request,
        404,
        _("There is nothing at this address"),
        _("It may have moved, or it is not yours to see. Start from your first page."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", {"request_id": getattr(request, "id", "")}, status=500)
