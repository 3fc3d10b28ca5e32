"""Delivered value (Kotler): what a customer gets less what it costs the customer, ours and a competitor's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.errors import BadInput
from guanxi.facts.notes import Note

VALUES = ("product", "service", "personnel", "image")
COSTS = ("monetary", "time", "physical", "psychic")
ITEMS = (*VALUES, *COSTS)
LENSES = ("functional", "convenience", "social", "experiential")
NAMES = {
    "product": ("product", "产品价值"),
    "service": ("service", "服务价值"),
    "personnel": ("personnel", "人员价值"),
    "image": ("image", "形象价值"),
    "monetary": ("money", "货币成本"),
    "time": ("time", "时间成本"),
    "physical": ("physical energy", "体力成本"),
    "psychic": ("psychic energy", "精神成本"),
    "functional": ("functional", "功能价值"),
    "convenience": ("convenience", "便利价值"),
    "social": ("social", "社会价值"),
    "experiential": ("experiential", "体验价值"),
}


class ImpossibleItem(BadInput):
    """A score that is not 0-10, or a weight that is not above 0."""

    code = "delivered.impossible_item"


class UnknownItem(BadInput):
    code = "delivered.unknown_item"


@dataclass(frozen=True)
class Scored:
    """One value or cost as it was scored, 0-10; n answers, low and high its interval, None where unknown."""

    score: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Part:
    """What one item adds: weight x score of a value, the same below 0 of a cost. None where it is missing."""

    item: str
    is_cost: bool
    score: float | None
    weight: float
    adds: float | None
    n: int | None = None


@dataclass(frozen=True)
class Delivered:
    """One supplier's delivered value.

    value, cost   Σ weight x score of the items that are known; None where a side has none
    delivered     value - cost;  ratio  value / cost, None where cost is 0
    low, high     of delivered, from the items' intervals; None unless every known item has one
    missing       items without a score: what is delivered is then of the rest
    """

    subject: str
    parts: tuple[Part, ...]
    value: float | None
    cost: float | None
    delivered: float | None
    ratio: float | None
    low: float | None
    high: float | None
    missing: tuple[str, ...]
    notes: tuple[Note, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        own = vars(self) | {"parts": [vars(part) for part in self.parts], "missing": list(self.missing)}
        return own | {"notes": [note.as_dict() for note in self.notes]}


@dataclass(frozen=True)
class Relative:
    """Ours against the competitor's, over the items that are known of both.

    steps   by item what it adds to our lead: from their delivered value to ours
    lead    ours - theirs;  ratio  our value/cost over theirs
    """

    ours: Delivered
    theirs: Delivered
    steps: tuple[tuple[str, float], ...]
    lead: float | None
    ratio: float | None
    low: float | None
    high: float | None
    notes: tuple[Note, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        own = vars(self) | {"ours": self.ours.as_dict(), "theirs": self.theirs.as_dict()}
        own["steps"] = [list(step) for step in self.steps]
        return own | {"notes": [note.as_dict() for note in self.notes]}


def delivered_value(
    scores: Mapping[str, Scored | float | None],
    weights: Mapping[str, float | None] | None = None,
    *,
    subject: str = "",
) -> Delivered:
    """Total value less total cost.

    In      scores    by item (VALUES, COSTS), 0-10: of a cost 10 is the heaviest
            weights   by item, above 0; one that is not given is 1
            subject   whose: empty is us
    Assumes that a point of a cost weighs as much as a point of a value, times the weights; for the interval
            that items are known independently, though the same people scored them
    Errors  UnknownItem, ImpossibleItem
    Source  Kotler, Marketing Management
    """
    given = {item: _scored(item, score) for item, score in scores.items()}
    weight = {item: _weight(item, (weights or {}).get(item)) for item in ITEMS}
    parts = tuple(_part(item, given.get(item, Scored(None)), weight[item]) for item in ITEMS)
    missing = tuple(part.item for part in parts if part.adds is None)
    value = _sum(part.adds for part in parts if not part.is_cost)
    cost = _sum(None if part.adds is None else -part.adds for part in parts if part.is_cost)
    both = value is not None and cost is not None
    delivered = value - cost if both else None
    low, high = _ends(delivered, parts, given, weight)
    notes = [
        Note("delivered.missing", {"items_en": _names(missing, "en"), "items_zh": _names(missing, "zh")})
    ]
    ratio = value / cost if both and cost > 0 else None
    told = tuple(notes if missing else ())
    return Delivered(subject, parts, value, cost, delivered, ratio, low, high, missing, told)


def relative_value(
    ours: Mapping[str, Scored | float | None],
    theirs: Mapping[str, Scored | float | None],
    weights: Mapping[str, float | None] | None = None,
    *,
    competitor: str,
) -> Relative:
    """Our delivered value against that of the competitor a respondent would go to.

    Both are computed over the items that both have; the others are named in the notes.
    """
    known = {item for item in ITEMS if _is_known(ours.get(item)) and _is_known(theirs.get(item))}
    one_sided = tuple(
        item
        for item in ITEMS
        if item not in known and (_is_known(ours.get(item)) or _is_known(theirs.get(item)))
    )
    own, other = (
        delivered_value({item: side[item] for item in side if item in known}, weights, subject=subject)
        for side, subject in ((ours, ""), (theirs, competitor))
    )
    steps = tuple(
        (a.item, a.adds - b.adds) for a, b in zip(own.parts, other.parts, strict=True) if a.item in known
    )
    lead = None if own.delivered is None else own.delivered - other.delivered
    ratio = own.ratio / other.ratio if own.ratio is not None and other.ratio else None
    low = high = None
    if None not in (lead, own.low, own.high, other.low, other.high):
        low = lead - math.hypot(own.delivered - own.low, other.high - other.delivered)
        high = lead + math.hypot(own.high - own.delivered, other.delivered - other.low)
    notes = [
        Note(
            "delivered.one_sided", {"items_en": _names(one_sided, "en"), "items_zh": _names(one_sided, "zh")}
        )
    ]
    return Relative(own, other, steps, lead, ratio, low, high, tuple(notes if one_sided else ()))


def _is_known(given: Scored | float | None) -> bool:
    return given is not None and not (isinstance(given, Scored) and given.score is None)


def _scored(item: str, given: Scored | float | None) -> Scored:
    if item not in ITEMS:
        raise UnknownItem(given=item, allowed=", ".join(ITEMS))
    scored = given if isinstance(given, Scored) else Scored(given)
    if scored.score is not None and not 0 <= scored.score <= 10:
        raise ImpossibleItem(item=item, given=scored.score, allowed="0..10")
    return scored


def _weight(item: str, given: float | None) -> float:
    if given is None:
        return 1.0
    if not given > 0 or math.isinf(given):
        raise ImpossibleItem(item=item, given=given, allowed="> 0")
    return float(given)


def _part(item: str, scored: Scored, weight: float) -> Part:
    is_cost = item in COSTS
    adds = None if scored.score is None else (-1 if is_cost else 1) * weight * scored.score
    return Part(item, is_cost, scored.score, weight, adds, scored.n)


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def _ends(
    delivered: float | None, parts: Iterable[Part], given: Mapping[str, Scored], weight: Mapping[str, float]
) -> tuple[float | None, float | None]:
    """Each item's own distances, squared and added; a cost's ends change places."""
    known = [(part, given[part.item]) for part in parts if part.adds is not None]
    if delivered is None or any(scored.low is None or scored.high is None for _part, scored in known):
        return None, None
    down = up = 0.0
    for part, scored in known:
        less = weight[part.item] * (scored.score - scored.low)
        more = weight[part.item] * (scored.high - scored.score)
        less, more = (more, less) if part.is_cost else (less, more)
        down, up = math.hypot(down, less), math.hypot(up, more)
    return delivered - down, delivered + up


def _names(items: Iterable[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(NAMES[item][language == "zh"] for item in items)
