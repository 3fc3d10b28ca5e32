"""The LTV table as it is typed: cells of text, and what can be understood of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from guanxi.knowledge.lifetime.ltv_table import MOST_YEARS, Plan, Year, ltv_table
from guanxi.knowledge.lifetime.strategies import Strategy
from guanxi.web.planning import figures
from guanxi.web.planning.refusals import UnreadablePlan

ROWS = ("customers", "retention", "orders", "order_size", "cost_share", "marketing", "discount_factor")
PERCENT_ROWS = {"retention", "cost_share"}
CHANGES = (
    "more_customers",
    "acquisition_cost",
    "more_retention",
    "retention_cost",
    "more_orders",
    "larger_orders",
)
PERCENT_CHANGES = {"more_customers", "more_retention", "more_orders", "larger_orders"}
MOST_STRATEGIES = 6
LONGEST_NAME = 40
STARTING_NAMES = (pgettext_lazy("a strategy", "Acquisition"), pgettext_lazy("a strategy", "Retention"))


@dataclass(frozen=True)
class Sheet:
    """What stands in the cells, as text, whether it can be understood or not.

    typed      "customers" where those of every year are counted, "retention" where the share that stays is
    cells      "orders.2" -> text: orders of year 2; "s1.name", "s1.more_customers" … of the first strategy
    together   whether all strategies at once are compared too
    of         whose tornado is drawn: 0 the plan as it is, 1 the first strategy …
    """

    years: int
    strategies: int
    cells: Mapping[str, str] = field(default_factory=dict)
    typed: str = "customers"
    together: bool = True
    swing: str = "10"
    of: int = 0

    def get(self, key: str) -> str:
        return self.cells.get(key, "")

    def asked(self) -> Iterator[tuple[str, int]]:
        """The row and year of every cell that is typed; the others follow from these."""
        for row in ROWS:
            for year in range(1, self.years + 1):
                if self.is_typed(row, year):
                    yield row, year

    def is_typed(self, row: str, year: int) -> bool:
        if row == "customers":
            return self.typed == "customers" or year == 1
        return row != "retention" or (self.typed == "retention" and year > 1)

    def name_of(self, strategy: int) -> str:
        typed = " ".join(self.get(f"s{strategy}.name").split())[:LONGEST_NAME]
        return typed or _("Strategy %(number)s") % {"number": strategy}


def from_form(given: Mapping[str, str]) -> Sheet:
    """The sheet a browser sent; what is beyond the bounds of a sheet is cut off."""
    years = _count(given.get("years"), 1, MOST_YEARS, 3)
    strategies = _count(given.get("strategies"), 0, MOST_STRATEGIES, 0)
    known = {f"{row}.{year}" for row in ROWS for year in range(1, years + 1)}
    known |= {f"s{n}.{name}" for n in range(1, strategies + 1) for name in ("name", *CHANGES)}
    return Sheet(
        years,
        strategies,
        {key: given[key][:80] for key in known if key in given},
        typed="retention" if given.get("typed") == "retention" else "customers",
        together=given.get("together") == "on",
        swing=given.get("swing", "10")[:20],
        of=_count(given.get("of"), 0, MOST_STRATEGIES + 1, 0),
    )


def _count(text: str | None, least: int, most: int, usual: int) -> int:
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 6):
        return usual
    return min(max(int(text), least), most)


def example() -> Sheet:
    """Hughes' three years, with one strategy for winning more customers and one for keeping them longer."""
    columns = {
        "customers": ("100,000", "60,000", "42,000"),
        "orders": ("1.8", "2.5", "3"),
        "order_size": ("90", "95", "100"),
        "cost_share": ("70", "65", "65"),
        "marketing": ("55", "20", "20"),
        "discount_factor": ("1", "1.16", "1.35"),
    }
    cells = {f"{row}.{year}": text for row, texts in columns.items() for year, text in enumerate(texts, 1)}
    names = {f"s{n}.name": str(name) for n, name in enumerate(STARTING_NAMES, 1)}
    acquisition = {"s1.more_customers": "20", "s1.acquisition_cost": "10"}
    retention = {"s2.more_retention": "10", "s2.retention_cost": "5"}
    return Sheet(3, 2, cells | names | acquisition | retention)


def empty() -> Sheet:
    names = {f"s{n}.name": str(name) for n, name in enumerate(STARTING_NAMES, 1)}
    return Sheet(3, 2, names)


# --- more or fewer years and strategies -------------------------------------------------------------


def with_year(sheet: Sheet) -> Sheet:
    """One year more, which starts as the last one goes on: same orders, the same share staying."""
    if sheet.years == MOST_YEARS:
        return sheet
    last, cells = sheet.years, dict(sheet.cells)
    for row in ("retention", "orders", "order_size", "cost_share", "marketing"):
        cells[f"{row}.{last + 1}"] = sheet.get(f"{row}.{last}") if last > 1 or row != "retention" else ""
    for row in ("customers", "discount_factor"):
        cells[f"{row}.{last + 1}"] = _going_on(sheet, row)
    return replace(sheet, years=last + 1, cells=cells)


def _going_on(sheet: Sheet, row: str) -> str:
    """What comes after two values, by the same factor; empty where they cannot be read."""
    try:
        before, now = (figures.read(sheet.get(f"{row}.{year}")) for year in (sheet.years - 1, sheet.years))
    except figures.NotAFigure:
        return ""
    if not before or now is None:
        return ""
    following = now * now / before
    return figures.shown(round(following) if row == "customers" else round(following, 2))


