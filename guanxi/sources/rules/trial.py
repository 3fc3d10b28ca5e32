"""What rules would do to the purchases that are held; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from guanxi.sources.rules.classify import by_sign
from guanxi.sources.rules.exact import money, total, units
from guanxi.sources.rules.held_lines import held_files, judged, of_the_file, scan
from guanxi.sources.rules.reconcile import NO_KIND, Reconciliation, reconcile
from guanxi.sources.rules.report import RulesReport, report
from guanxi.sources.rules.rule_set import RuleSet

if TYPE_CHECKING:
    from decimal import Decimal

    from guanxi.facts.store import Store

MOST_LINES = 600_000  # more are judged by a sample of whole orders


@dataclass(frozen=True)
class Moved:
    """Lines that would become something else; the kind "" is that of lines without rule and money."""

    was: str
    becomes: str
    lines: int
    orders: int
    amount: Decimal


@dataclass(frozen=True)
class Trial:
    """What rules would say of held lines.

    lines     that were judged; of `held`, one order in `one_in`
    report    what each rule catches, and revenue as it would be
    before    revenue as it is held now
    in_force  what the rules kept for the store catch of the same lines; None where these are those
    moved     lines that would become something else, most first
    unasked   keys of rules that ask for a column of the file: held lines cannot be asked
    """

    lines: int
    held: int
    one_in: int
    report: RulesReport
    before: Reconciliation
    in_force: RulesReport | None
    moved: tuple[Moved, ...]
    unasked: tuple[str, ...]

    @property
    def is_sample(self) -> bool:
        return self.one_in > 1

    @property
    def lines_moved(self) -> int:
        return sum(moved.lines for moved in self.moved)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, money as text."""
        return {
            "lines": self.lines,
            "held": self.held,
            "one_in": self.one_in,
            "report": self.report.as_dict(),
            "before": self.before.as_dict(),
            "moved": [vars(moved) | {"amount": str(moved.amount)} for moved in self.moved],
            "unasked": list(self.unasked),
        }


def try_rules(
    store: Store, rules: RuleSet, *, in_force: RuleSet | None = None, most_lines: int = MOST_LINES
) -> Trial:
    """Judge the held purchases by rules; of more than `most_lines` a sample of whole orders.

    in_force   rules to compare with
    """
    held = store.held("purchases").rows
    one_in = max(1, -(-held // most_lines))
    lines = _sample(scan(held_files(store)), one_in)
    found = judged(lines, rules)
    bare = lines.drop("line_kind").with_columns(is_repeat=False)
    compare = in_force is not None and in_force.version != rules.version
    return Trial(
        lines=lines.height,
        held=held,
        one_in=one_in,
        report=report(bare.hstack(found), rules),
        before=reconcile(lines.with_columns(is_repeat=False)),
        in_force=report(bare.hstack(judged(lines, in_force)), in_force) if compare else None,
        moved=_moved(lines, found),
        unasked=tuple(rule.key for rule in of_the_file(rules)),
    )


def _sample(lines: pl.LazyFrame, one_in: int) -> pl.DataFrame:
    if one_in > 1:
        lines = lines.filter(pl.col("order_id").hash() % one_in == 0)
    return lines.collect()


def _moved(lines: pl.DataFrame, found: pl.DataFrame) -> tuple[Moved, ...]:
    both = lines.select(
        "order_id", "amount", was=pl.coalesce("line_kind", by_sign(pl.col("amount"))).fill_null(NO_KIND)
    ).hstack(found.select(becomes=pl.col("line_kind").fill_null(NO_KIND)))
    grouped = (
        both.filter(pl.col("was") != pl.col("becomes"))
        .group_by("was", "becomes")
        .agg(lines=pl.len(), orders=pl.col("order_id").n_unique(), units=total(units("amount")))
        .sort("lines", "was", "becomes", descending=[True, False, False])
    )
    return tuple(
        Moved(row["was"], row["becomes"], row["lines"], row["orders"], money(row["units"]))
        for row in grouped.iter_rows(named=True)
    )


__all__ = ["MOST_LINES", "Moved", "Trial", "try_rules"]
