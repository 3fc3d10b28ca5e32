"""What the forecast page shows, put together from kept forecasts in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from guanxi import formats
from guanxi.distribution.pictures import Voice, calibration, equity_history, fan
from guanxi.facts.words import word
from guanxi.knowledge.lifetime.future import QUARTERS
from guanxi.sentences import say
from guanxi.units import Unit
from guanxi.web.forecast.asked import Segment
from guanxi.web.forecast.models import Outlook

QUARTER, YEAR = QUARTERS[0], QUARTERS[-1]


def fan_picture(made: Outlook, of: Segment, today: date, voice: Voice) -> dict[str, Any] | None:
    """The forecast of a turn for one segment, with what has come since."""
    row = of.row_of(made.figures)
    if row is None:
        return None
    name = of.name(voice.language)
    today = None if today == made.as_of else today  # where the fan begins anyway
    return fan(row["ahead"], _came(made, of), as_of=made.as_of, today=today, of=name, voice=voice)


def _came(made: Outlook, of: Segment) -> list[dict[str, Any]]:
    return [row for row in made.happened if (row["column"], row["key"]) == (of.column, of.key)]


def equity_picture(outlooks: list[Outlook], of: Segment, voice: Voice) -> dict[str, Any] | None:
    """What the segment was worth at each turn."""
    rows = [(each.as_of, of.row_of(each.figures)) for each in outlooks]
    turns = [(day, row["customers"], row["equity"]) for day, row in rows if row]
    years = (outlooks[-1].figures["horizon_days"] or 1095) / 365
    return equity_history(turns, of=of.name(voice.language), years=years, voice=voice)


@dataclass(frozen=True)
class Figure:
    """A forecast sum and its 9-in-10 range, in the digits that the range deserves."""

    said: str
    range: str = ""

    @classmethod
    def of(cls, spend: dict[str, float | None] | None, voice: Voice) -> Figure:
        if spend is None:
            return cls(formats.UNKNOWN)
        ends = spend["expected"], spend["low90"], spend["high90"]
        return cls(*formats.interval(*ends, Unit.MONEY, voice.language, currency=voice.currency))


@dataclass(frozen=True)
class Line:
    """One segment of the list: what it is worth, and what it brings in a quarter and in a year."""

    segment: Segment
    name: str
    customers: int
    equity: float | None
    change: str
    quarter: Figure
    year: Figure

    @property
    def of(self) -> str:
        return f"{self.segment.column}.{self.segment.key}"


def lines(made: Outlook, before: Outlook | None, by: str, voice: Voice) -> list[Line]:
    """The segments of one column, in the word's own order, those without a class last; then everybody."""
    keys = [*word(by).values, ""]
    rows = [row for row in made.figures["segments"] if row["column"] == by]
    rows.sort(key=lambda row: keys.index(row["key"]))
    everybody = Segment().row_of(made.figures)
    return [_line(row, before, voice) for row in [*rows, everybody] if row and row["customers"]]


def _line(row: dict[str, Any], before: Outlook | None, voice: Voice) -> Line:
    segment = Segment(row["column"], row["key"])
    was = segment.row_of(before.figures) if before else None
    known = was is not None and was["equity"] is not None and row["equity"] is not None
    delta = row["equity"] - was["equity"] if known else None
    change = formats.change(delta, Unit.MONEY, voice.language, currency=voice.currency)
    spend = {each["days"]: each["spend"] for each in row["ahead"]}
    name = segment.name(voice.language)
    figures = (Figure.of(spend.get(days), voice) for days in (QUARTER, YEAR))
    return Line(segment, name, row["customers"], row["equity"], change, *figures)


# --- did such forecasts come true -------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """A forecast of the whole firm whose time is over: its range against what happened."""

    made: date
    until: date
    days: int
    expected: float
    low: float | None
    high: float | None
    figure: Figure
    happened: float

    @property
    def share_off(self) -> float | None:
        return (self.happened - self.expected) / self.expected if self.expected else None

    @property
    def off_by(self) -> float | None:
        return None if self.share_off is None else abs(self.share_off)

    @property
    def is_inside(self) -> bool | None:
        return None if self.low is None else self.low <= self.happened <= self.high


def checks(outlooks: list[Outlook], of: Segment, voice: Voice) -> list[Check]:
    """Every quarter of a kept forecast that is over, the newest turn first."""
    found = [check for made in outlooks for check in _checks(made, of, voice)]
    return sorted(found, key=lambda check: (-check.made.toordinal(), check.days))


def _checks(made: Outlook, of: Segment, voice: Voice) -> Iterator[Check]:
    row = of.row_of(made.figures)
    came = {each["days"]: each["spend"] for each in _came(made, of)}
    for ahead in row["ahead"] if row else ():
        days, spend = ahead["days"], ahead["spend"]
        if spend is not None and days in came:
            until = made.as_of + timedelta(days=days)
            low, high = spend["low90"], spend["high90"]
            figure = Figure.of(spend, voice)
            yield Check(made.as_of, until, days, spend["expected"], low, high, figure, came[days])


def calibrations(measured: list[dict[str, Any]], made: Outlook, voice: Voice) -> list[dict[str, Any]]:
    """Purchases and spend of the predictions of one turn that came due, by tenths of the customers."""
    rows = [row for row in measured if row["snapshot_id"] == made.snapshot_id]
    if not rows:
        return []
    longest = max(row["horizon_days"] for row in rows)
    rows = [row for row in rows if row["horizon_days"] == longest]
    pictures = (calibration(rows, voice=voice, quantity=quantity) for quantity in ("purchases", "spend"))
    return [picture for picture in pictures if picture]


def last_checked(measured: list[dict[str, Any]], outlooks: list[Outlook], made: Outlook) -> Outlook | None:
    """The forecast to be checked: the one shown where its time has come, else the newest whose has."""
    due = {row["snapshot_id"] for row in measured}
    if made.snapshot_id in due:
        return made
    return next((each for each in reversed(outlooks) if each.snapshot_id in due), None)


def refusals(made: Outlook, language: str) -> list[str]:
    """Why nothing is forecast."""
    return [say(note["code"], language, **note.get("facts", {})) for note in made.figures["refusals"]]


# --- as a file --------------------------------------------------------------------------------------

COLUMNS = ("as_of", "segment", "key", "name", "customers", "equity", "days", "until")
MEASURES = ("expected", "low90", "low50", "high50", "high90")


def csv_rows(made: Outlook, language: str) -> Iterator[list[Any]]:
    """Every segment and horizon with its figures, in full digits; the first row names the columns."""
    yield [*COLUMNS, *(f"purchases_{each}" for each in MEASURES), *(f"spend_{each}" for each in MEASURES)]
    for row in made.figures["segments"]:
        segment = Segment(row["column"], row["key"])
        for ahead in row["ahead"]:
            until = made.as_of + timedelta(days=ahead["days"])
            yield [
                *(made.as_of, row["column"], row["key"], segment.name(language), row["customers"]),
                *(row["equity"], ahead["days"], until),
                *((ahead["purchases"] or {}).get(each) for each in MEASURES),
                *((ahead["spend"] or {}).get(each) for each in MEASURES),
            ]
