"""The short way: a public page needs no session, no person and no messages, and gets none."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from guanxi.web.asking import public_views

PLACE = "/s/"
WAYS = {(): public_views.answer, ("stop",): public_views.stop}


def answer_the_public(get_response: Callable[[HttpRequest], HttpResponse]):
    """Requests for /s/<token>/ go to their view at once; its address, a secret, is in no log of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        view, token = _view(request.path_info)
        if view is None:
            return get_response(request)
        try:
            return view(request, token)
        finally:
            translation.deactivate()

    return middleware


def _view(path: str) -> tuple[Callable | None, str]:
    if not path.startswith(PLACE):
        return None, ""
    token, *rest = path.removeprefix(PLACE).removesuffix("/").split("/")
    return WAYS.get(tuple(rest)), token
