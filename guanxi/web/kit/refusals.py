"""How a refusal is said: the error's own sentence, in the reader's language, on a page or in a toast."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from guanxi.errors import Conflict, GuanxiError, NotAllowed, NotFound
from guanxi.sentences import say

STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409}


def status_of(error: GuanxiError) -> int:
    for kind, status in STATUS.items():
        if isinstance(error, kind):
            return status
    return 422


def sentence_of(error: GuanxiError) -> str:
    return say(error.code, get_language() or "en", **error.facts)


def refusal(request: HttpRequest, error: GuanxiError) -> HttpResponse:
    """Something a person asked for cannot be done: what, why, and the way back."""
    status = status_of(error)
    context = {"status": status, "sentence": sentence_of(error), "code": error.code}
    if getattr(request, "htmx", False):
        response = render(request, "kit/_refusal.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
        return response
    return render(request, "kit/refusal.html", context, status=status)
