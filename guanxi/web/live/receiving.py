"""The door that shops knock at: POST /hooks/<public id>/, without a session, for whoever knows the secret."""

from __future__ import annotations

import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from guanxi.errors import GuanxiError
from guanxi.sources.webhooks.scheme import Scheme
from guanxi.web.kit.refusals import sentence_of, status_of
from guanxi.web.live import actions, queries
from guanxi.web.live.models import Hook
from guanxi.web.live.refusals import NoSuchHook, TooLarge, TooOften, WrongSignature

MOST_BYTES = 2_000_000
MOST_A_MINUTE = 1_200  # signed deliveries of one hook; each process counts its own
MOST_WRONG_A_MINUTE = 60
STATUS = {WrongSignature: 401, TooLarge: 413, TooOften: 429, NoSuchHook: 404}
LOG = structlog.get_logger("guanxi.web.live")


@csrf_exempt
@login_not_required
@require_POST
def receive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer a shop: 200 once what it sent is durable, whether it became rows or is kept with the reason."""
    try:
        with translation.override("en"):
            return _received(request, queries.open_hook(public_id))
    except GuanxiError as error:
        return _refused(error)


def _received(request: HttpRequest, hook: Hook) -> HttpResponse:
    now, scheme, body = timezone.now(), Scheme(**hook.scheme), _body(request)
    if scheme.is_unsigned_ping(request.headers, body):
        return JsonResponse({"state": "test"})
    if not scheme.is_signed(request.headers, body, queries.secrets_of(hook, at=now), at=now):
        _not_too_often(hook, "wrong", MOST_WRONG_A_MINUTE)
        _count(actions.count_wrong, hook, at=now)
        raise WrongSignature()
    _not_too_often(hook, "signed", MOST_A_MINUTE)
    done = actions.take_delivery(hook, request.headers, body, at=now)
    _count(actions.count_delivery, hook, done.state, at=now)
    return JsonResponse({"state": done.state, "rows": done.rows, "batch": done.batch})


def _body(request: HttpRequest) -> bytes:
    """The raw body, which is what was signed; refused by what it says it is before it is read."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not size.isdigit() or int(size) > MOST_BYTES:
        raise TooLarge(bytes=size[:20], most=MOST_BYTES)
    return request.body


def _not_too_often(hook: Hook, what: str, most: int) -> None:
    name = f"live-{what}-{hook.pk}"
    cache.add(name, 0, timeout=60)
    try:
        came = cache.incr(name)
    except ValueError:  # the minute has just passed
        return
    if came > most:
        raise TooOften(most=most)


def _count(counted, *given, **named) -> None:
    try:
        counted(*given, **named)
    except OperationalError:
        LOG.warning("not counted: the database is busy", hook=given[0].public_id)


def _refused(error: GuanxiError) -> HttpResponse:
    status = STATUS.get(type(error)) or status_of(error)
    status = 503 if status == 422 else status  # what is nobody's fault here shall be sent again
    response = JsonResponse({"code": error.code, "message": sentence_of(error)}, status=status)
    if status in (429, 503):
        response["Retry-After"] = "60"
    return response
