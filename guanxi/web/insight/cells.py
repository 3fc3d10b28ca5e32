"""One cell of the list: drawn for a page, plain for a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guanxi import formats
from guanxi.distribution.rhythm_strip import own_scale, rhythm_strip
from guanxi.facts.words import Word, word
from guanxi.units import Unit
from guanxi.web.insight.listing import RHYTHM
from guanxi.web.insight.models import Profile
from guanxi.web.kit import badges, numbers

Draw = Callable[[Profile], SafeString | str]
IN_COLOUR = {"warning", "quadrant", "tier", "stage"}
RIGHT = {Unit.DAYS, Unit.COUNT, Unit.MONEY, Unit.SHARE, Unit.PROBABILITY, Unit.SCORE, Unit.INDEX}
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def is_figure(column: str) -> bool:
    """Whether the column is right-aligned: a quantity, in figures."""
    return column != RHYTHM and word(column).unit in RIGHT


def label(column: str, language: str) -> str:
    return _("Rhythm") if column == RHYTHM else word(column).label(language)


def unit(column: str, currency: str | None) -> str:
    """The unit as the header says it, so that the cells need not."""
    if column == RHYTHM:
        return ""
    match word(column).unit:
        case Unit.MONEY:
            return currency or ""
        case Unit.DAYS:
            return _("days")
        case Unit.SHARE | Unit.PROBABILITY:
            return "%"
    return ""


def drawing(
    column: str, *, language: str, as_of: date | None, currency: str | None, people: Mapping[int, str]
) -> Draw:
    """How this column's cells are drawn; prepared once for all rows of a page."""
    if column == "name":
        return _name
    if column == "owner":
        return lambda row: people.get(row.owner_id, "") if row.owner_id else _("in the pool")
    if column == RHYTHM:
        return lambda row: _rhythm(row, as_of, language)
    meaning = word(column)
    if column in IN_COLOUR:
        return lambda row: badges.drawn(column, getattr(row, column), language=language)
    if meaning.unit in RIGHT or meaning.type == "date":
        return lambda row: _number(row, meaning, language, currency)
    return lambda row: _text(getattr(row, column), meaning, language)


def days_of(recent_days: str, as_of: date) -> list[date]:
    """The purchase days that a profile row carries, nearest first."""
    return [as_of - timedelta(days=int(each)) for each in recent_days.split(",") if each]


def _name(row: Profile) -> SafeString:
    name = row.name or row.customer_id
    quiet = format_html(' <small class="text-secondary">{}</small>', row.customer_id) if row.name else ""
    address = reverse("insight:customer", args=[row.customer_id])
    return format_html('<a href="{}" data-open>{}</a>{}', address, name, quiet)


def _number(row: Profile, meaning: Word, language: str, currency: str | None) -> SafeString:
    value = getattr(row, meaning.name)
    return numbers.drawn(
        value, meaning.name, language=language, customer=row.customer_id, currency=currency, bare=True
    )


def _rhythm(row: Profile, as_of: date | None, language: str) -> SafeString | str:
    if as_of is None or not row.recent_days:
        return formats.UNKNOWN
    days = days_of(row.recent_days, as_of)
    drawn = rhythm_strip(
        days,
        as_of=as_of,
        start=own_scale(days, as_of=as_of, cycle_days=row.cycle_days),
        cycle_days=row.cycle_days,
        warning=row.warning or "",
        language=language,
    )
    return SafeString(drawn)


def _text(value: Any, meaning: Word, language: str) -> str:
    return meaning.say(str(value), language) if value else formats.UNKNOWN


def plain(
    column: str, *, language: str, people: Mapping[int, str], as_of: date | None
) -> Callable[[Any], Any]:
    """How a stored value of this column goes into a file; unknown stays an empty cell."""
    if column == "owner":
        return lambda value: harmless(people.get(value, "")) if value else _("in the pool")
    if column == RHYTHM:
        return lambda value: (
            " ".join(day.isoformat() for day in days_of(value, as_of)) if as_of and value else None
        )
    meaning = word(column)
    if meaning.type != "str":
        return lambda value: value
    said = {key: meaning.say(key, language) for key in meaning.values}
    return lambda value: harmless(said.get(value, value)) if value else None


def harmless(text: str) -> str:
    """Text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text
