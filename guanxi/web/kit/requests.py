"""What a view asks of a request: its id, and whether only a part of the page is wanted."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST_ID = 80


def request_id(request: HttpRequest) -> str | None:
    """The id the form or program gave this write (`{% request_id %}` or Idempotency-Key), if any."""
    given = request.POST.get("request_id") or request.headers.get("Idempotency-Key") or ""
    return given[:LONGEST_ID] or None


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asked for a partial; a boosted or restored page is a whole page."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request
