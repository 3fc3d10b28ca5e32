"""Ranks without sorting: count customers by value on the engine, reason about the counts here.

Whole numbers (days, counts) have few distinct values. Money has many, so it is first put into bins that
keep its order; where an exact value is wanted, only the bins that hold it are looked into. So nothing here
grows with the number of customers, and no engine ever sorts them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, NumericValue, Table

    from guanxi.engines import Engine

# 1 money is bin 1,000 and a million bin 31,622: neighbours in a bin differ by 4 parts in the bin's number.
BINS = 1000
Group = tuple


def place(value: NumericValue) -> IntegerValue:
    """A whole number that orders as the value does; the value itself if it is whole.

    A fourth root, because a square root is the same to the last bit on every engine and a logarithm is not.
    """
    if value.type().is_integer():
        return value.cast("int64")
    root = value.abs().sqrt().sqrt() * BINS
    return (value.sign() * root.floor()).cast("int64")


@dataclass(frozen=True)
class Places:
    """How many customers stand at each place of one measure, and what they have together.

    place      ascending
    customers  customers at the place
    total      sum of the measure over them
    """

    place: np.ndarray
    customers: np.ndarray
    total: np.ndarray

    @property
    def everybody(self) -> int:
        return int(self.customers.sum())

    def percentile(self) -> np.ndarray:
        """Share of customers below each place plus half of those at it: 0..1, mean one half."""
        upto = self.customers.cumsum()
        return (upto - self.customers / 2) / max(self.everybody, 1)


def places(
    table: Table, column: str, *, engine: Engine, by: Sequence[str] = (), whole: bool = False
) -> dict[Group, Places]:
    """Count customers by place, for each group of `by` (one group, the empty one, without it).

    whole    also read the totals (they cost a sum)
    Absent   customers whose measure is unknown
    """
    known = table.filter(lambda t: t[column].notnull())
    keyed = known.select(*by, _value=lambda t: t[column], _place=lambda t: place(t[column]))
    totals = {"_total": lambda t: t["_value"].cast("float64").sum()} if whole else {}
    counted = keyed.group_by([*by, "_place"]).aggregate(_customers=lambda t: t.count(), **totals)
    rows = engine.collect(counted.order_by([*by, "_place"]))
    at, n = rows["_place"].to_numpy(), rows["_customers"].to_numpy()
    total = rows["_total"].to_numpy() if whole else np.zeros(len(at))
    return {group: Places(at[i], n[i], total[i]) for group, i in _slices(rows, by).items()}


def values_at(
    table: Table,
    column: str,
    ranks: Callable[[int], Sequence[int]],
    *,
    engine: Engine,
    by: Sequence[str] = (),
) -> dict[Group, list[float]]:
    """The exact values at ranks, 1 the smallest; `ranks` says which for a group of so many customers."""
    found = places(table, column, engine=engine, by=by)
    wanted = {group: [_locate(p, rank) for rank in ranks(p.everybody)] for group, p in found.items()}
    if table[column].type().is_integer():
        return {group: [int(at) for at, _ in spots] for group, spots in wanted.items()}
    needed = {at for spots in wanted.values() for at, _ in spots}
    inside = _values_inside(table, column, needed, engine=engine, by=by)
    return {group: [_nth(inside[group, at], left) for at, left in spots] for group, spots in wanted.items()}


def percentiles(table: Table, column: str, name: str, *, engine: Engine) -> Table | None:
    """Each place of a measure with its percentile rank (0..1): columns `place_of(name)` and `name`; small.

    None if the measure is known of nobody. Money ranks by its bin: customers who differ by less than about
    a thousandth share a rank.
    """
    found = places(table, column, engine=engine).get(())
    if found is None:
        return None
    return engine.table(pa.table({place_of(name): found.place, name: found.percentile()}))


def place_of(name: str) -> str:
    """The column that a table of percentiles is joined by."""
    return f"{name}_place"


def _locate(found: Places, rank: int) -> tuple[int, int]:
    """The place that holds a rank, and the rank within the place."""
    upto = found.customers.cumsum()
    i = int(np.searchsorted(upto, rank))
    return int(found.place[i]), int(rank - (upto[i] - found.customers[i]))


def _values_inside(table, column, needed: Iterable[int], *, engine, by):
    """Each needed place's distinct values, ascending, with how many customers have each."""
    rows = table.filter(lambda t: t[column].notnull()).select(*by, _value=lambda t: t[column])
    rows = rows.mutate(_place=lambda t: place(t["_value"])).filter(lambda t: t["_place"].isin(sorted(needed)))
    keys = [*by, "_place", "_value"]
    rows = engine.collect(rows.group_by(keys).aggregate(_customers=lambda t: t.count()).order_by(keys))
    at, value, n = (rows[c].to_numpy() for c in ("_place", "_value", "_customers"))
    inside: dict = {}
    for group, i in _slices(rows, by).items():
        for spot in np.unique(at[i]):
            here = at[i] == spot
            inside[group, int(spot)] = (value[i][here], n[i][here].cumsum())
    return inside


def _nth(inside: tuple[np.ndarray, np.ndarray], rank: int) -> float:
    values, upto = inside
    return float(values[bisect_left(upto, rank)])


def _slices(rows: pa.Table, by: Sequence[str]) -> dict[Group, slice]:
    """Where each group begins and ends in rows that are ordered by group."""
    if not by:
        return {(): slice(0, rows.num_rows)} if rows.num_rows else {}
    keys = list(zip(*(rows[c].to_pylist() for c in by), strict=True))
    starts = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]]
    return {keys[a]: slice(a, b) for a, b in zip(starts, [*starts[1:], len(keys)], strict=True)}
