"""Customers whose purchases look the same to a model, counted together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from guanxi.errors import BadInput, SettingError

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

UNIT_DAYS = {"day": 1, "week": 7}
MOST = 1_000_000  # purchases, or days of a life: above, a number is a slip
DENSE = 1 << 21  # so many possible histories are counted in a table, which beats sorting
MOST_DAYS = 1 << 17  # more than anybody was ever a customer
KEY = ("history_repeats", "history_last_days", "history_age_days")


class ImpossibleHistory(BadInput):
    code = "lifetime.impossible_history"


class UnevenHistories(BadInput):
    code = "lifetime.uneven_histories"


class UnknownUnit(SettingError):
    code = "lifetime.unknown_unit"


@dataclass(frozen=True)
class Histories:
    """Distinct histories and how many customers share each.

    Grain   one entry per distinct (repeats, last, age)
    repeats     purchase days after the first
    last_days   days from the first to the last purchase day; 0 without repeats
    age_days    days from the first purchase day to the as-of date
    customers   customers with this history
    unit_days   days in the model's unit of time: 1 (day) or 7 (week)

    The number of entries is bounded by the calendar, not by the number of customers: this is all of
    the data that a likelihood needs. An age of 0, of who first bought today, is fine: it tells nothing yet.

    Errors  ImpossibleHistory for a number that is none or negative; for a last after the age, repeats
            without a last and a last without repeats. UnevenHistories
    """

    repeats: np.ndarray
    last_days: np.ndarray
    age_days: np.ndarray
    customers: np.ndarray
    unit_days: int = 1

    def __post_init__(self) -> None:
        repeats, last, age, customers = self.repeats, self.last_days, self.age_days, self.customers
        _refuse_uneven(repeats, last, age, customers)
        fine = (last <= age) & ((repeats == 0) == (last == 0)) & (last >= 0)  # none of them holds of NaN
        wrong = ~(fine & (repeats >= 0) & (customers >= 0) & np.isfinite(repeats + age + customers))
        if wrong.any():
            _refuse(wrong, repeats, last, age, customers)

    def __len__(self) -> int:
        return len(self.repeats)

    @property
    def last(self) -> np.ndarray:
        """First to last purchase day, in units of the model's time."""
        return self.last_days / self.unit_days

    @property
    def age(self) -> np.ndarray:
        """First purchase day to the as-of date, in units of the model's time."""
        return self.age_days / self.unit_days

    def by_repeats(self) -> Histories:
        """The same histories, fewest repeats first."""
        if (np.diff(self.repeats) >= 0).all():
            return self
        order = np.argsort(self.repeats, kind="stable")
        columns = (self.repeats, self.last_days, self.age_days, self.customers)
        return Histories(*(column[order] for column in columns), unit_days=self.unit_days)

    def coarse(self, at_most: int) -> Histories:
        """The same customers on a coarser calendar, about `at_most` histories: to scout, never to answer."""
        if len(self) <= at_most:
            return self
        # Distinct histories grow roughly with the square of the calendar's resolution.
        step = max(1, int(np.ceil(np.sqrt(len(self) / at_most))))
        last, age = (np.rint(days / step).astype(np.int64) for days in (self.last_days, self.age_days))
        last = np.maximum(last, self.repeats > 0)  # who bought again did so after the first day
        slots = group(self.repeats, last, np.maximum(age, last), self.customers)
        return replace(
            slots, last_days=slots.last_days * step, age_days=slots.age_days * step, unit_days=self.unit_days
        )


def unit_days(unit: str) -> int:
    """Days in a unit of the model's time."""
    if unit not in UNIT_DAYS:
        raise UnknownUnit(asked=unit, known=", ".join(UNIT_DAYS))
    return UNIT_DAYS[unit]


def group(repeats, last_days, age_days, customers=None, *, unit_days: int = 1) -> Histories:
    """Group arrays, one entry per customer, to distinct histories.

    Exact for any numbers; fast for whole days, which is what a calendar gives.

    Errors  as Histories, and ImpossibleHistory for a count that is not whole
    """
    columns = [np.asarray(column) for column in (repeats, last_days, age_days)]
    if customers is None:
        _refuse_uneven(*columns)
    else:
        customers = np.asarray(customers)
        _refuse_uneven(*columns, customers)
        if not _counts(customers).all():
            _refuse(~_counts(customers), *columns, customers)
    if not _counts(columns[0]).all():
        _refuse(~_counts(columns[0]), *columns, np.ones(len(columns[0])))
    keys, first = _keys(columns)
    keys, counts = _counted(keys, customers)
    repeats, last, age = first(keys)
    return Histories(repeats, last, age, counts, unit_days)


