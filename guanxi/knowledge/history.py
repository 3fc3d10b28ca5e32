"""The reading of the purchase lines to one row per customer: everything else is derived from this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import ibis

from guanxi.facts.notes import Note
from guanxi.knowledge.breadth import categories_by_customer, masks
from guanxi.knowledge.lines import Look, counted, lines_up_to, look
from guanxi.knowledge.refusals import NothingYet, OutOfRange

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

# Sums of floats differ in their last bits from run to run; rounding makes equal money equal again.
DECIMALS = 4


@dataclass(frozen=True)
class History:
    """The facts as knowledge reads them.

    table    one row per customer, kept on the engine
    bought   the lines that make a purchase: customer_id, purchased_on, amount > 0; not kept
    look     what the lines carried
    notes    who is absent
    """

    table: Table
    bought: Table
    look: Look
    notes: tuple[Note, ...]


def history(purchases: Table, *, as_of: date, engine: Engine, window_days: int = 365) -> History:
    """Read the lines once for purchase days and once, inside the window, for money and baskets.

    In      purchases   one row per order line; customer_id, purchased_on, amount; where there are any:
                        cost, discount, coupon_discount, category, line_kind, is_reversed
    Out     one row per customer
            first_purchase_on, last_purchase_on, days_since_last, tenure_days
            purchase_days, spend, mean_spend         over all history
            purchase_days_365d, spend_365d           in (as_of - 365 days, as_of]; the name carries the window
            profit_365d          null where a line of the customer has no cost
            categories_365d      null where no line of the customer names one
            lines_365d           lines bought; null where no discount is recorded anywhere
            promoted_lines_365d  those with a discount or a coupon
            promotion_share      their share of what was bought, 0..1; null if nothing was
    Absent  lines without a customer or after as_of; lines of a kind that is in nobody's spend; customers who
            never bought anything (noted)
    Errors  NothingYet, ColumnMissing, OutOfRange
    """
    if window_days < 1:
        raise OutOfRange(name="window_days", given=window_days, allowed=">= 1")
    lines = lines_up_to(purchases, as_of)
    seen = look(lines, as_of=as_of, engine=engine)
    lines = counted(lines, seen)
    since = as_of - timedelta(days=window_days)
    days = _purchase_days(lines, since)
    window = _window(lines.filter(lambda t: t.purchased_on > ibis.literal(since)), seen, engine)
    table = engine.keep(_joined(days, window, as_of, window_days))
    table, notes = _without_returns_only(table, seen, engine)
    bought = lines.filter(_bought).select("customer_id", "purchased_on", amount="bought")
    return History(table, bought, seen, tuple(notes))


def _purchase_days(lines: Table, since: date) -> Table:
    """One row per customer from one row per customer and day: a day counts once, returns make none."""
    by_day = lines.group_by(["customer_id", "purchased_on"]).aggregate(
        paid=lambda t: t.amount.sum(), largest=lambda t: t.bought.max()
    )
    by_day = by_day.mutate(bought_on=lambda t: ibis.ifelse(t.largest > 0, t.purchased_on, None))
    return by_day.group_by("customer_id").aggregate(
        first_purchase_on=lambda t: t.bought_on.min(),
        last_purchase_on=lambda t: t.bought_on.max(),
        purchase_days=lambda t: t.bought_on.count(),
        spend=lambda t: t.paid.sum(),
        days_inside=lambda t: t.bought_on.count(where=t.bought_on > ibis.literal(since)),
    )


def _window(lines: Table, seen: Look, engine: Engine) -> Table:
    """One row per customer with a line in the window; columns without their window's name yet."""
    breadth = masks(lines, engine=engine) if seen.category else None
    source = breadth.lines if breadth else lines
    gathered = breadth.gathered(_bought) if breadth else {}
    sums = source.group_by("customer_id").aggregate(
        spend_inside=lambda t: t.amount.sum(), **_costs(seen), **_promotion(seen), **gathered
    )
    if breadth:
        return sums.mutate(categories=breadth.count).drop(*breadth.names)
    if not seen.category:
        return sums.mutate(categories=ibis.null("int64"))
    counted = categories_by_customer(lines).rename(_customer="customer_id")
    return sums.left_join(counted, [sums.customer_id == counted["_customer"]]).drop("_customer")


