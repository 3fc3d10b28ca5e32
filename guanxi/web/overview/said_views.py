"""Are the customers who matter satisfied, and what are the dissatisfied worth?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from guanxi.distribution.pictures import Voice
from guanxi.web.insight.queries import current_snapshot
from guanxi.web.kit.access import needs
from guanxi.web.kit.business import currency
from guanxi.web.overview import jobs, said_page


@needs("overview.see")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    snapshot = current_snapshot()
    if snapshot is None:
        return render(
            request,
            "overview/said_nothing.html",
            {"may_start": request.user.can("turns.start"), "why": "turn"},
        )
    figures = jobs.summary(snapshot.snapshot_id).figures
    if not (figures["said"] or {}).get("answered"):
        return render(request, "overview/said_nothing.html", {"why": "answers"})
    asked = said_page.Asked.parse(request.GET, figures["said"])
    context = said_page.context(figures, asked, Voice(get_language() or "en", currency()))
    return render(request, "overview/said.html", context)
