"""What a page of texts was asked for, read from its address and written back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from guanxi.web.texts.models import Mood

PERIODS = (30, 90, 365)  # days up to the newest text; 0 is all of them
USUAL = 365
LONGEST = 200  # characters of a search


@dataclass(frozen=True)
class Asked:
    """Empty means: not asked. Values that cannot be read are not asked either."""

    q: str = ""
    survey: str = ""
    dimension: str = ""
    touchpoint: str = ""
    mood: str = ""
    theme: int | None = None
    days: int = USUAL

    @classmethod
    def parse(cls, data: Mapping[str, str]) -> Asked:
        def word(name: str) -> str:
            return data.get(name, "").replace("\x00", "").strip()[:LONGEST]

        mood, theme, days = word("mood"), word("theme"), word("days")
        return cls(
            q=word("q"),
            survey=word("survey"),
            dimension=word("dimension"),
            touchpoint=word("touchpoint"),
            mood=mood if mood in Mood.values else "",
            theme=int(theme) if theme.isascii() and theme.isdigit() and len(theme) < 10 else None,
            days=int(days) if days in {"0", *map(str, PERIODS)} else USUAL,
        )

    def query(self, **changes: object) -> str:
        """The address's query for this, or for this with something changed."""
        values = vars(replace(self, **changes))
        said = {name: value for name, value in values.items() if value not in ("", None)}
        if said["days"] == USUAL:
            del said["days"]
        return urlencode(said)

    @property
    def narrowed(self) -> bool:
        return bool(self.query(days=USUAL))


@dataclass(frozen=True)
class Period:
    """Both days included; first is None where everything up to `last` counts."""

    first: date | None
    last: date

    @classmethod
    def of(cls, days: int, newest: date) -> Period:
        return cls(newest - timedelta(days=days - 1) if days else None, newest)

    @property
    def before(self) -> Period | None:
        """As many days just before; None where there is no before."""
        if self.first is None:
            return None
        last = self.first - timedelta(days=1)
        return Period(last - (self.last - self.first), last)
