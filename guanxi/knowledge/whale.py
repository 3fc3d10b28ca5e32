"""The whale curve: what the best customers bring, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.knowledge.counting import place, places
from guanxi.knowledge.refusals import NothingToShare

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

POINTS = 200


@dataclass(frozen=True)
class Whale:
    """Cumulative value by customer rank, best first, at no more than POINTS ranks, each of them exact.

    customers   1-based ranks, ascending, from 0 to all
    value       what customers up to the rank bring together
    """

    column: str
    customers: tuple[int, ...]
    value: tuple[float, ...]

    @property
    def total(self) -> float:
        return self.value[-1]

    @property
    def peak(self) -> float:
        """The most the curve reaches: above the total where some customers cost more than they bring."""
        return max(self.value)

    def as_dict(self) -> dict[str, Any]:
        return {"column": self.column, "customers": list(self.customers), "value": list(self.value)}


def whale(table: Table, *, engine: Engine, column: str = "spend_365d") -> Whale:
    """The whale curve of any measure.

    Absent  customers whose measure is unknown
    Errors  NothingToShare if it is known of nobody
    """
    found = places(table, column, engine=engine, whole=True).get(())
    if found is None:
        raise NothingToShare(column=column, total=0)
    n, value = found.customers[::-1].cumsum(), found.total[::-1].cumsum()
    keep = _spread(n, value)
    return Whale(column, (0, *(int(x) for x in n[keep])), (0.0, *(round(float(x), 4) for x in value[keep])))


@dataclass(frozen=True)
class ShareCut:
    """Where customers, best first, together reach a share of the total.

    value       what the last of them brings: whoever brings as much is among them
    customers   the fewest who reach the share (ties with the last not needed are not counted)
    everybody   customers whose measure is known
    reached     the share they bring
    """

    value: float
    customers: int
    everybody: int
    reached: float


def share_cut(table: Table, column: str, share: float, *, engine: Engine) -> ShareCut:
    """The fewest customers who bring at least this share, and the value of the last; exact.

    Errors  NothingToShare if the total is not above zero
    """
    found = places(table, column, engine=engine, whole=True).get(())
    total = float(found.total.sum()) if found else 0.0
    if total <= 0:
        raise NothingToShare(column=column, total=round(total, 2))
    wanted = share * total * (1 - 1e-12)
    upto = found.total[::-1].cumsum()
    i = len(upto) - 1 - int(np.argmax(upto >= wanted))
    before = float(found.total[i + 1 :].sum())
    ahead = int(found.customers[i + 1 :].sum())
    values = _values_at_place(table, column, int(found.place[i]), engine)
    gathered = before + values.cumsum()
    more = int(np.argmax(gathered >= wanted))
    return ShareCut(float(values[more]), ahead + more + 1, found.everybody, float(gathered[more] / total))


def _values_at_place(table: Table, column: str, at: int, engine: Engine) -> np.ndarray:
    rows = table.filter(lambda t: t[column].notnull()).select(value=lambda t: t[column])
    rows = rows.filter(lambda t: place(t.value) == at).group_by("value").aggregate(n=lambda t: t.count())
    found = engine.collect(rows)
    value, n = found["value"].to_numpy().astype(float), found["n"].to_numpy()
    order = np.argsort(-value)
    return np.repeat(value[order], n[order])


def _spread(n: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Indexes of at most POINTS - 1 points: even in rank and in value, with the peak and the end."""
    if len(n) < POINTS:
        return np.arange(len(n))
    half = POINTS // 2 - 2
    by_rank = np.searchsorted(n, np.linspace(n[0], n[-1], half))
    by_value = np.searchsorted(np.maximum.accumulate(value), np.linspace(value[0], value.max(), half))
    return np.unique([*by_rank, *by_value, int(np.argmax(value)), len(n) - 1])
