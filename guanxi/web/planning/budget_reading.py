"""What can be understood of a typed budget, and what is wrong with which cell, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from guanxi.errors import GuanxiError
from guanxi.knowledge.budgets import MOST_PAYBACK_MONTHS, MayBePaid, Segment, may_be_paid
from guanxi.knowledge.budgets_curves import Curve, ImpossiblePoint, curve
from guanxi.sentences import say
from guanxi.web.planning import budget_sheet, figures
from guanxi.web.planning.budget_sheet import KEPT, LONGEST_NAME, Sheet


@dataclass(frozen=True)
class Row:
    """A segment as far as it is understood; the facts' own numbers are None where it was typed by hand."""

    number: int
    name: str
    worth: float | None
    low: float | None
    high: float | None
    customers: float | None
    first_year: float | None
    paid: MayBePaid | None = None
    segment: Segment | None = None


@dataclass
class Understood:
    """problems   cell -> sentence. A segment without any point typed is no problem: it is left out."""

    rows: list[Row] = field(default_factory=list)
    budget: float | None = None
    share: float | None = None
    payback: float | None = None
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def segments(self) -> list[Segment]:
        return [row.segment for row in self.rows if row.segment is not None]

    @property
    def left_out(self) -> list[str]:
        return [row.name for row in self.rows if row.segment is None]

    @property
    def is_whole(self) -> bool:
        return not self.problems

    def said(self) -> str:
        n = len(self.problems)
        return ngettext("%(n)s cell is to be mended.", "%(n)s cells are to be mended.", n) % {"n": n}


def understood(sheet: Sheet) -> Understood:
    found = Understood()
    found.budget = _budget(sheet, found.problems)
    found.share = _within(sheet.share, "share", found.problems, percent=True, most=1.0)
    found.payback = _within(sheet.payback, "payback", found.problems, most=MOST_PAYBACK_MONTHS, may_miss=True)
    names: set[str] = set()
    for number in sheet.numbers():
        found.rows.append(_row(sheet, number, names, found))
    return found


def _number(text: str, key: str, problems: dict[str, str], *, percent: bool = False) -> float | None:
    try:
        return figures.read(text, percent=percent)
    except figures.NotAFigure as error:
        problems[key] = _sentence(error)
        return None


def _sentence(error: GuanxiError) -> str:
    return say(error.code, get_language() or "en", **error.facts)


def _budget(sheet: Sheet, problems: dict[str, str]) -> float | None:
    value = _number(sheet.budget, "budget", problems)
    if value is not None and value < 0:
        problems["budget"] = _("0 or more.")
        return None
    return value


def _within(text: str, key: str, problems, *, most: float, percent: bool = False, may_miss: bool = False):
    value = _number(text, key, problems, percent=percent)
    if key in problems or (value is None and may_miss):
        return None
    if value is None or not 0 < value <= most:
        said = _("More than 0, at most %(most)s.")
        problems[key] = said % {"most": "100 %" if percent else f"{most:g}"}
        return None
    return value


def _row(sheet: Sheet, number: int, names: set[str], found: Understood) -> Row:
    problems: dict[str, str] = {}

    def cell(name: str) -> float | None:
        return _number(sheet.get(number, name), f"g{number}.{name}", problems)

    name = " ".join(sheet.get(number, "name").split())[:LONGEST_NAME]
    if not name:
        problems[f"g{number}.name"] = _("Empty. Give the segment a name.")
    elif name in names:
        problems[f"g{number}.name"] = _("This name is there already.")
    names.add(name)
    worth, facts = cell("worth"), {each: _fact(sheet.get(number, each)) for each in KEPT}
    made = _curve(sheet, number, cell, problems)
    if worth is None and f"g{number}.worth" not in problems and made is not None:
        problems[f"g{number}.worth"] = _("Empty. Type what one customer brings.")
    segment = None
    if made is not None and not problems:
        segment = _segment(name, worth, made, cell("least"), cell("most"), number, problems)
    else:
        cell("least"), cell("most")  # a cell that cannot be read is told in any case
    found.problems |= problems
    paid = None
    if worth is not None and found.share is not None:
        paid = may_be_paid(worth, facts["first_year"], share=found.share, payback_months=found.payback)
    return Row(number, name, worth, **facts, paid=paid, segment=segment)


def _fact(text: str) -> float | None:
    try:
        return figures.read(text)
    except figures.NotAFigure:
        return None


def _curve(sheet: Sheet, number: int, cell, problems: dict[str, str]) -> Curve | None:
    """The curve through what was typed; None where nothing was, or where something is wrong with it."""
    points = []
    for at in range(1, sheet.points + 1):
        spend, won = cell(f"spend{at}"), cell(f"won{at}")
        for name, value, other in (("spend", spend, won), ("won", won, spend)):
            key = f"g{number}.{name}{at}"
            if key in problems:
                continue
            if value is None and other is not None:
                problems[key] = _("Empty. Both belong together.")
            elif value is not None and value <= 0:
                problems[key] = _("More than 0.")
        if spend is not None and won is not None:
            points.append((spend, won))
    if problems or not points:
        return None
    last = f"g{number}.won{min(len(points), sheet.points)}"
    if len(points) == 1:
        problems[f"g{number}.spend2"] = _("One more is needed: another spend, and what it brought.")
        return None
    try:
        return curve(budget_sheet.shape(sheet, number), points)
    except ImpossiblePoint:
        problems[last] = _("More than 0.")
    except GuanxiError as error:
        problems[last] = _sentence(error)
    return None


def _segment(name, worth, made, least, most, number, problems) -> Segment | None:
    if any(f"g{number}.{key}" in problems for key in ("least", "most")):
        return None
    least, most = least or 0.0, math.inf if most is None else most
    if least < 0:
        problems[f"g{number}.least"] = _("0 or more.")
    elif most < least:
        problems[f"g{number}.most"] = _("Not less than the least.")
    else:
        return Segment(name, worth, made, least, most)
    return None
