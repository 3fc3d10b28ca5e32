"""A calendar of one table's days: a column per week, a row per weekday; one small inline SVG per half year.

Hundreds of squares and no figures: drawn here rather than by the chart program, like the rhythm strip, and
coloured by the page's style sheet. A silent day is crossed, a day that fell has a bar: never colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from django.utils.safestring import SafeString

from guanxi import formats
from guanxi.knowledge.quality.found import Day
from guanxi.web.quality.names import DAYS

SIDE, STEP, TOP = 10, 12, 14
WEEKS = 27  # of one picture: two of them are a year


def strips(days: Sequence[Day], language: str) -> list[SafeString]:
    """One picture per half year, the older first."""
    if not days:
        return []
    first = days[0].on - timedelta(days=days[0].on.weekday())
    last = days[-1].on
    weeks = (last - first).days // 7 + 1
    starts = [first + timedelta(weeks=n) for n in range(0, weeks, WEEKS)]
    return [_strip(_between(days, start), start, language) for start in starts]


def _between(days: Sequence[Day], start: date) -> list[Day]:
    end = start + timedelta(weeks=WEEKS)
    return [day for day in days if start <= day.on < end]


def _strip(days: list[Day], start: date, language: str) -> SafeString:
    width, height = WEEKS * STEP, TOP + 7 * STEP
    most = max((day.usual or day.rows for day in days), default=1) or 1
    marks = "".join(_square(day, start, most, language) for day in days)
    said = f"{formats.day(days[0].on, language)} – {formats.day(days[-1].on, language)}"
    return SafeString(
        f'<svg class="ql-strip" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(said)}">'
        f"{_months(days, start, language)}{marks}</svg>"
    )


def _months(days: list[Day], start: date, language: str) -> str:
    """The name of a month above its first whole week."""
    firsts = [day.on for day in days if day.on.day == 1]
    chinese = language.startswith("zh")
    return "".join(
        f'<text x="{_column(on, start) * STEP}" y="{TOP - 5}">'
        f"{f'{on.month}月' if chinese else formats.MONTHS[on.month - 1]}</text>"
        for on in firsts
        if _column(on, start) < WEEKS - 1
    )


def _square(day: Day, start: date, most: float, language: str) -> str:
    x, y = _column(day.on, start) * STEP, TOP + day.on.weekday() * STEP
    usual = "" if day.usual is None else f" / {formats.number(day.usual, language)}"
    told = f"{formats.day(day.on, language)}: {formats.number(day.rows, language)}{usual}, {DAYS[day.state]}"
    shade = min(3, int(4 * day.rows / most)) if day.state == "open" else ""
    mark = ""
    if day.state == "silent":
        mark = f'<path d="M{x + 2} {y + 2}l6 6m0-6l-6 6"/>'
    elif day.state == "fell":
        mark = f'<path d="M{x + 2} {y + 8}h6"/>'
    return (
        f'<g class="ql-{day.state}{shade}"><title>{escape(told)}</title>'
        f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" rx="2"/>{mark}</g>'
    )


def _column(on: date, start: date) -> int:
    return (on - start).days // 7
