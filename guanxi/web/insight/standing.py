"""What the customer page shows: measures in groups, and one line for everything that happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.web.customers.events import Event
from guanxi.web.customers.models import Customer
from guanxi.web.insight.columns import GROUPS, OWN_CARDS
from guanxi.web.insight.models import Profile
from guanxi.web.insight.table import group_name

LINES = 100
AN_INTERVAL = {name: (f"{name}_low", f"{name}_high") for name in ("lifetime_value", "net_lifetime_value")}
BOUNDS = {bound for bounds in AN_INTERVAL.values() for bound in bounds}  # shown beside what they bound


@dataclass(frozen=True)
class Measure:
    """One measure of one customer, with its interval if it has one."""

    name: str
    value: Any
    low: Any = None
    high: Any = None


@dataclass(frozen=True)
class Line:
    """One line of the time line: an order with its amount, or something people did."""

    on: date
    icon: str
    said: str
    amount: float | None = None
    by: str = ""
    promoted: bool = False


def groups(profile: Profile) -> list[tuple[str, list[Measure]]]:
    """The measures of the profile in the groups they are read in, but those with a card of their own.

    Of what customers said, only what this one did say.
    """
    found = [
        (group_name(group), [measure(profile, name) for name in names if name not in BOUNDS])
        for group, names in GROUPS.items()
        if group not in (*OWN_CARDS, "said")
    ]
    said = [each for name in GROUPS["said"] if (each := measure(profile, name)).value is not None]
    return [*found, (group_name("said"), said)] if said else found


def measure(profile: Profile, name: str) -> Measure:
    low, high = (
        (getattr(profile, bound) for bound in AN_INTERVAL[name]) if name in AN_INTERVAL else (None, None)
    )
    return Measure(name, getattr(profile, name), low, high)


def attributes(customer: Customer) -> list[tuple[str, str]]:
    """What else the facts say about the customer, in their own names; empty ones are left out."""
    return [
        (name.replace("_", " "), str(value))
        for name, value in customer.attributes.items()
        if value not in (None, "")
    ]


def purchase_days(orders: Iterable[Mapping[str, Any]]) -> list[date]:
    """Days with a purchase: an order of nothing but returns makes none."""
    return sorted({order["purchased_on"] for order in orders if order["amount"] > 0}, reverse=True)


def time_line(orders: Iterable[Mapping[str, Any]], happened: Iterable[Event]) -> list[Line]:
    """Orders and what people did, newest first."""
    lines = [_order(order) for order in orders]
    lines += [Line(event.on, event.icon, event.said, by=event.by) for event in happened]
    return sorted(lines, key=lambda line: line.on, reverse=True)


def _order(order: Mapping[str, Any]) -> Line:
    items = ngettext("%(n)s line", "%(n)s lines", order["lines"]) % {"n": order["lines"]}
    kinds = ngettext("%(n)s category", "%(n)s categories", order["categories"]) % {"n": order["categories"]}
    returned = order["amount"] < 0
    parts = [_("Returned") if returned else _("Bought"), items, *([kinds] if order["categories"] else [])]
    said, on, amount = " · ".join(parts), order["purchased_on"], order["amount"]
    if returned:
        return Line(on, icon="arrow-back-up", said=said, amount=amount)
    return Line(on, icon="shopping-cart", said=said, amount=amount, promoted=bool(order["promoted"]))
