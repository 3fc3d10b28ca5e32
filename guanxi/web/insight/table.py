"""The list's rows and headers as the template draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from guanxi.facts.words import word
from guanxi.units import Unit
from guanxi.web.insight import cells
from guanxi.web.insight.columns import GROUPS, WHO
from guanxi.web.insight.listing import RHYTHM, Asked, Listing
from guanxi.web.insight.models import Snapshot
from guanxi.web.insight.paging import Sort
from guanxi.web.kit import business

BEST_FIRST = {
    Unit.MONEY,
    Unit.COUNT,
    Unit.SCORE,
    Unit.INDEX,
    Unit.SHARE,
    Unit.PROBABILITY,
    Unit.DATE,
    Unit.DAYS,
}


@dataclass(frozen=True)
class Header:
    """One column's head; `sort` is empty where a column has no order."""

    column: str
    label: str
    unit: str
    right: bool
    sort: str
    direction: str  # ascending | descending | ""


@dataclass(frozen=True)
class Cell:
    header: Header
    drawn: Any


@dataclass(frozen=True)
class Row:
    customer_id: str
    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    headers: list[Header]
    rows: list[Row]
    previous: str | None
    next: str | None


def table(listing: Listing, snapshot: Snapshot, language: str, people: Mapping[int, str]) -> Table:
    asked, currency = listing.asked, business.currency()
    headers = [_header(column, asked, language, currency) for column in asked.columns]
    draws = [
        cells.drawing(column, language=language, as_of=snapshot.as_of, currency=currency, people=people)
        for column in asked.columns
    ]
    found = listing.page
    rows = [
        Row(
            row.customer_id,
            row.name or row.customer_id,
            [Cell(header, draw(row)) for header, draw in zip(headers, draws, strict=True)],
        )
        for row in found.rows
    ]
    return Table(
        headers,
        rows,
        asked.query(place=found.previous) if found.previous else None,
        asked.query(place=found.next) if found.next else None,
    )


def _header(column: str, asked: Asked, language: str, currency: str | None) -> Header:
    sorted_by = asked.sort.column == column
    direction = ("descending" if asked.sort.descending else "ascending") if sorted_by else ""
    label, unit = cells.label(column, language), cells.unit(column, currency)
    right = cells.is_figure(column)
    sort = "" if column == RHYTHM else asked.query(sort=_next_sort(column, asked.sort))
    return Header(column, label, unit, right, sort, direction)


def _next_sort(column: str, sort: Sort) -> Sort:
    """What a click on the head asks for: the other direction, or the one that is wanted first."""
    if sort.column == column:
        return replace(sort, descending=not sort.descending)
    return Sort(column, descending=word(column).unit in BEST_FIRST)


def column_choices(asked: Asked, language: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Groups of (column, label, shown?) to choose columns from."""
    groups = {"who": (*WHO, RHYTHM), **GROUPS}
    return [
        (
            group_name(name),
            [(column, cells.label(column, language), column in asked.columns) for column in columns],
        )
        for name, columns in groups.items()
    ]


def group_name(name: str) -> str:
    return {
        "who": _("Who"),
        "value": _("Value"),
        "left": _("What is left"),
        "relation": _("What the relation is worth"),
        "rhythm": _("Rhythm"),
        "rfm": _("RFM"),
        "lifetime": _("Future"),
        "loyalty": _("Loyalty"),
        "said": _("What they say"),
    }[name]
