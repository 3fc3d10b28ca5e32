"""What people type in the accounts room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guanxi.web.accounts.roles import Role

TOKEN_LIVES = [(30, _("30 days")), (90, _("90 days")), (365, _("a year"))]


class PasswordForm(forms.Form):
    old_password = forms.CharField(
        label=_("Your password now"),
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters, and no common word."),
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )


class WelcomeForm(forms.Form):
    new_password = PasswordForm.declared_fields["new_password"]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=TOKEN_LIVES,
        initial=90,
        coerce=int,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class InviteForm(forms.Form):
    username = forms.SlugField(
        label=_("User name"),
        max_length=80,
        allow_unicode=True,
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "off", "autocapitalize": "none"}
        ),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.REP,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
