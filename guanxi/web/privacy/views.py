"""One person: found, looked at, given out, erased."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guanxi.errors import NotFound
from guanxi.facts.changes import new_change_id
from guanxi.facts.privacy.handing_out import as_bytes
from guanxi.sentences import say
from guanxi.web.customers.search import search
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id
from guanxi.web.privacy import actions, jobs, names, queries
from guanxi.web.privacy.refusals import NotTheSameId


@needs("privacy.see")
@require_GET
def one_person(request: HttpRequest) -> HttpResponse:
    """Find a person, and see where they are held; beside it who was erased."""
    asked, customer_id = request.GET.get("q", "").strip(), request.GET.get("customer", "")
    context = {
        "asked": asked,
        "found": search(request.user, asked) if asked else [],
        "erasures": [(each, sum(each.rows.values())) for each in queries.erasures()],
        "may_start": request.user.can("turns.start"),
    }
    if customer_id:
        context |= _whole(customer_id)
    elif asked and not context["found"] and _is_held(asked):
        context |= _whole(asked)
    return render(request, "privacy/person.html", context)


def _whole(customer_id: str) -> dict:
    found, language = queries.held(customer_id), get_language() or "en"
    parts = [(say(f"privacy.part.{name}", language), rows) for name, rows in found.beside]
    beside = [(part[:1].upper() + part[1:], rows) for part, rows in parts]
    beside += [(str(names.ROOMS.get(name, name)), len(rows)) for name, rows in found.rooms.items()]
    return {"held": found, "lines": queries.lines(found, language), "beside": beside}


def _is_held(customer_id: str) -> bool:
    try:
        return bool(queries.held(customer_id))
    except NotFound:
        return False


@needs("privacy.export")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Everything about one person, as a ZIP."""
    found = queries.held(request.POST.get("customer", ""))
    actions.export(request.user, found.who)
    packed = as_bytes(queries.store(), found.facts, at=timezone.now(), more=found.rooms)
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{business.file_name("one-person.zip")}"'
    return response


@needs("privacy.erase")
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """What would go and what would stay; then, with the id typed again, erase."""
    asked = request.POST if request.method == "POST" else request.GET
    customer_id = asked.get("customer", "")
    context = _whole(customer_id)
    if request.method == "POST":
        if request.POST.get("typed", "").strip() != customer_id:
            context["refused"] = say(NotTheSameId.code, get_language() or "en", asked=customer_id)
            return render(request, "privacy/erase.html", context, status=400)
        given = {"change_id": new_change_id(timezone.now()), "request_id": request_id(request)}
        jobs.run_erasure.enqueue(actions.erase(request.user, context["held"].who, **given))
        toasts.done(request, _("The person is being erased."))
        return redirect("privacy:person")
    return render(request, "privacy/erase.html", context)


@needs("privacy.erase")
@require_POST
def go_on(request: HttpRequest, change_id: str) -> HttpResponse:
    """Go on with an erasure that was cut off."""
    jobs.run_erasure.enqueue(change_id)
    toasts.done(request, _("The erasure goes on."))
    return redirect("privacy:person")
