"""Tables about customers under contract, and customers counted at opportunities, as files hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from guanxi.errors import SourceError
from guanxi.facts.notes import Note
from guanxi.sources.files import SourceTable
from guanxi.sources.header_words import bare
from guanxi.sources.labelled import Cells, Label, cells, columns_of, needed

CUSTOMER = (
    r"(customer|client|member|account|subscriber|user|contract|subscription)(id|no|nr|number|code|key)?"
    r"|(客户|会员|用户|订户|合同|顾客)(编号|号|id)?"
)
CONTRACTS = {
    "customer": Label("customer", "客户", CUSTOMER, "text"),
    "start": Label(
        "start",
        "开始日期",
        r"(contract|subscription|membership)?(start|started|begin|began|signup|joined|subscribed|from|activation)"
        r"(date|on|at|day)?|(开始|起始|签约|开通|生效|入会)(日期|时间|日)?",
        "date",
    ),
    "end": Label(
        "end",
        "结束日期",
        r"(contract|subscription|membership)?(end|ended|left|cancel|cancelled|canceled|churn|churned|until|expired|terminated)"
        r"(date|on|at|day)?|(结束|终止|到期|退订|流失|离开|取消)(日期|时间|日)?",
        "date",
    ),
}
RETENTION = {
    "cohort": Label(
        "cohort", "同期群", r"cohort|group|acquired(in)?|vintage|segment|同期群|群组|批次", "text"
    ),
    "period": Label(
        "period",
        "期数",
        r"(period|year|month|week|quarter|renewal|age|t)(no|nr|number)?|期数?|年(份|度)?|月份?|第几期",
    ),
    "customers": Label(
        "customers",
        "客户数",
        r"(customers?|survivors?|alive|active|remaining|retained|clients|members|subscribers|still)"
        r"(customers|there|count|n|left|remaining)?|(仍在|剩余|留存|存活)?(客户|会员|用户)(数|人数)?|人数|留存数",
    ),
}
COUNTED = {
    "purchases": Label(
        "purchases",
        "购买次数",
        r"(repeat)?(purchases|transactions|donations|frequency|x|p1x)|(复购|购买)次数",
    ),
    "last": Label(
        "last", "末次", r"last(purchase|opportunity|transaction|donation)?|recency|tx|末次(机会|购买)?"
    ),
    "opportunities": Label(
        "opportunities",
        "机会数",
        r"opportunit(y|ies)|(transaction)?opportunities|chances|n|periods|had|机会数?",
    ),
    "customers": Label("customers", "客户数", r"customers?|count|number|donors|freq|nx|人数|客户数"),
}
WIDE = re.compile(r"(?:year|month|week|quarter|period|renewal|day|y|m|w|q|p|t|第)?(\d+)(?:年|月|周|季|期)?")


class UnusableCell(SourceError):
    code = "sources.unusable_cell"


class PeriodMissing(SourceError):
    code = "sources.period_missing"


class PeriodTwice(SourceError):
    code = "sources.period_twice"


@dataclass(frozen=True)
class Contracts:
    """One entry per usable row, and how many rows were set aside for which reason."""

    customers: list[str]
    starts: list
    ends: list
    columns: dict[str, str]
    set_aside: dict[str, int] = field(default_factory=dict)
    features: dict[str, list] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Counted:
    """Columns of numbers by role, every cell filled, and which columns they were."""

    values: dict[str, list[float]]
    columns: dict[str, str]
    notes: tuple[Note, ...] = ()


def holds_contracts(table: SourceTable, named: Mapping[str, str | None] | None = None) -> bool:
    """Whether a table has a start and an end: one row per customer under contract."""
    return {"start", "end"} <= columns_of(table, CONTRACTS, named)[0].keys()


def holds_counts(table: SourceTable, named: Mapping[str, str | None] | None = None) -> bool:
    """Whether a table counts customers at opportunities: purchases, last and opportunities."""
    return {"purchases", "last", "opportunities"} <= columns_of(table, COUNTED, named)[0].keys()


def holds_retention(table: SourceTable, named: Mapping[str, str | None] | None = None) -> bool:
    """Whether a table holds the customers still there by period, in rows or in columns 0, 1, 2, ...."""
    columns, _ = columns_of(table, RETENTION, named)
    return {"period", "customers"} <= columns.keys() or len(_period_columns(table)) >= 2


def contracts(
    table: SourceTable, named: Mapping[str, str | None] | None = None, *, features: Sequence[str] = ()
) -> Contracts:
    """One row per customer: start, and end or nothing where they are still there.

    Rows without a start, with a date that cannot be read, or that end before they start are set aside,
    counted and said.

    features   columns to bring along: numbers where every filled cell is one, else words

    Errors  NoColumn, UnclearColumn, UnknownColumn, ColumnTwice, UnclearDayMonth
    """
    columns, notes = columns_of(table, CONTRACTS, named)
    needed(("start", "end"), columns, CONTRACTS, table)
    read = {role: cells(table, role, column, CONTRACTS) for role, column in columns.items()}
    start, end = read["start"], read["end"]
    rows = pl.DataFrame({"start": start.values, "end": end.values}).with_columns(
        customer=read["customer"].values if "customer" in read else pl.int_range(pl.len()).cast(pl.String)
    )
    reason = (
        pl.when(start.missing)
        .then(pl.lit("no_start"))
        .when(start.unreadable | end.unreadable)
        .then(pl.lit("unreadable_date"))
        .when((pl.col("end") < pl.col("start")).fill_null(False))
        .then(pl.lit("ends_before_start"))
    )
    judged = rows.with_columns(reason=reason)
    aside = dict(judged["reason"].drop_nulls().value_counts().sort("reason").iter_rows())
    kept = judged.filter(pl.col("reason").is_null())
    notes += [note for part in read.values() for note in part.notes]
    notes += [Note(f"sources.contracts.{why}", {"rows": count}) for why, count in aside.items()]
    lists = [kept[name].to_list() for name in ("customer", "start", "end")]
    brought = _features(table, features, judged["reason"].is_null())
    return Contracts(*lists, columns, aside, brought, tuple(notes))


def _features(table: SourceTable, asked: Sequence[str], kept: pl.Series) -> dict[str, list]:
    found = {}
    for name in asked:
        label = {name: Label("feature", "特征", re.escape(bare(name)))}
        column = columns_of(table, label, {name: name})[0][name]
        numbers = cells(table, name, column, label)
        words = cells(table, name, column, {name: replace(label[name], kind="text")})
        read = words if numbers.unreadable.any() else numbers
        found[column] = read.values.filter(kept).to_list()
    return found


def counted(table: SourceTable, named: Mapping[str, str | None] | None = None) -> Counted:
    """purchases, last, opportunities and, where there is such a column, how many customers share them.

    Errors  NoColumn, UnusableCell, and those of `columns_of`
    """
    columns, notes = columns_of(table, COUNTED, named)
    needed(("purchases", "last", "opportunities"), columns, COUNTED, table)
    read = {role: cells(table, role, column, COUNTED) for role, column in columns.items()}
    return Counted({role: _filled(part, role, COUNTED) for role, part in read.items()}, columns, tuple(notes))


def retention_cohorts(
    table: SourceTable, named: Mapping[str, str | None] | None = None
) -> tuple[dict[str, list[float]], dict[str, str], tuple[Note, ...]]:
    """Each cohort's customers still there at the end of period 0, 1, 2, ...; the columns; what was guessed.

    Rows of cohort (may be absent), period, customers; or one row per cohort and one column per period.

    Errors  NoColumn, UnusableCell, PeriodTwice, PeriodMissing where a cohort skips a period, and those of
            `columns_of`
    """
    columns, notes = columns_of(table, RETENTION, named)
    if {"period", "customers"} <= columns.keys():
        return _by_rows(table, columns), columns, tuple(notes)
    wide = _period_columns(table)
    if len(wide) < 2:
        needed(("period", "customers"), columns, RETENTION, table)
    return _by_columns(table, columns.get("cohort"), wide), dict(wide.items()), tuple(notes)


def _by_rows(table: SourceTable, columns: Mapping[str, str]) -> dict[str, list[float]]:
    period = _filled(cells(table, "period", columns["period"], RETENTION), "period", RETENTION)
    alive = _filled(cells(table, "customers", columns["customers"], RETENTION), "customers", RETENTION)
    named = columns.get("cohort")
    cohort = table.rows[named].cast(pl.String).fill_null("").to_list() if named else [""] * len(period)
    found: dict[str, dict[float, float]] = {}
    for who, when, left in zip(cohort, period, alive, strict=True):
        mine = found.setdefault(who, {})
        if when in mine:
            raise PeriodTwice(cohort=who or "1", period=f"{when:g}")
        mine[when] = left
    return {who: _in_order(who, mine) for who, mine in found.items()}


def _in_order(cohort: str, alive: Mapping[float, float]) -> list[float]:
    """The counts by rising period; periods may be 0, 1, 2 or calendar years 2019, 2020: no step may lack."""
    rising = sorted(alive)
    for step, period in enumerate(rising):
        if period != rising[0] + step:
            raise PeriodMissing(cohort=cohort or "1", period=f"{rising[0] + step:g}")
    return [alive[period] for period in rising]


def _period_columns(table: SourceTable) -> dict[str, str]:
    """period -> column, in order, of the columns whose header is a number: 0, "year 1", 第2期."""
    found = {}
    for column in table.rows.columns:
        if match := WIDE.fullmatch(bare(column)):
            found[int(match[1])] = column
    return {str(period): found[period] for period in sorted(found)}


def _by_columns(table: SourceTable, cohort: str | None, wide: Mapping[str, str]) -> dict[str, list[float]]:
    labels = {period: Label(f"period {period}", f"第 {period} 期", "") for period in wide}
    read = {period: cells(table, period, column, labels) for period, column in wide.items()}
    found: dict[str, list[float]] = {}
    for row in range(table.rows.height):
        name = str(table.rows[cohort][row]) if cohort else str(row + 1)
        if name in found:
            raise PeriodTwice(cohort=name, period="0")
        values = [part.values[row] for part in read.values()]
        for part in read.values():
            if part.unreadable[row]:
                raise UnusableCell(column=part.column, row=row + 1)
        seen = [value for value in values if value is not None]
        if None in values[: len(seen)]:
            raise PeriodMissing(cohort=name, period=list(wide)[values.index(None)])
        found[name] = seen
    return found


def _filled(part: Cells, role: str, labels: Mapping[str, Label]) -> list[float]:
    """The numbers of a column in which every cell must be one."""
    empty = part.values.is_null()
    if empty.any():
        raise UnusableCell(column=part.column, row=int(empty.arg_max()) + 1)
    return part.values.to_list()
