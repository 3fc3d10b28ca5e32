"""What a list is narrowed to, as its address says it, and back.

    spend_365d.min=1000&spend_365d.max=5000     a range of a number (percent for shares) or of dates
    warning=act&warning=watch                    one of these classes
    name.has=chem                                text that contains
    profit_365d.unknown=1                        not known
    owner=7&owner=pool                           whose customers
    chosen=…                                     a selection kept by a click on a picture

Nothing unreadable is passed over in silence: it is in `problems`, and an export with problems is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from guanxi.facts.words import Word, word
from guanxi.units import Unit
from guanxi.web.insight.columns import LISTED
from guanxi.web.insight.models import ChosenCustomer

POOL = "pool"
IN_PERCENT = {Unit.SHARE, Unit.PROBABILITY}
CHOSEN = "chosen"


@dataclass(frozen=True)
class Filter:
    """One condition on one column."""

    column: str
    kind: str  # min | max | in | has | unknown | chosen
    values: tuple[str, ...]

    @property
    def parameter(self) -> str:
        return self.column if self.kind in {"in", "chosen"} else f"{self.column}.{self.kind}"

    def condition(self) -> Q:
        match self.kind:
            case "in":
                return _one_of(self.column, self.values)
            case "has":
                return Q(**{f"{_field(self.column)}__icontains": self.values[0]})
            case "unknown":
                return _unknown(self.column)
            case "chosen":
                return Q(customer_id__in=_chosen(self.values[0]))
        side = "gte" if self.kind == "min" else "lte"
        return Q(**{f"{self.column}__{side}": read_value(word(self.column), self.values[0])})


@dataclass(frozen=True)
class Filters:
    """All conditions, which hold together, and what could not be read."""

    filters: tuple[Filter, ...] = ()
    problems: tuple[tuple[str, str], ...] = field(default=())  # (column, what was typed)

    @classmethod
    def parse(cls, query: QueryDict) -> Filters:
        filters, problems = [], []
        for parameter in query:
            values = tuple(value.strip() for value in query.getlist(parameter) if value.strip())
            column, _, kind = parameter.partition(".")
            if not values or (column not in LISTED and parameter != CHOSEN):
                continue
            try:
                filters.append(_filter(column, kind, values))
            except ValueError:
                problems.append((column, ", ".join(values)))
        return cls(tuple(filters), tuple(problems))

    def condition(self) -> Q:
        return reduce(and_, (each.condition() for each in self.filters), Q())

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the address that say the same again."""
        return [(each.parameter, value) for each in self.filters for value in each.values]

    def without(self, removed: Filter) -> list[tuple[str, str]]:
        return Filters(tuple(each for each in self.filters if each != removed)).pairs()

    def __bool__(self) -> bool:
        return bool(self.filters)

    def __iter__(self) -> Iterator[Filter]:
        return iter(self.filters)


def read_value(meaning: Word, text: str) -> float | int | date:
    """What was typed for a column, in the column's own unit; ValueError when it is not readable as one."""
    text = text.replace(",", "").replace("，", "").strip()
    match meaning.type:
        case "date":
            return date.fromisoformat(text)
        case "int":
            return int(text)
        case "float":
            number = float(text.removesuffix("%"))
            if number != number or number in (float("inf"), float("-inf")):
                raise ValueError(text)
            return number / 100 if meaning.unit in IN_PERCENT else number
    raise ValueError(f"{meaning.name} has no order")


def _filter(column: str, kind: str, values: tuple[str, ...]) -> Filter:
    if column == CHOSEN:
        return Filter(column, "chosen", values[:1])
    match kind:
        case "":
            _refuse_unknown_classes(column, values)
            if word(column).type not in {"str", "date"} and column != "owner":
                values = tuple(str(read_value(word(column), value)) for value in values)
            return Filter(column, "in", values)
        case "min" | "max":
            read_value(word(column), values[0])
        case "has" if word(column).type != "str":
            raise ValueError(kind)
        case "has" | "unknown":
            pass
        case _:
            raise ValueError(kind)
    return Filter(column, kind, values[:1])


def _refuse_unknown_classes(column: str, values: Iterable[str]) -> None:
    if column == "owner":
        if not all(value == POOL or value.isdecimal() for value in values):
            raise ValueError(column)
        return
    known = word(column).values
    if known and not all(value in known for value in values):
        raise ValueError(column)


def _field(column: str) -> str:
    return "owner_id" if column == "owner" else column


def _one_of(column: str, values: tuple[str, ...]) -> Q:
    if column != "owner":
        kind = word(column).type
        known: list[Any] = (
            [read_value(word(column), each) for each in values] if kind in {"int", "float"} else [*values]
        )
        return Q(**{f"{column}__in": known})
    people = [int(value) for value in values if value != POOL]
    condition = Q(owner_id__in=people) if people else Q()
    return condition | Q(owner_id__isnull=True) if POOL in values else condition


def _unknown(column: str) -> Q:
    condition = Q(**{f"{_field(column)}__isnull": True})
    return condition | Q(**{column: ""}) if column in {"name", "city"} else condition


def _chosen(key: str):
    return ChosenCustomer.objects.filter(selection__key=key).values("customer_id")
