"""A budget as it is typed: segments with what a customer is worth there, and what money brought before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from guanxi.knowledge.budgets_curves import SHAPES
from guanxi.web.planning import figures
from guanxi.web.planning.refusals import UnreadablePlan

FORMAT = "guanxi budget 1"
MOST_ROWS, MOST_POINTS = 30, 6
LONGEST_NAME = 60
KEPT = ("low", "high", "customers", "first_year")  # what the facts say of a group; nobody types it
TYPED = ("worth", "least", "most")


@dataclass(frozen=True)
class Sheet:
    """What stands in the cells, as text.

    rows     segments; points: pairs of spend and customers for each
    cells    "g1.name", "g1.worth", "g1.shape", "g1.spend1", "g1.won1", "g1.least", "g1.most";
             "g1.low", "g1.high", "g1.customers", "g1.first_year" as the facts say
    by       the column the segments come from, "" where they were typed
    """

    rows: int
    points: int = 2
    cells: Mapping[str, str] = field(default_factory=dict)
    budget: str = ""
    share: str = "33"
    payback: str = "12"
    by: str = ""
    purpose: str = "win"
    as_of: str = ""

    def get(self, row: int, name: str) -> str:
        return self.cells.get(f"g{row}.{name}", "")

    def numbers(self) -> range:
        return range(1, self.rows + 1)


def names(points: int) -> Iterator[str]:
    """Every cell of a segment."""
    yield from ("name", "shape", *TYPED, *KEPT)
    for point in range(1, points + 1):
        yield from (f"spend{point}", f"won{point}")


def from_form(given: Mapping[str, str]) -> Sheet:
    rows, points = _count(given.get("rows"), 0, MOST_ROWS, 0), _count(given.get("points"), 2, MOST_POINTS, 2)
    keys = [f"g{row}.{name}" for row in range(1, rows + 1) for name in names(points)]
    return Sheet(
        rows,
        points,
        {key: given[key][:80] for key in keys if key in given},
        budget=given.get("budget", "")[:40],
        share=given.get("share", "")[:20],
        payback=given.get("payback", "")[:20],
        by=given.get("by", "")[:80],
        purpose="keep" if given.get("purpose") == "keep" else "win",
        as_of=given.get("as_of", "")[:10],
    )


def _count(text: str | None, least: int, most: int, usual: int) -> int:
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 4):
        return usual
    return min(max(int(text), least), most)


EXAMPLE = (
    ("Search", 90, (10_000, 400), (20_000, 650)),
    ("Fairs", 240, (10_000, 100), (20_000, 170)),
    ("Referral", 160, (5_000, 120), (10_000, 190)),
)


def example(called: Mapping[str, str]) -> Sheet:
    """The worked example of the method page; `called` says its segments in the reader's language."""
    cells = {}
    for row, (name, worth, *points) in enumerate(EXAMPLE, 1):
        cells |= {f"g{row}.name": str(called[name]), f"g{row}.worth": figures.shown(worth)}
        for at, (spend, won) in enumerate(points, 1):
            cells |= {f"g{row}.spend{at}": figures.shown(spend), f"g{row}.won{at}": figures.shown(won)}
    return Sheet(len(EXAMPLE), 2, cells, budget="50,000")


# --- more or fewer segments -------------------------------------------------------------------------


def with_row(sheet: Sheet) -> Sheet:
    return replace(sheet, rows=min(sheet.rows + 1, MOST_ROWS))


def without_row(sheet: Sheet, number: int) -> Sheet:
    """The others move up."""
    if not 1 <= number <= sheet.rows:
        return sheet
    kept = [row for row in sheet.numbers() if row != number]
    cells = {
        f"g{to}.{name}": sheet.get(row, name)
        for to, row in enumerate(kept, 1)
        for name in names(sheet.points)
    }
    return replace(sheet, rows=sheet.rows - 1, cells=cells)


def with_point(sheet: Sheet) -> Sheet:
    return replace(sheet, points=min(sheet.points + 1, MOST_POINTS))


