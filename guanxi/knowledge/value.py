"""How valuable a customer is against the others: present profit and what is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import ibis

from guanxi.knowledge.percentiles import Index, index

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


def value(table: Table, *, engine: Engine, weights: Mapping[str, float]) -> Index:
    """value_index, 0..100: the weighted mean percentile rank of the parts that are known.

    weights  part -> weight; by default of the profile: `present_column` and lifetime_value, evenly
    Out      Index; its table has value_index; without a lifetime value the present part is all
    Source   method book, section 8
    """
    return index(table, "value_index", weights, engine=engine)


def present_column(history: Table, *, engine: Engine, window_days: int = 365) -> str:
    """What stands for present value: profit_365d if it is known of everybody, else spend_365d.

    One measure for all, so that no two customers are ranked by different things.
    """
    profit, spend = f"profit_{window_days}d", f"spend_{window_days}d"
    if profit not in history.columns:
        return spend
    unknown = history.aggregate(unknown=lambda t: ibis.ifelse(t[profit].isnull(), 1, None).count())
    return spend if engine.collect(unknown)["unknown"][0].as_py() else profit
