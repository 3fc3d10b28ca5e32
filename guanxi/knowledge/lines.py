"""The purchase lines as knowledge reads them: which count, what they carry, what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ibis

from guanxi.facts.notes import Note
from guanxi.knowledge.refusals import ColumnMissing, NothingYet

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

NEEDED = {"customer_id": "string", "purchased_on": "date", "amount": "float64"}
OPTIONAL = {"cost": "float64", "discount": "float64", "coupon_discount": "float64", "category": "string"}


@dataclass(frozen=True)
class Look:
    """One look at the lines up to as_of: how many, and how many of them say what.

    lines              all lines
    with_customer      lines that say whose they are; the others are in no measure here
    cost ... category  lines on which this is known
    first_on, last_on  first and last day
    """

    lines: int
    with_customer: int
    cost: int
    discount: int
    coupon_discount: int
    category: int
    first_on: date
    last_on: date

    @property
    def says_promotion(self) -> bool:
        return bool(self.discount or self.coupon_discount)

    def notes(self) -> list[Note]:
        found = []
        if without := self.lines - self.with_customer:
            found.append(Note("knowledge.lines_without_customer", {"lines": without, "of": self.lines}))
        if self.cost and self.cost < self.lines:
            found.append(Note("knowledge.costs_missing", {"lines": self.lines - self.cost, "of": self.lines}))
        absent = (
            ("cost", "knowledge.no_costs"),
            ("category", "knowledge.no_categories"),
            ("says_promotion", "knowledge.no_discounts"),
        )
        return found + [Note(code) for name, code in absent if not getattr(self, name)]


def lines_up_to(purchases: Table, as_of: date) -> Table:
    """Every line on or before as_of, with the columns knowledge reads; null where one is absent."""
    missing = [name for name in NEEDED if name not in purchases.columns]
    if missing:
        raise ColumnMissing(missing=", ".join(missing), needed=", ".join(NEEDED))
    columns = {name: _column(purchases, name, kind) for name, kind in (NEEDED | OPTIONAL).items()}
    return purchases.select(**columns).filter(lambda t: t.purchased_on <= ibis.literal(as_of))


def look(lines: Table, *, as_of: date, engine: Engine) -> Look:
    """Count the lines and what they carry; NothingYet if nobody has bought anything by then."""
    counts = lines.aggregate(
        lines=lambda t: t.count(),
        with_customer=lambda t: t.customer_id.count(),
        **{name: (lambda t, name=name: t[name].count()) for name in OPTIONAL},
        first_on=lambda t: t.purchased_on.min(),
        last_on=lambda t: t.purchased_on.max(),
    )
    found = engine.collect(counts).to_pylist()[0]
    if not found["with_customer"]:
        raise NothingYet(as_of=as_of.isoformat(), lines=found["lines"])
    return Look(**found)


def _column(purchases: Table, name: str, kind: str):
    if name not in purchases.columns:
        return ibis.null(kind)
    column = purchases[name]
    return column if column.type() == ibis.dtype(kind) else column.cast(kind)
