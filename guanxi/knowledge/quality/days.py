"""Days on which less happened than on such a day: told from the firm's own week, not from the calendar.

A shop that is closed on Sundays has no silent Sundays; a firm that sells twice a week has no silent days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from guanxi.knowledge.quality.found import Day, Freshness
from guanxi.knowledge.quality.settings import QualitySettings

OPEN, CLOSED, SILENT, FELL = "open", "closed", "silent", "fell"
FEWEST_NEIGHBOURS = 4
SPREAD = 1.4826  # of a normal distribution, in median absolute deviations
UNLIKELY = 3.0  # so many spreads below the middle are no chance
TIMES_OUT_OF_TWENTY = 0.95


def days(rows: Mapping[date, int], *, until: date, settings: QualitySettings) -> tuple[Day, ...]:
    """Every day of the window, oldest first, compared with the same weekday of the weeks around it.

    rows    rows of each day that has any
    until   the last day looked at; days before the first row are not
    """
    known = [day for day in rows if day <= until]
    if not known:
        return ()
    # A day a year away says little of today's week, so the first and the last day bound the comparison.
    first, last = min(known), until
    start = max(first, until - timedelta(days=settings.window_days - 1))
    return tuple(
        _day(start + timedelta(days=n), rows, first, last, settings) for n in range((until - start).days + 1)
    )


def _day(on: date, rows: Mapping[date, int], first: date, last: date, settings: QualitySettings) -> Day:
    around = _same_weekday(on, rows, first, last, settings.weeks_around)
    found = rows.get(on, 0)
    usual = float(median(around)) if len(around) >= FEWEST_NEIGHBOURS else None
    return Day(on=on, rows=found, usual=usual, state=_state(found, around, usual, settings))


def _same_weekday(on: date, rows, first: date, last: date, weeks: int) -> list[int]:
    others = (on + timedelta(days=7 * n) for n in range(-weeks, weeks + 1) if n)
    return [rows.get(day, 0) for day in others if first <= day <= last]


def _state(found: int, around: list[int], usual: float | None, settings: QualitySettings) -> str:
    if usual is None:
        return OPEN if found else CLOSED
    opened = sum(1 for rows in around if rows) / len(around)
    trading = opened >= settings.open_share and usual >= settings.fewest_usual
    if not found:
        return SILENT if trading else CLOSED
    spread = SPREAD * median(abs(rows - usual) for rows in around)
    fell = found < settings.drop_to * usual and found < usual - UNLIKELY * spread
    return FELL if trading and fell else OPEN


def freshness(rows: Mapping[date, int], *, as_of: date, today: date, window_days: int) -> Freshness | None:
    """How old the newest row is, beside how long this table is usually silent; None without any row."""
    known = sorted(day for day in rows if day <= today)
    if not known:
        return None
    recent = [day for day in known if day > known[-1] - timedelta(days=window_days)]
    gaps = sorted((later - earlier).days for earlier, later in pairwise(recent))
    usual = float(gaps[min(len(gaps) - 1, int(len(gaps) * TIMES_OUT_OF_TWENTY))]) if gaps else None
    return Freshness(
        first_on=known[0],
        last_on=known[-1],
        days_behind=max(0, (as_of - known[-1]).days),
        days_until_today=(today - known[-1]).days,
        usual_gap_days=usual,
    )