def _bought(t: Table):
    return t.bought > 0


def _costs(seen: Look) -> dict:
    if not seen.cost:
        return {"cost": lambda t: ibis.null("float64"), "uncosted": lambda t: t.count()}
    complete = seen.cost == seen.lines
    return {
        "cost": lambda t: t.cost.sum(),
        "uncosted": lambda t: ibis.literal(0, "int64") if complete else t.count(where=t.cost.isnull()),
    }


def _promotion(seen: Look) -> dict:
    """Lines bought and money paid for them, all and on promotion; a line that says nothing is not counted."""
    if not seen.says_promotion:
        nothing = {"lines": "int64", "promoted_lines": "int64", "bought": "float64", "promoted": "float64"}
        return {name: (lambda t, kind=kind: ibis.null(kind)) for name, kind in nothing.items()}
    complete = seen.lines in (seen.discount, seen.coupon_discount)

    def told(t):
        return _bought(t) if complete else _bought(t) & (t.discount.notnull() | t.coupon_discount.notnull())

    def promoted(t):
        return _bought(t) & ((t.discount > 0) | (t.coupon_discount > 0))

    return {
        "lines": lambda t: ibis.ifelse(told(t), 1, None).count(),
        "promoted_lines": lambda t: ibis.ifelse(promoted(t), 1, None).count(),
        "bought": _all_bought if complete else lambda t: ibis.ifelse(told(t), t.bought, None).sum(),
        "promoted": lambda t: ibis.ifelse(promoted(t), t.bought, None).sum(),
    }


def _all_bought(t: Table):
    return ibis.greatest(t.bought, 0.0).sum()


def _joined(days: Table, window: Table, as_of: date, window_days: int) -> Table:
    inside = window.rename(_customer="customer_id")
    joined = days.left_join(inside, [days.customer_id == inside["_customer"]])
    # A customer without a line in the window bought nothing in it: that zero is known, not missing.
    quiet = joined["_customer"].isnull()
    today, spend = ibis.literal(as_of), joined.spend.round(DECIMALS)
    profit = ibis.ifelse(joined.uncosted == 0, (joined.spend_inside - joined.cost).round(DECIMALS), None)
    measures = {
        "purchase_days": joined.days_inside,
        "spend": joined.spend_inside.fill_null(0.0).round(DECIMALS),
        "profit": ibis.ifelse(quiet, 0.0, profit),
        "categories": ibis.ifelse(quiet, 0, joined.categories),
        "lines": ibis.ifelse(quiet, 0, joined["lines"]),
        "promoted_lines": ibis.ifelse(quiet, 0, joined.promoted_lines),
    }
    return joined.select(
        "customer_id",
        "first_purchase_on",
        "last_purchase_on",
        "purchase_days",
        days_since_last=today.delta(joined.last_purchase_on, unit="day").cast("int64"),
        tenure_days=today.delta(joined.first_purchase_on, unit="day").cast("int64"),
        spend=spend,
        mean_spend=spend / joined.purchase_days.nullif(0),
        promotion_share=_share(joined),
        **{f"{name}_{window_days}d": value for name, value in measures.items()},
    )


def _share(row: Table):
    told = row.bought > 0
    return ibis.ifelse(told, row.promoted.fill_null(0.0) / row.bought, None)


def _without_returns_only(table: Table, seen: Look, engine: Engine) -> tuple[Table, list[Note]]:
    counts = table.aggregate(all=lambda t: t.count(), bought=lambda t: t.first_purchase_on.count())
    found = engine.collect(counts).to_pylist()[0]
    notes = seen.notes()
    if only := found["all"] - found["bought"]:
        notes.append(Note("knowledge.only_returns", {"customers": only}))
        table = table.filter(lambda t: t.first_purchase_on.notnull())
    if not found["bought"]:
        raise NothingYet(as_of=seen.last_on.isoformat(), lines=seen.lines)
    return table, notes
