"""What the base page needs on every page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from guanxi.web.kit import business, nav


def page(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "languages": settings.LANGUAGES,  # each in its own language, as its reader looks for it
        "site_name": settings.SITE_NAME,
        "nav_entries": SimpleLazyObject(lambda: nav.shown_to(user, request.path)) if known else [],
        "business_date": SimpleLazyObject(lambda: business.business_date()),
        "business_note": SimpleLazyObject(lambda: business.note()),
        "firm_name": SimpleLazyObject(lambda: business.firm_name()) if known else None,
        "synthetic_mark": SimpleLazyObject(lambda: business.file_name("")),
        "appearance": user.appearance if known else "auto",
        "search_url": _address("insight:search") if known else None,
    }


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
