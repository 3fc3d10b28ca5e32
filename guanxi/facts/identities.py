"""Who stands for whom: ids that were found to be one customer's.

A merge changes no fact: the facts stay under the ids they were said with, and every read brings them
together. So a merge moves everything at once, outlives the next import, and is taken back like any change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from guanxi.errors import Conflict
from guanxi.facts.table import fact_table

if TYPE_CHECKING:
    from ibis.expr.types import Table

KEPT_APART = ("customer_id", "owner")  # of a merged customer these do not fill what the other lacks


class AlreadyMerged(Conflict):
    code = "identities.already_merged"


def resolve(rows: Table, identities: Table) -> Table:
    """Rows with every merged id replaced by the one it stands for; the columns stay in their order.

    In   rows         a table with `customer_id`, which may be null
         identities   customer_id, stands_for; nobody in it stands for somebody who is in it
    """
    known = identities.select(_merged="customer_id", _stays="stands_for")
    joined = rows.left_join(known, [rows.customer_id == known["_merged"]])
    found = {c: joined[c] for c in rows.columns}
    found["customer_id"] = ibis.coalesce(joined["_stays"], joined["customer_id"])
    return joined.select(**found)


def fill_from_merged(customers: Table, identities: Table) -> Table:
    """One row per customer who stays; what is not known of it is filled from the ids merged into it.

    Of several, the one with the smallest id that knows it speaks.
    """
    known = identities.select(_merged="customer_id", _stays="stands_for")
    merged = customers.inner_join(known, [customers.customer_id == known["_merged"]])
    filling = [c for c in customers.columns if c not in KEPT_APART]
    told = merged.group_by("_stays").aggregate(
        **{f"_{c}": merged[c].argmin(merged.customer_id, where=merged[c].notnull()) for c in filling}
    )
    staying = customers.anti_join(known, [customers.customer_id == known["_merged"]])
    joined = staying.left_join(told, [staying.customer_id == told["_stays"]])
    filled = {
        c: ibis.coalesce(joined[c], joined[f"_{c}"]) if c in filling else joined[c] for c in customers.columns
    }
    unknown = told.anti_join(staying, [told["_stays"] == staying.customer_id])
    theirs = {
        c: unknown[f"_{c}"] if c in filling else ibis.null(customers[c].type()) for c in customers.columns
    }
    # Who stays may have no row: known from orders only. What the merged one's row says is kept all the same.
    return joined.select(**filled).union(unknown.select(**theirs | {"customer_id": unknown["_stays"]}))


def merging(
    known: Mapping[str, str],
    pairs: Iterable[tuple[str, str, float | None]],
    *,
    on: date,
    by: str,
    first_seen: Mapping[str, date] | None = None,
) -> pa.Table:
    """The rows of `identities` that make each pair one customer.

    known       what stands already: customer_id -> stands_for
    pairs       (one id, another id, match probability); several pairs may chain
    first_seen  the day of a customer's first purchase; the customer known longest is the one that stays,
                unless one of them stands for others already. Among equals the smallest id stays

    Errors  AlreadyMerged, where all the pairs say is known
    """
    scores, groups = {}, Groups(known)
    for left, right, score in pairs:
        groups.join(left, right)
        scores[left], scores[right] = score, score
    rows = []
    for group in groups.members():
        stays = _staying(group, set(known.values()), first_seen or {})
        rows += [
            {
                "customer_id": each,
                "stands_for": stays,
                "merged_on": on,
                "by": by,
                "merge_score": scores.get(each),
            }
            for each in sorted(group)
            if each != stays and known.get(each) != stays
        ]
    if not rows:
        raise AlreadyMerged()
    return pa.Table.from_pylist(rows, schema=fact_table("identities").schema)


def _staying(group: set[str], stand_for_others: set[str], first_seen: Mapping[str, date]) -> str:
    return min(group, key=lambda each: (each not in stand_for_others, first_seen.get(each, date.max), each))


class Groups:
    """Ids that are one customer, as they are joined."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._leader: dict[str, str] = {}
        self._joined: set[str] = set()
        for merged, stays in known.items():
            self._leader[merged] = self._leader.setdefault(stays, stays)

    def leader(self, each: str) -> str:
        while self._leader.setdefault(each, each) != each:
            each = self._leader[each]
        return each

    def join(self, left: str, right: str) -> None:
        first, second = sorted((self.leader(left), self.leader(right)))
        self._leader[second] = first
        self._joined |= {left, right}

    def members(self) -> list[set[str]]:
        """Every group that something was joined to."""
        groups: dict[str, set[str]] = {}
        for each in list(self._leader):
            groups.setdefault(self.leader(each), set()).add(each)
        return [group for group in groups.values() if group & self._joined]
