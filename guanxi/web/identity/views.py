"""Which customers are one? The pairs that were found, decided one by one or many at once."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi import formats
from guanxi.web.identity import actions, jobs, pages, queries
from guanxi.web.identity.models import Decided, Pair
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id, wants_part

SHOWN = 20
USUAL_LEAST = 0.95


@needs("identity.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The pairs as the address asks for them: how they stand, and from which probability on."""
    actions.give_up_lost_jobs(timezone.now())
    language = get_language() or "en"
    state = request.GET.get("state", "")
    state = state if state in Decided.values else Decided.PROPOSED
    least = _least(request.GET.get("least"), 0.0)
    counts, above = queries.counts(), queries.proposed_above()
    page = Paginator(queries.pairs(state, least), SHOWN).get_page(request.GET.get("page"))
    context = {
        "has_customers": queries.has_customers(),
        "search": pages.said(queries.last_search(), language),
        "job": pages.said(queries.unfinished(), language),
        "failed": pages.said(queries.last_failure(), language),
        "state": state,
        "least": least,
        "leasts": pages.leasts(),
        "usual": USUAL_LEAST,
        "states": [(key, name, counts[key]) for key, name in Decided.choices],
        "counts": counts,
        "sure": next((n for at, n in above if at >= 0.99), 0),
        "above": [(at, formats.percent(at), n) for at, n in above],
        "merged": queries.merged().count(),
        "page": page,
        "cards": pages.cards(page, language),
        "may_decide": request.user.can("identity.decide"),
    }
    return render(request, "identity/pairs.html", context)


def _least(given: str | None, usual: float) -> float:
    return next((least for least in queries.LEASTS if given == f"{least:g}"), usual)


@needs("identity.decide")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Look for pairs; the worker does it, and the page shows how far it is."""
    least = _least(request.POST.get("least"), USUAL_LEAST)
    job = actions.ask_for_search(request.user, least=least, request_id=request_id(request))
    if job.is_unfinished:
        jobs.run_job.enqueue(job.pk)
    return redirect("identity:pairs")


@needs("identity.see")
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a job is; the page asks every two seconds, and loads anew when it is through."""
    actions.give_up_lost_jobs(timezone.now())
    found = pages.said(queries.job(pk), get_language() or "en")
    response = render(request, "identity/_job.html", {"job": found})
    if not found.is_unfinished:
        response["HX-Refresh"] = "true"
    return response


@needs("identity.decide")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    pair = queries.pair(pk)
    change_id = actions.accept(request.user, pair, request_id=request_id(request))
    undo = reverse("identity:undo", args=[change_id]) if change_id else None
    said = _("One customer now. Figures follow with the next turn.")
    toasts.done(request, said, undo=undo)
    return _decided(request, pk)


@needs("identity.decide")
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reject(request.user, queries.pair(pk), request_id=request_id(request))
    said = _("Two customers; they are not proposed again.")
    toasts.done(request, said, undo=reverse("identity:reconsider", args=[pk]))
    return _decided(request, pk)


@needs("identity.decide")
@require_POST
def reconsider(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reconsider(request.user, queries.pair(pk))
    toasts.done(request, _("To be decided again."))
    return _decided(request, pk)


def _decided(request: HttpRequest, pk: int) -> HttpResponse:
    """The pair as it stands now, in its place in the list; without scripts, the list."""
    if not wants_part(request):
        return redirect("identity:pairs")
    pair = Pair.objects.get(pk=pk)
    card = pages.cards([pair], get_language() or "en")[0]
    return render(request, "identity/_pair.html", {"card": card, "may_decide": True, "just_decided": True})


@needs("identity.decide")
@require_POST
def accept_all(request: HttpRequest) -> HttpResponse:
    """All pairs from a probability on: at once where they are few, else by the worker."""
    least = _least(request.POST.get("least"), 1.0)
    if queries.pairs(least=least).count() > actions.AT_ONCE:
        asked = actions.ask_to_accept(request.user, least=least, request_id=request_id(request))
        if asked.is_unfinished:
            jobs.run_job.enqueue(asked.pk)
        toasts.done(request, _("The pairs are being merged; this page shows how far it is."))
        return redirect("identity:pairs")
    change_id, accepted, left_out = jobs.accept(request.user, least, request_id=request_id(request))
    said = ngettext(
        "%(n)s pair is one customer now. Figures follow with the next turn.",
        "%(n)s pairs are one customer each now. Figures follow with the next turn.",
        accepted,
    ) % {"n": accepted}
    toasts.done(request, said, undo=reverse("identity:undo", args=[change_id]) if change_id else None)
    if left_out:
        toasts.warn(request, _left_out(left_out))
    return redirect("identity:pairs")


def _left_out(n: int) -> str:
    return ngettext(
        "%(n)s pair stays to be decided: it would bring two together who were found to be two.",
        "%(n)s pairs stay to be decided: they would bring two together who were found to be two.",
        n,
    ) % {"n": n}
