"""Sources and segments of customers, as far as the facts know them, and what a customer of each is worth."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import ibis
from django.conf import settings
from ibis.expr.types import Table

from guanxi.distribution.snapshot import Snapshot, Snapshots
from guanxi.engines import Engine
from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.facts.words import word
from guanxi.knowledge.budgets_worth import Worth, worths
from guanxi.web.customers.models import Customer
from guanxi.web.insight.queries import current_snapshot

KNOWN = ("tier", "quadrant", "stage", "rfm_segment", "relation_type")  # of every profile
LOOKED_AT = 1_000  # customers, for what their attributes are
MOST_GROUPS = 20
NEWLY = timedelta(days=365)  # who was won in this time says what a customer is worth who is won
A_SOURCE = re.compile(r"source|channel|acqui|referr|campaign|segment|来源|渠道|分群|细分", re.I)
OWN = "own."  # before the name of an attribute that the firm's own files brought
PURPOSES = ("win", "keep")


@dataclass(frozen=True)
class Grouping:
    """A column by which customers can be told apart."""

    key: str
    name: str


def groupings(language: str) -> list[Grouping]:
    """What the firm's own files say of customers, sources first; then what every turn finds."""
    own = [Grouping(OWN + key, key.replace("_", " ")) for key in _own_keys()]
    return [*own, *(Grouping(key, word(key).label(language)) for key in KNOWN)]


def _own_keys() -> list[str]:
    values: dict[str, set] = defaultdict(set)
    rows = Customer.objects.exclude(attributes={}).values_list("attributes", flat=True)
    for attributes in rows[:LOOKED_AT]:
        for key, value in attributes.items():
            if isinstance(value, str | int | float) and len(str(value)) <= 60 and "." not in key:
                values[key].add(str(value))
    few = [key for key, said in values.items() if 2 <= len(said) <= MOST_GROUPS]
    return sorted(few, key=lambda key: (A_SOURCE.search(key) is None, key))


@dataclass(frozen=True)
class Known:
    """The groups of the current snapshot; `others` counts customers in groups too small to be listed."""

    worths: tuple[Worth, ...]
    as_of: date | None
    snapshot_id: str
    others: int = 0
    margin: float = 1.0


def known(by: str, purpose: str) -> Known:
    """What a customer is worth in every group; nothing before the first turn."""
    shown = current_snapshot()
    if shown is None or not Snapshots(settings.GUANXI_STORE).has(shown.pk):
        return Known((), None, "")
    store = Store(settings.GUANXI_STORE)
    said = tuple(store.version(table) for table in ("customers", "identities")) if by.startswith(OWN) else ()
    found = _worths(str(store.root), shown.pk, by, purpose, said)
    listed = [each for each in found if each.mean is not None and each.group is not None][:MOST_GROUPS]
    others = sum(each.customers for each in found if each not in listed)
    return Known(tuple(listed), shown.as_of, shown.pk, others, _margin(shown.card))


@lru_cache(maxsize=32)  # a snapshot never changes, and `said` tells when what is said of customers did
def _worths(store: str, snapshot_id: str, by: str, purpose: str, said: tuple[int, ...]) -> tuple[Worth, ...]:
    published, session = Snapshots(store).get(snapshot_id), new_engine("duckdb")
    try:
        profile = _grouped(published.read(session), by, Store(store), session)
        return tuple(worths(_valued(profile, published, purpose), engine=session))
    finally:
        session.close()


def _margin(card: dict[str, Any]) -> float:
    """What of the spend is profit, as it was set when the snapshot was made."""
    return card.get("settings", {}).get("lifetime", {}).get("margin", 1.0)


def _grouped(profile: Table, by: str, store: Store, session: Engine) -> Table:
    if not by.startswith(OWN):
        return profile.mutate(group=profile[by].cast("string"))
    if not store.has("customers"):
        return profile.mutate(group=ibis.null("string"))
    said = store.read("customers", session)["customer_id", "attributes"]
    value = said.attributes.cast("json")[by.removeprefix(OWN)]
    said = said.select("customer_id", group=ibis.coalesce(value.str, value.cast("string").nullif("null")))
    return profile.left_join(said, "customer_id").drop("customer_id_right")


def _valued(profile: Table, published: Snapshot, purpose: str) -> Table:
    """win: those won in the last year, what they brought and are still expected to; keep: what is to come."""
    margin = _margin(published.card)
    year = profile.expected_spend_365d * margin
    if purpose == "win":
        newly = profile.filter(profile.first_purchase_on > published.as_of - NEWLY)
        worth = newly.spend * margin + newly.lifetime_value
        return newly.select("group", worth=worth, first_year=newly.expected_spend_365d * margin)
    profile = profile.mutate(first_year=year)
    kept = profile.filter(profile.stage != "lost")
    return kept.select("group", "first_year", worth=kept.lifetime_value)


def said(by: str, group: str, language: str) -> str:
    """What a group is called."""
    return group if by.startswith(OWN) else word(by).say(group, language)
