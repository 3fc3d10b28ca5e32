"""Purchase histories as the published examples count them: from order lines, free orders included."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from guanxi.knowledge.lifetime.histories import unit_days

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


def order_history(purchases: Table, *, as_of: date) -> Table:
    """One row per customer, where a free order is an order.

    `knowledge.history` makes a purchase day of spend above zero. The papers count orders: CDNOW's 2,357
    customers include eight who paid nothing for their only one. Whoever compares with them needs this count.

    In      purchases   one row per order line: customer_id, purchased_on, amount
    Out     purchase_days, first_purchase_on, last_purchase_on
            mean_spend          over all purchase days
            repeat_days, repeat_mean_spend   over the days after the first; the mean is null without any
            free_days           purchase days on which nothing was paid
    Absent  lines without a customer or after as_of; customers with nothing but returns
    """
    import ibis

    lines = purchases.filter(lambda t: t.customer_id.notnull() & (t.purchased_on <= ibis.literal(as_of)))
    by_day = lines.group_by(["customer_id", "purchased_on"]).aggregate(
        paid=lambda t: t.amount.sum(), largest=lambda t: t.amount.max()
    )
    by_day = by_day.mutate(ordered_on=lambda t: ibis.ifelse(t.largest >= 0, t.purchased_on, None))
    customers = by_day.group_by("customer_id").aggregate(
        purchase_days=lambda t: t.ordered_on.count(),
        first_purchase_on=lambda t: t.ordered_on.min(),
        last_purchase_on=lambda t: t.ordered_on.max(),
        paid=lambda t: t.paid.sum(),
        paid_first=lambda t: t.paid.argmin(t.ordered_on, where=t.ordered_on.notnull()),
        free_days=lambda t: (t.largest == 0).sum(),
    )
    bought = customers.filter(lambda t: t.purchase_days >= 1)
    return bought.mutate(
        mean_spend=lambda t: t.paid / t.purchase_days,
        repeat_days=lambda t: t.purchase_days - 1,
        repeat_mean_spend=lambda t: (t.paid - t.paid_first) / (t.purchase_days - 1).nullif(0),
    ).drop("paid", "paid_first")


def log_gaps(purchases: Table, *, as_of: date, engine: Engine, unit: str = "day") -> float:
    """The sum over all gaps between a customer's purchase days of the log of their length, in `unit`.

    All that the choice of a regularity needs of what happened inside the histories of `order_history`.
    Absent  the days that order_history leaves out; 0 without any gap
    """
    import ibis

    days = purchases.filter(lambda t: t.customer_id.notnull() & (t.purchased_on <= ibis.literal(as_of)))
    days = days.filter(lambda t: t.amount >= 0).select("customer_id", "purchased_on").distinct()
    before = ibis.window(group_by="customer_id", order_by="purchased_on")
    gaps = days.mutate(
        gap=lambda t: t.purchased_on.delta(t.purchased_on.lag().over(before), unit="day").cast("float64")
    ).filter(lambda t: t.gap.notnull())
    total = engine.collect(
        gaps.aggregate(log=lambda t: t.gap.ln().sum().fill_null(0.0), gaps=lambda t: t.count())
    )
    return float(total["log"][0].as_py() - total["gaps"][0].as_py() * math.log(unit_days(unit)))
