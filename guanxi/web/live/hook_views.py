"""Addresses for shops: made, changed, tried, switched off; and what they could not use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guanxi.errors import GuanxiError
from guanxi.sources.webhooks.presets import preset, presets
from guanxi.sources.webhooks.scheme import Scheme
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id
from guanxi.web.live import actions, pages, queries
from guanxi.web.live.drafts import HookDraft
from guanxi.web.live.models import Hook


def _language() -> str:
    return get_language() or "en"


@never_cache
@needs("live.manage")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose the kind of shop; then what it is called, its secret, and what its deliveries become."""
    chosen = request.GET.get("preset", "")
    if not chosen:
        known = [(each, each.name(_language())) for each in presets().values()]
        return render(request, "live/choose.html", {"presets": known})
    known = preset(chosen)
    if request.method == "GET":
        return _form(request, HookDraft.of_preset(known, _language()), known=known)
    draft = HookDraft.typed(request.POST, known.key)
    if request.POST.get("do") == "preview":
        return _form(request, draft, known=known, **_tried(draft))
    try:
        made = actions.make_hook(
            request.user,
            draft.name,
            preset=known.key,
            **draft.settings(),
            secret=draft.secret,
            request_id=request_id(request),
        )
    except GuanxiError as error:
        return _form(request, draft, known=known, status=422, error=pages.why_of(error, _language()))
    return _hook(request, made, is_new=True)


@needs("live.manage")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.hook(pk)
    known = preset(found.preset)
    if request.method == "GET":
        return _form(request, HookDraft.of_hook(found, known), hook=found, known=known)
    draft = HookDraft.typed(request.POST, found.preset)
    if request.POST.get("do") == "preview":
        return _form(request, draft, hook=found, known=known, **_tried(draft))
    try:
        actions.change_hook(request.user, found, draft.name, **draft.settings())
    except GuanxiError as error:
        said = pages.why_of(error, _language())
        return _form(request, draft, hook=found, known=known, status=422, error=said)
    toasts.done(request, _("Saved. The next delivery goes by it."))
    return redirect("live:hook", found.pk)


def _form(request: HttpRequest, draft: HookDraft, *, status: int = 200, **context) -> HttpResponse:
    context |= {"draft": draft, "kind": context["known"].name(_language())}
    return render(request, "live/hook_form.html", context, status=status)


def _tried(draft: HookDraft) -> dict:
    try:
        receiver = draft.receiver()
    except GuanxiError as error:
        return {"error": pages.why_of(error, _language())}
    return pages.tried(receiver, draft.topic, draft.sample, _language())


@needs("live.see")
@require_GET
def hook(request: HttpRequest, pk: int) -> HttpResponse:
    """One address: where it is, what came, and what could not be used."""
    return _hook(request, queries.hook(pk))


def _hook(request: HttpRequest, found: Hook, **context) -> HttpResponse:
    context |= pages.one_hook(found, _language()) | {
        "address": request.build_absolute_uri(reverse("live:receive", args=[found.public_id])),
        "kind": preset(found.preset).name(_language()),
        "owns_secret": preset(found.preset).owns_secret,
        "may_manage": request.user.can("live.manage"),
        "may_send": request.user.can("live.send"),
        "now": timezone.now(),
    }
    return render(request, "live/hook.html", context)


@never_cache
@needs("live.manage")
@require_POST
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Another secret: the shop's own, or one that is made and shown in this answer alone."""
    given = request.POST.get("secret", "").strip()
    try:
        changed = actions.change_secret(
            request.user, queries.hook(pk), secret=given, request_id=request_id(request)
        )
    except GuanxiError as error:
        return _hook(request, queries.hook(pk), secret_refused=pages.why_of(error, _language()))
    return _hook(request, changed, is_changed=True)


@needs("live.manage")
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    found = actions.switch_hook(request.user, queries.hook(pk), is_on=request.POST.get("on") == "1")
    said = _("It takes deliveries again.") if found.is_on else _("It is off: its address answers 404.")
    toasts.done(request, said)
    return redirect("live:hook", pk)


@needs("live.manage")
@require_POST
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the sample as the shop would and see what it would become; nothing is kept."""
    found, now = queries.hook(pk), timezone.now()
    known, secrets = preset(found.preset), queries.secrets_of(found, at=now)
    body, scheme = pages.as_text(known.sample).encode(), Scheme(**found.scheme)
    signed = bool(secrets) and scheme.is_signed(scheme.sign(body, secrets[0], at=now), body, secrets, at=now)
    outcome = pages.tried(queries.receiver(found), known.sample_topic, body.decode(), _language())
    return _hook(request, found, attempt=outcome | {"signed": signed, "topic": known.sample_topic})


@needs("live.see")
@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A delivery that could not be used: why, what it said, and what it would become now."""
    found = queries.hook(pk)
    if request.method == "POST":
        return _decide_delivery(request, found, name)
    held, language = queries.kept_one(found, name), _language()
    context = {
        "hook": found,
        "held": held,
        "why": pages.why(held.code, held.facts, language),
        "body": pages.readable(held.body),
        "may_send": request.user.can("live.send"),
        "may_manage": request.user.can("live.manage"),
        **pages.tried(queries.receiver(found), held.topic, held.body.decode("utf-8", "replace"), language),
    }
    return render(request, "live/delivery.html", context)


def _decide_delivery(request: HttpRequest, found: Hook, name: str) -> HttpResponse:
    if request.POST.get("do") == "discard":
        actions.discard_delivery(request.user, found, name, request_id=request_id(request))
        toasts.done(request, _("The delivery is discarded."))
    else:
        actions.take_again(request.user, found, name, request_id=request_id(request))
        toasts.done(request, _("It fits now: its rows wait for the next turn."))
    return redirect("live:hook", found.pk)
