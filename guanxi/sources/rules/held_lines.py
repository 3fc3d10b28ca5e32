"""Purchases that are held already, judged again by rules.

What a file said in columns of its own is not kept: a rule that asks for one cannot be asked again. A line
that such a rule may have decided keeps its kind, unless a rule before it now says otherwise.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from guanxi.sources.rules.classify import classify, decided
from guanxi.sources.rules.rule_set import Rule, RuleSet

if TYPE_CHECKING:
    from guanxi.facts.store import Store

COLUMNS = {
    "order_id": pl.String,
    "line": pl.Int64,
    "customer_id": pl.String,
    "purchased_on": pl.Date,
    "product_id": pl.String,
    "category": pl.String,
    "description": pl.String,
    "quantity": pl.Float64,
    "amount": pl.Float64,
    "currency": pl.String,
    "place": pl.String,
    "order_status": pl.String,
    "line_kind": pl.String,
    "reverses_order_id": pl.String,
    "is_reversed": pl.Boolean,
}
BY_SIGN = ("sale", "return")  # what a line is anyway: no sign that a rule decided it


def scan(files: list[str]) -> pl.LazyFrame:
    """The lines of some files of the store; a column that an earlier guanxi did not write is null."""
    frames = []
    for file in files:
        lines = pl.scan_parquet(file, glob=False)
        there = lines.collect_schema().names()
        frames.append(
            lines.select(
                (pl.col(name).cast(kind) if name in there else pl.lit(None, kind)).alias(name)
                for name, kind in COLUMNS.items()
            )
        )
    return pl.concat(frames) if frames else pl.LazyFrame(schema=COLUMNS)


def held_files(store: Store) -> list[str]:
    """The files of the purchases as they stand."""
    return sorted(store.held("purchases").files())


def of_the_file(rules: RuleSet) -> list[Rule]:
    """The rules that ask for a column of the file, which lines that are held no longer have."""
    return [rule for rule in rules if any(c.column is not None for c in rule.conditions)]


def judged(lines: pl.DataFrame, rules: RuleSet) -> pl.DataFrame:
    """line_kind, line_rule and rules_held of held lines, row by row.

    In      lines   COLUMNS; line_kind is what was said until now
    """
    found = classify(lines, rules, pl.DataFrame())
    kept = _kept_bits(lines["line_kind"], rules)
    if kept is None:
        return found
    held = pl.DataFrame([found["rules_held"], kept.alias("kept")])
    return decided(
        held.select(rules_held=pl.col("rules_held") | pl.col("kept"))["rules_held"], lines["amount"], rules
    )


def _kept_bits(kinds: pl.Series, rules: RuleSet) -> pl.Series | None:
    """The bit of the first rule that asks for a column of the file and would make a line what it is."""
    unasked, first = of_the_file(rules), {}
    for n, rule in enumerate(rules):
        if rule in unasked and rule.kind not in BY_SIGN:
            first.setdefault(rule.kind, n)
    if not first:
        return None
    bits = [
        pl.when(pl.col("kind") == kind).then(pl.lit(1 << n, pl.UInt64)).otherwise(pl.lit(0, pl.UInt64))
        for kind, n in first.items()
    ]
    return kinds.alias("kind").to_frame().select(kept=reduce(lambda a, b: a | b, bits).fill_null(0))["kept"]
