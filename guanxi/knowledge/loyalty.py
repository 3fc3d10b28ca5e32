"""Transactional loyalty: what customers do, not what they feel; nobody was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

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


def loyalty(
    history: Table, *, engine: Engine, window_days: int = 365, weigh: Mapping[str, float] | None = None
) -> Index:
    """loyalty_index, 0..100: the weighted mean percentile rank of the measures that are known.

    In      one row per customer: days_since_last, purchase_days_365d, categories_365d, tenure_days
    Out     Index; its table is the history with loyalty_index; without categories it rests on the other three
    Breaks  when staying is not choosing: a regular who moves house is gone, a captive who stays is not loyal
    Source  method book, section 7 (transactional half)
    """
    return index(history, "loyalty_index", weigh or weights(window_days), engine=engine)
