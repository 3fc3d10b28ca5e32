"""The plans that were saved: listed, compared, renamed, copied, deleted and brought back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id
from guanxi.web.planning import actions, comparing, queries
from guanxi.web.planning.models import Kind, Plan

USUALLY_COMPARED = 4


@needs("planning.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Every saved plan; those in the address side by side, by default the ones changed last."""
    plans = list(queries.plans(Kind.LTV))
    asked = request.GET.getlist("plan")
    chosen = queries.chosen(asked) if asked else plans[:USUALLY_COMPARED]
    worth = {plan.pk: comparing.worth(plan) for plan in plans}
    side_by_side = [worth[plan.pk] for plan in chosen if plan.pk in worth and worth[plan.pk].table]
    context = {
        "plans": [(plan, worth[plan.pk], plan in chosen) for plan in plans],
        "budgets": list(queries.plans(Kind.BUDGET)),
        "compared": side_by_side,
        "picture": comparing.picture(side_by_side) if len(side_by_side) > 1 else None,
        "best": max(side_by_side, key=lambda each: each.value, default=None),
        "may_edit": request.user.can("planning.edit"),
    }
    return render(request, "planning/plans.html", context)


@needs("planning.edit")
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    plan = actions.rename(request.user, queries.plan(pk), request.POST.get("name", ""))
    toasts.done(request, _("It is called “%(name)s” now.") % {"name": plan.name})
    return redirect("planning:plans")


@needs("planning.edit")
@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy, which is opened."""
    plan = queries.plan(pk)
    name = _("Copy of %(name)s") % {"name": plan.name}
    copy = actions.duplicate(request.user, plan, name, request_id=request_id(request))
    toasts.done(request, _("A copy was made: “%(name)s”.") % {"name": copy.name})
    return redirect(_page_of(copy))


@needs("planning.edit")
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    plan = actions.delete(request.user, queries.plan(pk))
    undo = reverse("planning:restore", args=[plan.pk])
    toasts.done(request, _("“%(name)s” was deleted.") % {"name": plan.name}, undo=undo)
    return redirect("planning:plans")


@needs("planning.edit")
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    plan = actions.restore(request.user, pk)
    toasts.done(request, _("“%(name)s” is back.") % {"name": plan.name})
    return redirect("planning:plans")


def version_seen(request: HttpRequest) -> int:
    """The version of a plan that a person began to change; none where the form does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _page_of(plan: Plan) -> str:
    return reverse("planning:ltv_plan" if plan.kind == Kind.LTV else "planning:budget_plan", args=[plan.pk])
