"""What is left of a customer's revenue, what the relation is worth, and why a part is unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from guanxi import formats
from guanxi.facts.words import word
from guanxi.knowledge.relations import SAID
from guanxi.knowledge.relationship_value import PARTS
from guanxi.web.insight.models import Profile, Snapshot
from guanxi.web.insight.standing import Measure, measure
from guanxi.web.kit import business

COSTS = ("goods_cost_365d", "service_cost_365d", "acquisition_cost_365d", "retention_cost_365d")
RECORDED = COSTS[1:]  # as facts of their own; the cost of goods stands on the order line
NET = "net_profit_365d"
STEPS = ("spend_365d", *COSTS, NET)
FURTHER = ("referral_value", "capability_value", "potential_value")
RELATION = ("running_share", "net_lifetime_value", *FURTHER, "parts_known", "relationship_index")
# What the number is made from beside measures: columns of the firm's own file of customers.
TOLD = {"capability_value": ("capability_score",), "potential_value": ("wallet_365d", "cultivation_cost")}
WHOLE = 100.0  # what all bars together are wide


@dataclass(frozen=True)
class Step:
    """One line of what is left: a measure, why it is unknown, its bar from `start`, `width` wide, of 100."""

    measure: Measure
    label: str
    why: str
    start: str
    width: str
    kind: str  # revenue | cost | left | loss


@dataclass(frozen=True)
class Part:
    """One part of what the relation is worth, which measure stands for it, and why it is unknown."""

    measure: Measure
    label: str
    stands_for: str
    why: str


@dataclass(frozen=True)
class Left:
    """said: one sentence; steps: empty where no cost is known at all."""

    said: str
    steps: list[Step]
    parts: list[Part]
    running: Measure
    index: Measure
    parts_known: int
    why_no_index: str


def of(profile: Profile, snapshot: Snapshot, language: str) -> Left:
    card = snapshot.card
    known = any(getattr(profile, name) is not None for name in COSTS)
    return Left(
        _sentence(profile, card, language),
        _steps(profile, card) if known else [],
        [_part(profile, part, name, card, language) for part, name in _parts(profile, card)],
        measure(profile, "running_share"),
        measure(profile, "relationship_index"),
        profile.parts_known or 0,
        "" if profile.relationship_index is not None else why_unknown("relationship_index", card),
    )


# --- what is left ------------------------------------------------------------------------------------


def _sentence(profile: Profile, card: Mapping[str, Any], language: str) -> str:
    net, revenue = getattr(profile, NET), profile.spend_365d
    if net is None:
        return _("What this customer leaves us is not known.") + " " + why_unknown(NET, card)
    facts = {
        "net": formats.money(net, business.currency(), language),
        "share": formats.percent(net / revenue) if revenue else "",
    }
    if not revenue:
        said = _("No revenue in the last 12 months; %(net)s is left.") % facts
    elif net < 0:
        said = _("Serving this customer costs more than they pay: %(net)s in 12 months.") % facts
    else:
        said = _("Of the revenue of 12 months %(net)s is left: %(share)s.") % facts
    missing = _missing(profile, language)
    return f"{said} {missing}" if missing else said


def _missing(profile: Profile, language: str) -> str:
    missing = [_short(name) for name in RECORDED if getattr(profile, name) is None]
    if not missing:
        return ""
    names = ("、" if language.startswith("zh") else ", ").join(missing)
    return _("Not recorded, so not taken off: %(names)s.") % {"names": names}


def _short(name: str) -> str:
    return {
        "spend_365d": _("revenue"),
        "goods_cost_365d": _("goods"),
        "service_cost_365d": _("serving"),
        "acquisition_cost_365d": _("winning"),
        "retention_cost_365d": _("keeping"),
        NET: _("net profit"),
    }[name]


def _steps(profile: Profile, card: Mapping[str, Any]) -> list[Step]:
    """A waterfall lying down: every cost begins where the one before ended."""
    values = [getattr(profile, name) for name in STEPS]
    revenue, costs, net = values[0] or 0.0, values[1:-1], values[-1]
    levels = [revenue]
    for cost in costs:
        levels.append(levels[-1] - (cost or 0.0))
    low, high = min(0.0, *levels), max(0.0, *levels)
    scale = WHOLE / (high - low) if high > low else 0.0
    ends = [(0.0, revenue), *pairwise(levels), (0.0, net or 0.0)]
    kinds = ["revenue", *["cost"] * len(costs), "loss" if (net or 0) < 0 else "left"]
    return [
        Step(
            measure(profile, name),
            _short(name),
            why_unknown(name, card) if value is None else "",
            f"{(min(one, other) - low) * scale:.2f}",
            f"{abs(one - other) * scale:.2f}",
            kind,
        )
        for name, value, (one, other), kind in zip(STEPS, values, ends, kinds, strict=True)
    ]


# --- what the relation is worth ----------------------------------------------------------------------


def _parts(profile: Profile, card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Part -> the measure that stands for it."""
    lifetime = "lifetime_value" if profile.net_lifetime_value is None else "net_lifetime_value"
    stands_for = {"monetary_value": _relationship(card).get("monetary", NET), "lifetime_value": lifetime}
    return [(part, stands_for.get(part, part)) for part in PARTS]


