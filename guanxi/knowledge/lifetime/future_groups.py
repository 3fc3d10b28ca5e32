"""Customers who look the same to the models and belong to the same segments, counted together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from guanxi.knowledge.lifetime.histories import KEY, Histories, keyed, unit_days

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

SEGMENTS = ("tier", "quadrant", "stage")


@dataclass(frozen=True)
class Groups:
    """All that a sum over customers needs to know of them.

    Grain     one entry per distinct history and combination of segments
    segments  column -> the key of each entry; "" where a customer has none
    histories repeats, last and age of each entry, and its customers
    spenders  those of them whose mean spend is above 0; nothing is said of the money of the others
    spent, spent_squared   what they spent so far: its sum over them, and the sum of its squares
    """

    segments: dict[str, np.ndarray]
    histories: Histories
    spenders: np.ndarray
    spent: np.ndarray
    spent_squared: np.ndarray

    def apart(self, columns: Sequence[str]) -> dict[tuple[str, ...], Groups]:
        """The same customers apart by their keys in some of the columns, which no longer tell segments."""
        keys = list(zip(*(self.segments[name] for name in columns), strict=True))
        places: dict[tuple[str, ...], list[int]] = {}
        for place, key in enumerate(keys or [()] * len(self.histories)):
            places.setdefault(key, []).append(place)
        others = {name: each for name, each in self.segments.items() if name not in columns}
        return {key: self._at(np.array(at), others) for key, at in sorted(places.items())}

    def _at(self, places: np.ndarray, segments: dict[str, np.ndarray]) -> Groups:
        seen = self.histories
        columns = (seen.repeats, seen.last_days, seen.age_days, seen.customers)
        return Groups(
            {name: keys[places] for name, keys in segments.items()},
            Histories(*(column[places] for column in columns), unit_days=seen.unit_days),
            *(column[places] for column in (self.spenders, self.spent, self.spent_squared)),
        )


def groups(
    profile: Table, *, as_of: date, engine: Engine, by: Sequence[str] = SEGMENTS, unit: str = "week"
) -> Groups:
    """Count on the engine and bring only the groups here.

    In      profile  one row per customer: purchase_days, first_purchase_on, last_purchase_on, mean_spend and
                     the columns of `by`
    Absent  customers without a purchase day
    Errors  ImpossibleHistory when something happened after as_of
    """
    bought = keyed(profile.filter(lambda t: t.purchase_days >= 1), as_of=as_of).mutate(
        total=lambda t: (t.mean_spend > 0).ifelse(t.mean_spend * t.purchase_days, None),
        **{name: (lambda t, name=name: t[name].fill_null("")) for name in by},
    )
    counted = bought.group_by([*KEY, *by]).aggregate(
        customers=lambda t: t.count(),
        spenders=lambda t: t.total.count(),
        spent=lambda t: t.total.sum().fill_null(0.0),
        spent_squared=lambda t: (t.total * t.total).sum().fill_null(0.0),
    )
    rows = engine.collect(counted.order_by([*KEY, *by]))
    whole = [rows[name].to_numpy().astype(np.int64) for name in (*KEY, "customers")]
    return Groups(
        {name: np.array(rows[name].to_pylist(), dtype=object) for name in by},
        Histories(*whole, unit_days=unit_days(unit)),
        *(rows[name].to_numpy().astype(float) for name in ("spenders", "spent", "spent_squared")),
    )
