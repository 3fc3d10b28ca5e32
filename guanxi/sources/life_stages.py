"""The schedule of life stages as files hold it: a table with one row per stage, or JSON or TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guanxi.facts.notes import Note
from guanxi.sources.contracts import UnusableCell
from guanxi.sources.files import read_file
from guanxi.sources.labelled import Label, cells, columns_of, needed
from guanxi.sources.plans import NotStructured, UnknownKey, structured

STAGES = {
    "name": Label("stage", "阶段", r"(life)?(stage|purchase|step)(name)?|(人生)?阶段(名称)?|购买", "text"),
    "probability": Label("probability", "概率", r"p|prob|chance|(购买)?(概率|可能性)"),
    "amount": Label("amount", "金额", r"price|spend|revenue|(购买)?(金额|价格|总价)"),
    "margin": Label("margin", "利润率", r"(profit)?margin(share)?|毛?利润?率"),
    "cost": Label("cost", "获取成本", r"(acquisition|winning|marketing)?costs?|(获取|获客|营销)?(成本|费用)"),
    "age": Label("age", "年龄", r"(at)?(age|years?old)|年龄|年岁"),
    "after": Label(
        "years after", "间隔年数", r"(years?)?(after|since)(previous|last)?(stage)?|间隔(年数|年)?|距上一阶段"
    ),
    "spread": Label(
        "spread", "年数差异", r"(sd|spread|standarddeviation|deviation)(years)?|标准差|差异|波动"
    ),
}


@dataclass(frozen=True)
class ScheduleRead:
    """The rows as they stand in a file, not judged yet; and the discount a year where it says one."""

    rows: list[dict[str, Any]]
    discount: float | None = None
    columns: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def read_schedule(path: Path, named: Mapping[str, str | None] | None = None) -> ScheduleRead:
    """A schedule from a table, JSON or TOML.

    Errors  NotStructured, UnknownKey, NoColumn, UnusableCell, and those of reading a file
    """
    found = structured(path)
    return _of_table(path, named) if found is None else _of_keys(found, path.name)


def _of_table(path: Path, named: Mapping[str, str | None] | None) -> ScheduleRead:
    table = read_file(path)
    columns, notes = columns_of(table, STAGES, named)
    needed(("name", "probability", "amount"), columns, STAGES, table)
    read = {role: cells(table, role, column, STAGES) for role, column in columns.items()}
    for part in read.values():
        if part.unreadable.any():
            raise UnusableCell(column=part.column, row=int(part.unreadable.arg_max()) + 1)
    lists = {role: part.values.to_list() for role, part in read.items()}
    rows = [{role: values[i] for role, values in lists.items()} for i in range(table.rows.height)]
    return ScheduleRead(rows, None, columns, (*table.notes, *notes))


def _of_keys(found: Mapping[str, Any], file: str) -> ScheduleRead:
    for key in found:
        if key not in ("stages", "discount", "name"):
            raise UnknownKey(file=file, key=key, known="stages, discount, name")
    rows, rate = found.get("stages", []), found.get("discount")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise NotStructured(file=file, kind="stages", why="[{ }]")
    if rate is not None and (isinstance(rate, bool) or not isinstance(rate, (int, float))):
        raise NotStructured(file=file, kind="discount", why=str(rate))
    return ScheduleRead([dict(row) for row in rows], None if rate is None else float(rate))
