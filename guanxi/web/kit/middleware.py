"""What happens around every request."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import structlog
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from guanxi.errors import GuanxiError
from guanxi.web.kit import business
from guanxi.web.kit.refusals import refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
LOG = structlog.get_logger("guanxi.web")


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs a person who signed in, unless it says otherwise; the API checks its own tokens."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.path.startswith("/api/"):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def name_the_request(get_response: GetResponse) -> GetResponse:
    """Give the request an id that its log lines and its answer carry, and a memory of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.id = uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(
            request_id=request.id, method=request.method, path=request.path
        )
        with business.asked_once():
            response = get_response(request)
        response["X-Request-ID"] = request.id
        return response

    return middleware


def say_what_is_made_up(get_response: GetResponse) -> GetResponse:
    """Programs and files have no badge to look at: answers about a synthetic firm say so by a header."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if business.is_synthetic():
            response["X-Guanxi-Synthetic"] = "true"
        return response

    return middleware


def speak_the_persons_language(get_response: GetResponse) -> GetResponse:
    """A person's own choice of language wins over the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


class say_errors_in_sentences:
    """A GuanxiError becomes a page (or a toast) with its sentence, never a traceback."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, GuanxiError) or request.path.startswith("/api/"):
            return None
        LOG.info("refused", code=error.code)
        return refusal(request, error)


def carry_toasts(get_response: GetResponse) -> GetResponse:
    """Messages said while htmx replaces a part of the page travel along with that part."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _takes_toasts(request, response) and len(messages.get_messages(request)):
            response.content += render_to_string("kit/_toasts_oob.html", request=request).encode()
        return response

    return middleware


def _takes_toasts(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        bool(getattr(request, "htmx", False))
        and not response.streaming
        and response.status_code == 200
        and "HX-Redirect" not in response
        and response.get("Content-Type", "").startswith("text/html")
    )