def _part(profile: Profile, part: str, name: str, card: Mapping[str, Any], language: str) -> Part:
    found, label = measure(profile, name), word(part).label(language)
    why = why_unknown(name, card) if found.value is None else ""
    return Part(found, label, word(name).label(language) if name != part else "", why)


def _relationship(card: Mapping[str, Any]) -> Mapping[str, Any]:
    return card.get("cuts", {}).get("relationship") or {}


# --- why a part is unknown, and how it was decided -------------------------------------------------------


def why_unknown(name: str, card: Mapping[str, Any]) -> str:
    """The reason in a sentence; empty for a measure that is none of these."""
    if name not in (*COSTS, NET, *RELATION):
        return ""
    if not _relationship(card):
        return _("This snapshot is older than this measure: the next turn knows it.")
    if name in RECORDED:
        return _("The firm records no costs of this kind.")
    if name in ("goods_cost_365d", NET):
        return _("An order line of the last 12 months has no cost, and no share stands in for it.")
    if name in ("running_share", "net_lifetime_value"):
        return _why_no_share(card)
    return _why_no_part(name, card)


def _why_no_share(card: Mapping[str, Any]) -> str:
    if (card["cuts"].get("margin") or {}).get("firm_share") is None:
        return _("The cost of goods is known of nobody who bought.")
    return _("It needs what is itself unknown: %(names)s.") % {"names": _("lifetime value")}


def _why_no_part(name: str, card: Mapping[str, Any]) -> str:
    refused = {note["code"]: note.get("facts", {}) for note in card.get("notes", [])}
    ring = refused.get("relationship.referrals_refused")
    if name == "referral_value" and ring:
        return _("Customers are said to have brought each other: %(customers)s.") % ring
    said = _relationship(card).get("said") or {}
    match name:
        case "referral_value":
            return _("Of no customer it is recorded who brought them (column referred_by).")
        case "capability_value" if said.get("capability_score"):
            return _("Nobody has scored what we learn from this customer.")
        case "capability_value":
            return _("No customer is scored for what we learn from them (column capability_score).")
        case "potential_value" if said.get("wallet_365d") and said.get("cultivation_cost"):
            return _("What they spend with everybody, or what winning more costs, is not recorded of them.")
        case "potential_value":
            return _("It needs the columns wallet_365d and cultivation_cost in the file of customers.")
    return _("Beside money nothing is recorded of any relation: the value index ranks by money.")


def told(name: str, attributes: Mapping[str, Any]) -> list[str]:
    """What the file of customers says of this one, from which the number is made."""
    keys = TOLD.get(name, ())
    spellings = [re.compile(f"(?i)({'|'.join(SAID[key])})") for key in keys]
    found = [
        f"{key}: {value}" for key, value in attributes.items() if any(s.fullmatch(key) for s in spellings)
    ]
    return [_("The file of customers says %(said)s.") % {"said": "; ".join(found)}] if found else []


def how(name: str, card: Mapping[str, Any], language: str) -> list[str]:
    """What was set or found in this turn and is in these numbers."""
    cuts = card.get("cuts", {})
    margin, relation = cuts.get("margin") or {}, cuts.get("relationship") or {}
    found = []
    if name in ("goods_cost_365d", NET) and margin.get("goods_share") is not None:
        share = formats.percent(margin["goods_share"])
        found.append(_("Where a line has no cost, goods count as %(share)s of revenue.") % {"share": share})
    if name in ("running_share", "net_lifetime_value") and margin.get("firm_share") is not None:
        share = formats.percent(margin["firm_share"])
        found.append(_("The firm's own running share is %(share)s.") % {"share": share})
    if name == NET and margin:
        parts = margin["parts"]
        missing = [_short(each) for each in RECORDED if not parts[each.removesuffix("_cost_365d")]]
        if missing:
            names = ("、" if language.startswith("zh") else ", ").join(missing)
            found.append(_("Not recorded, so not taken off: %(names)s.") % {"names": names})
    if name == "potential_value" and relation:
        found.append(_potential(relation["potential"]))
    if name == "relationship_index" and relation.get("weights"):
        known = {word(part).label(language): n for part, n in relation["known"].items()}
        said = ", ".join(f"{label} {n:,}" for label, n in known.items())
        found.append(_("Known of so many customers: %(parts)s.") % {"parts": said})
    return found


def _potential(settings: Mapping[str, Any]) -> str:
    facts = {
        "share": formats.percent(settings["share"]),
        "margin": formats.percent(settings["margin"]),
        "years": settings["years"],
        "discount": formats.percent(settings["discount"]),
    }
    return (
        _(
            "%(share)s of what they spend elsewhere can be won, at a margin of %(margin)s, "
            "for %(years)s years discounted at %(discount)s a year."
        )
        % facts
    )
