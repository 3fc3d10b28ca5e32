"""What changed between two snapshots: who moved between classes, and why customer equity is another sum."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.knowledge.refusals import ColumnMissing

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

APPEARED, DISAPPEARED, UNKNOWN = "appeared", "disappeared", "unknown"


def movement(before: Table, after: Table, *, column: str) -> Table:
    """How many customers went from which class to which.

    In      two profiles with customer_id and a class column (tier, quadrant, rfm_segment, stage, warning ...)
    Out     one row per pair that occurs: moved_from, moved_to, customers; "appeared" stands for not there
            before, "disappeared" for not there after, "unknown" for there but without a class
    Sum     customers of the matrix = everybody who is in either
    """
    both = _both(before, after, column)
    moved = both.select(
        moved_from=ibis.ifelse(both.in_before, both.was.cast("string").fill_null(UNKNOWN), APPEARED),
        moved_to=ibis.ifelse(both.in_after, both.now.cast("string").fill_null(UNKNOWN), DISAPPEARED),
    )
    return moved.group_by(["moved_from", "moved_to"]).aggregate(customers=lambda t: t.count())


@dataclass(frozen=True)
class EquityMovement:
    """Why a sum over customers changed; before + new + grown + shrunk + lost = after.

    new      value of customers who were not there (or had no value) before
    lost     minus the value of those who are not there (or have none) after
    grown    what those there in both gained, where they gained
    shrunk   what they lost (negative), where they lost
    customers_*  how many customers each part comes from
    """

    column: str
    before: float
    after: float
    new: float
    grown: float
    shrunk: float
    lost: float
    customers_new: int
    customers_grown: int
    customers_shrunk: int
    customers_lost: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def equity_movement(
    before: Table, after: Table, *, engine: Engine, column: str = "lifetime_value"
) -> EquityMovement:
    """Split the change of a sum (by default customer equity) into new, grown, shrunk and lost."""
    both = _both(before, after, column)
    was, now = both.was, both.now
    parts = {
        "new": (was.isnull() & now.notnull(), now),
        "lost": (was.notnull() & now.isnull(), -was),
        "grown": (now > was, now - was),
        "shrunk": (now < was, now - was),
    }
    sums = {
        name: ibis.ifelse(held, change, None).sum().fill_null(0.0) for name, (held, change) in parts.items()
    }
    counts = {f"customers_{name}": ibis.ifelse(held, 1, None).count() for name, (held, _) in parts.items()}
    totals = {"before": was.sum().fill_null(0.0), "after": now.sum().fill_null(0.0)}
    found = engine.collect(both.aggregate(**totals, **sums, **counts)).to_pylist()[0]
    return EquityMovement(column=column, **found)


def _both(before: Table, after: Table, column: str) -> Table:
    for table in (before, after):
        if missing := {"customer_id", column} - set(table.columns):
            raise ColumnMissing(missing=", ".join(sorted(missing)), needed=f"customer_id, {column}")
    old = before.select(_old="customer_id", was=column)
    new = after.select(_new="customer_id", now=column)
    joined = old.outer_join(new, [old["_old"] == new["_new"]])
    return joined.select(
        "was", "now", in_before=lambda t: t["_old"].notnull(), in_after=lambda t: t["_new"].notnull()
    )
