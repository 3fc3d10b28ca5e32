"""The pages of the followups room: My day, a call, the list of causes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guanxi.errors import NotFound
from guanxi.web.accounts.models import User
from guanxi.web.customers.queries import sees_all
from guanxi.web.followups import actions, days_page, jobs, queries
from guanxi.web.followups.days import today
from guanxi.web.followups.forms import CallForm, CauseForm
from guanxi.web.followups.models import Cause, FollowUp
from guanxi.web.followups.refusals import CauseNeedsNames
from guanxi.web.insight.queries import business_date
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id, wants_part


@needs("followups.see")
@require_GET
def my_day(request: HttpRequest) -> HttpResponse:
    """Who is late, most value at risk first."""
    day = business_date()
    if day is None:
        return render(request, "followups/no_turn_yet.html", {"may_start": request.user.can("turns.start")})
    context = {
        "day": days_page.my_day(request.user, on=day, query=request.GET),
        "sees_all": sees_all(request.user),
        "reps": queries.reps() if sees_all(request.user) else [],
        **_menu(request.user),
    }
    return render(request, "followups/my_day.html", context)


@needs("followups.log_call")
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a call: an inline form on My day, a page of its own without scripts."""
    follow_up = queries.follow_up(request.user, pk)
    form = CallForm(request.POST or None, today=today())
    if request.method == "POST" and form.is_valid():
        made = actions.log_call(request.user, follow_up, **form.call(), request_id=request_id(request))
        jobs.push_calls_when_ripe()
        undo = reverse("followups:undo_call", args=[made.pk])
        toasts.done(
            request, _("Call with %(customer)s logged.") % {"customer": follow_up.customer}, undo=undo
        )
        return _changed(request, pk)
    context = {"form": form, "card": _card(follow_up), "on": today(), "kept_id": request_id(request)}
    template = "followups/_call_form.html" if wants_part(request) else "followups/call.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    if form.errors:  # the form comes back as it was typed, in its own place
        response["HX-Retarget"], response["HX-Reswap"] = f"#fu-form-{pk}", "outerHTML"
    return response


@needs("followups.see")
@require_GET
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One card as it is now: what a cancelled form gives way to."""
    return _shown_card(request, pk)


@needs("followups.undo_call")
@require_POST
def undo_call(request: HttpRequest, pk: int) -> HttpResponse:
    follow_up = actions.undo_call(request.user, queries.call(request.user, pk))
    toasts.done(request, _("The call was taken back."))
    return _changed(request, follow_up.pk)


@needs("followups.log_call")
@require_POST
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it off to a later day."""
    next_on = parse_date(request.POST.get("next_on", ""))
    if next_on is None:
        toasts.warn(request, _("Choose a date first."))
        return _changed(request, pk)
    follow_up = queries.follow_up(request.user, pk)
    actions.reschedule(request.user, follow_up, next_on=next_on, request_id=request_id(request))
    toasts.done(request, _("%(customer)s comes back on that day.") % {"customer": follow_up.customer})
    return _changed(request, pk)


@needs("followups.close")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    follow_up = queries.follow_up(request.user, pk)
    actions.close(request.user, follow_up, request_id=request_id(request))
    undo = reverse("followups:reopen", args=[pk])
    toasts.done(request, _("Follow-up of %(customer)s closed.") % {"customer": follow_up.customer}, undo=undo)
    return _changed(request, pk)


@needs("followups.close")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reopen(request.user, queries.follow_up(request.user, pk), request_id=request_id(request))
    toasts.done(request, _("The follow-up is open again."))
    return _changed(request, pk)


@needs("followups.reassign")
@require_POST
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the task to somebody else."""
    follow_up = queries.follow_up(request.user, pk)
    to = _person(request.POST.get("to", ""))
    actions.reassign(request.user, follow_up, to=to, request_id=request_id(request))
    toasts.done(request, _("Follow-up handed over."))
    return _changed(request, pk)


def _person(username: str) -> User:
    found = queries.reps().filter(username=username).first()
    if found is None:
        raise NotFound(what="person", name=username)
    return found


def _card(follow_up: FollowUp) -> days_page.Card:
    return days_page.cards([follow_up], on=today())[0]


def _may(user: User) -> dict[str, bool]:
    """What the page offers this person to do; the actions check it again."""
    asked = {
        "may_log": "log_call",
        "may_close": "close",
        "may_reassign": "reassign",
        "may_edit_causes": "edit_causes",
    }
    return {name: user.can(f"followups.{permission}") for name, permission in asked.items()}


def _menu(user: User) -> dict[str, object]:
    """What the page offers, and to whom a task can be given."""
    may = _may(user)
    return {**may, "takers": days_page.takers() if may["may_reassign"] else []}


def _shown_card(request: HttpRequest, pk: int, *, just_changed: bool = False) -> HttpResponse:
    context = {
        "card": _card(queries.follow_up(request.user, pk)),
        "on": today(),
        "just_changed": just_changed,
    }
    return render(request, "followups/_card.html", context | _menu(request.user))


def _changed(request: HttpRequest, pk: int) -> HttpResponse:
    """The card as it is now for htmx; else back to where the person was."""
    if wants_part(request):
        return _shown_card(request, pk, just_changed=True)
    came_from = request.POST.get("next") or request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    fits = own and f"/follow-ups/{pk}/" not in came_from
    return redirect(came_from if fits else "followups:my_day")


@needs("followups.edit_causes")
@require_http_methods(["GET", "POST"])
def causes(request: HttpRequest) -> HttpResponse:
    """The firm's own list of reasons: add, rename, order, archive."""
    form = CauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_cause(request.user, **form.cleaned_data, request_id=request_id(request))
        toasts.done(request, _("Cause added."))
        return redirect("followups:causes")
    context = {"form": form, "causes": queries.causes(archived=True)}
    return render(request, "followups/causes.html", context, status=422 if form.errors else 200)


@needs("followups.edit_causes")
@require_POST
def cause(request: HttpRequest, key: str) -> HttpResponse:
    """Rename, archive or bring back, or move one place up."""
    found = queries.causes(archived=True).filter(key=key).first()
    if found is None:
        raise NotFound(what="cause", name=key)
    if "up" in request.POST:
        actions.order_causes(request.user, _one_up(key))
    else:
        _edit(request, found)
    return redirect("followups:causes")


def _edit(request: HttpRequest, found: Cause) -> None:
    form = CauseForm(request.POST)
    if not form.is_valid():
        raise CauseNeedsNames()
    archived = {"archive": True, "restore": False}.get(request.POST.get("do", ""), found.is_archived)
    actions.edit_cause(request.user, found, **form.cleaned_data, is_archived=archived)
    toasts.done(request, _("Cause saved."))


def _one_up(key: str) -> list[str]:
    keys = list(queries.causes(archived=True).values_list("key", flat=True))
    at = keys.index(key)
    if at:
        keys[at - 1], keys[at] = keys[at], keys[at - 1]
    return keys


def customer_panel(request: HttpRequest, customer) -> str | None:
    """The follow-ups of one customer, for the customer page."""
    found = list(queries.of_customer(request.user, customer.pk)[:20])
    calls = queries.calls_of(found)
    context = {"rows": [(each, calls.get(each.pk, [])) for each in found], **_may(request.user)}
    context["reps"] = queries.reps() if context["may_reassign"] else []
    return render_to_string("followups/_panel.html", context, request)
