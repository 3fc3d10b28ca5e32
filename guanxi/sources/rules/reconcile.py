"""From all that a file says to net revenue, step by step and exact: every line is in one step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from guanxi.facts.line_kinds import LINE_KINDS
from guanxi.facts.words import word
from guanxi.sentences import say
from guanxi.sources.rules.exact import from_plain, money, total, units

# What is said of a line here, not by its source.
OURS = {"line", "line_kind", "line_rule", "rules_held", "reverses_order_id", "is_reversed", "change_id"}
NO_KIND = ""  # a line that no rule speaks of and that moves no money


@dataclass(frozen=True)
class Step:
    """The lines of one kind and one sign.

    sign     "plus": amounts above 0; "minus": below 0; "nothing": 0
    counts   whether the kind is in revenue
    """

    kind: str
    sign: str
    counts: bool
    lines: int
    orders: int
    amount: Decimal


@dataclass(frozen=True)
class Reconciliation:
    """said = not_counted + net; net = gross + taken_off; each is the sum of its steps, to the last decimal.

    said          everything the lines say
    not_counted   lines that are not in revenue: tests, never paid, called off
    gross         what counts and is above 0
    taken_off     what counts and is below 0: cancellations, returns, fees, corrections
    rounded_lines lines with more than six decimals, rounded to six
    without_customer, price_zero_or_less   lines, and of the former their part of net revenue
    duplicates    lines that repeat an earlier one in every column but `line`; they count in revenue
    """

    steps: tuple[Step, ...]
    lines: int
    orders: int
    rounded_lines: int
    without_customer: int
    net_without_customer: Decimal
    price_zero_or_less: int
    duplicates: int
    duplicates_amount: Decimal

    @property
    def said(self) -> Decimal:
        return self._sum(lambda step: True)

    @property
    def not_counted(self) -> Decimal:
        return self._sum(lambda step: not step.counts)

    @property
    def gross(self) -> Decimal:
        return self._sum(lambda step: step.counts and step.sign == "plus")

    @property
    def taken_off(self) -> Decimal:
        return self._sum(lambda step: step.counts and step.sign == "minus")

    @property
    def net(self) -> Decimal:
        return self._sum(lambda step: step.counts)

    def _sum(self, belongs) -> Decimal:
        return sum((step.amount for step in self.steps if belongs(step)), Decimal("0.00"))

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON; money as text, so that not a decimal is lost."""
        names = ("said", "not_counted", "gross", "taken_off", "net")
        steps = [vars(step) | {"amount": str(step.amount)} for step in self.steps]
        rest = {n: str(v) if isinstance(v, Decimal) else v for n, v in vars(self).items() if n != "steps"}
        return {name: str(getattr(self, name)) for name in names} | rest | {"steps": steps}

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Reconciliation:
        """What `as_dict` wrote down; the sums are worked out again from the steps."""
        steps = tuple(Step(**from_plain(Step, step)) for step in told["steps"])
        return cls(**from_plain(cls, told) | {"steps": steps})

    def say(self, language: str = "en") -> list[str]:
        """The whole bridge in sentences."""
        told = [say("rules.gross", language, gross=self.gross, lines=self._lines("plus"))]
        told += [_said(step, language) for step in self.steps if step.counts and step.sign == "minus"]
        told.append(say("rules.net", language, net=self.net, lines=self.lines))
        told += [_said(step, language) for step in self.steps if not step.counts]
        return told + self.remarks(language)

    def remarks(self, language: str = "en") -> list[str]:
        """What is odd about lines and stays in revenue: no customer, repeated, at no price, rounded."""
        share = float(self.net_without_customer / self.net) if self.net else 0.0
        facts = (
            ("without_customer", {"lines": self.without_customer, "amount": self.net_without_customer}),
            ("duplicates", {"lines": self.duplicates, "amount": self.duplicates_amount}),
            ("price_zero", {"lines": self.price_zero_or_less}),
            ("rounded", {"lines": self.rounded_lines}),
        )
        return [
            say(f"rules.{name}", language, of=self.lines, share=share, **said)
            for name, said in facts
            if said["lines"]
        ]

    def _lines(self, sign: str) -> int:
        return sum(step.lines for step in self.steps if step.counts and step.sign == sign)


def kind_name(kind: str, language: str) -> str:
    if kind == NO_KIND:
        return say("rules.no_kind", language)
    return word("line_kind").values[kind][1 if language.lower().startswith("zh") else 0]


