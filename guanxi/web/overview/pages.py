"""What the two pages show, put together from a summary in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from guanxi import formats
from guanxi.distribution.pictures import Voice, calibration, equity_change
from guanxi.knowledge.movement import EquityMovement

SHORT, LONG = 91, 365


def customers(**filters: object) -> str | None:
    """The address of the customers behind a figure."""
    try:
        path = reverse("insight:customers")
    except NoReverseMatch:
        return None
    return f"{path}?{urlencode(filters, doseq=True)}"


@dataclass(frozen=True)
class Tile:
    """One figure, its change since the turn before, and the customers behind it."""

    word: str
    value: float | None
    delta: float | None
    url: str | None


def tiles(figures: dict[str, Any]) -> list[Tile]:
    now, was = figures["now"], figures["was"] or {}
    links = {
        "customer_equity": {"sort": "-lifetime_value"},
        "customers_active": {"purchase_days_365d.min": 1},
        "customers_new": {"first_purchase_on.min": _day_after(figures["new_since"])},
        "customers_late": {"warning": ["watch", "act"], "sort": "-value_at_risk"},
        "customers_lost": {"stage": "lost"},
        "value_at_risk": {"value_at_risk.min": 0.01, "sort": "-value_at_risk"},
    }
    return [
        Tile(word, now[word], _delta(now[word], was.get(word)), customers(**filters))
        for word, filters in links.items()
    ]


def _delta(now: float | None, was: float | None) -> float | None:
    return None if now is None or was is None else now - was


def _day_after(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()


def equity_picture(figures: dict[str, Any], voice: Voice) -> dict[str, Any] | None:
    """The waterfall from the turn before to this one."""
    if figures["equity"] is None:
        return None
    days = (figures["before"]["as_of"], figures["as_of"])
    left, right = (formats.day(date.fromisoformat(day), voice.language) for day in days)
    return equity_change(EquityMovement(**figures["equity"]), left=left, right=right, voice=voice)


def late_picture(figures: dict[str, Any], language: str) -> dict[str, Any] | None:
    """Value at risk by tier; a click opens those customers."""
    picture = figures["late"].get("zh-hans" if language.startswith("zh") else "en")
    path = customers()
    if picture is None or path is None:
        return picture
    items = []
    for item in picture["data"]["items"]:
        tier, warning = item["key"].split(".")
        items.append(item | {"tier": tier, "warning": warning})
    urls = [customers(tier=item["tier"], warning=item["warning"]) for item in items]
    return picture | {
        "data": {"items": items},
        "links": {"item": f"{path}tier={{tier}}&warning={{warning}}"},
        "table": picture["table"] | {"urls": urls},
    }


@dataclass(frozen=True)
class Check:
    """How the predictions of one turn came true at one horizon."""

    snapshot_id: str
    as_of: date
    due_on: date
    horizon_days: int
    customers: int
    predicted: int  # purchase days, in whole ones: no model deserves a decimal here
    happened: int

    @property
    def share_off(self) -> float | None:
        """By what share more (or less) happened than was expected."""
        return (self.happened - self.predicted) / self.predicted if self.predicted else None

    @property
    def off_by(self) -> float | None:
        return None if self.share_off is None else abs(self.share_off)


def checks(figures: dict[str, Any]) -> list[Check]:
    """Every turn whose predictions have come due, newest first; a short horizon before a long one."""
    groups: dict[tuple[str, int], list[dict]] = {}
    for row in figures["measurements"]:
        groups.setdefault((row["snapshot_id"], row["horizon_days"]), []).append(row)
    found = [_check(rows) for rows in groups.values()]
    return sorted(found, key=lambda c: (-c.due_on.toordinal(), c.horizon_days, c.snapshot_id))


def _check(rows: list[dict[str, Any]]) -> Check:
    predicted = [row for row in rows if row["decile"] > 0]
    return Check(
        snapshot_id=rows[0]["snapshot_id"],
        as_of=date.fromisoformat(rows[0]["as_of"]),
        due_on=date.fromisoformat(rows[0]["due_on"]),
        horizon_days=rows[0]["horizon_days"],
        customers=sum(row["customers"] for row in predicted),
        predicted=round(sum(row["predicted_purchases"] or 0.0 for row in predicted)),
        happened=sum(row["happened_purchases"] or 0 for row in predicted),
    )


def calibrations(figures: dict[str, Any], check: Check, voice: Voice) -> list[dict[str, Any]]:
    """Purchases and spend of one check, predicted against happened by tenth of the customers."""
    rows = [
        row
        for row in figures["measurements"]
        if (row["snapshot_id"], row["horizon_days"]) == (check.snapshot_id, check.horizon_days)
    ]
    pictures = (calibration(rows, voice=voice, quantity=quantity) for quantity in ("purchases", "spend"))
    return [picture for picture in pictures if picture]


def hits(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The warnings of every turn that can be judged by this day, newest first."""
    known = [row for row in figures["hits"] if row["due_on"] <= figures["as_of"]]
    days = [
        row | {"as_of": date.fromisoformat(row["as_of"]), "due_on": date.fromisoformat(row["due_on"])}
        for row in known
    ]
    return sorted(days, key=lambda row: row["as_of"], reverse=True)
