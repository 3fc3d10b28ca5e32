"""Loyalty: what customers do, and what they say they feel; both, where both are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import ibis

from guanxi.knowledge.percentiles import Index, index

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


def weights(window_days: int = 365) -> dict[str, float]:
    """Recency, frequency, depth (breadth of categories for share of wallet) and length, evenly."""
    return {
        "days_since_last": -1.0,
        f"purchase_days_{window_days}d": 1.0,
        f"categories_{window_days}d": 1.0,
        "tenure_days": 1.0,
    }


def transactional_loyalty(
    history: Table, *, engine: Engine, window_days: int = 365, weigh: Mapping[str, float] | None = None
) -> Index:
    """transactional_loyalty, 0..100: the weighted mean percentile rank of the measures that are known.

    In      one row per customer: days_since_last, purchase_days_365d, categories_365d, tenure_days
    Out     Index; its table is the history with transactional_loyalty; without categories it rests on the
            other three
    Breaks  when staying is not choosing: a regular who moves house is gone, a captive who stays is not loyal
    Source  method book, section 7
    """
    return index(history, "transactional_loyalty", weigh or weights(window_days), engine=engine)


def loyalty_index(table: Table, *, emotional_weight: float = 0.5) -> Table:
    """The table with loyalty_index, 0..100: what customers do and what they say they feel.

    In      transactional_loyalty, emotional_loyalty: each 0..100 or null
    Out     their weighted mean; the one that is known where the other is not; null where neither is
    Breaks  one side is a rank among all customers, the other an answer on its own scale: where most people
            answer high, those who answered stand higher than those who were never asked
    Source  method book, section 7
    """
    done, felt = table.transactional_loyalty, table.emotional_loyalty
    both = (1 - emotional_weight) * done + emotional_weight * felt
    return table.mutate(loyalty_index=ibis.coalesce(both, done, felt))
