"""Who was merged into whom, taking it back, and merging two that a person chose."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.web.customers.models import Customer
from guanxi.web.customers.queries import visible_to
from guanxi.web.customers.search import search
from guanxi.web.identity import actions, pages, queries
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id

SHOWN = 50
CANDIDATES = 8


@needs("identity.see")
@require_GET
def merged(request: HttpRequest) -> HttpResponse:
    """Every merged id with who stays, and the changes that did it."""
    text = request.GET.get("q", "").strip()
    page = Paginator(queries.merged(text), SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "text": text,
        "rows": pages.with_names(page),
        "changes": pages.changes_said(queries.merges()),
        "total": queries.merged().count(),
        "may_decide": request.user.can("identity.decide"),
    }
    return render(request, "identity/merged.html", context)


@needs("identity.decide")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two customers side by side, found by id, name, phone or e-mail."""
    language = get_language() or "en"
    sides = [_side(request, name) for name in ("left", "right")]
    context: dict[str, Any] = {"sides": sides, "card": None}
    left, right = (side["customer"] for side in sides)
    if left and right:
        context["same"] = left == right
        if left != right:
            context["card"] = pages.by_hand(left, right, queries.bought([left.pk, right.pk]), language)
    return render(request, "identity/compare.html", context)


def _side(request: HttpRequest, name: str) -> dict[str, Any]:
    """What was asked for on one side: the customer, or those it may be."""
    text = request.GET.get(name, "").strip()
    other = request.GET.get("right" if name == "left" else "left", "").strip()
    found = visible_to(request.user).filter(pk=text).first() if text else None
    if found is not None and found.merged_into_id:
        found = found.merged_into
    candidates = search(request.user, text, limit=CANDIDATES) if text and found is None else []
    return {"name": name, "text": text, "other": other, "customer": found, "candidates": candidates}


@needs("identity.decide")
@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    left, right = request.POST.get("left", ""), request.POST.get("right", "")
    change_id = actions.merge_by_hand(request.user, left, right, request_id=request_id(request))
    said = _("One customer now. Figures follow with the next turn.")
    toasts.done(request, said, undo=reverse("identity:undo", args=[change_id]))
    return redirect("insight:customer", left)


@needs("identity.decide")
@require_POST
def separate(request: HttpRequest) -> HttpResponse:
    customer_id = request.POST.get("customer", "")
    actions.separate(request.user, queries.merged_id(customer_id), request_id=request_id(request))
    said = _("%(id)s is a customer of its own again. Figures follow with the next turn.")
    toasts.done(request, said % {"id": customer_id})
    return _back(request)


@needs("identity.decide")
@require_POST
def undo(request: HttpRequest, change_id: str) -> HttpResponse:
    _change, ids, kept = actions.take_back(request.user, change_id, request_id=request_id(request))
    if ids > actions.AT_ONCE:
        toasts.done(request, _("Taken back. The pages follow in a few moments, figures with the next turn."))
    else:
        toasts.done(request, _("Taken back. Figures follow with the next turn."))
    if kept:
        said = ngettext(
            "%(n)s id stays as it was decided since.", "%(n)s ids stay as they were decided since.", kept
        )
        toasts.warn(request, said % {"n": kept})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page the form was on, if it is one of ours."""
    for address in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
            return redirect(address)
    return redirect("identity:merged")


def also_known_as(request: HttpRequest, customer: Customer) -> SafeString | None:
    """The other ids of a customer, and the way to name one more; for the customer page."""
    known = pages.with_names(queries.also_known_as(customer.pk))
    may_decide = request.user.can("identity.decide")
    if not known and not may_decide:
        return None
    context = {"customer": customer, "known": known, "may_decide": may_decide}
    return render_to_string("identity/_panel.html", context, request)
