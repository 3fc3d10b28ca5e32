"""What the page of satisfaction and value shows, from a summary, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guanxi.distribution.pictures import Voice, at_risk, by_class
from guanxi.distribution.pictures.said_by_value import satisfied_with
from guanxi.distribution.pictures.wording import score_of, span_of
from guanxi.knowledge.experience.by_value import DULL, HALF, SCALES
from guanxi.web.overview.pages import customers

COLUMNS = ("tier", "quadrant")
LONG_AGO = "1900-01-01"  # whoever answered at all
BELOW = -0.001  # the list knows "at most", not "below"


@dataclass(frozen=True)
class Asked:
    """What the address asks for: by which classes, and which of the measures that somebody answered."""

    by: str
    measure: str
    measures: tuple[str, ...]

    @classmethod
    def parse(cls, given: Mapping[str, str], said: dict[str, Any]) -> Asked:
        known = {name for column in COLUMNS for each in said[column] for name in each["said"]}
        measures = tuple(name for name in SCALES if name in known)
        by = given.get("by", "")
        measure = given.get("of", "")
        return cls(
            by if by in COLUMNS else COLUMNS[0],
            measure if measure in measures else next(iter(measures), ""),
            measures,
        )


@dataclass(frozen=True)
class Line:
    """Value at risk in one dimension, how it was a turn ago, and the customers behind it."""

    name: str
    answered: int
    customers: int
    value: float | None
    unknown: int
    before: float | None
    low: float | None
    high: float | None
    url: str | None

    @property
    def delta(self) -> float | None:
        return None if self.before is None or self.value is None else self.value - self.before


@dataclass(frozen=True)
class Row:
    """One class: how many answered of how many, and the measure that is looked at."""

    key: str
    customers: int
    answered: int
    share: float
    n: int
    mean: str  # empty where too few answered
    range: str
    url: str | None

    @property
    def silent(self) -> int:
        return self.customers - self.answered


@dataclass(frozen=True)
class Parted:
    """Customers in whom staying and feeling part."""

    count: int
    url: str | None


def context(figures: dict[str, Any], asked: Asked, voice: Voice) -> dict[str, Any]:
    said, before = figures["said"], figures["said_before"]
    risk = at_risk(said, voice=voice)
    return {
        "said": said,
        "share": said["answered"] / said["customers"],
        "equity_share": (said["equity_answered"] or 0.0) / said["equity"] if said["equity"] else None,
        "asked": asked,
        "columns": COLUMNS,
        "together": next((row for row in said["at_risk"] if row["measure"] is None), None),
        "risk": risk and risk | {"links": {"item": _template()}},
        "lines": [_line(row, before, voice.language) for row in _most_first(said["at_risk"])],
        "before_on": date.fromisoformat(figures["before"]["as_of"]) if before else None,
        "picture": by_class(said, asked.by, asked.measure, voice=voice) if asked.measure else None,
        "rows": [_row(each, asked) for each in said[asked.by]],
        "habit": Parted(said["habit"], _parted(**{"emotional_loyalty.max": HALF})),
        "captivity": Parted(said["captivity"], _parted(**{"asked_satisfaction.max": DULL})),
    }


def _template() -> str:
    return f"{customers()}{{key}}.max={BELOW}&sort=-lifetime_value"


def _most_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted((row for row in rows if row["measure"]), key=lambda row: -(row["lifetime_value"] or 0.0))


def _line(row: dict[str, Any], before: dict[str, Any] | None, language: str) -> Line:
    name = row["measure"]
    was = next((each for each in (before or {}).get("at_risk", []) if each["measure"] == name), None)
    return Line(
        satisfied_with(name, language),
        row["answered"],
        row["customers"],
        row["lifetime_value"],
        row["unknown"],
        was["lifetime_value"] if was else None,
        row["low"],
        row["high"],
        customers(**{f"{name}.max": BELOW, "sort": "-lifetime_value"}),
    )


def _row(each: dict[str, Any], asked: Asked) -> Row:
    said = each["said"].get(asked.measure) or {"n": 0, "mean": None, "low": None, "high": None}
    ends = span_of(score_of(said["low"]), score_of(said["high"]))
    return Row(
        each["key"],
        each["customers"],
        each["answered"],
        each["answered"] / each["customers"],
        said["n"],
        "" if said["mean"] is None else score_of(said["mean"]),
        "" if said["low"] is None else ends,
        customers(**{asked.by: each["key"], "last_answered_on.min": LONG_AGO}),
    )


def _parted(**more: float) -> str | None:
    return customers(**{"transactional_loyalty.min": HALF, "sort": "-lifetime_value", **more})
