"""Customers who could buy at so many opportunities, and at how many they did, counted together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guanxi.errors import BadInput


class ImpossibleOpportunities(BadInput):
    code = "lifetime.impossible_opportunities"


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
