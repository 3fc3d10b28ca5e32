"""What people type into a cell of a round, read; and a value as its cell shows it again."""

from __future__ import annotations

import math
import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guanxi.errors import BadInput

MOST = 1e15
GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)")
SIGNS = str.maketrans({"−": "-", "–": "-", "，": ",", "。": ".", "＝": "="})
MANY = {"万": 1e4, "亿": 1e8, "k": 1e3, "m": 1e6}
AS_IT_IS = ("=", "as it is", "as is", "asis", "维持现状", "保持", "不变", "现状")


class NotOnScale(BadInput):
    """What stands in a cell is no score from 0 to 10."""

    code = "rounds.not_on_scale"


class NotANumber(BadInput):
    code = "rounds.not_a_number"


class NotADay(BadInput):
    code = "rounds.not_a_day"


class NotAChoice(BadInput):
    code = "rounds.not_a_choice"


def number(text: str) -> float | None:
    """The number typed, None for an empty cell. 1,234.5 and 12万 are read; "1,8" may mean two things.

    Errors  NotANumber
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(SIGNS)).lower()
    if not plain:
        return None
    times = MANY.get(plain[-1:], 1.0)
    figures = plain[:-1] if times != 1.0 else plain
    if GROUPED.fullmatch(figures):
        figures = figures.replace(",", "")
    if not PLAIN.fullmatch(figures):
        raise NotANumber(given=text.strip()[:40])
    found = float(figures) * times
    if not math.isfinite(found) or abs(found) > MOST:
        raise NotANumber(given=text.strip()[:40])
    return found


def score(text: str) -> float | None:
    """A score from 0 to 10, None for an empty cell.

    Errors  NotOnScale
    """
    try:
        found = number(text)
    except NotANumber as error:
        raise NotOnScale(given=text.strip()[:40]) from error
    if found is not None and not 0 <= found <= 10:
        raise NotOnScale(given=text.strip()[:40])
    return found


def is_as_it_is(text: str) -> bool:
    """Whether an ideal was typed that says: as it is today."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split()) in AS_IT_IS


def day(text: str) -> date | None:
    """A date as browsers send it, None for an empty cell.

    Errors  NotADay
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise NotADay(given=text.strip()[:40]) from error


def words(text: str, longest: int, *, lines: bool = False) -> str:
    """Text on one line, or on several; no longer than it can be kept."""
    text = text.replace("\r\n", "\n").replace("\x00", "")
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip() if lines else " ".join(text.split())
    return text[:longest]


def shown(value: Any) -> str:
    """A value as its cell has it; an unknown one is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | int):
        return figure(float(value))
    return str(value)


def figure(value: float) -> str:
    """All the digits somebody typed, thousands set apart."""
    if value.is_integer():
        return f"{value:,.0f}"
    whole, _point, decimals = f"{float(f'{value:.12g}'):.6f}".rstrip("0").partition(".")
    return f"{int(whole):,}.{decimals}" if abs(value) >= 1 else f"{float(f'{value:.12g}'):.6f}".rstrip("0")


def shown_ideal(ideal: float | None, as_it_is: bool) -> str:
    return _("as it is") if as_it_is else shown(ideal)


def quarter_of(on: date) -> tuple[date, date]:
    """The first and the last day of the quarter a day is in."""
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    return first, _months_later(first, 3) - timedelta(days=1)


def quarter_after(ends_on: date) -> tuple[date, date]:
    """Three months from the day after."""
    first = ends_on + timedelta(days=1)
    return first, _months_later(first, 3) - timedelta(days=1)


def quarter_name(starts_on: date) -> str:
    return f"{starts_on.year} Q{(starts_on.month - 1) // 3 + 1}"


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