def without_year(sheet: Sheet) -> Sheet:
    if sheet.years == 1:
        return sheet
    gone = f".{sheet.years}"
    cells = {key: text for key, text in sheet.cells.items() if key[0] == "s" or not key.endswith(gone)}
    return replace(sheet, years=sheet.years - 1, cells=cells)


def with_strategy(sheet: Sheet) -> Sheet:
    return replace(sheet, strategies=min(sheet.strategies + 1, MOST_STRATEGIES))


def without_strategy(sheet: Sheet, number: int) -> Sheet:
    """The others move up."""
    if not 1 <= number <= sheet.strategies:
        return sheet
    cells = {key: text for key, text in sheet.cells.items() if not key.startswith(f"s{number}.")}
    for later in range(number + 1, sheet.strategies + 1):
        for name in ("name", *CHANGES):
            if (text := cells.pop(f"s{later}.{name}", None)) is not None:
                cells[f"s{later - 1}.{name}"] = text
    return replace(sheet, strategies=sheet.strategies - 1, cells=cells, of=0)


def typed_as(sheet: Sheet, typed: str, plan: Plan | None) -> Sheet:
    """The same plan with the other thing typed; without a plan to convert, the cells stay as they are."""
    cells = dict(sheet.cells)
    if plan is not None and typed == "retention":
        for year, of in enumerate(plan.years[1:], 2):
            cells[f"retention.{year}"] = figures.shown(round(of.retention, 6), percent=True)
    elif plan is not None:
        for row in ltv_table(plan).rows[1:]:
            cells[f"customers.{row.year}"] = figures.shown(round(row.customers, 4))
    return replace(sheet, typed=typed, cells=cells)


# --- as a document ----------------------------------------------------------------------------------


def document(sheet: Sheet, strategies: list[Strategy]) -> dict[str, Any]:
    """The sheet in the library's units: shares as 0.6, missing as null. What is saved, given and taken in."""
    columns: dict[str, list[float | None]] = {}
    for row, year in sheet.asked():
        columns.setdefault(row, []).append(_number(sheet, row, year))
    return {
        "format": FORMAT,
        "typed": sheet.typed,
        **columns,
        "strategies": [
            {"name": each.name}
            | {change: getattr(each, change) for change in CHANGES if getattr(each, change)}
            for each in strategies
        ],
        "together": sheet.together,
        "swing": figures.read(sheet.swing, percent=True),
    }


FORMAT = "guanxi ltv table 1"


def _number(sheet: Sheet, row: str, year: int) -> float | None:
    return figures.read(sheet.get(f"{row}.{year}"), percent=row in PERCENT_ROWS)


def year_of(sheet: Sheet, numbers: Mapping[tuple[str, int], float], year: int) -> Year:
    """One year of a plan from the numbers that were read."""
    retention = 1.0 if year == 1 else numbers.get(("retention", year), 1.0)
    same = ("orders", "order_size", "cost_share", "marketing", "discount_factor")
    return Year(retention, *(numbers[row, year] for row in same))


def from_document(given: Mapping[str, Any]) -> Sheet:
    """The cells of a document. A value that is impossible is shown in its cell, to be mended there.

    Errors  UnreadablePlan, where it has no columns of equal length
    """
    years = _length(given)
    typed = "retention" if given.get("typed") == "retention" else "customers"
    sheet = Sheet(years, 0, {}, typed=typed)
    cells: dict[str, str] = {}
    places: dict[str, list[int]] = {}
    for row, year in sheet.asked():
        places.setdefault(row, []).append(year)
    for row, where in places.items():
        column = given.get(row)
        if not isinstance(column, list) or len(column) != len(where):
            raise UnreadablePlan(why=f"{row}: {len(where)}")
        texts = (_cell(value, percent=row in PERCENT_ROWS) for value in column)
        cells |= {f"{row}.{year}": text for year, text in zip(where, texts, strict=True)}
    strategies = _strategies(given.get("strategies", []))
    for number, strategy in enumerate(strategies, 1):
        cells[f"s{number}.name"] = str(strategy.get("name") or "")[:LONGEST_NAME]
        for change in CHANGES:
            cells[f"s{number}.{change}"] = _cell(strategy.get(change), percent=change in PERCENT_CHANGES)
    return replace(
        sheet,
        strategies=len(strategies),
        cells=cells,
        together=given.get("together") is not False,
        swing=_cell(given.get("swing", 0.1), percent=True),
    )


def _length(given: Mapping[str, Any]) -> int:
    orders = given.get("orders")
    if not isinstance(orders, list) or not 1 <= len(orders) <= MOST_YEARS:
        raise UnreadablePlan(why=f"orders: 1..{MOST_YEARS}")
    return len(orders)


def _strategies(given: Any) -> list[dict[str, Any]]:
    if not isinstance(given, list) or len(given) > MOST_STRATEGIES:
        raise UnreadablePlan(why=f"strategies: 0..{MOST_STRATEGIES}")
    if not all(isinstance(each, dict) for each in given):
        raise UnreadablePlan(why="strategies")
    return given


def _cell(value: Any, *, percent: bool) -> str:
    """A value of a document as its cell's text; what is no number keeps its text, to be seen."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= figures.MOST:
        return str(value)[:40]
    return figures.shown(float(value), percent=percent)