def _said(step: Step, language: str) -> str:
    code = "rules.step" if step.counts else "rules.step_not_counted"
    facts = {"lines": step.lines, "orders": step.orders, "amount": step.amount}
    return say(code, language, kind=kind_name(step.kind, language), **facts)


def reconcile(lines: pl.DataFrame | pl.LazyFrame) -> Reconciliation:
    """Add revenue up from lines that were classified.

    In      lines   amount, line_kind; where there are any order_id, customer_id, quantity and the rest of
                    the facts' words; is_repeat, where the source was asked which of its rows repeat an
                    earlier one (`repeats`): a file knows the time of day, facts do not
    """
    lines = _with_places(lines.lazy())
    kind = pl.col("line_kind").fill_null(NO_KIND)
    sign = pl.when(pl.col("amount") > 0).then(pl.lit("plus")).when(pl.col("amount") < 0).then(pl.lit("minus"))
    grouped = lines.group_by(kind=kind, sign=sign.otherwise(pl.lit("nothing"))).agg(
        lines=pl.len(), orders=pl.col("order_id").n_unique(), units=total(units("amount"))
    )
    again = lines.filter(_repeated(lines)).select(lines=pl.len(), units=total(units("amount")))
    grouped, whole, again = pl.collect_all([grouped, lines.select(_whole()), again])
    found = whole.row(0, named=True)
    return Reconciliation(
        steps=_steps(grouped),
        lines=found["lines"],
        orders=found["orders"],
        rounded_lines=found["rounded"],
        without_customer=found["without_customer"],
        net_without_customer=money(found["net_without_customer"]),
        price_zero_or_less=found["price_zero_or_less"],
        duplicates=again["lines"][0],
        duplicates_amount=money(again["units"][0]),
    )


def _with_places(lines: pl.LazyFrame) -> pl.LazyFrame:
    there = lines.collect_schema().names()
    absent = {"order_id": pl.String, "customer_id": pl.String, "quantity": pl.Float64}
    return lines.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in absent.items() if name not in there
    )


def _whole() -> list[pl.Expr]:
    amount, quantity = pl.col("amount"), pl.col("quantity")
    counts = (
        pl.col("line_kind")
        .fill_null(NO_KIND)
        .is_in([k.name for k in LINE_KINDS.values() if not k.in_revenue])
    )
    nobody = pl.col("customer_id").is_null()
    # Below 0 the price is when amount and quantity have not the same sign; facts hold no price.
    below = ((amount == 0) & (quantity != 0)) | (amount * quantity < 0)
    return [
        pl.len().alias("lines"),
        pl.col("order_id").n_unique().alias("orders"),
        ((amount - amount.round(6)).abs() > 1e-9 * amount.abs()).sum().alias("rounded"),
        nobody.sum().alias("without_customer"),
        total(units(amount.filter(nobody & ~counts))).alias("net_without_customer"),
        below.sum().alias("price_zero_or_less"),
    ]


def _repeated(lines: pl.LazyFrame) -> pl.Expr:
    """Lines that repeat an earlier one in all that the source said of them."""
    there = lines.collect_schema().names()
    return pl.col("is_repeat") if "is_repeat" in there else _again([n for n in there if n not in OURS])


def repeats(rows: pl.DataFrame) -> pl.Series:
    """Which rows of a file repeat an earlier one in every column."""
    return rows.select(is_repeat=_again(rows.columns)).to_series()


def _again(columns: list[str]) -> pl.Expr:
    return ~pl.struct(columns).hash().is_first_distinct()


def _steps(grouped: pl.DataFrame) -> tuple[Step, ...]:
    places = {NO_KIND: len(LINE_KINDS)} | {kind: n for n, kind in enumerate(LINE_KINDS)}
    signs = ("plus", "minus", "nothing")
    rows = sorted(
        grouped.iter_rows(named=True),
        key=lambda row: (signs.index(row["sign"]), places.get(row["kind"], len(places))),
    )
    return tuple(
        Step(
            kind=row["kind"],
            sign=row["sign"],
            counts=row["kind"] == NO_KIND or LINE_KINDS[row["kind"]].in_revenue,
            lines=row["lines"],
            orders=row["orders"],
            amount=money(row["units"]),
        )
        for row in rows
    )
