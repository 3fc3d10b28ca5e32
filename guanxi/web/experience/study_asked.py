"""What Drivers was asked for, read from its address and written back to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from guanxi.distribution.studies import Question

PERIODS = (90, 365)  # days up to the newest answer; 0 is all of them
DATES = "dates"  # from one day to another instead


@dataclass(frozen=True)
class Asked:
    """What cannot be read, or is not there, is not asked; the newest survey where the address names none.

    Surveys that ask different things have nobody who answered all of it, so all together are a choice.
    """

    survey: str | None
    outcome: str | None
    by_tier: bool = False
    days: int = 0
    since: date | None = None
    until: date | None = None

    @classmethod
    def parse(cls, data: Mapping[str, str], known: list[str | None], outcomes: Collection[str]) -> Asked:
        survey, outcome = data.get("survey", next(iter(known), None)), data.get("outcome")
        since, until = _day(data.get("since", "")), _day(data.get("until", ""))
        days = data.get("days", DATES)
        dated = days == DATES and bool(since or until)
        return cls(
            survey if survey in known else None,
            outcome if outcome in outcomes else None,
            "tiers" in data,
            int(days) if days in {str(each) for each in PERIODS} else 0,
            since if dated else None,
            until if dated else None,
        )

    def question(self, newest: date | None) -> Question:
        """The same with days instead of a period."""
        since = newest - timedelta(days=self.days - 1) if newest and self.days else self.since
        return Question(self.survey, self.outcome, self.by_tier, since, self.until)

    @property
    def dated(self) -> bool:
        return bool(self.since or self.until)

    def query(self, **changes: object) -> str:
        """The address's query for this, or for this with something changed."""
        asked = replace(self, **changes)
        said = {"survey": asked.survey or "", "outcome": asked.outcome, "tiers": asked.by_tier and "on"}
        said |= {"days": asked.days, "since": asked.since, "until": asked.until}
        return urlencode({name: value for name, value in said.items() if value or name == "survey"})

    @property
    def of_all_days(self) -> str:
        return self.query(days=0, since=None, until=None)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None
