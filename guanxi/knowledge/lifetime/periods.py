"""Periods of a calendar: how many lie between two days, and in which one a day falls."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from guanxi.knowledge.lifetime.histories import UnknownUnit

if TYPE_CHECKING:
    from ibis.expr.types import DateValue, IntegerValue

# Days a period has on average, and what it is called.
MEAN_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
NAMES = {
    "day": ("day", "日"),
    "week": ("week", "周"),
    "month": ("month", "月"),
    "quarter": ("quarter", "季度"),
    "year": ("year", "年"),
}


def known_period(period: str) -> str:
    """The period, or UnknownUnit with those there are."""
    if period not in MEAN_DAYS:
        raise UnknownUnit(asked=period, known=", ".join(MEAN_DAYS))
    return period


def unit_facts(period: str) -> dict[str, str]:
    """What a sentence calls the period, in both languages."""
    return dict(zip(("unit_en", "unit_zh"), NAMES[known_period(period)], strict=True))


def a_period(yearly: float, period: str) -> float:
    """A discount a year as a discount a period: 0.10 a year is 0.00797 a month."""
    return float(np.expm1(np.log1p(yearly) * MEAN_DAYS[known_period(period)] / MEAN_DAYS["year"]))


def whole_periods(starts, ends, period: str) -> tuple[np.ndarray, np.ndarray]:
    """Whole periods from each start to each end, and whether the end is exactly on the last one's day.

    A month after 31 January is the last day of February. In: days, start <= end.
    """
    starts, ends = (np.asarray(days, "datetime64[D]") for days in (starts, ends))
    if known_period(period) not in MONTHS:
        days, length = (ends - starts).astype(np.int64), int(MEAN_DAYS[period])
        return days // length, days % length == 0
    first, last = starts.astype("datetime64[M]"), ends.astype("datetime64[M]")
    day = (starts - first).astype(np.int64)
    length = ((last + 1).astype("datetime64[D]") - last.astype("datetime64[D]")).astype(np.int64)
    due, today = np.minimum(day, length - 1), (ends - last).astype(np.int64)
    months = (last - first).astype(np.int64) - (today < due)
    each = MONTHS[period]
    return months // each, (today == due) & (months % each == 0)


def number(day: DateValue, period: str, as_of: date) -> IntegerValue:
    """The number of the period in which a column's days fall; those of one period share it.

    Months, quarters and years are the calendar's; weeks are the seven days up to `as_of`, and those before.
    """
    import ibis

    if known_period(period) == "day" or period == "week":
        back = ibis.literal(as_of).delta(day, unit="day").cast("int64")
        return -(back // int(MEAN_DAYS[period])).cast("int64")
    month = day.year().cast("int64") * 12 + day.month().cast("int64") - 1
    return (month // MONTHS[period]).cast("int64")


def last_over(period: str, as_of: date) -> tuple[int, bool]:
    """The number of the last period that is over on the evening of `as_of`, and whether as_of is in it."""
    if known_period(period) not in MONTHS:
        return 0, True
    now, morning = ((d.year * 12 + d.month - 1) // MONTHS[period] for d in (as_of, as_of + timedelta(days=1)))
    return morning - 1, morning - 1 == now
