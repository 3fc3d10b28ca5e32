"""One's own settings: language, appearance, password, tokens."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from guanxi.errors import BadInput
from guanxi.web.accounts import actions, queries
from guanxi.web.accounts.forms import PasswordForm, TokenForm
from guanxi.web.accounts.models import Appearance
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.refusals import sentence_of
from guanxi.web.kit.requests import request_id

LANGUAGE_YEAR = 365 * 24 * 3600


@needs("accounts.own_settings")
@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    return _settings(request)


def _settings(request: HttpRequest, status: int = 200, **changed) -> HttpResponse:
    context = {
        "password_form": PasswordForm(),
        "token_form": TokenForm(),
        "tokens": queries.tokens_of(request.user),
        "appearances": Appearance.choices,
        **changed,
    }
    return render(request, "accounts/settings.html", context, status=status)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak this language from now on; works before signing in too."""
    chosen = request.POST.get("language", "")
    response = _back(request)
    if check_for_language(chosen):
        response.set_cookie(
            django_settings.LANGUAGE_COOKIE_NAME, chosen, max_age=LANGUAGE_YEAR, samesite="Lax", httponly=True
        )
        if request.user.is_authenticated:
            actions.choose_language(request.user, chosen)
    return response


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    actions.choose_appearance(request.user, request.POST.get("appearance", ""))
    return HttpResponse(status=204) if request.htmx else _back(request)


@require_POST
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            actions.change_password(request.user, **form.cleaned_data)
        except BadInput as refused:
            form.add_error(None, sentence_of(refused))
        else:
            update_session_auth_hash(request, request.user)
            toasts.done(request, _("Your password is changed."))
            return redirect("accounts:settings")
    return _settings(request, status=422, password_form=form)


@never_cache
@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """Shown in the answer itself: the only time the token can be read."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _settings(request, status=422, token_form=form)
    made = actions.make_token(request.user, **form.cleaned_data, request_id=request_id(request))
    return _settings(request, made=made)


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.user.tokens, pk=pk)
    actions.revoke_token(request.user, token)
    toasts.done(request, _("The token opens nothing any more."))
    return redirect("accounts:settings")


def _back(request: HttpRequest) -> HttpResponseRedirect:
    asked = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(asked if safe else "/")
