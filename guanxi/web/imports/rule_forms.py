"""The form of one rule: what a person sees and says of it, and the rule that it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guanxi.errors import BadInput
from guanxi.sources.rules import Rule
from guanxi.sources.rules.conditions import (
    NUMBER_FIELDS,
    NUMBER_TESTS,
    TEXT_FIELDS,
    TEXT_TESTS,
    Condition,
)

MISSING = ("is_missing", "is_there")
WORDS = ("starts_with", "ends_with", "is_one_of", "contains")
COLUMN = "column"
MOST_CONDITIONS, MOST_LINES = 40, 6


class NoValue(BadInput):
    code = "rules.no_value"


class NotANumber(BadInput):
    code = "rules.not_a_number"


class NoName(BadInput):
    code = "rules.no_name"


@dataclass(frozen=True)
class Row:
    """One condition as the form has it.

    group    all | any: whether it must hold, or is one of those of which one must
    where    a field, or "column" for a column of the file, named in `column`
    value    words one a line; a number; a pattern; nothing for the tests of emptiness
    """

    group: str = "all"
    where: str = "product_id"
    column: str = ""
    test: str = "is_one_of"
    value: str = ""

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests that this place can be asked."""
        if self.where in NUMBER_FIELDS:
            return (*NUMBER_TESTS, *MISSING)
        return (*TEXT_TESTS, *MISSING, *(NUMBER_TESTS if self.where == COLUMN else ()))

    @property
    def takes(self) -> str:
        """words | number | pattern | nothing"""
        if self.test in MISSING:
            return "nothing"
        return "words" if self.test in WORDS else "number" if self.test in NUMBER_TESTS else "pattern"

    @property
    def lines(self) -> int:
        """How many of its words are seen at once."""
        return min(max(len(self.value.splitlines()), 2), MOST_LINES)


@dataclass(frozen=True)
class RuleForm:
    name_en: str = ""
    name_zh: str = ""
    kind: str = "return"
    is_off: bool = False
    rows: tuple[Row, ...] = field(default=(Row(),))


def of_rule(rule: Rule) -> RuleForm:
    rows = [_row("all", c) for c in rule.all] + [_row("any", c) for c in rule.any]
    return RuleForm(rule.name_en, rule.name_zh, rule.kind, rule.is_off, tuple(rows))


def posted(given: Mapping[str, str]) -> RuleForm:
    """What was said; a test that its place cannot be asked becomes the first one that it can."""
    given = {name: value.replace("\x00", "") for name, value in given.items()}
    rows = []
    for n in range(MOST_CONDITIONS):
        if f"where-{n}" not in given or given.get("drop") == str(n):
            continue
        row = Row(*(given.get(f"{name}-{n}", "") for name in ("group", "where", "column", "test", "value")))
        rows.append(row if row.test in row.tests else Row(row.group, row.where, row.column, row.tests[0]))
    if given.get("do") == "add":
        rows.append(Row(group=rows[-1].group if rows else "all"))
    plain = {name: given.get(name, "").strip() for name in ("name_en", "name_zh", "kind")}
    return RuleForm(**plain, is_off=given.get("is_off") == "1", rows=tuple(rows))


def rule(form: RuleForm, key: str) -> Rule:
    """The rule that the form says; a name in one language stands for both.

    Errors  NoName, NoValue, NotANumber; those of Rule and Condition
    """
    if not (form.name_en or form.name_zh):
        raise NoName()
    conditions: dict[str, list[Condition]] = {"all": [], "any": []}
    for row in form.rows:
        conditions["any" if row.group == "any" else "all"].append(_condition(row))
    return Rule(
        key=key,
        name_en=form.name_en or form.name_zh,
        name_zh=form.name_zh or form.name_en,
        kind=form.kind,
        all=tuple(conditions["all"]),
        any=tuple(conditions["any"]),
        is_off=form.is_off,
    )


def _row(group: str, condition: Condition) -> Row:
    test, value = condition.test, getattr(condition, condition.test)
    if test == "is_missing":
        test, value = ("is_missing" if value else "is_there"), ""
    told = (
        "\n".join(value) if isinstance(value, tuple) else f"{value:.12g}" if test in NUMBER_TESTS else value
    )
    return Row(group, condition.field or COLUMN, condition.column or "", test, told)


def _condition(row: Row) -> Condition:
    place = {"column": row.column.strip() or None} if row.where == COLUMN else {"field": row.where}
    if row.where == COLUMN and not row.column.strip():
        raise NoValue(where=COLUMN)
    return Condition(**place, **_test(row))


def _test(row: Row) -> dict[str, Any]:
    value = row.value.strip()
    if row.takes == "nothing":
        return {"is_missing": row.test == "is_missing"}
    if not value:
        raise NoValue(where=row.column or row.where)
    if row.takes == "words":
        return {row.test: tuple(line.strip() for line in value.splitlines() if line.strip())}
    return {row.test: _number(row, value) if row.takes == "number" else value}


def _number(row: Row, value: str) -> float:
    try:
        found = float(value.replace(",", "").replace("−", "-"))
    except ValueError:
        raise NotANumber(where=row.column or row.where, asked=value) from None
    if found in (float("inf"), float("-inf")) or found != found:
        raise NotANumber(where=row.column or row.where, asked=value)
    return found


PLACES = (*TEXT_FIELDS, *NUMBER_FIELDS, COLUMN)
