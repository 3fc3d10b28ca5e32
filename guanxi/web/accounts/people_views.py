"""The people of the installation: who is here, who is invited, who may what."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from guanxi.errors import BadInput, Conflict
from guanxi.web.accounts import actions, queries
from guanxi.web.accounts.forms import InviteForm, WelcomeForm
from guanxi.web.accounts.models import User
from guanxi.web.accounts.roles import Role
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.refusals import sentence_of
from guanxi.web.kit.requests import request_id

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@needs("accounts.manage")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    return _people(request)


def _people(request: HttpRequest, status: int = 200, **changed) -> HttpResponse:
    everybody = list(queries.people())
    context = {
        "people": everybody,
        "active": sum(user.is_active for user in everybody),
        "form": InviteForm(),
        "roles": Role.choices,
        **changed,
    }
    return render(request, "accounts/people.html", context, status=status)


@never_cache
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            user = actions.invite(request.user, **form.cleaned_data, request_id=request_id(request))
        except Conflict as refused:
            form.add_error(None, sentence_of(refused))
        else:
            return _people(request, invited=user, link=_absolute(request, queries.welcome_link(user)))
    return _people(request, status=422, form=form)


@never_cache
@needs("accounts.manage")
@require_POST
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh link for somebody who forgot the password; the old password holds until it is used."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    if user.role == Role.OWNER and not request.user.can("accounts.manage_owners"):
        return redirect("accounts:people")
    return _people(request, invited=user, link=_absolute(request, queries.welcome_link(user)))


@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    role = request.POST.get("role", "")
    if role in Role.values:
        actions.change_role(request.user, user, role)
        toasts.done(request, _("%(name)s: %(role)s from now on.") % {"name": user, "role": Role(role).label})
    return redirect("accounts:people")


@require_POST
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    active = request.POST.get("active") == "1"
    actions.set_active(request.user, user, active)
    said = _("%(name)s may sign in again.") if active else _("%(name)s can no longer sign in.")
    toasts.done(request, said % {"name": user})
    return redirect("accounts:people")


@never_cache
@login_not_required
def welcome(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """The invited person chooses a password and is signed in."""
    user = queries.welcomed(key, token)
    if user is None:
        return render(request, "accounts/welcome_over.html", status=410)
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_first_password(user, form.cleaned_data["new_password"])
        except BadInput as refused:
            form.add_error("new_password", sentence_of(refused))
        else:
            login(request, user, backend=BACKEND)
            return redirect("home")
    return render(request, "accounts/welcome.html", {"form": form, "person": user})


def _absolute(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)
