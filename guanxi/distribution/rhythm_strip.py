"""The rhythm strip: purchase days as ticks on a line, the usual cycle as a ruler after them, today as a mark.

One small SVG without styles or scripts, so that hundreds fit on a page and it obeys a strict content
policy; its classes (`gx-rhythm-…`) are coloured by the page's or the report's style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from guanxi import formats

WIDTH, HEIGHT = 300, 28
AXIS, TOP, BOTTOM = 14, 5, 23
DAYS_SHOWN = 365
CYCLES_SHOWN, LEAST_DAYS_SHOWN = 12, 28


def rhythm_strip(
    purchased_on: Iterable[date],
    *,
    as_of: date,
    cycle_days: int | None = None,
    start: date | None = None,
    warning: str = "",
    language: str = "en",
) -> str:
    """Draw one customer's purchase days up to `as_of`.

    In      purchased_on  purchase days in any order; what is before `start` or after `as_of` is not drawn
            cycle_days    days of the usual cycle; without it no ruler is drawn
            start         left edge, a year before as_of unless given
    Out     an <svg> whose <title> says in words what it shows
    """
    start = start or as_of - timedelta(days=DAYS_SHOWN)
    days = sorted({day for day in purchased_on if day <= as_of})
    due = days[-1] + timedelta(days=cycle_days) if days and cycle_days else None
    scale = _Scale(start, max(as_of, due or as_of))
    parts = [_line(AXIS, "gx-rhythm-line")]
    if due is not None:
        parts += _ruler(scale, days[-1], due, as_of, warning)
    parts += [_mark(scale.x(day), TOP, BOTTOM, "gx-rhythm-tick") for day in days if day >= start]
    parts.append(_mark(scale.x(as_of), 0, HEIGHT, "gx-rhythm-today"))
    return (
        f'<svg class="gx-rhythm" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img">'
        f"<title>{_said(days, start, due, as_of, language)}</title>{''.join(parts)}</svg>"
    )


def own_scale(purchased_on: Iterable[date], *, as_of: date, cycle_days: int | None) -> date:
    """The left edge that shows a dozen of the customer's cycles: lateness is seen in a narrow place too.

    At most a year; at least four weeks, and three times the silence since the last purchase.
    """
    last = max((day for day in purchased_on if day <= as_of), default=as_of)
    days = max(CYCLES_SHOWN * (cycle_days or 0), 3 * (as_of - last).days, LEAST_DAYS_SHOWN)
    return as_of - timedelta(days=min(days, DAYS_SHOWN))


class _Scale:
    """Days to horizontal units; a small margin keeps the outermost marks whole."""

    def __init__(self, start: date, end: date) -> None:
        self.start, self.days = start, max((end - start).days, 1)

    def x(self, day: date) -> float:
        share = (day - self.start).days / self.days
        return round(2 + min(max(share, 0), 1) * (WIDTH - 4), 1)


def _ruler(scale: _Scale, last: date, due: date, as_of: date, warning: str) -> list[str]:
    """The usual cycle after the last purchase, and how far today lies beyond it."""
    parts = [_band(scale.x(last), scale.x(due), "gx-rhythm-ruler")]
    if as_of > due:
        parts.append(
            _band(scale.x(due), scale.x(as_of), f"gx-rhythm-late-{'act' if warning == 'act' else 'watch'}")
        )
    parts.append(_mark(scale.x(due), TOP - 2, BOTTOM + 2, "gx-rhythm-due"))
    return parts


def _line(y: float, css: str) -> str:
    return f'<line class="{css}" x1="0" x2="{WIDTH}" y1="{y}" y2="{y}"/>'


def _mark(x: float, top: float, bottom: float, css: str) -> str:
    return f'<line class="{css}" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>'


def _band(left: float, right: float, css: str) -> str:
    width = round(max(right - left, 0), 1)
    return f'<rect class="{css}" x="{left}" y="{AXIS - 4}" width="{width}" height="8"/>'


def _said(days: list[date], start: date, due: date | None, as_of: date, language: str) -> str:
    chinese = language.lower().startswith("zh")
    if not days:
        return "没有购买记录" if chinese else "No purchases"
    count, last = sum(day >= start for day in days), formats.day(days[-1], language)
    text = (
        f"自{formats.day(start, language)}以来有 {count} 个购买日，最近一次在{last}"
        if chinese
        else f"{count} purchase days since {formats.day(start, language)}, the last on {last}"
    )
    if due is None:
        return text
    late = (as_of - due).days
    if chinese:
        return text + (f"，已逾期 {late} 天" if late > 0 else f"，下次约在{formats.day(due, language)}")
    return text + (
        f"; {formats.days(late, language)} overdue"
        if late > 0
        else f"; next one usual by {formats.day(due, language)}"
    )
