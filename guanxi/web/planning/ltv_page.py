"""What the workbench shows: the cells that are typed, the years' results, strategies side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guanxi.formats import UNKNOWN, plain
from guanxi.knowledge.lifetime.ltv_table import LtvTable, Plan, Row, ltv_table
from guanxi.knowledge.lifetime.strategies import Outcome, Strategy, applied, compare
from guanxi.web.kit import business
from guanxi.web.planning import names
from guanxi.web.planning.ltv_reading import Understood
from guanxi.web.planning.ltv_sheet import CHANGES, ROWS, Sheet

RESULTS = ("revenue", "cost", "marketing", "profit", "discounted", "cumulative", "ltv")
Words = str | Promise


@dataclass(frozen=True)
class Cell:
    """One cell of the sheet: typed where it has a key, else what follows from the others."""

    key: str
    text: str
    label: str
    problem: str = ""


@dataclass(frozen=True)
class Line:
    """One row of typed cells."""

    row: str
    name: Words
    unit: str
    meaning: Words
    cells: list[Cell | None]


@dataclass(frozen=True)
class Figure:
    """A result with the address that explains it; `sign` is "below" where it is less than nothing."""

    text: str
    explain: str = ""
    sign: str = ""


def lines(sheet: Sheet, problems: dict[str, str]) -> Iterator[Line]:
    """The rows to be typed; where a row is not typed in a year, None."""
    for row in ROWS:
        name, unit, meaning = names.ROWS[row]
        cells = [
            _cell(sheet, f"{row}.{year}", f"{name}, {_year(year)}", problems)
            if sheet.is_typed(row, year)
            else None
            for year in range(1, sheet.years + 1)
        ]
        if any(cells):
            yield Line(row, name, _unit(unit), meaning, cells)


def changes(sheet: Sheet, problems: dict[str, str]) -> Iterator[Line]:
    """The rows of the strategies, one column for each."""
    for change in CHANGES:
        name, unit = names.CHANGES[change]
        cells = [
            _cell(sheet, f"s{n}.{change}", f"{name}, {sheet.name_of(n)}", problems)
            for n in range(1, sheet.strategies + 1)
        ]
        yield Line(change, name, _unit(unit), "", cells)


def _cell(sheet: Sheet, key: str, label: str, problems: dict[str, str]) -> Cell:
    return Cell(key, sheet.get(key), label, problems.get(key, ""))


def _year(year: int) -> str:
    return _("year %(year)s") % {"year": year}


def _unit(unit: str) -> str:
    return (business.currency() or "") if unit == "money" else unit


# --- results ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """One strategy, or the plan as it is, in the table that compares them."""

    key: int
    name: Words
    outcome: Outcome
    is_base: bool
    is_best: bool
    value: Figure
    gain: Figure
    ltv: Figure
    break_even: Figure
    years: list[tuple[Words, list[Figure]]]


def compared(found: Understood) -> list[Compared]:
    """The plan as it is, then every strategy that can be computed; the best is the one of most value."""
    if found.plan is None:
        return []
    whole = [Strategy(str(names.AS_IT_IS)), *found.strategies]
    outcomes = compare(found.plan, whole)
    best = max(range(len(outcomes)), key=lambda at: outcomes[at].table.value)
    plans = [applied(found.plan, strategy) for strategy in whole]
    return [
        _compared(at, outcome, plans[at], outcomes[0], is_best=at == best and len(outcomes) > 1)
        for at, outcome in enumerate(outcomes)
    ]


def _compared(at: int, outcome: Outcome, plan: Plan, base: Outcome, *, is_best: bool) -> Compared:
    table, last = outcome.table, outcome.table.rows[-1]
    year = table.break_even_year
    gain = {"value": table.value, "base": base.table.value}
    path = {"cumulative": "|".join(f"{row.cumulative:.2f}" for row in table.rows)}
    return Compared(
        key=at,
        name=outcome.name,
        outcome=outcome,
        is_base=at == 0,
        is_best=is_best,
        value=_figure("value", table.value, _facts(last, plan, table)),
        gain=_figure("gain", outcome.gain, gain, signed=True) if at else Figure(""),
        ltv=_figure("ltv", table.ltv, _facts(last, plan, table)),
        break_even=Figure(_year(year) if year else UNKNOWN, _explain("break_even", path)),
        years=list(years(plan, table)),
    )


def years(
    plan: Plan, table: LtvTable | None = None, *, typed: str = ""
) -> Iterator[tuple[Words, list[Figure]]]:
    """The results of every year, a row for each; first what is not typed of customers and retention."""
    table = table or ltv_table(plan)
    first = {"customers": ("retention",), "retention": ("customers",)}.get(typed, ("customers", "retention"))
    for result in (*first, *RESULTS):
        figures = [
            Figure(UNKNOWN)
            if result == "retention" and row.year == 1
            else _figure(result, getattr(row, result), _facts(row, plan, table))
            for row in table.rows
        ]
        yield names.RESULTS[result][0], figures


def _facts(row: Row, plan: Plan, table: LtvTable) -> dict[str, float]:
    """What a year's results are made of, for the page that explains one of them."""
    year = plan.years[row.year - 1]
    before = table.rows[row.year - 2] if row.year > 1 else None
    return {
        "year": row.year,
        "first": plan.customers,
        "before": before.customers if before else 0,
        "retention": year.retention,
        "customers": row.customers,
        "orders": year.orders,
        "order_size": year.order_size,
        "cost_share": year.cost_share,
        "marketing": year.marketing,
        "discount_factor": year.discount_factor,
        "cumulative_before": before.cumulative if before else 0,
    }


