"""Which rule of warning is best here: the firm's own past, walked week by week with each of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from guanxi.distribution.warnings_calendar import calendar
from guanxi.distribution.warnings_evidence import VERSION, Evidence
from guanxi.distribution.warnings_walk import WEEK, Walk, walk
from guanxi.errors import BadInput
from guanxi.facts.notes import Note
from guanxi.knowledge.gaps import purchase_days
from guanxi.knowledge.lifetime.settings import BEST
from guanxi.knowledge.warning_rules import RULES, cut_said
from guanxi.outcomes.warned import FEWEST, better, judge, winner

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

LEAST_BEFORE_DAYS = 91  # of history before the first look: a model needs something to go by
LEAST_WEEKS = 4
YEAR = 365


class TooShortToCompare(BadInput):
    code = "warnings.too_short"


class ComparisonSettings(BaseModel):
    """How rules are compared.

    act_multiple     cycles of lateness from which on the classic rule says act: it sets the number of
                     warnings that every rule may give
    a_week           that number instead, new warnings a week; None: as many as the classic rule gives
    silence_days     a warning was right if nothing was bought in so many days after it
    lost_after_days  of silence, after which anybody calls a customer lost: what a warning must come before
    weeks            of the past that are walked, at most; the last 13 of them see what came of the warnings
    at_most          customers; of more, about so many are drawn by their ids
    among            whom a rule may warn of: "late", those past their cycle, as a turn has it; or "everybody"
                     who bought in the last 365 days, to see what that holds back
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    act_multiple: float = Field(1.0, ge=0)
    a_week: float | None = Field(None, gt=0)
    silence_days: int = Field(91, ge=7)
    lost_after_days: int = Field(182, ge=14)
    weeks: int = Field(52, ge=26)
    at_most: int = Field(20_000, ge=100)
    among: Literal["late", "everybody"] = "late"


def compare_rules(
    purchases: Table,
    *,
    as_of: date,
    engine: Engine,
    settings: ComparisonSettings | None = None,
    model: str = BEST,
) -> Evidence:
    """Warn by each rule on every week of the past, as if it were then, at an equal number of warnings.

    In      purchases   one row per order line
            model       behind P(alive): of buying.BUYING, or "best", the first that is sound on the last day
    Out     Evidence
    Rules   what they have in common: a customer is late who bought in the last 365 days and is silent for
            longer than the own cycle (365 / n). They differ in whom of the late they call first. A customer
            is warned of once between two purchases
    Errors  NothingYet; TooShortToCompare with less than 91 days of history before four weeks whose 91 days
            are over
    Breaks  when warned customers were followed up and brought back: their warnings look wrong, whichever rule
            gave them. Orders taken back later count as they stand today. A rule that warns of slow buyers is
            easily right: whoever buys twice a year is silent for 91 days anyway
    """
    settings = settings or ComparisonSettings()
    days = purchase_days(purchases, as_of=as_of, engine=engine)
    known, first_on, customers = calendar(days, as_of=as_of, engine=engine, at_most=settings.at_most)
    start = _start(known.last_day, settings)
    went = walk(
        known,
        model,
        start=start,
        among=settings.among,
        silence_days=settings.silence_days,
        lost_after_days=settings.lost_after_days,
    )
    scale = customers / known.customers
    rules = _judged(went, settings, scale)
    return Evidence(
        {
            "version": VERSION,
            "as_of": as_of.isoformat(),
            "first_on": (first_on + timedelta(days=start)).isoformat(),
            "last_on": (first_on + timedelta(days=start + WEEK * went.weeks)).isoformat(),
            "weeks": went.weeks,
            "customers": known.customers,
            "of_customers": customers,
            "settings": settings.model_dump(),
            "silent_share": went.silent / went.looked_at if went.looked_at else None,
            "rules": rules,
            **_won(rules),
            "models": went.models,
            "notes": [note.as_dict() for note in _notes(went, start, known.customers, customers)],
        }
    )


def _start(last_day: int, settings: ComparisonSettings) -> int:
    """The day of the first look; day 0 is the first purchase of all."""
    start = max(LEAST_BEFORE_DAYS, last_day - WEEK * settings.weeks)
    needed = LEAST_BEFORE_DAYS + settings.silence_days + WEEK * LEAST_WEEKS
    if start + WEEK * LEAST_WEEKS + settings.silence_days > last_day:
        raise TooShortToCompare(days=last_day + 1, needed=needed + 1)
    return start


def _judged(went: Walk, settings: ComparisonSettings, scale: float) -> list[dict[str, Any]]:
    """One entry per rule, each at the cut that gives as many warnings as the classic one does."""
    classic = went.rises["classic"]
    if settings.a_week is None:
        # Later than the multiple, not at it.
        usual = float(np.nextafter(settings.act_multiple, np.inf))
        target = int((classic.crossing(usual) & classic.is_new & classic.is_due).sum())
    else:
        target = round(settings.a_week * went.weeks / scale)
        usual = classic.cut_for(target)
    entries = []
    for rule in RULES:
        cut = usual if rule == "classic" else went.rises[rule].cut_for(target)
        entry = {"rule": rule} | judge(went.rises[rule], went.losses, cut=cut, weeks=went.weeks)
        gain = None if rule == "classic" else better(went.rises[rule], cut, classic, usual)
        said = cut_said(rule, cut) if np.isfinite(cut) else None
        entries.append(entry | {"cut": said, "a_week": entry["a_week"] * scale, "better": gain})
    return entries


def _won(rules: list[dict[str, Any]]) -> dict[str, Any]:
    by_rule = {entry["rule"]: entry for entry in rules}
    classic = by_rule["classic"]
    gains = {rule: entry["better"] for rule, entry in by_rule.items() if rule != "classic"}
    best = winner({rule: entry["precision"] for rule, entry in by_rule.items()}, gains, "classic")
    if best != "classic":
        gain = by_rule[best]["better"]
        code = f"warnings.{best}_wins"
        facts = {
            "precision": by_rule[best]["precision"],
            "classic": classic["precision"],
            "low": round(100 * gain["low"], 2),
            "high": round(100 * gain["high"], 2),
        }
    elif any(gain is not None for gain in gains.values()):
        code, facts = "warnings.classic_stays", {"classic": classic["precision"]}
    else:
        code, facts = "warnings.too_few", {"warnings": classic["warnings"], "needed": FEWEST}
    return {"winner": best, "verdict": {"code": code, "facts": facts}}


def _notes(went: Walk, start: int, walked: int, customers: int) -> list[Note]:
    notes = list(went.notes)
    if start < YEAR:
        notes.append(Note("warnings.young", {"days": start}))
    if walked < customers:
        notes.append(Note("warnings.drawn", {"customers": walked, "of": customers}))
    return notes
