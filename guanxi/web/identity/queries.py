"""What is known of customers under several ids: pairs, merges, and what the facts say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db.models import Count, Q, QuerySet

from guanxi.engines import Engine
from guanxi.engines import engine as new_engine
from guanxi.errors import NotFound
from guanxi.facts import changes
from guanxi.facts import merges as merges_of_facts
from guanxi.facts.changes import Change
from guanxi.facts.privacy.person import Person
from guanxi.facts.store import Store
from guanxi.web.customers.models import Customer
from guanxi.web.identity.models import UNFINISHED, Decided, Job, JobState, Merged, Pair

LEASTS = (0.8, 0.9, 0.95, 0.99, 0.999)
CHANGES_SHOWN = 20


def store() -> Store:
    return Store(settings.GUANXI_STORE)


def has_customers() -> bool:
    """Whether the facts say anything of customers that could be compared."""
    return store().has("customers")


# --- jobs -------------------------------------------------------------------------------------------


def unfinished() -> Job | None:
    return Job.objects.filter(state__in=UNFINISHED).select_related("asked_by").first()


def job(pk: int) -> Job:
    found = Job.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(what="job", name=pk)
    return found


def last_search() -> Job | None:
    """The newest look that was carried through."""
    return Job.objects.filter(kind=Job.Kind.SEARCH, state=JobState.DONE).first()


def last_failure() -> Job | None:
    """The newest job, where it failed."""
    newest = Job.objects.exclude(state__in=UNFINISHED).first()
    return newest if newest is not None and newest.state == JobState.FAILED else None


# --- pairs ------------------------------------------------------------------------------------------


def pair(pk: int) -> Pair:
    found = Pair.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(what="pair", name=pk)
    return found


def pairs(state: str = Decided.PROPOSED, least: float = 0.0) -> QuerySet[Pair]:
    """The surest first; what was decided, the latest first."""
    found = Pair.objects.filter(state=state)
    if least:
        found = found.filter(probability__gte=least)
    return found if state == Decided.PROPOSED else found.order_by("-decided_at", "-weight", "pk")


def counts() -> dict[str, int]:
    """How many pairs stand how."""
    counted = Pair.objects.values_list("state").annotate(n=Count("pk")).order_by()
    return {state: 0 for state in Decided.values} | dict(counted)


def proposed_above() -> list[tuple[float, int]]:
    """How many pairs are proposed from each probability on; those with none are left out."""
    sums = Pair.objects.filter(state=Decided.PROPOSED).aggregate(
        **{f"n{i}": Count("pk", filter=Q(probability__gte=least)) for i, least in enumerate(LEASTS)}
    )
    # Of two that give the same pairs the stricter one says more.
    strictest = {sums[f"n{i}"]: least for i, least in enumerate(LEASTS) if sums[f"n{i}"]}
    return [(least, n) for n, least in strictest.items()]


def customers(ids: Iterable[str]) -> dict[str, Customer]:
    """Customers by their ids; one whom no turn has brought into the application yet, as the facts have it."""
    asked = set(ids)
    known = Customer.objects.select_related("owner").in_bulk(list(asked))
    return known | _not_brought_yet(asked - known.keys())


def _not_brought_yet(ids: set[str]) -> dict[str, Customer]:
    if not ids:
        return {}
    session = new_engine("duckdb")
    try:
        rows = list(rows_of(ids, session, resolve=False))
    finally:
        session.close()
    told = ("customer_id", "name", "city", "phone", "email")
    return {row["customer_id"]: Customer(**{each: row.get(each) or "" for each in told}) for row in rows}


# --- merges -----------------------------------------------------------------------------------------


def merged(text: str = "") -> QuerySet[Merged]:
    """Every merged id, the latest first; with a text, those whose ids begin with it."""
    found = Merged.objects.order_by("-merged_on", "stands_for", "customer_id")
    if text:
        found = found.filter(Q(customer_id__startswith=text) | Q(stands_for__startswith=text))
    return found


def also_known_as(customer_id: str) -> list[Merged]:
    """The ids that were found to be this customer's."""
    return list(Merged.objects.filter(stands_for=customer_id).order_by("customer_id"))


def merged_id(customer_id: str) -> Merged:
    found = Merged.objects.filter(pk=customer_id).first()
    if found is None:
        raise NotFound(what="merged customer", name=customer_id)
    return found


def bought(ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What was bought under each of a few ids, from the store."""
    session = new_engine("duckdb")
    try:
        rows = merges_of_facts.purchases_under(store(), ids, session).to_pylist()
    finally:
        session.close()
    return {row["customer_id"]: row for row in rows}


def stand_for_others(ids: Iterable[str]) -> set[str]:
    """Those of these ids that others were merged into."""
    return set(Merged.objects.filter(stands_for__in=list(ids)).values_list("stands_for", flat=True))


def of_change(change_id: str) -> int:
    """How many ids stand for another because of this change."""
    return Merged.objects.filter(change_id=change_id).count()


def merges() -> list[Change]:
    """The changes that merged or separated customers, and those that took such back; newest first."""
    return changes.changes(store(), "identities")[:CHANGES_SHOWN]


# --- what the facts say -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """Who an id stands for, as the facts have it."""

    stands_for: str
    merged_on: date
    by: str
    score: float | None
    change_id: str


def as_the_facts_say() -> dict[str, Said]:
    """Every merged id with who it stands for."""
    session = new_engine("duckdb")
    try:
        rows = session.collect(store().read("identities", session, with_change=True)).to_pylist()
    finally:
        session.close()
    return {
        row["customer_id"]: Said(
            row["stands_for"], row["merged_on"], row["by"] or "", row["merge_score"], row["change_id"] or ""
        )
        for row in rows
    }


def as_pages_have_it() -> dict[str, Said]:
    rows = Merged.objects.values_list("customer_id", "stands_for", "merged_on", "by", "score", "change_id")
    return {key: Said(*said) for key, *said in rows.iterator(10_000)}


def rows_of(ids: Iterable[str], engine: Engine, *, resolve: bool) -> Iterator[dict[str, Any]]:
    """What the facts say of these customers; of those they say nothing about, that nothing is known."""
    asked = sorted(set(ids))
    listed = engine.table(pa.table({"customer_id": pa.array(asked, pa.string())}))
    rows = store().read("customers", engine, resolve=resolve).semi_join(listed, "customer_id")
    found = engine.collect(rows).to_pylist()
    yield from found
    for key in set(asked) - {row["customer_id"] for row in found}:
        yield {"customer_id": key}


def held_of(who: Person) -> dict[str, list[dict[str, Any]]]:
    """The pairs that a person was found in."""
    found = Pair.objects.filter(Q(left_id__in=who.ids) | Q(right_id__in=who.ids))
    return {"pairs": list(found.values("left_id", "right_id", "probability", "evidence", "state"))}
