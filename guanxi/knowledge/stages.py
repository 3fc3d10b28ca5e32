"""Where a relation stands in its life, by rules a person can read and edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import ibis
from pydantic import BaseModel, ConfigDict

from guanxi.knowledge.refusals import ColumnMissing, RulesIncomplete

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table


class Condition(BaseModel):
    """`column` is `test` than `number`, or than `number` x `times`; it does not hold where one is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str
    test: Literal["<", "<=", "=", ">=", ">"]
    number: float = 1.0
    times: str | None = None

    def holds(self, row: Table) -> BooleanValue:
        left = row[self.column]
        right = self.number if self.times is None else self.number * row[self.times]
        tests = {
            "<": lambda: left < right,
            "<=": lambda: left <= right,
            "=": lambda: left == right,
            ">=": lambda: left >= right,
            ">": lambda: left > right,
        }
        return tests[self.test]().fill_null(False)


class Rule(BaseModel):
    """A stage, why in both languages, and the conditions that must all hold; without any it always holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: str
    en: str
    zh: str
    conditions: tuple[Condition, ...] = ()

    def holds(self, row: Table) -> BooleanValue:
        held = ibis.literal(True)
        for condition in self.conditions:
            held = held & condition.holds(row)
        return held


RULES: tuple[Rule, ...] = (
    Rule(
        stage="prospect",
        en="has not bought yet",
        zh="尚未购买",
        conditions=(Condition(column="purchase_days", test="=", number=0),),
    ),
    Rule(
        stage="lost",
        en="has not bought for more than a year",
        zh="超过一年没有购买",
        conditions=(Condition(column="days_since_last", test=">=", number=365),),
    ),
    Rule(
        stage="decline",
        en="has bought on three days or more and is late by more than a whole cycle",
        zh="购买过三天及以上，且逾期超过一个周期",
        conditions=(
            Condition(column="purchase_days", test=">=", number=3),
            Condition(column="days_overdue", test=">", number=1, times="cycle_days"),
        ),
    ),
    Rule(
        stage="development",
        en="has bought on one or two days so far",
        zh="至今只购买过一两天",
        conditions=(Condition(column="purchase_days", test="<=", number=2),),
    ),
    Rule(
        stage="growth",
        en="has bought on fewer than twelve days and is known for less than two years",
        zh="购买不足十二天，且建立关系不到两年",
        conditions=(
            Condition(column="purchase_days", test="<", number=12),
            Condition(column="tenure_days", test="<", number=730),
        ),
    ),
    Rule(stage="maturity", en="buys on, as usual", zh="持续稳定购买"),
)


def stages(table: Table, *, rules: Sequence[Rule] = RULES) -> Table:
    """Add `stage`: that of the first rule that holds.

    In      the columns the rules speak of
    Out     the table with stage; never null, because the last rule must have no condition
    Errors  RulesIncomplete, ColumnMissing
    Source  method book, section 13; the numbers are defaults
    """
    if not rules or rules[-1].conditions:
        raise RulesIncomplete(rules=len(rules))
    needed = {name for r in rules for c in r.conditions for name in (c.column, c.times) if name}
    if missing := needed - set(table.columns):
        raise ColumnMissing(missing=", ".join(sorted(missing)), needed=", ".join(sorted(needed)))
    return table.mutate(
        stage=lambda t: ibis.cases(*((r.holds(t), r.stage) for r in rules[:-1]), else_=rules[-1].stage)
    )
