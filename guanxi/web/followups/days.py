"""The day it is for a rep: the business date, so that a replayed year is walked day by day."""

from __future__ import annotations

from datetime import date

from guanxi.web.followups.refusals import NoBusinessDate
from guanxi.web.insight.queries import business_date


def today() -> date:
    """The business date, or NoBusinessDate before the first turn."""
    day = business_date()
    if day is None:
        raise NoBusinessDate()
    return day
