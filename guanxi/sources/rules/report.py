"""What each rule caught, and what that did to revenue."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from guanxi.facts.line_kinds import LINE_KINDS
from guanxi.sentences import say
from guanxi.sources.rules.exact import from_plain, money, total, units
from guanxi.sources.rules.reconcile import Reconciliation, kind_name, reconcile
from guanxi.sources.rules.rule_set import RuleSet

EXAMPLES = 3
SHOWN = ("order_id", "purchased_on", "customer_id", "product_id", "description", "quantity", "amount")


@dataclass(frozen=True)
class Caught:
    """One rule, and the lines it decided.

    key, name_en, name_zh   the rule's; the last entries have no key: lines that no rule speaks of, by kind
    held_lines, held_orders, held_amount   of the lines for which the rule holds, also those that an earlier
                            rule decided
    lines, orders, amount   lines that it decided
    gross, net              their part of gross and of net revenue; together they are the whole
    left_out                their amount, where the kind is in no revenue
    examples                the lines with the largest amounts
    """

    key: str | None
    name_en: str
    name_zh: str
    kind: str
    held_lines: int
    held_orders: int
    held_amount: Decimal
    lines: int
    orders: int
    amount: Decimal
    gross: Decimal
    net: Decimal
    left_out: Decimal
    examples: tuple[dict[str, Any], ...]

    def as_dict(self) -> dict[str, Any]:
        told = {name: str(v) if isinstance(v, Decimal) else v for name, v in vars(self).items()}
        shown = [{k: v if _plain(v) else str(v) for k, v in row.items()} for row in self.examples]
        return told | {"examples": shown}

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Caught:
        return cls(**from_plain(cls, told) | {"examples": tuple(told["examples"])})

    def say(self, language: str = "en") -> str:
        zh = language.lower().startswith("zh")
        facts = {"name": self.name_zh if zh else self.name_en, "kind": kind_name(self.kind, language)}
        facts |= {"lines": self.lines, "orders": self.orders, "gross": self.gross, "net": self.net}
        out = self.kind in LINE_KINDS and not LINE_KINDS[self.kind].in_revenue
        code = "rules.caught_left_out" if out else "rules.caught"
        told = say(code if self.lines else "rules.caught_nothing", language, **facts, amount=self.left_out)
        if self.held_lines == self.lines:
            return told
        held = {"lines": self.held_lines, "orders": self.held_orders, "amount": self.held_amount}
        return told + say("rules.held", language, **held)


@dataclass(frozen=True)
class RulesReport:
    """caught: one entry per rule in their order, then what no rule speaks of; revenue: gross to net."""

    rules: str
    version: str
    caught: tuple[Caught, ...]
    revenue: Reconciliation

    def as_dict(self) -> dict[str, Any]:
        return {
            "rules": self.rules,
            "version": self.version,
            "caught": [entry.as_dict() for entry in self.caught],
            "revenue": self.revenue.as_dict(),
        }

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> RulesReport:
        """The report as it was kept; examples stay as they were written."""
        caught = tuple(Caught.from_dict(entry) for entry in told["caught"])
        return cls(told["rules"], told["version"], caught, Reconciliation.from_dict(told["revenue"]))

    def say(self, language: str = "en") -> list[str]:
        return [entry.say(language) for entry in self.caught] + self.revenue.say(language)


def report(lines: pl.DataFrame | pl.LazyFrame, rules: RuleSet) -> RulesReport:
    """What the rules did to lines that were classified by them.

    In      lines   the facts' words with line_kind, line_rule and, where they were kept, rules_held and
                    is_repeat (see `reconcile`)
    """
    lines = lines.lazy()
    there = lines.collect_schema().names()
    shown = [name for name in SHOWN if name in there]
    order = pl.col("order_id") if "order_id" in there else pl.lit(None, pl.String)
    amount = units("amount")
    decided = lines.group_by("line_rule", "line_kind").agg(
        lines=pl.len(),
        orders=order.n_unique(),
        amount=total(amount),
        above=total(amount.filter(pl.col("amount") > 0)),
        examples=pl.struct(shown)
        .sort_by(pl.col("amount").abs(), descending=True, maintain_order=True)
        .head(EXAMPLES),
    )
    held = lines.select(_held(rules, order)) if "rules_held" in there else None
    found = pl.collect_all([decided] if held is None else [decided, held])
    totals = found[1].row(0, named=True) if held is not None else {}
    by_rule = {(row["line_rule"], row["line_kind"]): row for row in found[0].iter_rows(named=True)}
    caught = [
        _caught(n, rule, by_rule.pop((rule.key, rule.kind), None), totals) for n, rule in enumerate(rules)
    ]
    silent = sorted(by_rule.values(), key=lambda row: -row["lines"])
    caught += [_caught_by_none(row) for row in silent]
    return RulesReport(rules.key, rules.version, tuple(caught), reconcile(lines))


def _held(rules: RuleSet, order: pl.Expr) -> list[pl.Expr]:
    """Lines, orders and amount of every rule's bit; `lines` for a set without rules."""
    told = [pl.len().alias("lines")]
    for n, _rule in enumerate(rules):
        holds = (pl.col("rules_held") & pl.lit(1 << n, pl.UInt64)) != 0
        told.append(holds.sum().alias(f"lines{n}"))
        told.append(order.filter(holds).n_unique().alias(f"orders{n}"))
        told.append(total(units(pl.col("amount").filter(holds))).alias(f"amount{n}"))
    return told


NOTHING = {"lines": 0, "orders": 0, "amount": 0, "above": 0, "examples": ()}


def _caught(n: int, rule, row: dict[str, Any] | None, totals: dict[str, int]) -> Caught:
    row = row or NOTHING
    held = tuple(totals.get(f"{name}{n}", row[name]) for name in ("lines", "orders", "amount"))
    return _entry(rule.key, rule.name_en, rule.name_zh, rule.kind, held, row)


def _caught_by_none(row: dict[str, Any]) -> Caught:
    """Lines that no rule of these speaks of; a key here is a rule's that was changed since."""
    names = (say("rules.no_rule", "en"), say("rules.no_rule", "zh-hans"))
    held = row["lines"], row["orders"], row["amount"]
    return _entry(row["line_rule"], *names, row["line_kind"] or "", held, row)


def _entry(
    key, name_en: str, name_zh: str, kind: str, held: tuple[int, int, int], row: dict[str, Any]
) -> Caught:
    counts = kind not in LINE_KINDS or LINE_KINDS[kind].in_revenue
    return Caught(
        key=key,
        name_en=name_en,
        name_zh=name_zh,
        kind=kind,
        held_lines=held[0],
        held_orders=held[1],
        held_amount=money(held[2]),
        lines=row["lines"],
        orders=row["orders"],
        amount=money(row["amount"]),
        gross=money(row["above"] if counts else 0),
        net=money(row["amount"] if counts else 0),
        left_out=money(0 if counts else row["amount"]),
        examples=tuple(row["examples"]),
    )


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, float))
