"""What the budget page shows: what may be paid, where the money goes, and what it brings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from guanxi.errors import GuanxiError
from guanxi.formats import UNKNOWN, interval, plain
from guanxi.knowledge.budgets import Allocation, Segment, Share, allocate, best_budget, evenly, shared
from guanxi.knowledge.budgets_curves import SHAPES
from guanxi.units import Unit
from guanxi.web.kit.refusals import sentence_of
from guanxi.web.planning import names
from guanxi.web.planning.budget_reading import Row, Understood
from guanxi.web.planning.budget_sheet import Sheet
from guanxi.web.planning.ltv_page import Cell, Figure


@dataclass(frozen=True)
class Line:
    """One segment to be typed; its tests are pairs of what was spent and how many customers that brought."""

    number: int
    name: Cell
    worth: Cell
    shape: str
    tests: list[tuple[Cell, Cell]]
    least: Cell
    most: Cell
    facts: dict[str, str]


def lines(sheet: Sheet, found: Understood) -> list[Line]:
    return [_line(sheet, row, found.problems) for row in found.rows]


def _line(sheet: Sheet, row: Row, problems: dict[str, str]) -> Line:
    def cell(key: str, label: str) -> Cell:
        whole = f"g{row.number}.{key}"
        who = row.name or _("segment %(n)s") % {"n": row.number}
        return Cell(whole, sheet.get(row.number, key), f"{who}: {label}", problems.get(whole, ""))

    tests = [
        (
            cell(f"spend{at}", _("spent in test %(n)s") % {"n": at}),
            cell(f"won{at}", _("customers in test %(n)s") % {"n": at}),
        )
        for at in range(1, sheet.points + 1)
    ]
    asked = sheet.get(row.number, "shape")
    return Line(
        row.number,
        cell("name", pgettext("of a group", "name")),
        cell("worth", _("worth of one customer")),
        asked if asked in SHAPES else SHAPES[0],
        tests,
        cell("least", _("least")),
        cell("most", _("most")),
        {name: sheet.get(row.number, name) for name in ("low", "high", "customers", "first_year")},
    )


@dataclass(frozen=True)
class Paid:
    """What may be paid for one customer of a segment."""

    name: str
    customers: str
    worth: str
    interval: str
    first_year: str
    money: Figure
    by: str


def paid(found: Understood, purpose: str) -> list[Paid]:
    return [_paid(row, found, purpose) for row in found.rows if row.paid is not None]


def _paid(row: Row, found: Understood, purpose: str) -> Paid:
    known = row.low is not None and row.high is not None
    facts = {"name": row.name, "worth": row.worth, "share": found.share, "purpose": purpose}
    if row.first_year is not None and found.payback is not None:
        facts |= {"first_year": row.first_year, "payback": found.payback}
    by = {"share": _("the share"), "payback": _("the payback")}[row.paid.by]
    return Paid(
        row.name,
        UNKNOWN if row.customers is None else plain(row.customers, 0),
        *(_interval(row) if known else (said(row.worth), "")),
        said(row.first_year),
        Figure(said(row.paid.money), _explain("paid", facts)),
        by,
    )


def _interval(row: Row) -> tuple[str, str]:
    """Worth and interval in the digits the interval deserves."""
    return interval(row.worth, row.low, row.high, Unit.MONEY, get_language() or "en")


@dataclass(frozen=True)
class Got:
    """What a segment gets of the budget; `is_dear` where one customer costs more than may be paid."""

    name: str
    spend: Figure
    part: float
    customers: Figure
    each: str
    is_dear: bool
    profit: Figure
    next_unit: Figure
    is_next: bool


@dataclass(frozen=True)
class Result:
    """The budget shared out. `refused` says why it cannot be, in words."""

    allocation: Allocation | None = None
    got: tuple[Got, ...] = ()
    best: float = 0.0
    best_profit: float = 0.0
    more_than_evenly: float = 0.0
    refused: str = ""


def result(found: Understood) -> Result:
    if not found.segments or found.budget is None:
        return Result()
    try:
        allocation = allocate(found.segments, found.budget)
    except GuanxiError as error:
        return Result(refused=sentence_of(error))
    best = best_budget(found.segments)
    at_best = shared(found.segments, [each.spend_at(1.0) for each in found.segments])
    equal = evenly(found.segments, allocation.spent)
    return Result(
        allocation,
        tuple(_got(each, share, allocation, found) for each, share in _pairs(found, allocation)),
        best,
        at_best.profit,
        allocation.profit - equal.profit,
    )


def _pairs(found: Understood, allocation: Allocation):
    return zip(found.segments, allocation.shares, strict=True)


def _got(segment: Segment, share: Share, allocation: Allocation, found: Understood) -> Got:
    curve = segment.curve
    facts = {
        "name": segment.name,
        "worth": segment.worth,
        "shape": curve.shape,
        "scale": curve.scale,
        "bend": curve.bend,
        "spend": share.spend,
    }
    row = next(each for each in found.rows if each.segment is segment)
    costs = share.spend / share.customers if share.customers else None
    following = allocation.next
    return Got(
        segment.name,
        Figure(said(share.spend), _explain("spend", facts | {"marginal": allocation.marginal or 1.0})),
        share.spend / allocation.spent if allocation.spent else 0.0,
        Figure(plain(share.customers, 0 if share.customers >= 100 else 1), _explain("won", facts)),
        said(costs),
        bool(costs and row.paid and costs > row.paid.money),
        Figure(said(share.profit), _explain("segment_profit", facts), "below" if share.profit < 0 else ""),
        Figure(per_unit(share.next_unit), _explain("next_unit", facts)),
        following is not None and following.name == segment.name,
    )


def said(money: float | None) -> str:
    """Money in a table whose head names the currency."""
    if money is None:
        return UNKNOWN
    return plain(money, 0 if abs(money) >= 1_000 or float(money).is_integer() else 2)


def per_unit(value: float) -> str:
    return "∞" if math.isinf(value) else plain(value, 2)


def _explain(what: str, facts: dict[str, Any]) -> str:
    plain_facts = {k: v if isinstance(v, str) else f"{v:.12g}" for k, v in facts.items()}
    return f"{reverse('planning:explain', args=[what])}?{urlencode(plain_facts)}"


FACTS = ("customers", "worth", "low", "high", "first_year")
SHARED = ("spend", "customers", "brings", "profit")


FACTS = ("customers", "worth", "low", "high", "first_year")
SHARED = ("spend", "customers", "brings", "profit")


def grids(found: Understood, shown: Result) -> dict[str, list[list[Any]]]:
    """What may be paid and the allocation: numbers as numbers, not rounded."""
    paid = [
        [row.name, *(getattr(row, name) for name in FACTS), row.paid and row.paid.money] for row in found.rows
    ]
    sheets = {_("What may be paid"): [_head("group", *FACTS[1:], "paid"), *paid]}
    if shown.allocation:
        shares = [
            [share.name, *(getattr(share, name) for name in SHARED), _finite(share.next_unit)]
            for share in shown.allocation.shares
        ]
        head = _head("spend", "won", "brings", "segment_profit", "next_unit")
        sheets[_("Allocation")] = [head, *shares]
    return sheets


def _head(*columns: str) -> list[str]:
    return [_("Segment"), *(str(names.BUDGET[each][0]) for each in columns)]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
