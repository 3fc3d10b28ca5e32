"""What the outcomes page says about the rules of warning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from guanxi.distribution.warnings_evidence import Evidence
from guanxi.errors import GuanxiError
from guanxi.sentences import say
from guanxi.web.kit.refusals import sentence_of
from guanxi.web.overview import queries


@dataclass(frozen=True)
class RuleLine:
    """A rule's figures; shares with the ends of their 90 % intervals, null where nobody can say."""

    name: str
    is_best: bool
    is_used: bool
    a_week: float
    warnings: int
    right: int
    precision: tuple[float | None, float | None, float | None]
    losses: int
    losses_warned: int
    recall: tuple[float | None, float | None, float | None]
    lead_days: int | None  # whole ones


@dataclass(frozen=True)
class RulesSection:
    """lines: best first where one is; empty before a comparison. refusal: why it cannot be read."""

    used: str
    verdict: str = ""
    lines: tuple[RuleLine, ...] = ()
    notes: tuple[str, ...] = ()
    first_on: date | None = None
    last_on: date | None = None
    customers: int = 0
    is_next: bool = False
    refusal: str = ""


def rules_section(snapshot_id: str, as_of: date, language: str) -> RulesSection:
    """The latest comparison, and the rule the snapshot warned by."""
    rule = queries.rule_of(snapshot_id)
    used = say(f"warnings.rule.{rule}", language)
    try:
        found = queries.evidence(as_of)
    except GuanxiError as refusal:
        return RulesSection(used, refusal=sentence_of(refusal))
    if found is None:
        return RulesSection(used)
    told = found.as_dict()
    return RulesSection(
        used,
        found.verdict(language),
        tuple(_lines(found, rule, language)),
        tuple(found.notes(language)),
        date.fromisoformat(told["first_on"]),
        date.fromisoformat(told["last_on"]),
        told["customers"],
        is_next=found.winner != rule,
    )


def _lines(found: Evidence, used: str, language: str) -> Iterator[RuleLine]:
    for rule, entry in found.rules.items():
        yield RuleLine(
            name=say(f"warnings.rule.{rule}", language),
            is_best=rule == found.winner,
            is_used=rule == used,
            precision=_share(entry, "precision"),
            recall=_share(entry, "recall"),
            lead_days=None if entry["lead_days"] is None else int(entry["lead_days"] + 0.5),
            **{name: entry[name] for name in _PLAIN},
        )


_PLAIN = ("a_week", "warnings", "right", "losses", "losses_warned")


def _share(entry: dict[str, Any], name: str) -> tuple[float | None, float | None, float | None]:
    return entry[name], entry[f"{name}_low"], entry[f"{name}_high"]
