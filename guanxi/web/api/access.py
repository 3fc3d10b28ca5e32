"""Who a program acts for: the person whose token it carries, or the person signed in to the browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import SimpleRateThrottle

from guanxi.errors import NotAllowed
from guanxi.web.accounts.actions import user_of_token
from guanxi.web.accounts.models import User


class Token(HttpBearer):
    """A token from My settings, sent as `Authorization: Bearer gx_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = user_of_token(token, at=timezone.now())
        if user is None:
            return None
        request.user = user
        if user.language and "Accept-Language" not in request.headers:
            translation.activate(user.language)
        return user


class Session(SessionAuth):
    """The browser's own session, for trying the documented addresses; writes need its CSRF token."""


class PerPerson(SimpleRateThrottle):
    """So many requests a minute for each person, whatever the number of tokens; counted per process."""

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)

    def get_cache_key(self, request: HttpRequest) -> str | None:
        person = getattr(request, "auth", None)
        return f"api-requests-{person.pk}" if person else None


def needs(user: User, permission: str) -> None:
    """Refuse a person whose role lacks the permission; what rows there are is decided by `visible_to`."""
    for each in ("api.use", permission):
        if not user.can(each):
            raise NotAllowed(what=each)
