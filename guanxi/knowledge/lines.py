"""The purchase lines as knowledge reads them: which count, what they carry, what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.facts.line_kinds import NO_PURCHASE, NOT_IN_REVENUE, NOT_IN_SPEND
from guanxi.facts.notes import Note
from guanxi.knowledge.refusals import ColumnMissing, NothingYet

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

NEEDED = {"customer_id": "string", "purchased_on": "date", "amount": "float64"}
OPTIONAL = {"cost": "float64", "discount": "float64", "coupon_discount": "float64", "category": "string"}
# What an import found out about a line: what it is, and which line takes it back.
FOUND = {"line_kind": "string", "is_reversed": "boolean"}
REFERENCE = {"order_id": "string", "product_id": "string", "reverses_order_id": "string"}
MONEY = 4  # decimals: sums of floats differ in their last bits from run to run
COLUMNS = NEEDED | OPTIONAL | FOUND | REFERENCE


@dataclass(frozen=True)
class Counted:
    """What of the lines counts for what.

    no_spend          lines of a customer in nobody's spend: corrections, test orders, orders never paid
    taken_back        lines bought that another line takes back in full
    taking_back       the lines that do so; fewer by now where some come after as_of
    revenue           all that counts in revenue
    of_customers      the part of it that says whose it is
    """

    no_spend: int
    taken_back: int
    taking_back: int
    revenue: float
    of_customers: float

    @property
    def revenue_without_customer(self) -> float | None:
        """The share of revenue of which nobody knows whose it is, 0..1; null where there is no revenue."""
        return 1 - self.of_customers / self.revenue if self.revenue > 0 else None


@dataclass(frozen=True)
class Look:
    """One look at the lines up to as_of: how many, and how many of them say what.

    lines              all lines
    with_customer      lines that say whose they are; the others are in no measure here
    cost ... category  lines on which this is known
    line_kind          lines of which a rule said what they are
    is_reversed        lines of which it is said whether they were taken back
    first_on, last_on  first and last day
    counted            how much of them counts; null where every line counts alike
    """

    lines: int
    with_customer: int
    cost: int
    discount: int
    coupon_discount: int
    category: int
    line_kind: int
    is_reversed: int
    first_on: date
    last_on: date
    counted: Counted | None = None

    @property
    def says_promotion(self) -> bool:
        return bool(self.discount or self.coupon_discount)

    def as_dict(self) -> dict[str, Any]:
        """For a card; what counts for what is there only where lines differ in it."""
        told = {
            k: v.isoformat() if isinstance(v, date) else v for k, v in vars(self).items() if k != "counted"
        }
        return told | (vars(self.counted) if self.counted else {})

    def notes(self) -> list[Note]:
        found = []
        if self.with_customer < self.lines:
            found.append(self._nobodys())
        if self.counted and self.counted.no_spend:
            found.append(
                Note("knowledge.lines_not_spend", {"lines": self.counted.no_spend, "of": self.lines})
            )
        if self.counted and self.counted.taken_back:
            found.append(Note("knowledge.lines_taken_back", {"lines": self.counted.taken_back}))
        if self.cost and self.cost < self.lines:
            found.append(Note("knowledge.costs_missing", {"lines": self.lines - self.cost, "of": self.lines}))
        absent = (
            ("cost", "knowledge.no_costs"),
            ("category", "knowledge.no_categories"),
            ("says_promotion", "knowledge.no_discounts"),
        )
        return found + [Note(code) for name, code in absent if not getattr(self, name)]

    def _nobodys(self) -> Note:
        """Lines of no customer, with their share of all lines and of revenue."""
        without = self.lines - self.with_customer
        facts = {"lines": without, "of": self.lines, "lines_share": round(without / self.lines, 6)}
        revenue = self.counted.revenue_without_customer if self.counted else None
        if revenue is None:
            return Note("knowledge.lines_without_customer_or_revenue", facts)
        return Note("knowledge.lines_without_customer", facts | {"revenue_share": round(revenue, 6)})


def lines_up_to(purchases: Table, as_of: date) -> Table:
    """Every line on or before as_of, with the columns knowledge reads; null where one is absent."""
    missing = [name for name in NEEDED if name not in purchases.columns]
    if missing:
        raise ColumnMissing(missing=", ".join(missing), needed=", ".join(NEEDED))
    columns = {name: _column(purchases, name, kind) for name, kind in COLUMNS.items()}
    return purchases.select(**columns).filter(lambda t: t.purchased_on <= ibis.literal(as_of))


def look(lines: Table, *, as_of: date, engine: Engine) -> Look:
    """Count the lines and what they carry; NothingYet if nobody has bought anything by then."""
    counts = lines.aggregate(
        lines=lambda t: t.count(),
        with_customer=lambda t: t.customer_id.count(),
        **{name: (lambda t, name=name: t[name].count()) for name in OPTIONAL | FOUND},
        first_on=lambda t: t.purchased_on.min(),
        last_on=lambda t: t.purchased_on.max(),
    )
    found = engine.collect(counts).to_pylist()[0]
    if not found["with_customer"]:
        raise NothingYet(as_of=as_of.isoformat(), lines=found["lines"])
    # Where every line has a customer and none has a kind, a second reading would find nothing.
    alike = found["with_customer"] == found["lines"] and not (found["line_kind"] or found["is_reversed"])
    return Look(**found, counted=None if alike else _counted(lines, engine))


def _counted(lines: Table, engine: Engine) -> Counted:
    def in_revenue(t):
        return ~_kind(t).isin(NOT_IN_REVENUE)

    counts = lines.aggregate(
        no_spend=lambda t: t.count(where=t.customer_id.notnull() & _kind(t).isin(NOT_IN_SPEND)),
        taken_back=lambda t: t.count(where=_flagged(t) & (t.amount > 0)),
        taking_back=lambda t: t.count(where=_flagged(t) & (t.amount < 0)),
        revenue=lambda t: t.amount.sum(where=in_revenue(t)),
        of_customers=lambda t: t.amount.sum(where=in_revenue(t) & t.customer_id.notnull()),
    )
    found = engine.collect(counts).to_pylist()[0]
    money = {name: round(found[name] or 0.0, MONEY) for name in ("revenue", "of_customers")}
    return Counted(**found | money)


def counted(lines: Table, seen: Look) -> Table:
    """The lines that are somebody's and count in spend, with `bought`: the amount of what was bought.

    bought   amount, where the line makes a purchase and was not taken back by as_of; else 0, or the negative
             amount of a line without a kind
    """
    if seen.with_customer < seen.lines:
        lines = lines.filter(lambda t: t.customer_id.notnull())
    if not (seen.line_kind or seen.is_reversed):
        return lines.mutate(bought=lines.amount)
    back = _taken_back(lines, seen)
    lines = back.mutate(
        bought=lambda t: ibis.ifelse(_kind(t).isin(NO_PURCHASE) | t.taken_back, 0.0, t.amount)
    )
    return lines.filter(lambda t: ~_kind(t).isin(NOT_IN_SPEND)).drop("taken_back")


def _taken_back(lines: Table, seen: Look) -> Table:
    """The lines with `taken_back`: whether by as_of another line takes this one back in full.

    `is_reversed` is today's knowledge: on an earlier day a line that is taken back later was still bought. So
    where some reversal is yet to come, a line needs its reversal among the lines there are.
    """
    if not seen.counted or seen.counted.taken_back <= seen.counted.taking_back:
        return lines.mutate(taken_back=_flagged(lines))
    come = lines.filter(lambda t: _flagged(t) & (t.amount < 0) & t.reverses_order_id.notnull())
    come = come.select(
        _order="reverses_order_id",
        _product=come.product_id.fill_null(""),
        _worth=-come.amount,
        _come=ibis.literal(True),
    ).distinct()
    same = [
        lines.order_id == come["_order"],
        lines.product_id.fill_null("") == come["_product"],
        lines.amount == come["_worth"],
    ]
    joined = lines.left_join(come, same)
    return joined.mutate(taken_back=_flagged(joined) & joined["_come"].notnull()).drop(
        "_order", "_product", "_worth", "_come"
    )


def _kind(t: Table):
    """What a line is; one that no rule speaks of is a sale, as its amount says."""
    return t.line_kind.fill_null("sale")


def _flagged(t: Table):
    return t.is_reversed.fill_null(False)


def _column(purchases: Table, name: str, kind: str):
    if name not in purchases.columns:
        return ibis.null(kind)
    column = purchases[name]
    return column if column.type() == ibis.dtype(kind) else column.cast(kind)
