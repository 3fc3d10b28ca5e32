"""What the accounts room can be asked."""

from __future__ import annotations

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from guanxi.web.accounts.models import ApiToken, User


class WelcomeTokens(PasswordResetTokenGenerator):
    """Links that let one person choose a password once; they end with the password's change."""

    key_salt = "guanxi.accounts.welcome"


_welcome = WelcomeTokens()


def people() -> QuerySet[User]:
    """Everybody who has or had an account, those who may sign in first."""
    return User.objects.order_by("-is_active", "username")


def tokens_of(user: User) -> QuerySet[ApiToken]:
    return user.tokens.filter(revoked_at=None)


def nobody_can_sign_in() -> bool:
    """Whether nobody has a password or ever signed in: a new application."""
    has_password = ~Q(password="") & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return not User.objects.filter(has_password | Q(last_login__isnull=False)).exists()


def welcome_link(user: User) -> str:
    """Where this person chooses a password; good for three days and once."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:welcome", args=[key, _welcome.make_token(user)])


def welcomed(key: str, token: str) -> User | None:
    """The person a link was made for, if the link still holds."""
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(key)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if _welcome.check_token(user, token) else None