def _figure(result: str, value: float, facts: dict[str, Any], *, signed: bool = False) -> Figure:
    plus = "+" if signed and value > 0 else ""
    return Figure(plus + said(result, value), _explain(result, facts), "below" if value < 0 else "")


def said(result: str, value: float) -> str:
    """A result as the sheet writes it: in full, so that it can be checked by hand."""
    if result == "retention":
        return f"{plain(value * 100, 1).removesuffix('.0')} %"
    small = result == "ltv" or abs(value) < 100
    whole = result == "customers" or (abs(value) >= 10_000 and not small)
    return plain(value, 0 if whole or float(value).is_integer() else 2)


def _explain(result: str, facts: dict[str, Any]) -> str:
    return (
        f"{reverse('planning:explain', args=[result])}?{urlencode({k: _plain(v) for k, v in facts.items()})}"
    )


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


# --- to be taken away -------------------------------------------------------------------------------


def grids(found: Understood) -> dict[str, list[list[Any]]]:
    """The strategies side by side, then every one of them year by year: numbers as numbers, not rounded."""
    columns = ("value", "gain", "ltv", "break_even")
    head = [_("Strategy"), *(str(names.RESULTS[column][0]) for column in columns)]
    rows = compared(found)
    sheets = {_("Strategies"): [head, *(_line(row) for row in rows)]}
    for row in rows:
        sheets[f"{row.key} {row.name}"] = _years(row, found)
    return sheets


def _line(row: Compared) -> list[Any]:
    table = row.outcome.table
    return [str(row.name), table.value, row.outcome.gain, table.ltv, table.break_even_year]


def _years(row: Compared, found: Understood) -> list[list[Any]]:
    strategy = found.strategies[row.key - 1] if row.key else Strategy("")
    plan, rows = applied(found.plan, strategy), row.outcome.table.rows
    typed = ("orders", "order_size", "cost_share", "marketing", "discount_factor")
    return [
        [_("Year"), *(each.year for each in rows)],
        *([str(names.RESULTS[name][0]), *(getattr(each, name) for each in rows)] for name in FIRST),
        *([str(names.ROWS[name][0]), *(getattr(year, name) for year in plan.years)] for name in typed),
        *([str(names.RESULTS[name][0]), *(getattr(each, name) for each in rows)] for name in RESULTS),
    ]


FIRST = ("customers", "retention")
