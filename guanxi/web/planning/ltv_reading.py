"""What can be understood of a typed LTV table, and what is wrong with which cell, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from guanxi.knowledge.lifetime import ltv_table as tables
from guanxi.knowledge.lifetime.ltv_table import ALLOWED, ImpossibleCell, Plan
from guanxi.knowledge.lifetime.strategies import Strategy, applied, together
from guanxi.sentences import say
from guanxi.web.planning import figures
from guanxi.web.planning.ltv_sheet import (
    CHANGES,
    PERCENT_CHANGES,
    PERCENT_ROWS,
    ROWS,
    Sheet,
    year_of,
)

# Which change of a strategy makes a year's cell what it is.
CHANGED_BY = {
    "customers": "more_customers",
    "retention": "more_retention",
    "orders": "more_orders",
    "order_size": "larger_orders",
}


@dataclass
class Understood:
    """problems   cell -> sentence; the plan is None while one of its own cells has one."""

    plan: Plan | None = None
    strategies: list[Strategy] = field(default_factory=list)
    swing: float = 0.1
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return self.plan is not None and not self.problems

    def said(self) -> str:
        """How many cells are to be mended."""
        n = len(self.problems)
        return ngettext("%(n)s cell is to be mended.", "%(n)s cells are to be mended.", n) % {"n": n}


def understood(sheet: Sheet) -> Understood:
    """Everything that can be read; nothing is repaired, and every cell that is wrong is told."""
    found = Understood()
    numbers = _numbers(sheet, found.problems)
    if not found.problems:
        found.plan = _plan(sheet, numbers, found.problems)
    found.swing = _swing(sheet, found.problems)
    for number in range(1, sheet.strategies + 1):
        strategy = _strategy(sheet, number, found)
        if strategy is not None:
            found.strategies.append(strategy)
    if sheet.together and len(found.strategies) == sheet.strategies > 1:
        _add_all_together(found)
    return found


def typed_strategies(sheet: Sheet, found: Understood) -> list[Strategy]:
    """Those that were typed, without the one that is all of them."""
    return found.strategies[: sheet.strategies]


# --- the plan ---------------------------------------------------------------------------------------


def _numbers(sheet: Sheet, problems: dict[str, str]) -> dict[tuple[str, int], float]:
    numbers: dict[tuple[str, int], float] = {}
    for row, year in sheet.asked():
        key = f"{row}.{year}"
        value = _read(sheet.get(key), row in PERCENT_ROWS, key, problems)
        if key in problems:
            continue
        if value is None:
            problems[key] = _("Empty. Type a number; nothing at all is 0.")
        elif wrong := _wrong(row, year, value, numbers):
            problems[key] = wrong
        else:
            numbers[row, year] = value
    return numbers


def _read(text: str, percent: bool, key: str, problems: dict[str, str]) -> float | None:
    try:
        return figures.read(text, percent=percent)
    except figures.NotAFigure as error:
        problems[key] = say(error.code, get_language() or "en", **error.facts)
        return None


def _wrong(row: str, year: int, value: float, before: dict[tuple[str, int], float]) -> str:
    """What is wrong with one number, "" for nothing."""
    last = before.get((row, year - 1))
    if row == "customers":
        if year == 1:
            return "" if value > 0 else _("More than 0: these are all customers that are won.")
        if value < 0:
            return _("0 or more.")
        if last is not None and value > last:
            return _("Not more than the year before: who comes later is another group.")
        return ""
    low, high, _said = ALLOWED[row]
    if row == "discount_factor" and value >= low and last is not None and value < last:
        return _("Not less than the year before: later money is not worth more.")
    return "" if low <= value <= high else BOUNDS[row]()


BOUNDS = {
    "retention": lambda: _("0 to 100 %: nobody stays who was not there."),
    "orders": lambda: _("0 or more."),
    "order_size": lambda: _("0 or more."),
    "cost_share": lambda: _("0 to 200 % of revenue."),
    "marketing": lambda: _("0 or more."),
    "discount_factor": lambda: _("1 or more: 1.16 says money of that year is worth 1/1.16 today."),
}


def _plan(sheet: Sheet, numbers: dict[tuple[str, int], float], problems: dict[str, str]) -> Plan | None:
    years = range(1, sheet.years + 1)
    try:
        if sheet.typed == "retention":
            return Plan(numbers["customers", 1], tuple(year_of(sheet, numbers, year) for year in years))
        columns = {row: [numbers[row, year] for year in years] for row in ROWS if row != "retention"}
        return tables.plan(**columns)
    except ImpossibleCell as error:  # a bound of the library that the cells above do not know
        problems[f"{error.facts['column']}.{error.facts['year']}"] = str(error)
        return None


def _swing(sheet: Sheet, problems: dict[str, str]) -> float:
    value = _read(sheet.swing, True, "swing", problems)
    if "swing" not in problems and not (value is not None and 0 < value < 1):
        problems["swing"] = _("More than 0 and less than 100 %.")
    return value if "swing" not in problems else 0.1


# --- strategies -------------------------------------------------------------------------------------


def _strategy(sheet: Sheet, number: int, found: Understood) -> Strategy | None:
    """A strategy whose cells are all right, also when they are applied to the plan."""
    wrong: dict[str, str] = {}
    changes = {}
    for change in CHANGES:
        key = f"s{number}.{change}"
        value = _read(sheet.get(key), change in PERCENT_CHANGES, key, wrong) or 0.0
        if change in ("more_customers", "more_orders", "larger_orders") and value <= -1:
            wrong[key] = _("More than −100 %: less than nothing cannot be left.")
        changes[change] = value
    strategy = Strategy(sheet.name_of(number), **changes)
    if not wrong and found.plan is not None:
        wrong = {f"s{number}.{change}": said for change, said in _impossible(found.plan, strategy).items()}
    found.problems.update(wrong)
    return None if wrong else strategy


def _impossible(plan: Plan, strategy: Strategy) -> dict[str, str]:
    try:
        applied(plan, strategy)
    except ImpossibleCell as error:
        year, column, given = (error.facts[name] for name in ("year", "column", "given"))
        if column == "marketing":
            change = "acquisition_cost" if year == 1 else "retention_cost"
            return {change: _("Marketing of year %(year)s would be less than 0.") % {"year": year}}
        if column == "retention":
            said = _("Retention of year %(year)s would be %(given)s %%; 0 to 100 %% is possible.")
            return {"more_retention": said % {"year": year, "given": figures.shown(given, percent=True)}}
        return {CHANGED_BY.get(column, "more_customers"): str(error)}
    return {}


def _add_all_together(found: Understood) -> None:
    name = _("Both together") if len(found.strategies) == 2 else _("All together")
    everything = together(name, *found.strategies)
    wrong = _impossible(found.plan, everything) if found.plan is not None else {}
    if wrong:
        found.problems["together"] = next(iter(wrong.values()))
    else:
        found.strategies.append(everything)