def invented(sheet: Sheet) -> Sheet:
    """Points to try with where none are typed: a fifth of the worth wins the first, ever more the next."""
    cells = dict(sheet.cells)
    for row in sheet.numbers():
        typed = [sheet.get(row, f"{name}{at}") for name in ("spend", "won") for at in (1, 2)]
        worth = _number(sheet.get(row, "worth"))
        if any(typed) or not worth or worth <= 0:
            continue
        customers = max(10.0, _round((_number(sheet.get(row, "customers")) or 500) / 10))
        spend = _round(customers * worth / 5)
        for at, (money, won) in enumerate(((spend, customers), (2 * spend, _round(customers * 1.6))), 1):
            cells |= {f"g{row}.spend{at}": figures.shown(money), f"g{row}.won{at}": figures.shown(won)}
    budget = sheet.budget or figures.shown(_round(sum(_first_spends(sheet.rows, cells))))
    return replace(sheet, cells=cells, budget=budget)


def _first_spends(rows: int, cells: Mapping[str, str]) -> Iterator[float]:
    for row in range(1, rows + 1):
        yield _number(cells.get(f"g{row}.spend1", "")) or 0.0


def _number(text: str) -> float | None:
    try:
        return figures.read(text)
    except figures.NotAFigure:
        return None


def _round(value: float) -> float:
    """Two figures that count: an invented number shall not look measured."""
    return float(f"{value:.2g}")


# --- as a document ----------------------------------------------------------------------------------


def document(sheet: Sheet) -> dict[str, Any]:
    """The sheet in plain numbers, missing as null; every cell must be readable."""
    return {
        "format": FORMAT,
        "by": sheet.by,
        "purpose": sheet.purpose,
        "as_of": sheet.as_of,
        "budget": figures.read(sheet.budget),
        "share": figures.read(sheet.share, percent=True),
        "payback_months": figures.read(sheet.payback),
        "segments": [_segment(sheet, row) for row in sheet.numbers()],
    }


def _segment(sheet: Sheet, row: int) -> dict[str, Any]:
    pairs = [(sheet.get(row, f"spend{at}"), sheet.get(row, f"won{at}")) for at in range(1, sheet.points + 1)]
    return {
        "name": sheet.get(row, "name"),
        "shape": shape(sheet, row),
        **{name: figures.read(sheet.get(row, name)) for name in (*TYPED, *KEPT)},
        "points": [[figures.read(text) for text in pair] for pair in pairs if any(pair)],
    }


def shape(sheet: Sheet, row: int) -> str:
    asked = sheet.get(row, "shape")
    return asked if asked in SHAPES else SHAPES[0]


def from_document(given: Mapping[str, Any]) -> Sheet:
    """The cells of a document; an impossible value is shown in its cell, to be mended there.

    Errors  UnreadablePlan
    """
    segments = given.get("segments")
    if not isinstance(segments, list) or len(segments) > MOST_ROWS:
        raise UnreadablePlan(why=f"segments: 0..{MOST_ROWS}")
    cells, points = {}, 2
    for row, segment in enumerate(segments, 1):
        if not isinstance(segment, dict) or not _are_points(segment.get("points", [])):
            raise UnreadablePlan(why=f"segments[{row}]")
        cells[f"g{row}.name"] = str(segment.get("name") or "")[:LONGEST_NAME]
        cells[f"g{row}.shape"] = str(segment.get("shape") or "")[:20]
        for name in (*TYPED, *KEPT):
            cells[f"g{row}.{name}"] = _cell(segment.get(name))
        for at, (spend, won) in enumerate(segment.get("points", []), 1):
            cells |= {f"g{row}.spend{at}": _cell(spend), f"g{row}.won{at}": _cell(won)}
            points = max(points, at)
    return Sheet(
        len(segments),
        points,
        cells,
        budget=_cell(given.get("budget")),
        share=_cell(given.get("share"), percent=True),
        payback=_cell(given.get("payback_months")),
        by=str(given.get("by") or "")[:80],
        purpose="keep" if given.get("purpose") == "keep" else "win",
        as_of=str(given.get("as_of") or "")[:10],
    )


def _are_points(points: Any) -> bool:
    pairs = isinstance(points, list) and len(points) <= MOST_POINTS
    return pairs and all(isinstance(pair, list) and len(pair) == 2 for pair in points)


def _cell(value: Any, *, percent: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return str(value)[:40]
    return figures.shown(float(value), percent=percent)
