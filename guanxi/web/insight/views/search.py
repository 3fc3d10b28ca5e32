"""Where is this customer? The search box of every page: a short list under it, or a page of results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from guanxi.web.customers.search import search
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import wants_part

IN_DROPDOWN, ON_PAGE = 8, 50


@needs("customers.see")
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    part = wants_part(request)
    limit = IN_DROPDOWN if part else ON_PAGE
    found = search(request.user, text, limit=limit + 1)
    if not part and len(found) == 1 and found[0].pk == text:
        return redirect("insight:customer", found[0].pk)
    context = {"text": text, "found": found[:limit], "more": len(found) > limit, "limit": limit}
    return render(request, "insight/_found.html" if part else "insight/search.html", context)
