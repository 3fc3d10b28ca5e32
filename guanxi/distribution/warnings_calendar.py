"""The purchase days of a firm's customers, to stand on any day of its past and look around."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from guanxi.knowledge.lifetime.histories import Histories, group

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from guanxi.engines import Engine

YEAR = 365
NEVER = 1 << 30  # a day after all days


@dataclass(frozen=True)
class Standing:
    """How every customer stood at the end of a day; entries in the order of the calendar's customers.

    has_bought   whether there was a purchase by then; elsewhere the other entries mean nothing
    first, last, next   days; next is the purchase after this day, NEVER where none is known
    purchase_days, in_year   purchase days so far, and in the 365 days up to this day
    """

    day: int
    has_bought: np.ndarray
    first: np.ndarray
    last: np.ndarray
    next: np.ndarray
    purchase_days: np.ndarray
    in_year: np.ndarray

    @property
    def silent(self) -> np.ndarray:
        """Days since the last purchase."""
        return self.day - self.last

    @property
    def repeats(self) -> np.ndarray:
        return self.purchase_days - 1

    @property
    def between(self) -> np.ndarray:
        """Days from the first purchase to the last."""
        return self.last - self.first

    @property
    def age(self) -> np.ndarray:
        return self.day - self.first


@dataclass(frozen=True)
class Calendar:
    """One entry per customer and purchase day, by customer and day.

    customer   0, 1, ... in the order of their ids
    day        days since day 0, the first purchase of all
    last_day   the last day that is known
    """

    customer: np.ndarray
    day: np.ndarray
    last_day: int

    @cached_property
    def customers(self) -> int:
        return int(self.customer[-1]) + 1

    def standing(self, day: int) -> Standing:
        n = self._until(day)
        has_bought = n > 0
        at = self._starts + np.where(has_bought, n - 1, 0)
        following = self.day[np.minimum(self._starts + n, len(self.day) - 1)]
        return Standing(
            day=day,
            has_bought=has_bought,
            first=self.day[self._starts],
            last=self.day[at],
            next=np.where(n < self._totals, following, NEVER),
            purchase_days=n,
            in_year=n - self._until(day - YEAR),
        )

    def histories(self, standing: Standing, *, unit_days: int = 1) -> Histories:
        """The distinct histories at that day, for a model."""
        known = standing.has_bought
        columns = (standing.repeats, standing.between, standing.age)
        return group(*(column[known] for column in columns), unit_days=unit_days)

    def log_gaps(self, day: int) -> float:
        """The sum of the logs of all gaps, in days, that had ended by that day."""
        ended = (self.day[1:] <= day) & (self.customer[1:] == self.customer[:-1])
        return float(np.log(np.diff(self.day)[ended]).sum())

    def silences(self, days: int) -> tuple[np.ndarray, np.ndarray]:
        """Customer and day of every purchase that nothing followed for so many days, as far as is known."""
        same = np.append(self.customer[1:] == self.customer[:-1], False)
        following = np.where(same, np.append(self.day[1:], 0), NEVER)
        found = (following > self.day + days) & (self.day + days <= self.last_day)
        return self.customer[found], self.day[found]

    @cached_property
    def _starts(self) -> np.ndarray:
        return np.searchsorted(self.customer, np.arange(self.customers))

    @cached_property
    def _totals(self) -> np.ndarray:
        return np.bincount(self.customer)

    @cached_property
    def _keys(self) -> np.ndarray:
        return self.customer * self._span + self.day

    @property
    def _span(self) -> int:
        return self.last_day + 2

    def _until(self, day: int) -> np.ndarray:
        """Purchase days of every customer up to this day."""
        if day < 0:
            return np.zeros(self.customers, np.int64)
        keys = np.arange(self.customers) * self._span + min(day, self.last_day)
        return np.searchsorted(self._keys, keys, side="right") - self._starts


def calendar(days, *, as_of: date, engine: Engine, at_most: int) -> tuple[Calendar, date, int]:
    """The calendar of all customers, or of about `at_most` of them, the first day of all, and how many
    customers there are.

    In   days   one row per customer and purchase day: customer_id, purchased_on
    Who is taken depends on the id alone, so every run and every engine takes the same.
    """
    counts = days.aggregate(n=lambda t: t.customer_id.nunique(), first=lambda t: t.purchased_on.min())
    (found,) = engine.collect(counts).to_pylist()
    if found["n"] > at_most:
        limit = int(at_most / found["n"] * 16**8)
        days = days.filter(lambda t: t.customer_id.hexdigest("md5").substr(0, 8) < f"{limit:08x}")
    rows = engine.collect(days.order_by(["customer_id", "purchased_on"]))
    return (
        Calendar(_numbers(rows), _days_since(rows, found["first"]), (as_of - found["first"]).days),
        found["first"],
        found["n"],
    )


def _numbers(rows: pa.Table) -> np.ndarray:
    """0, 1, ... for the customers, in the order of the rows."""
    ids = rows["customer_id"].combine_chunks().dictionary_encode()
    return ids.indices.to_numpy().astype(np.int64)


def _days_since(rows: pa.Table, first: date) -> np.ndarray:
    days = rows["purchased_on"].combine_chunks().to_numpy(zero_copy_only=False)
    return (days.astype("datetime64[D]") - np.datetime64(first)).astype(np.int64)
