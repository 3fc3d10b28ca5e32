"""What one number of the budget is: its formula, and the formula with the numbers of its segment in it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from django.utils.translation import gettext as _

from guanxi.errors import GuanxiError
from guanxi.formats import plain
from guanxi.knowledge.budgets import Segment, may_be_paid
from guanxi.knowledge.budgets_curves import Curve
from guanxi.web.planning import names
from guanxi.web.planning.budget_page import per_unit, said
from guanxi.web.planning.ltv_explaining import Explained
from guanxi.web.planning.refusals import NothingToExplain

PARTS = ("paid", "spend", "won", "segment_profit", "next_unit")


def explained(part: str, given: Mapping[str, str]) -> Explained:
    """A part of the budget from the numbers in its address.

    Errors  NothingToExplain
    """
    try:
        value, worked = _paid(given) if part == "paid" else _of_segment(part, given)
    except (GuanxiError, OverflowError, ZeroDivisionError) as error:
        raise NothingToExplain(what=part) from error
    name, meaning, formula = names.BUDGET[part]
    return Explained(name, None, value, meaning, formula, worked, of=given.get("name", "")[:80])


def _number(given: Mapping[str, str], name: str) -> float:
    try:
        found = float(given.get(name, ""))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise NothingToExplain(what=name)
    return found


def _paid(given: Mapping[str, str]) -> tuple[str, list[str]]:
    worth, share = _number(given, "worth"), _number(given, "share")
    worked = [f"{said(worth)} × {plain(share * 100, 1)} % = {said(worth * share)}"]
    first_year = months = None
    if "payback" in given:
        first_year, months = _number(given, "first_year"), _number(given, "payback")
        worked.append(f"{said(first_year)} × {months:g} ÷ 12 = {said(first_year * months / 12)}")
    paid = may_be_paid(worth, first_year, share=share, payback_months=months)
    return said(paid.money), worked


def _of_segment(part: str, given: Mapping[str, str]) -> tuple[str, list[str]]:
    curve = Curve(given.get("shape", ""), _number(given, "scale"), _number(given, "bend"))
    segment, spend = Segment(given.get("name", ""), _number(given, "worth"), curve), _number(given, "spend")
    if spend < 0:
        raise NothingToExplain(what="spend")
    customers, worth = curve.customers(spend), segment.worth
    curved = f"{_curve(curve, said(spend))} = {plain(customers, 1)}"
    if part == "won":
        return plain(customers, 1), [curved]
    if part == "segment_profit":
        profit = worth * customers - spend
        return said(profit), [
            curved,
            f"{said(worth)} × {plain(customers, 1)} − {said(spend)} = {said(profit)}",
        ]
    next_unit = segment.next_unit(spend)
    sloped = f"{said(worth)} × {curve.slope(spend):.4g} = {per_unit(next_unit)}"
    if part == "next_unit":
        return per_unit(next_unit), [sloped]
    marginal = _number(given, "marginal")
    return said(spend), [sloped, _("the return of the last unit: %(n)s") % {"n": per_unit(marginal)}]


def _curve(curve: Curve, spend: str) -> str:
    scale = f"{curve.scale:,.4g}"
    match curve.shape:
        case "exponential":
            return f"{scale} × (1 − e^(−{curve.bend:.4g} × {spend}))"
        case "hill":
            return f"{scale} × {spend} ÷ ({curve.bend:,.0f} + {spend})"
    return f"{scale} × {spend}^{curve.bend:.4g}"