def _counts(numbers: np.ndarray) -> np.ndarray:
    """Whether each is a count: whole, and not below zero."""
    if np.issubdtype(numbers.dtype, np.integer):
        return numbers >= 0
    return (numbers >= 0) & (np.floor(numbers) == numbers) & np.isfinite(numbers)


def _refuse_uneven(*columns: np.ndarray) -> None:
    if len({column.shape for column in columns}) > 1 or columns[0].ndim != 1:
        raise UnevenHistories(shapes=", ".join(str(column.shape) for column in columns))


def _refuse(wrong: np.ndarray, repeats, last, age, customers) -> NoReturn:
    """Say how many customers are impossible, and show one."""
    i, said = int(np.argmax(wrong)), customers[wrong]
    raise ImpossibleHistory(
        customers=int(said.sum()) if _counts(said).all() else int(wrong.sum()),
        repeats=float(repeats[i]),
        last=float(last[i]),
        age=float(age[i]),
    )


def _counted(keys: np.ndarray, customers) -> tuple[np.ndarray, np.ndarray]:
    """The distinct keys, rising, and the customers of each.

    Keys rise with the repeats, and hardly anybody has many: small keys in a table, the few others sorted.
    """
    small = keys < min(DENSE, 8 * len(keys))
    if small.all():
        return _tabled(keys, customers)
    weights = (None, None) if customers is None else (customers[small], customers[~small])
    some, others = _tabled(keys[small], weights[0]), _sorted(keys[~small], weights[1])
    return np.concatenate([some[0], others[0]]), np.concatenate([some[1], others[1]])


def _tabled(keys, customers):
    counts = np.bincount(keys, weights=customers)
    found = np.flatnonzero(counts > 0)
    return found, counts[found].astype(np.int64)


def _sorted(keys, customers):
    if customers is None:
        return np.unique(keys, return_counts=True)
    keys, where = np.unique(keys, return_inverse=True)
    return keys, np.bincount(where, weights=customers).astype(np.int64)


def distinct(days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct values, rising, and which of them each entry is; by a table for whole days."""
    if not np.issubdtype(days.dtype, np.integer) or not len(days):
        return np.unique(days, return_inverse=True)
    seen = np.bincount(days) > 0
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[days]


def _keys(columns):
    """One integer per customer that names the history, and the way back from keys to columns."""
    if all(np.issubdtype(c.dtype, np.integer) or np.all(c == np.floor(c)) for c in columns):
        tables = None
        if any(len(c) and not 0 <= c.min() <= c.max() <= MOST for c in columns):
            wrong = np.any([(c < 0) | (c > MOST) for c in columns], axis=0)
            _refuse(wrong, *columns, np.ones(len(wrong)))
        codes = [c.astype(np.int64) for c in columns]
    else:
        tables, codes = zip(*(np.unique(c, return_inverse=True) for c in columns), strict=True)
    spans = [int(c.max()) + 1 if len(c) else 1 for c in codes]
    keys = (codes[0] * spans[1] + codes[1]) * spans[2] + codes[2]

    def back(keys):
        rest, age = np.divmod(keys, spans[2])
        repeats, last = np.divmod(rest, spans[1])
        found = (repeats, last, age)
        return found if tables is None else tuple(t[c] for t, c in zip(tables, found, strict=True))

    return keys, back


def packed(repeats, last_days, age_days):
    """The three whole numbers in one, by which a join is faster; arithmetic, so that columns do too."""
    return (repeats * MOST_DAYS + last_days) * MOST_DAYS + age_days


def keyed(history: Table, *, as_of: date) -> Table:
    """The history with the three whole numbers that name what a model sees of a customer."""
    import ibis

    return history.mutate(
        history_repeats=lambda t: (t.purchase_days - 1).cast("int64"),
        history_last_days=lambda t: t.last_purchase_on.delta(t.first_purchase_on, unit="day").cast("int64"),
        history_age_days=lambda t: ibis.literal(as_of).delta(t.first_purchase_on, unit="day").cast("int64"),
    )


def histories(history: Table, *, as_of: date, engine: Engine, unit: str = "day") -> Histories:
    """Count the distinct histories on the engine and bring only those here.

    In      history   one row per customer: purchase_days, first_purchase_on, last_purchase_on
    Absent  customers without a purchase day
    Errors  ImpossibleHistory when something happened after as_of
    """
    grouped = (
        keyed(history.filter(lambda t: t.purchase_days >= 1), as_of=as_of)
        .group_by(list(KEY))
        .aggregate(customers=lambda t: t.count())
    )
    rows = engine.collect(grouped.order_by(list(KEY)))
    found = [rows[name].to_numpy().astype(np.int64) for name in (*KEY, "customers")]
    return Histories(*found, unit_days=unit_days(unit))
