"""What is this number? In the sheet beside the page, or as a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from guanxi.facts.words import word
from guanxi.web.customers.queries import customer as visible_customer
from guanxi.web.insight import explanation
from guanxi.web.insight.columns import LISTED
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import wants_part


@needs("insight.see")
@require_GET
def page(request: HttpRequest, name: str) -> HttpResponse:
    word(name)  # an unknown word is refused by name, before anything is looked up
    language, customer_id = get_language() or "en", request.GET.get("customer", "")
    if customer_id:
        customer = visible_customer(request.user, customer_id)
        explained = explanation.of_customer(request.user, customer, name, language)
    else:
        explained = explanation.of_all(request.user, name, language)
    template = "insight/_explanation.html" if wants_part(request) else "insight/explain.html"
    return render(request, template, {"it": explained, "listed": name in LISTED})
