"""What the address of the forecast page asks for: which customers, and the forecast of which turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from guanxi.facts.words import word
from guanxi.knowledge.lifetime.future_groups import SEGMENTS
from guanxi.web.forecast.models import Outlook


@dataclass(frozen=True)
class Segment:
    """Customers who are forecast together; column and key are "" for everybody."""

    column: str = ""
    key: str = ""

    def name(self, language: str) -> str:
        if not self.column:
            return _("All customers")
        if not self.key:
            return f"{word(self.column).label(language)} · —"
        return f"{word(self.column).label(language)} · {word(self.column).say(self.key, language)}"

    @property
    def customers(self) -> str | None:
        """The address of the list of them; None where nothing can be filtered for."""
        try:
            path = reverse("insight:customers")
        except NoReverseMatch:
            return None
        if self.column and not self.key:
            return None
        return (
            f"{path}?{urlencode({self.column: self.key, 'sort': '-lifetime_value'})}" if self.column else path
        )

    def row_of(self, figures: dict[str, Any]) -> dict[str, Any] | None:
        at = (self.column, self.key)
        return next((row for row in figures["segments"] if (row["column"], row["key"]) == at), None)


@dataclass(frozen=True)
class Asked:
    """by: the segments listed; of: the one drawn; made: the forecast of which day, by default the newest."""

    by: str
    of: Segment
    made: date | None

    @classmethod
    def parse(cls, query: QueryDict) -> Asked:
        """Words that mean nothing are as if they were not there."""
        of = _segment(query.get("of", ""))
        by = query.get("by", "")
        by = by if by in SEGMENTS else of.column or SEGMENTS[0]
        try:
            made = date.fromisoformat(query.get("made", ""))
        except ValueError:
            made = None
        return cls(by, of, made)


def _segment(text: str) -> Segment:
    """From "tier.gold"."""
    column, _dot, key = text.partition(".")
    return Segment(column, key) if column in SEGMENTS and key in word(column).values else Segment()


def segments(language: str) -> list[tuple[str, str]]:
    """Everything the page can draw: its name in the address, and in words."""
    found = [Segment()] + [Segment(column, key) for column in SEGMENTS for key in word(column).values]
    return [(f"{each.column}.{each.key}" if each.column else "", each.name(language)) for each in found]


def chosen(outlooks: list[Outlook], asked: Asked) -> Outlook:
    """The forecast of the day asked for, else the newest."""
    return next((each for each in outlooks if each.as_of == asked.made), outlooks[-1])
