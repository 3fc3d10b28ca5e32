"""A field of a row of a round as a plain value, so that a change can be kept, taken back and done again."""

from __future__ import annotations

from datetime import date
from typing import Any

from guanxi.knowledge.experience.step import AS_IT_IS
from guanxi.web.experience.models import Dimension, Requirement, Round, Said, Stage

Row = Round | Dimension | Said | Requirement | Stage
SCORE = "score"  # a score is one value: mean, n, low, high
SAID = "said"
DATES = ("starts_on", "ends_on", "due_on")
LINKS = {"owner": "owner_id", "dimension": "dimension_id"}
MAY_CHANGE = {
    "round": {
        "name",
        "question",
        "starts_on",
        "ends_on",
        "brand_meant",
        "brand_understood",
        "brand_known_from",
    },
    "dimension": {"name", "ideal", "ideal_reason", "is_there"},
    SCORE: {SAID},
    "requirement": {
        *("text", "dimension", "owner", "due_on", "benefit", "cost", "people", "process", "technology"),
        *("decision", "decision_reason", "measure", "is_there"),
    },
    "stage": {"name", "scale", "before", "result", "is_there"},
}


def value_of(row: Row | None, field: str) -> Any:
    """The value as JSON has it; of a score that was never typed, None."""
    if row is None:
        return None
    if field == SAID:
        return None if row.mean is None else [row.mean, row.n, row.low, row.high]
    if field == "ideal":
        return AS_IT_IS if row.ideal_as_it_is else row.ideal
    value = getattr(row, LINKS.get(field, field))
    return value.isoformat() if isinstance(value, date) else value


def put(row: Row, field: str, value: Any) -> None:
    """The same, the other way."""
    if field == SAID:
        row.mean, row.n, row.low, row.high = value or [None] * 4
    elif field == "ideal":
        row.ideal_as_it_is = value == AS_IT_IS
        row.ideal = None if row.ideal_as_it_is else value
    elif field in DATES:
        setattr(row, field, date.fromisoformat(value) if value else None)
    else:
        setattr(row, LINKS.get(field, field), value)


def change(of: str, key: Any, field: str, before: Any, after: Any) -> dict[str, Any]:
    return {"of": of, "key": str(key), "field": field, "before": before, "after": after}


def said(mean: float | None, n: int | None = None, low: float | None = None, high: float | None = None):
    """A score as one value."""
    return None if mean is None else [mean, n, low, high]
