"""What one number of the LTV table is: its formula, and the formula with the numbers of its cells in it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guanxi.formats import UNKNOWN, plain
from guanxi.web.planning import names
from guanxi.web.planning.ltv_page import said
from guanxi.web.planning.refusals import NothingToExplain

# result -> the numbers it is computed from, as the address carries them
NEEDS = {
    "customers": ("year", "before", "retention", "customers"),
    "retention": ("year", "before", "customers"),
    "revenue": ("year", "customers", "orders", "order_size"),
    "cost": ("year", "customers", "orders", "order_size", "cost_share"),
    "marketing": ("year", "customers", "marketing"),
    "profit": ("year", "customers", "orders", "order_size", "cost_share", "marketing"),
    "discounted": ("year", "customers", "orders", "order_size", "cost_share", "marketing", "discount_factor"),
    "cumulative": (
        "year",
        "customers",
        "orders",
        "order_size",
        "cost_share",
        "marketing",
        "discount_factor",
        "cumulative_before",
    ),
    "gain": ("value", "base"),
}
NEEDS["ltv"] = NEEDS["value"] = (*NEEDS["cumulative"], "first")


@dataclass(frozen=True)
class Explained:
    name: str | Promise
    year: int | None
    value: str
    meaning: str | Promise
    formula: str | Promise
    worked: list[str]
    of: str = ""


def explained(result: str, given: Mapping[str, str]) -> Explained:
    """A result from the numbers in its address.

    Errors  NothingToExplain, where a number is missing or the result is none
    """
    if result == "break_even":
        return _break_even(given)
    if result not in NEEDS:
        raise NothingToExplain(what=result)
    facts = {name: _number(result, given.get(name, "")) for name in NEEDS[result]}
    name, meaning, formula = names.RESULTS[result]
    value, worked = WORKED[result](facts)
    year = int(facts["year"]) if "year" in facts else None
    return Explained(name, year, said(result, value), meaning, formula, worked)


def _number(result: str, text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise NothingToExplain(what=result)
    return found


def _break_even(given: Mapping[str, str]) -> Explained:
    path = [_number("break_even", text) for text in given.get("cumulative", "").split("|")][:200]
    name, meaning, formula = names.RESULTS["break_even"]
    year = next((at for at, value in enumerate(path, 1) if value >= 0), None)
    worked = [
        _("year %(year)s: %(value)s") % {"year": at, "value": said("cumulative", value)}
        for at, value in enumerate(path, 1)
    ]
    value = _("year %(year)s") % {"year": year} if year else UNKNOWN
    if year is None:
        worked.append(_("It does not come back within these years."))
    return Explained(name, None, value, meaning, formula, worked)


# --- the formulas with their numbers ----------------------------------------------------------------

Facts = dict[str, float]


def _figure(value: float) -> str:
    """A typed number with all its digits; what was computed before it to the cent."""
    digits = next((d for d in range(5) if math.isclose(value, round(value, d), rel_tol=1e-9)), 4)
    return plain(value, digits)


def _share(value: float) -> str:
    return f"{_figure(value * 100)} %"


def _profit(facts: Facts) -> float:
    revenue = facts["customers"] * facts["orders"] * facts["order_size"]
    return revenue * (1 - facts["cost_share"]) - facts["customers"] * facts["marketing"]


def _line(left: str, result: str, value: float) -> str:
    return f"{left} = {said(result, value)}"


def _customers(facts: Facts) -> tuple[float, list[str]]:
    value = facts["customers"]
    if facts["year"] == 1:
        return value, [_("typed")]
    return value, [_line(f"{_figure(facts['before'])} × {_share(facts['retention'])}", "customers", value)]


def _retention(facts: Facts) -> tuple[float, list[str]]:
    value = facts["customers"] / facts["before"] if facts["before"] else 0.0
    return value, [_line(f"{_figure(facts['customers'])} ÷ {_figure(facts['before'])}", "retention", value)]


def _revenue(facts: Facts) -> tuple[float, list[str]]:
    value = facts["customers"] * facts["orders"] * facts["order_size"]
    parts = " × ".join(_figure(facts[name]) for name in ("customers", "orders", "order_size"))
    return value, [_line(parts, "revenue", value)]


def _cost(facts: Facts) -> tuple[float, list[str]]:
    revenue, worked = _revenue(facts)
    value = revenue * facts["cost_share"]
    return value, [
        *worked,
        _line(f"{said('revenue', revenue)} × {_share(facts['cost_share'])}", "cost", value),
    ]


def _marketing(facts: Facts) -> tuple[float, list[str]]:
    value = facts["customers"] * facts["marketing"]
    return value, [
        _line(f"{_figure(facts['customers'])} × {_figure(facts['marketing'])}", "marketing", value)
    ]


def _profits(facts: Facts) -> tuple[float, list[str]]:
    (revenue, first), (cost, second), (spent, third) = _revenue(facts), _cost(facts), _marketing(facts)
    value = _profit(facts)
    parts = f"{said('revenue', revenue)} − {said('cost', cost)} − {said('marketing', spent)}"
    return value, [*first, second[-1], *third, _line(parts, "profit", value)]


def _discounted(facts: Facts) -> tuple[float, list[str]]:
    profit = _profit(facts)
    value = profit / facts["discount_factor"]
    parts = f"{said('profit', profit)} ÷ {_figure(facts['discount_factor'])}"
    return value, [_line(parts, "discounted", value)]


def _cumulative(facts: Facts) -> tuple[float, list[str]]:
    discounted, worked = _discounted(facts)
    value = facts["cumulative_before"] + discounted
    parts = f"{said('cumulative', facts['cumulative_before'])} + {said('discounted', discounted)}"
    return value, [*worked, _line(parts.replace("+ −", "− "), "cumulative", value)]


def _ltv(facts: Facts) -> tuple[float, list[str]]:
    cumulative, worked = _cumulative(facts)
    value = cumulative / facts["first"] if facts["first"] else 0.0
    parts = f"{said('cumulative', cumulative)} ÷ {_figure(facts['first'])}"
    return value, [*worked, _line(parts, "ltv", value)]


def _gain(facts: Facts) -> tuple[float, list[str]]:
    value = facts["value"] - facts["base"]
    return value, [_line(f"{said('value', facts['value'])} − {said('value', facts['base'])}", "gain", value)]


WORKED = {
    "customers": _customers,
    "retention": _retention,
    "revenue": _revenue,
    "cost": _cost,
    "marketing": _marketing,
    "profit": _profits,
    "discounted": _discounted,
    "cumulative": _cumulative,
    "value": _cumulative,
    "ltv": _ltv,
    "gain": _gain,
}
