"""Dates as they are typed at a terminal."""

from __future__ import annotations

from datetime import date

from guanxi.errors import BadInput


class NotADate(BadInput):
    code = "cli.not_a_date"


def typed_date(text: str | None, option: str) -> date | None:
    """The date of an option such as --as-of, written YYYY-MM-DD; None when it was not given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotADate(asked=text, option=option) from None
