"""How the API refuses: {code, message, facts}, the message in the caller's language."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from guanxi.errors import BadInput, GuanxiError
from guanxi.sentences import say
from guanxi.web.kit.refusals import sentence_of, status_of


class UnreadableFilter(BadInput):
    code = "api.unreadable_filter"


def answer_with_sentences(api: NinjaAPI) -> None:
    """Give every way to fail the same form."""

    @api.exception_handler(GuanxiError)
    def refused(request: HttpRequest, error: GuanxiError) -> HttpResponse:
        facts = {name: _plain(value) for name, value in error.facts.items()}
        body = {"code": error.code, "message": sentence_of(error), "facts": facts}
        return api.create_response(request, body, status=status_of(error))

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return _answer(api, request, "api.not_signed_in", 401)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        wrong = [{"where": ".".join(map(str, each["loc"])), "what": each["msg"]} for each in error.errors]
        said = "; ".join(f"{each['where']}: {each['what']}" for each in wrong)
        return _answer(api, request, "api.invalid", 422, wrong=said)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return _answer(api, request, "api.no_such_address", 404, path=request.path)

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        codes = {401: "api.not_signed_in", 403: "api.csrf", 429: "api.too_many"}
        code = codes.get(error.status_code, "api.refused")
        return _answer(api, request, code, error.status_code, why=str(error))


def _answer(api: NinjaAPI, request: HttpRequest, code: str, status: int, **facts: Any) -> HttpResponse:
    message = say(code, get_language() or "en", **facts)
    return api.create_response(request, {"code": code, "message": message, "facts": facts}, status=status)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
