"""Which rule holds for each line, and what the line therefore is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from typing import overload

import polars as pl

from guanxi.sources.amounts import amounts
from guanxi.sources.rules.conditions import Condition, folded
from guanxi.sources.rules.rule_set import Rule, RuleSet

SCHEMA = {"line_kind": pl.String, "line_rule": pl.String, "rules_held": pl.UInt64}
FEW = 4  # with at least this many lines to a different text, each different text is tested once


@overload
def classify(lines: pl.DataFrame, rules: RuleSet, own: pl.DataFrame | None = None) -> pl.DataFrame: ...
@overload
def classify(lines: pl.LazyFrame, rules: RuleSet, own: None = None) -> pl.LazyFrame: ...
def classify(lines, rules, own=None):
    """What every line is, row by row in their order.

    In      lines   the facts' words as columns: amount; where there are any order_id, product_id,
                    description, category, order_status, customer_id, quantity, price, place, currency
            own     the file's own columns of the same rows, for rules that ask for a header (of a lazy
                    frame: among its columns)
    Out     line_kind   null where no rule holds and nothing was paid: it is not known what the line is
            line_rule   the key of the first rule that holds; null where none does
            rules_held  bit n is set where rule n holds, whether or not an earlier one decided
    Absent  a condition on a column that is not there holds for no line; without a price, amount / quantity
            stands for it
    """
    if isinstance(lines, pl.LazyFrame):
        known = set(SCHEMA)
        return lines.map_batches(
            lambda batch: batch.drop(known, strict=False).hstack(classify(batch, rules)),
            schema={n: t for n, t in lines.collect_schema().items() if n not in known} | SCHEMA,
            streamable=True,
        )
    columns = _Columns(lines, lines if own is None else own)
    return decided(_held(columns, rules)["rules_held"], lines["amount"], rules)


def decided(rules_held: pl.Series, amount: pl.Series, rules: RuleSet) -> pl.DataFrame:
    """What lines are, from the bits of the rules that hold for them: the first one decides."""
    kinds = pl.Series([rule.kind for rule in rules], dtype=pl.String)
    keys = pl.Series([rule.key for rule in rules], dtype=pl.String)
    first = pl.when(pl.col("rules_held") > 0).then(pl.col("rules_held").bitwise_trailing_zeros())
    return pl.DataFrame([rules_held.alias("rules_held"), amount.alias("_amount")]).select(
        line_kind=pl.coalesce(_at(first, kinds), by_sign(pl.col("_amount"))),
        line_rule=_at(first, keys),
        rules_held="rules_held",
    )


def by_sign(amount: pl.Expr) -> pl.Expr:
    """What a line is that no rule speaks of."""
    return pl.when(amount > 0).then(pl.lit("sale")).when(amount < 0).then(pl.lit("return"))


def _at(place: pl.Expr, values: pl.Series) -> pl.Expr:
    if values.is_empty():
        return pl.lit(None, pl.String)
    return place.replace_strict(
        pl.Series(range(len(values)), dtype=pl.UInt32), values, default=None, return_dtype=pl.String
    )


def _held(columns: _Columns, rules: RuleSet) -> pl.DataFrame:
    """One bit per rule."""
    tests = _tests(columns, [c for rule in rules for c in rule.conditions])
    bits = [
        pl.when(_rule_holds(rule, tests)).then(pl.lit(1 << n, pl.UInt64)).otherwise(pl.lit(0, pl.UInt64))
        for n, rule in enumerate(rules)
    ]
    nothing = pl.repeat(0, columns.height, dtype=pl.UInt64)
    return pl.select(rules_held=reduce(lambda a, b: a | b, bits, nothing))


def _rule_holds(rule: Rule, tests: dict[Condition, pl.Series]) -> pl.Expr:
    parts = [pl.lit(tests[condition]) for condition in rule.all]
    if rule.any:
        parts.append(pl.any_horizontal([pl.lit(tests[condition]) for condition in rule.any]))
    return pl.all_horizontal(parts)


def _tests(columns: _Columns, conditions: Iterable[Condition]) -> dict[Condition, pl.Series]:
    """Every condition, tested once on all lines; conditions on one column share its reading."""
    by_place: dict[tuple, list[Condition]] = defaultdict(list)
    for condition in dict.fromkeys(conditions):
        by_place[condition.field, condition.column, condition.reads_numbers].append(condition)
    found: dict[Condition, pl.Series] = {}
    for (field, column, reads_numbers), asked in by_place.items():
        values = columns.numbers(field, column) if reads_numbers else columns.texts(field, column)
        if values is None:
            found |= dict.fromkeys(asked, pl.repeat(False, columns.height, eager=True))
        else:
            found |= dict(zip(asked, _tested(values, asked), strict=True))
    return found


def _tested(values: pl.Series, asked: list[Condition]) -> list[pl.Series]:
    frame = values.alias("value").to_frame()
    tests = [condition.holds(pl.col("value")).alias(str(n)) for n, condition in enumerate(asked)]
    if values.dtype != pl.String:
        return frame.select(tests).get_columns()
    read = frame.lazy().select(value=folded(pl.col("value"))).select(tests)
    if values.approx_n_unique() * FEW > len(values):
        return read.collect().get_columns()
    distinct = frame.unique()
    tested = distinct.hstack(distinct.lazy().select(value=folded(pl.col("value"))).select(tests).collect())
    joined = frame.join(tested, on="value", how="left", nulls_equal=True, maintain_order="left")
    return joined.drop("value").get_columns()


class _Columns:
    """The columns a condition may ask for; None where there is no such column."""

    def __init__(self, lines: pl.DataFrame, own: pl.DataFrame) -> None:
        self.lines, self.own, self.height = lines, own, lines.height
        self.headers = {header.strip(): header for header in reversed(own.columns)}

    def texts(self, field: str | None, column: str | None) -> pl.Series | None:
        values = self._values(field, column)
        return None if values is None else values.cast(pl.String)

    def numbers(self, field: str | None, column: str | None) -> pl.Series | None:
        if field == "price" and "price" not in self.lines.columns:
            return self._price()
        values = self._values(field, column)
        if values is None or values.dtype == pl.Null:
            return None if values is None else values.cast(pl.Float64)
        return amounts(values).values if values.dtype == pl.String else values.cast(pl.Float64)

    def _values(self, field: str | None, column: str | None) -> pl.Series | None:
        if field:
            return self.lines[field] if field in self.lines.columns else None
        header = self.headers.get((column or "").strip())
        return None if header is None else self.own[header]

    def _price(self) -> pl.Series | None:
        if "quantity" not in self.lines.columns:
            return None
        quantity = pl.col("quantity").cast(pl.Float64)
        price = pl.when(quantity != 0).then(pl.col("amount") / quantity)
        return self.lines.select(price=price).to_series()
