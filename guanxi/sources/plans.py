"""The LTV table and its strategies as files hold them: a table of years, or JSON or TOML."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guanxi.errors import SourceError
from guanxi.facts.notes import Note
from guanxi.sources.contracts import UnusableCell
from guanxi.sources.files import SourceTable, read_file, readable
from guanxi.sources.labelled import Label, cells, columns_of, needed

YEARS = {
    "year": Label("year", "年份", r"years?|period|t|年(份|度)?|第几年"),
    "customers": Label("customers", "客户数", r"customers?|clients|members|(客户|会员|用户)(数|人数)?|人数"),
    "retention": Label("retention", "留存率", r"retention(rate)?|retained|renewal(rate)?|留存率?|保留率"),
    "orders": Label(
        "orders",
        "订单数",
        r"orders?(ayear|peryear|percustomer|customer)?|frequency|purchases|(每客|年)?订单数|购买次数",
    ),
    "order_size": Label(
        "order size",
        "客单价",
        r"(average|mean)?(order|basket)(size|value|amount)|aov|客单价|(平均)?订单(额|金额)",
    ),
    "cost_share": Label(
        "cost share", "成本率", r"cost(s|share|rate|ratio|percent|pct)?|variablecosts?|成本(率|比例|占比)?"
    ),
    "marketing": Label(
        "marketing per customer",
        "每客营销费",
        r"marketing(percustomer|cost|costs|spend)?|acquisition(cost)?|(每客)?营销(费|费用|成本)?|获客成本",
    ),
    "discount_factor": Label(
        "discount factor", "折现系数", r"discount(factor|s)?|factor|折现(系数|因子)?|贴现系数"
    ),
}
STRUCTURED = {".json": json.loads, ".toml": tomllib.loads}


class NotStructured(SourceError):
    code = "sources.not_structured"


class UnknownKey(SourceError):
    code = "sources.unknown_key"


@dataclass(frozen=True)
class PlanRead:
    """A plan as it stands in a file, not judged yet.

    columns   role -> one number a year
    taken     role -> the file's column; empty for JSON and TOML
    """

    columns: dict[str, list[float]]
    strategies: tuple[dict[str, Any], ...] = ()
    interest: float | None = None
    taken: Mapping[str, str] = None
    rows: int = 0
    notes: tuple[Note, ...] = ()


def structured(path: Path) -> dict[str, Any] | None:
    """What a JSON or TOML file holds; None for a file of another kind.

    Errors  NotStructured when it cannot be read as what its name says
    """
    read = STRUCTURED.get(path.suffix.lower())
    if read is None:
        return None
    with readable(str(path)):
        text = path.read_bytes()
    try:
        found = read(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # what both readers raise, decoding too
        raise NotStructured(file=path.name, kind=path.suffix[1:].upper(), why=str(error)) from None
    if not isinstance(found, dict):
        raise NotStructured(file=path.name, kind=path.suffix[1:].upper(), why="{ }")
    return found


def read_plan(path: Path, named: Mapping[str, str | None] | None = None) -> PlanRead:
    """A plan from a table with one row per year, or from JSON or TOML.

    JSON    customers: a number, or one per year; years: a list of objects with retention, orders, order_size,
            cost_share, marketing, discount_factor; or each of these as a list. interest; strategies.

    Errors  NotStructured, UnknownKey, NoColumn, UnusableCell, and those of reading a file
    """
    found = structured(path)
    return _of_table(read_file(path), named) if found is None else _of_keys(found, path.name)


def _of_table(table: SourceTable, named: Mapping[str, str | None] | None) -> PlanRead:
    columns, notes = columns_of(table, YEARS, named)
    needed(("orders", "order_size", "cost_share", "marketing"), columns, YEARS, table)
    if "retention" not in columns:
        needed(("customers",), columns, YEARS, table)
    values = {}
    for role, column in columns.items():
        read = cells(table, role, column, YEARS)
        # With retention typed, the customers of later years follow from it and may be left empty.
        lax = role == "customers" and "retention" in columns
        empty = read.unreadable if lax else read.values.is_null()
        if empty.any():
            raise UnusableCell(column=column, row=int(empty.arg_max()) + 1)
        values[role] = read.values.to_list()
    return PlanRead(values, taken=columns, rows=table.rows.height, notes=(*table.notes, *notes))


def _of_keys(found: Mapping[str, Any], file: str) -> PlanRead:
    known = {*YEARS, "years", "interest", "strategies", "name"}
    _refuse_unknown(found, known, file)
    years = found.get("years")
    columns: dict[str, list[float]] = {}
    if isinstance(years, list):
        for number, year in enumerate(years, 1):
            if not isinstance(year, Mapping):
                raise NotStructured(file=file, kind="years", why=f"years[{number}]")
            _refuse_unknown(year, set(YEARS), file)
        for role in YEARS:
            given = [year[role] for year in years if role in year]
            if given:
                columns[role] = _numbers(given, role, file)
    for role in YEARS:
        if role in found and role != "year":
            given = found[role] if isinstance(found[role], list) else [found[role]]
            columns[role] = _numbers(given, role, file)
    strategies = found.get("strategies", [])
    if not isinstance(strategies, list) or not all(isinstance(one, Mapping) for one in strategies):
        raise NotStructured(file=file, kind="strategies", why="[{ }]")
    interest = found.get("interest")
    return PlanRead(
        columns,
        tuple(map(dict, strategies)),
        None if interest is None else _numbers([interest], "interest", file)[0],
        {},
        max(map(len, columns.values()), default=0),
    )


def _numbers(given: list[Any], key: str, file: str) -> list[float]:
    if any(isinstance(value, bool) or not isinstance(value, (int, float)) for value in given):
        raise NotStructured(file=file, kind=key, why=str(given))
    return [float(value) for value in given]


def _refuse_unknown(found: Mapping[str, Any], known: set[str], file: str) -> None:
    for key in found:
        if key not in known:
            raise UnknownKey(file=file, key=key, known=", ".join(sorted(known)))
