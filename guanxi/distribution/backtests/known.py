"""What was known of every customer on a day, and what came after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import ibis
import numpy as np

from guanxi.knowledge.history import DECIMALS
from guanxi.knowledge.lifetime.histories import KEY, Histories, histories, keyed
from guanxi.knowledge.lifetime.orders import log_gaps
from guanxi.knowledge.lifetime.spends import Spends, spends
from guanxi.knowledge.lines import Look, counted, lines_up_to, look

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

AT_MOST = 1_000_000  # customers judged one by one; of more, so many are drawn. Models are fitted on all


@dataclass(frozen=True)
class Counts:
    """Purchase days and spend of each customer in some span of days."""

    purchases: np.ndarray
    spend: np.ndarray


@dataclass(frozen=True)
class Known:
    """The customers of an origin.

    Grain   one entry per customer with a purchase day by the origin, by customer_id; nobody is named
    histories      the distinct histories of all of them, and `history` which of these each has
    spends         what the spend model needs, log_gaps what the choice of a regularity needs
    first_quarter  year x 4 + quarter of the first purchase day
    before         days back -> what they did in (origin - days, origin]
    came           days ahead -> what they did in (origin, origin + days], as known today
    of             customers there are, of whom these may be drawn
    """

    origin: date
    histories: Histories
    spends: Spends
    log_gaps: float
    history: np.ndarray
    purchase_days: np.ndarray
    mean_spend: np.ndarray
    first_quarter: np.ndarray
    before: dict[int, Counts]
    came: dict[int, Counts]
    of: int

    def __len__(self) -> int:
        return len(self.history)

    @cached_property
    def has_spend(self) -> np.ndarray:
        """Whose spend is judged: a spend model has nothing to say of who returned all that they bought."""
        return self.mean_spend > 0


class DayBook:
    """Who bought on which day: the one reading of the lines that all origins share.

    A line that a rule calls no purchase, or that another takes back, counts as it did on the day that is
    asked about. So where lines say such things, each origin reads them for itself.
    """

    def __init__(self, purchases: Table, *, as_of: date, engine: Engine) -> None:
        self.purchases, self.as_of, self.engine = purchases, as_of, engine
        self.lines = lines_up_to(purchases, as_of)
        self.look: Look = look(self.lines, as_of=as_of, engine=engine)
        self.days = engine.keep(_days(counted(self.lines, self.look)))

    @cached_property
    def first_on(self) -> date | None:
        """The first day on which anybody bought."""
        bought = self.days.filter(lambda t: t.is_purchase)
        return self.engine.collect(bought.aggregate(first=lambda t: t.purchased_on.min()))["first"][0].as_py()

    def until(self, origin: date) -> Table:
        """The days up to an origin, from facts up to it alone."""
        if not (self.look.line_kind or self.look.is_reversed):
            return self.days.filter(lambda t: t.purchased_on <= ibis.literal(origin))
        lines = lines_up_to(self.purchases, origin)
        return self.engine.keep(_days(counted(lines, look(lines, as_of=origin, engine=self.engine))))

    def known(
        self,
        origin: date,
        *,
        back: tuple[int, ...],
        ahead: tuple[int, ...],
        unit: str,
        at_most: int = AT_MOST,
    ) -> Known:
        """What was known at an origin, and what came.

        In   back, ahead   days: the spans to count in before and after it
        """
        days = self.until(origin)
        customers = self.engine.keep(keyed(_customers(days, origin, back), as_of=origin))
        fit_on = histories(customers, as_of=origin, engine=self.engine, unit=unit)
        of = int(fit_on.customers.sum())
        judged = _drawn(customers, of, at_most).left_join(self._came(origin, ahead), "customer_id")
        rows = self.engine.collect(judged.order_by("customer_id").drop("customer_id", "customer_id_right"))
        column = {name: rows[name].to_numpy() for name in rows.column_names if not name.endswith("_on")}
        bought = days.filter(lambda t: t.is_purchase).select(
            "customer_id", "purchased_on", amount=ibis.literal(1.0)
        )
        return Known(
            origin=origin,
            histories=fit_on,
            spends=spends(customers, engine=self.engine),
            log_gaps=log_gaps(bought, as_of=origin, engine=self.engine, unit=unit),
            history=_which(fit_on, *(column[name] for name in KEY)),
            purchase_days=column["purchase_days"],
            mean_spend=column["mean_spend"],
            first_quarter=column["first_quarter"],
            before={n: Counts(column[f"days_before_{n}"], column[f"spend_before_{n}"]) for n in back},
            came={
                n: Counts(*(np.nan_to_num(column[f"{what}_after_{n}"]) for what in ("days", "spend")))
                for n in ahead
            },
            of=of,
        )

    def _came(self, origin: date, ahead: tuple[int, ...]) -> Table:
        after = self.days.filter(lambda t: t.purchased_on > ibis.literal(origin))
        spans = {
            n: (lambda t, n=n: t.purchased_on <= ibis.literal(origin + timedelta(days=n))) for n in ahead
        }
        return after.group_by("customer_id").aggregate(**_counts("after", spans))


def _days(lines: Table) -> Table:
    """One row per customer and day; returns lower what was paid, they never make a purchase."""
    days = lines.group_by(["customer_id", "purchased_on"]).aggregate(
        paid=lambda t: t.amount.sum(), largest=lambda t: t.bought.max()
    )
    return days.mutate(is_purchase=lambda t: (t.largest > 0).fill_null(False)).drop("largest")


def _customers(days: Table, origin: date, back: tuple[int, ...]) -> Table:
    """One row per customer who has bought by the origin."""
    spans = {n: (lambda t, n=n: t.purchased_on > ibis.literal(origin - timedelta(days=n))) for n in back}
    customers = days.group_by("customer_id").aggregate(
        first_purchase_on=lambda t: t.purchased_on.min(where=t.is_purchase),
        last_purchase_on=lambda t: t.purchased_on.max(where=t.is_purchase),
        purchase_days=lambda t: t.is_purchase.sum().cast("int64"),
        spend=lambda t: t.paid.sum().round(DECIMALS),
        **_counts("before", spans),
    )
    return customers.filter(lambda t: t.purchase_days >= 1).mutate(
        mean_spend=lambda t: t.spend / t.purchase_days,
        first_quarter=lambda t: (t.first_purchase_on.year() * 4 + t.first_purchase_on.quarter()).cast(
            "int64"
        ),
    )


def _counts(where: str, spans: dict) -> dict:
    """Aggregates: purchase days and spend in each span."""
    bought = {
        f"days_{where}_{n}": lambda t, inside=inside: (t.is_purchase & inside(t)).sum().cast("float64")
        for n, inside in spans.items()
    }
    paid = {
        f"spend_{where}_{n}": lambda t, inside=inside: (
            t.paid.sum(where=inside(t)).fill_null(0.0).round(DECIMALS)
        )
        for n, inside in spans.items()
    }
    return bought | paid


def _drawn(customers: Table, of: int, at_most: int) -> Table:
    """All customers, or about `at_most`, drawn by a hash of who they are."""
    if of <= at_most:
        return customers
    parts = -(-of // at_most)
    return customers.filter(lambda t: t.customer_id.hash() % parts == 0)


def _which(found: Histories, *key: np.ndarray) -> np.ndarray:
    """Where each customer's history stands among the distinct ones, which come in the order of the key."""
    distinct = (found.repeats, found.last_days, found.age_days)
    spans = [int(column.max()) + 1 for column in distinct]

    def code(columns):
        repeats, last, age = (column.astype(np.int64) for column in columns)
        return (repeats * spans[1] + last) * spans[2] + age

    return np.searchsorted(code(distinct), code(key))
