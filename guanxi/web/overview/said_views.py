"""Are the customers who matter satisfied, and what are the dissatisfied worth?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from guanxi.distribution.pictures import Voice
from guanxi.web.customers.queries import sees_all
from guanxi.web.insight.queries import current_snapshot
from guanxi.web.kit.access import needs
from guanxi.web.kit.business import currency
from guanxi.web.overview import own_said, said_page


@needs("overview.see_said")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Of everybody for who sees all; of own customers and the pool for a rep."""
    whose = {"sees_all": sees_all(request.user)}
    snapshot = current_snapshot()
    if snapshot is None:
        return render(
            request,
            "overview/said_nothing.html",
            whose | {"may_start": request.user.can("turns.start"), "why": "turn"},
        )
    figures = own_said.figures(request.user, snapshot.snapshot_id)
    if not (figures["said"] or {}).get("answered"):
        return render(request, "overview/said_nothing.html", whose | {"why": "answers"})
    asked = said_page.Asked.parse(request.GET, figures["said"])
    context = said_page.context(figures, asked, Voice(get_language() or "en", currency()))
    return render(request, "overview/said.html", whose | context)
