"""How allauth is kept to our rules: nobody opens an account for themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import get_user_model
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        """Somebody from the firm's own directory is the person invited with the same verified e-mail."""
        if sociallogin.is_existing:
            return
        verified = [address.email for address in sociallogin.email_addresses if address.verified]
        invited = get_user_model().objects.filter(email__in=verified, is_active=True).exclude(email="")
        if invited.count() == 1:
            sociallogin.connect(request, invited.get())

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False
