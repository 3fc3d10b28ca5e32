"""From contracts with a start and an end, or from payments, to who renewed and who did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from guanxi.errors import BadInput
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.periods import MEAN_DAYS, known_period, unit_facts, whole_periods
from guanxi.knowledge.lifetime.retention import Retention

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


class NothingDue(BadInput):
    code = "lifetime.nothing_due"


class ImpossibleContract(BadInput):
    code = "lifetime.impossible_contract"


@dataclass(frozen=True)
class Renewals:
    """The retention table of all customers together, and what was noticed on the way."""

    table: Retention
    notes: tuple[Note, ...] = ()


def renewals(starts, ends, *, as_of: date, period: str) -> Renewals:
    """Count renewals from contracts, one entry per customer.

    In      starts  the first day; ends the last day, or None (NaT) of those still there
            period  day, week, month, quarter, year: how long a contract runs between two renewals
    Rule    a renewal counts once its day is over for the customer's start; who left in a period that is not
            over yet counts as there after the last renewal due
    Absent  who starts after as_of, and who had no renewal due yet (both noted)
    Errors  ImpossibleContract where somebody ends before they start, NothingDue, UnknownUnit
    """
    starts, ends = (np.asarray(days, "datetime64[D]") for days in (starts, ends))
    refuse_impossible(starts, ends)
    today = np.datetime64(as_of, "D")
    began = starts <= today
    notes = _said("lifetime.starts_after_as_of", int((~began).sum()), as_of=as_of.isoformat())
    starts, ends = starts[began], ends[began]
    due, _ = whole_periods(starts, np.full(len(starts), today), period)
    gone = ~np.isnat(ends) & (ends <= today)
    whole, exact = whole_periods(starts, np.where(gone, ends, today), period)
    left = np.maximum(np.where(exact, whole, whole + 1), 1)
    lost = gone & (left <= due)
    notes += _said("lifetime.leaving_before_due", int((gone & ~lost & (due > 0)).sum()))
    return _counted(np.where(lost, left, due), lost, None, as_of=as_of, period=period, notes=notes)


def paid_renewals(purchases: Table, *, as_of: date, engine: Engine, period: str) -> Renewals:
    """Count renewals from payments: a customer stays as long as each period after the first has one.

    In      purchases   one row per order line: customer_id, purchased_on, amount; above 0 it is a payment
    Rule    a payment belongs to the period whose day it is nearest to, so a day early or late is no matter; a
            period is judged half a period after its day
    Absent  who had no renewal due yet (noted)
    Errors  NothingDue, UnknownUnit
    """
    import ibis

    length = MEAN_DAYS[known_period(period)]
    paid = purchases.filter(lambda t: t.customer_id.notnull() & (t.amount > 0))
    paid = paid.filter(lambda t: t.purchased_on <= ibis.literal(as_of))
    whole = ibis.window(group_by="customer_id")
    paid = paid.select(
        "customer_id", "purchased_on", first=lambda t: t.purchased_on.min().over(whole)
    ).mutate(place=lambda t: (_days(t.purchased_on, t.first) / length).round().cast("int64"))
    paid = paid.select("customer_id", "first", "place").distinct()
    ranked = paid.mutate(
        rank=ibis.row_number().over(ibis.window(group_by="customer_id", order_by="place")).cast("int64")
    )
    # Places are distinct and begin at 0: they equal their rank up to the first gap and never after.
    customers = ranked.group_by(["customer_id", "first"]).aggregate(
        stayed=lambda t: (t.place == t.rank).sum().cast("int64"),
        again=lambda t: (t.place > t.rank).any(),
    )
    customers = customers.mutate(
        due=lambda t: (_days(ibis.literal(as_of), t["first"]) / length - 0.5).floor().cast("int64")
    )
    rows = engine.collect(
        customers.group_by(["stayed", "due", "again"])
        .aggregate(customers=lambda t: t.count())
        .order_by(["stayed", "due", "again"])
    )
    stayed, due, again, count = (rows[n].to_numpy() for n in ("stayed", "due", "again", "customers"))
    due = np.maximum(due, 0)
    lost = stayed <= due
    notes = [Note("lifetime.renewed_by_paying", unit_facts(period))]
    notes += _said("lifetime.came_back_after_leaving", int(count[again & lost].sum()))
    return _counted(np.where(lost, stayed, due), lost, count, as_of=as_of, period=period, notes=notes)


def _days(later, earlier):
    return later.delta(earlier, unit="day").cast("float64")


def _counted(at, lost, count, *, as_of: date, period: str, notes: list[Note]) -> Renewals:
    """One entry per customer (or `count` of them): the period of the loss, or of the last renewal due."""
    count = np.ones(len(at), np.int64) if count is None else count.astype(np.int64)
    told = at > 0
    if not told.any():
        raise NothingDue(customers=int(count.sum()), as_of=as_of.isoformat(), **unit_facts(period))
    notes = [*notes, *_said("lifetime.not_due_yet", int(count[~told].sum()))]
    size = int(at.max()) + 1
    columns = (np.bincount(at[who], count[who], size).astype(np.int64)[1:] for who in (lost, told & ~lost))
    return Renewals(Retention(*columns), tuple(notes))


def _said(code: str, customers: int, **facts) -> list[Note]:
    return [Note(code, {"customers": customers, **facts})] if customers else []


def refuse_impossible(starts: np.ndarray, ends: np.ndarray) -> None:
    wrong = np.isnat(starts) | (~np.isnat(ends) & (ends < starts))
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ImpossibleContract(customers=int(wrong.sum()), start=str(starts[i]), end=str(ends[i]))
