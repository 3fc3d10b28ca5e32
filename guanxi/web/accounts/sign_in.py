"""Signing in: allauth's way, with repeated failures counted and stopped."""

from __future__ import annotations

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator


class SignInForm(LoginForm):
    """allauth's form; failures are counted under what was typed, be it a name or an e-mail."""

    def user_credentials(self) -> dict[str, str]:
        return {**super().user_credentials(), "login": self.cleaned_data["login"].lower()}


@method_decorator(login_not_required, name="dispatch")
@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignIn(LoginView):
    """The sign-in page; nobody opens an account here, people are invited."""
