"""What a page says after something was done, with the way to undo it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string


def done(request: HttpRequest, text: str, *, undo: str | None = None) -> None:
    """Say that it was done; `undo` is the address that takes it back by POST."""
    if undo is None:
        messages.success(request, text)
    else:
        messages.success(request, render_to_string("kit/_undo.html", {"text": text, "undo": undo}, request))


def warn(request: HttpRequest, text: str) -> None:
    messages.warning(request, text)
