"""What is done to customers from any page: hand-overs and notes. Every answer leads back to that page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from guanxi.web.customers import actions, events, queries
from guanxi.web.customers.models import Customer
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id


def _back(request: HttpRequest) -> HttpResponse:
    """To the page the form was on, if it is one of ours."""
    for address in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
            return redirect(address)
    return redirect("home")


@needs("customers.claim")
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    batch = actions.claim(request.user, request.POST.get("customer", ""), request_id=request_id(request))
    toasts.done(request, _("The customer is yours now."), undo=_undo(batch))
    return _back(request)


@needs("customers.claim")
@require_POST
def return_to_pool(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.getlist("customer")
    batch = actions.return_to_pool(request.user, chosen, request_id=request_id(request))
    said = ngettext(
        "%(n)s customer is back in the pool.", "%(n)s customers are back in the pool.", len(chosen)
    ) % {"n": len(chosen)}
    toasts.done(request, said, undo=_undo(batch))
    return _back(request)


@needs("customers.assign")
@require_POST
def reassign(request: HttpRequest) -> HttpResponse:
    chosen, to = request.POST.getlist("customer"), request.POST.get("to", "")
    batch = actions.reassign(request.user, chosen, to, request_id=request_id(request))
    said = ngettext("%(n)s customer handed over.", "%(n)s customers handed over.", len(chosen)) % {
        "n": len(chosen)
    }
    toasts.done(request, said, undo=_undo(batch))
    return _back(request)


@needs("customers.claim")
@require_POST
def undo_hand_over(request: HttpRequest, batch: str) -> HttpResponse:
    actions.undo_hand_over(request.user, batch)
    toasts.done(request, _("Undone: the customers are back where they were."))
    return _back(request)


def _undo(batch: str) -> str:
    return reverse("customers:undo_hand_over", args=[batch])


@needs("customers.note")
@require_POST
def write_note(request: HttpRequest) -> HttpResponse:
    customer_id, text = request.POST.get("customer", ""), request.POST.get("text", "")
    note = actions.write_note(request.user, customer_id, text, request_id=request_id(request))
    toasts.done(request, _("Note kept."), undo=reverse("customers:withdraw_note", args=[note.pk]))
    return _back(request)


@needs("customers.note")
@require_POST
def edit_note(request: HttpRequest, pk: int) -> HttpResponse:
    actions.edit_note(request.user, pk, request.POST.get("text", ""), request_id=request_id(request))
    toasts.done(request, _("Note changed."))
    return _back(request)


@needs("customers.note")
@require_POST
def withdraw_note(request: HttpRequest, pk: int) -> HttpResponse:
    actions.withdraw_note(request.user, pk)
    toasts.done(request, _("Note taken back."), undo=reverse("customers:restore_note", args=[pk]))
    return _back(request)


@needs("customers.note")
@require_POST
def restore_note(request: HttpRequest, pk: int) -> HttpResponse:
    actions.restore_note(request.user, pk)
    toasts.done(request, _("Note is back."))
    return _back(request)


def notes_panel(request: HttpRequest, customer: Customer) -> SafeString:
    """The notes of a customer, for the customer page."""
    context = {
        "customer": customer,
        "notes": queries.notes(request.user, customer.pk)[:50],
        "may_note": request.user.can("customers.note"),
    }
    return render_to_string("customers/_notes.html", context, request)


def hand_over_events(user, customer_id: str) -> list[events.Event]:
    """Changes of the owner, for the time line."""
    return [
        events.Event(
            timezone.localdate(change.at),
            icon="arrows-exchange",
            said=_("From %(before)s to %(after)s")
            % {"before": _owner(change.before), "after": _owner(change.after)},
            by=str(change.by or ""),
        )
        for change in queries.hand_overs(user, customer_id)[:50]
    ]


def _owner(person) -> str:
    return str(person) if person else _("the pool")
