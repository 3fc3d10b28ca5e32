"""Pages of a list that cost the same at any depth: the next page begins after the last row shown.

Rows whose sort value is unknown come last in either direction; they are a list of their own, read after
the known ones, so that each of the two reads is exactly the order of an index.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.functions import Coalesce

from guanxi.errors import BadInput

KEY = "customer_id"


class UnreadablePlace(BadInput):
    code = "insight.unreadable_place"


@dataclass(frozen=True)
class Sort:
    """One column and a direction; the customer id breaks ties in the same direction."""

    column: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> Sort:
        return cls(text.removeprefix("-"), text.startswith("-"))

    def __str__(self) -> str:
        return ("-" if self.descending else "") + self.column


@dataclass(frozen=True)
class Place:
    """Where a page begins: after (or, read backwards, before) this row."""

    known: bool
    value: Any
    key: str
    backwards: bool = False

    @classmethod
    def parse(cls, text: str) -> Place:
        try:
            known, value, key, backwards = json.loads(base64.urlsafe_b64decode(text.encode() + b"=="))
            return cls(bool(known), value, str(key), bool(backwards))
        except (ValueError, TypeError):
            raise UnreadablePlace() from None

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        text = json.dumps([self.known, value, self.key, self.backwards], ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Page:
    """Some rows in order, and where the pages beside it begin; None where there is none."""

    rows: list[Any]
    previous: Place | None
    next: Place | None


class _After(Func):
    """(column, key) compared as one: what an index on both can seek."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, column, key, value, at, *, greater: bool) -> None:
        super().__init__(column, key, value, at)
        self.sign = ">" if greater else "<"

    def as_sql(self, compiler, connection, **extra):
        parts = [compiler.compile(each) for each in self.get_source_expressions()]
        (a, b, c, d), values = zip(*parts, strict=True)
        return f"({a}, {b}) {self.sign} ({c}, {d})", [value for each in values for value in each]


def page(rows: QuerySet, sort: Sort, place: Place | None, *, size: int, few: bool = False) -> Page:
    """One page of the rows.

    few   the filters leave few rows: they are found by the filters' indexes and sorted then; otherwise the
          sort's index is walked until the page is full. Left to itself either database guesses wrong
          about one of the two, and then reads a million rows.
    """
    backwards = place is not None and place.backwards
    found: list[Any] = []
    for part in _parts(rows, sort, place, few):
        found += part[: size + 1 - len(found)]
        if len(found) > size:
            break
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    first, last = (found[0], found[-1]) if found else (None, None)
    has_previous, has_next = (more, True) if backwards else (place is not None, more)
    return Page(
        found,
        _place(first, sort, backwards=True) if found and has_previous else None,
        _place(last, sort, backwards=False) if found and has_next else None,
    )


def every(rows: QuerySet, sort: Sort) -> Iterator[QuerySet]:
    """All rows in the list's order, as the two reads that make it."""
    return _parts(rows, sort, None, few=False)


def _place(row: Any, sort: Sort, *, backwards: bool) -> Place:
    value = getattr(row, sort.column)
    known = value is not None
    return Place(known, value if sort.column != KEY else None, row.pk, backwards)


def _parts(rows: QuerySet, sort: Sort, place: Place | None, few: bool) -> Iterator[QuerySet]:
    """The known rows and the unknown ones, each in order, from the place on; reversed when read backwards."""
    backwards = place is not None and place.backwards
    greater = sort.descending == backwards
    if sort.column == KEY:
        yield _from(rows, None, place, greater)
        return
    column = Coalesce(F(sort.column), F(sort.column)) if few else F(sort.column)
    known: Callable[[Place | None], QuerySet] = lambda at: _from(  # noqa: E731
        rows.filter(**{f"{sort.column}__isnull": False}), column, at, greater, sort.column
    )
    unknown: Callable[[Place | None], QuerySet] = lambda at: _from(  # noqa: E731
        rows.filter(**{f"{sort.column}__isnull": True}), None, at, greater
    )
    order = [(True, known), (False, unknown)]
    if backwards:
        order.reverse()
    for is_known, read in order:
        if place is None or place.known == is_known:
            yield read(place)
            place = None  # the part that follows is read from its beginning


def _from(rows: QuerySet, column, place: Place | None, greater: bool, name: str = KEY) -> QuerySet:
    order = [F(KEY)] if column is None else [column, F(KEY)]
    if place is not None:
        if column is None:
            rows = rows.filter(**{f"{KEY}__{'gt' if greater else 'lt'}": place.key})
        else:
            value = Value(_value(rows, name, place.value), output_field=rows.model._meta.get_field(name))
            rows = rows.filter(_After(column, F(KEY), value, Value(place.key), greater=greater))
    return rows.order_by(*(each.asc() if greater else each.desc() for each in order))


def _value(rows: QuerySet, name: str, value: Any) -> Any:
    try:
        return rows.model._meta.get_field(name).to_python(value)
    except Exception as error:
        raise UnreadablePlace() from error
