"""Customers who could buy at so many opportunities, and at how many they did, counted together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from guanxi.errors import BadInput
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.periods import last_over, number, unit_facts

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


class ImpossibleOpportunities(BadInput):
    code = "lifetime.impossible_opportunities"


class NobodyHadOpportunities(BadInput):
    code = "lifetime.nobody_had_opportunities"


@dataclass(frozen=True)
class Opportunities:
    """Distinct histories at discrete opportunities and how many customers share each.

    Grain   one entry per distinct (purchases, last, opportunities)
    purchases      opportunities used; the one that made the customer a customer is not among them
    last           the opportunity last used, 1, 2, ...; 0 without purchases
    opportunities  opportunities the customer has had
    customers      customers with this history
    """

    purchases: np.ndarray
    last: np.ndarray
    opportunities: np.ndarray
    customers: np.ndarray

    def __len__(self) -> int:
        return len(self.purchases)


def opportunities(purchases, last, had, customers=None) -> Opportunities:
    """Group arrays, one entry per customer (or per counted history), to distinct histories.

    Absent  histories of no customers
    Errors  ImpossibleOpportunities for numbers that are not whole, below zero, or at odds with each other
    """
    columns = [np.atleast_1d(np.asarray(column, float)) for column in (purchases, last, had)]
    counts = np.ones(len(columns[0])) if customers is None else np.atleast_1d(np.asarray(customers, float))
    _refuse_impossible(*columns, counts)
    rows = np.array(columns, np.int64).T[counts > 0]
    distinct, where = np.unique(rows, axis=0, return_inverse=True)
    together = np.bincount(where.ravel(), counts[counts > 0], minlength=len(distinct)).astype(np.int64)
    return Opportunities(*distinct.T, together)


def ordered_opportunities(
    purchases: Table, *, as_of: date, engine: Engine, period: str
) -> tuple[Opportunities, tuple[Note, ...]]:
    """Count an order list's customers at opportunities: every period after that of their first order is one.

    In      purchases   one row per order line: customer_id, purchased_on, amount; free orders count, returns
                        do not
            period      day, week, month, quarter, year; weeks are those that end on as_of
    Absent  purchases in a period that as_of is not the last day of; customers of the last period, who have
            had no opportunity yet (both noted)
    Errors  NobodyHadOpportunities, UnknownUnit
    """
    end, over = last_over(period, as_of)
    lines = purchases.filter(lambda t: t.customer_id.notnull() & (t.amount >= 0))
    lines = lines.filter(lambda t: t.purchased_on <= as_of)
    used = lines.select("customer_id", at=lambda t: number(t.purchased_on, period, as_of)).distinct()
    used = used.filter(lambda t: t["at"] <= end)
    customers = used.group_by("customer_id").aggregate(
        purchases=lambda t: t.count() - 1,
        last=lambda t: t["at"].max() - t["at"].min(),
        had=lambda t: end - t["at"].min(),
    )
    keys = ["purchases", "last", "had"]
    counted = customers.group_by(keys).aggregate(customers=lambda t: t.count()).order_by(keys)
    rows = engine.collect(counted)
    *history, count = (rows[name].to_numpy().astype(np.int64) for name in (*keys, "customers"))
    had = history[2] > 0
    notes = (
        [] if over else [Note("lifetime.period_not_over", {"as_of": as_of.isoformat()} | unit_facts(period))]
    )
    if not had.any():
        raise NobodyHadOpportunities(customers=int(count.sum()), **unit_facts(period))
    if late := int(count[~had].sum()):
        notes.append(Note("lifetime.no_opportunity_yet", {"customers": late} | unit_facts(period)))
    return opportunities(*(column[had] for column in history), count[had]), tuple(notes)


def _refuse_impossible(purchases, last, had, customers) -> None:
    whole = [np.isfinite(c) & (c == np.floor(c)) & (c >= 0) for c in (purchases, last, had, customers)]
    fine = np.logical_and.reduce(whole) & (purchases <= last) & (last <= had) & (had >= 1)
    wrong = ~fine | ((purchases == 0) != (last == 0))
    if wrong.any():
        i = int(np.argmax(wrong))
        found = [f"{column[i]:g}" for column in (purchases, last, had)]
        raise ImpossibleOpportunities(
            histories=int(wrong.sum()), purchases=found[0], last=found[1], opportunities=found[2]
        )
