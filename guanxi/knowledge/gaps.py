"""The gaps between a customer's purchase days, counted on the engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis

from guanxi.knowledge.lines import counted, lines_up_to, look

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


def purchase_days(purchases: Table, *, as_of: date, engine: Engine) -> Table:
    """One row per customer and day on which something was bought.

    In      purchases   one row per order line, as `history` takes it
    Out     customer_id, purchased_on
    Absent  what `history` leaves out: lines of nobody, after as_of, of a kind that is no purchase, taken back
    Errors  NothingYet, ColumnMissing
    """
    lines = lines_up_to(purchases, as_of)
    lines = counted(lines, look(lines, as_of=as_of, engine=engine))
    return lines.filter(lambda t: t.bought > 0).select("customer_id", "purchased_on").distinct()


def gaps(days: Table) -> Table:
    """What a model of the gaps needs of each customer.

    In      days        one row per customer and purchase day
    Out     one row per customer
            first_purchase_on, last_purchase_on, purchase_days
            gap_count       int    gaps between one purchase day and the next, purchase_days - 1
            gap_sum_days    int    days, all gaps together: from the first purchase day to the last
            gap_log_sum     float  sum of the natural logarithms of the gaps in days; 0 without a gap
    Source  n, the sum and the sum of logs are sufficient for a gamma distribution
    """
    before = ibis.window(group_by="customer_id", order_by="purchased_on")
    gap = days.mutate(
        gap_days=lambda t: t.purchased_on.delta(t.purchased_on.lag().over(before), unit="day").cast("int64")
    )
    return gap.group_by("customer_id").aggregate(
        first_purchase_on=lambda t: t.purchased_on.min(),
        last_purchase_on=lambda t: t.purchased_on.max(),
        purchase_days=lambda t: t.count(),
        gap_count=lambda t: t.gap_days.count(),
        gap_sum_days=lambda t: t.gap_days.sum().fill_null(0),
        gap_log_sum=lambda t: t.gap_days.cast("float64").ln().sum().fill_null(0.0),
    )
