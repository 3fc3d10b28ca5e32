"""What happened after a prediction: the purchases between the day it was made and the day it came due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from typing import TYPE_CHECKING

import ibis

from guanxi.errors import SettingError

if TYPE_CHECKING:
    from ibis.expr.types import Table

HORIZONS = (91, 365)  # days ahead; each has its columns in the fact table `predictions`


class UnmeasuredHorizon(SettingError):
    code = "outcomes.unmeasured_horizon"


def due(predictions: Table, *, as_of: date, horizons: Sequence[int] = HORIZONS) -> Table:
    """The predictions that have come due by a day: one row per snapshot, horizon and customer.

    Out     snapshot_id, as_of, horizon_days, due_on, customer_id, p_alive, warning,
            predicted_purchases, predicted_spend
    Errors  UnmeasuredHorizon
    """
    return reduce(lambda a, b: a.union(b), [_due_at(predictions, as_of, days) for days in horizons])


def _due_at(predictions: Table, as_of: date, days: int) -> Table:
    if days not in HORIZONS:
        raise UnmeasuredHorizon(asked=days, known=", ".join(map(str, HORIZONS)))
    return predictions.filter(lambda t: t.as_of <= as_of - timedelta(days=days)).select(
        "snapshot_id",
        "as_of",
        "customer_id",
        "p_alive",
        "warning",
        horizon_days=ibis.literal(days, "int64"),
        # A timestamp comes of it on some engines; a day is a day.
        due_on=lambda t: (t.as_of + ibis.interval(days=days)).cast("date"),
        predicted_purchases=lambda t: t[f"expected_purchases_{days}d"],
        predicted_spend=lambda t: t[f"expected_spend_{days}d"],
    )


def happened(waiting: Table, purchases: Table) -> Table:
    """The rows of `due` with what came of them.

    Out     the columns of `due` and
            happened_purchases   int     purchase days in (as_of, due_on]; 0 where none came
            happened_spend       float   money, all lines in the same days, returns taken off
            came_back            int     1 where there was a purchase day, else 0
    """
    # The lines are cut to the spans before they are counted: with nothing due, they are not even read.
    spans = waiting.select("snapshot_id", "horizon_days", "as_of", "due_on").distinct()
    lines = purchases.filter(lambda t: t.customer_id.notnull()).select(
        "customer_id", "purchased_on", "amount"
    )
    came = (
        lines.join(spans, [lines.purchased_on > spans.as_of, lines.purchased_on <= spans.due_on])
        .group_by("snapshot_id", "horizon_days", "customer_id")
        .agg(
            purchases=lambda t: t.purchased_on.nunique(where=t.amount > 0),
            spend=lambda t: t.amount.sum(),
        )
    )
    rows = waiting.left_join(came, ["snapshot_id", "horizon_days", "customer_id"])
    return rows.select(
        *waiting.columns,
        happened_purchases=rows.purchases.fill_null(0).cast("int64"),
        happened_spend=rows.spend.fill_null(0.0),
        came_back=(rows.purchases.fill_null(0) > 0).cast("int64"),
    )
