"""Filters as people see them: chips that say what holds, fields that set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from guanxi import formats
from guanxi.facts.words import word
from guanxi.units import Unit
from guanxi.web.insight import cells
from guanxi.web.insight.columns import GROUPS, WHO
from guanxi.web.insight.filters import CHOSEN, IN_PERCENT, POOL, Filter, Filters, read_value
from guanxi.web.insight.listing import Asked
from guanxi.web.insight.models import Selection
from guanxi.web.insight.table import group_name
from guanxi.web.kit import business

QUICK = ("warning", "quadrant", "tier", "owner")


@dataclass(frozen=True)
class Chip:
    """One condition in words, and the list without it."""

    said: str
    without: str


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """How one column is filtered: `kind` is class, range, dates or text."""

    column: str
    label: str
    unit: str
    kind: str
    options: list[Option]
    low: str = ""
    high: str = ""
    text: str = ""
    unknown: bool = False


def chips(asked: Asked, language: str, people: Mapping[int, str]) -> list[Chip]:
    return [
        Chip(
            _said(each, language, people),
            replace(asked, filters=replace(asked.filters, filters=_others(asked.filters, each))).query(),
        )
        for each in asked.filters
    ]


def quick(asked: Asked, language: str, people: Mapping[int, str]) -> dict[str, object]:
    """The one bar: text in the name and the few classes asked for most; the rest is carried along."""
    columns = [column for column in QUICK if column != "owner" or people]
    shown = {*columns, "name.has"}
    carried = [(name, value) for name, value in asked.filters.pairs() if name not in shown]
    fields = [_field(column, asked.filters, language, people) for column in columns]
    # A select holds one class; where several were chosen under "more filters" they are carried along instead.
    several = {field.column for field in fields if sum(option.chosen for option in field.options) > 1}
    carried += [(name, value) for name, value in asked.filters.pairs() if name in several]
    rest = [pair for pair in _pairs(asked) if pair[0] in {"sort", "columns"}]
    return {
        "text": _typed(asked.filters, "name", "has"),
        "fields": [field for field in fields if field.column not in several],
        "carried": carried + rest,
    }


def groups(asked: Asked, language: str, people: Mapping[int, str]) -> list[tuple[str, list[Field]]]:
    """All columns, in groups, each with its fields."""
    found = {"who": WHO, **GROUPS}
    return [
        (group_name(name), [_field(column, asked.filters, language, people) for column in columns])
        for name, columns in found.items()
    ]


def _others(filters: Filters, removed: Filter) -> tuple[Filter, ...]:
    return tuple(each for each in filters if each != removed)


def _pairs(asked: Asked) -> list[tuple[str, str]]:
    return parse_qsl(asked.query())


def _field(column: str, filters: Filters, language: str, people: Mapping[int, str]) -> Field:
    meaning = word(column)
    options = _options(column, filters, language, people)
    kind = "class" if options else {"date": "dates", "str": "text"}.get(meaning.type, "range")
    return Field(
        column,
        meaning.label(language),
        cells.unit(column, business.currency()),
        kind,
        options,
        _typed(filters, column, "min"),
        _typed(filters, column, "max"),
        _typed(filters, column, "has"),
        bool(_typed(filters, column, "unknown")),
    )


def _options(column: str, filters: Filters, language: str, people: Mapping[int, str]) -> list[Option]:
    chosen = {
        value for each in filters if each.column == column and each.kind == "in" for value in each.values
    }
    if column == "owner":
        said = {POOL: _("in the pool"), **{str(key): name for key, name in people.items()}}
    else:
        said = {key: word(column).say(key, language) for key in word(column).values}
    return [Option(value, label, value in chosen) for value, label in said.items()]


def _typed(filters: Filters, column: str, kind: str) -> str:
    return next((each.values[0] for each in filters if each.column == column and each.kind == kind), "")


def _said(each: Filter, language: str, people: Mapping[int, str]) -> str:
    if each.column == CHOSEN:
        return _selection(each.values[0], language)
    label = word(each.column).label(language)
    match each.kind:
        case "in":
            return f"{label}: {_or(each, language, people)}"
        case "has":
            return _("%(label)s contains “%(text)s”") % {"label": label, "text": each.values[0]}
        case "unknown":
            return _("%(label)s unknown") % {"label": label}
    sign = "≥" if each.kind == "min" else "≤"
    return f"{label} {sign} {_figure(each, language)}"


def _or(each: Filter, language: str, people: Mapping[int, str]) -> str:
    if each.column == "owner":
        said = [_("in the pool") if v == POOL else people.get(int(v), v) for v in each.values]
    else:
        said = [word(each.column).say(value, language) for value in each.values]
    return (" / ").join(said)


def _figure(each: Filter, language: str) -> str:
    meaning = word(each.column)
    value = read_value(meaning, each.values[0])
    if meaning.unit in IN_PERCENT:
        return formats.percent(value)
    unit = Unit.COUNT if meaning.unit == Unit.NONE else meaning.unit
    return formats.by_unit(value, unit, language, currency=business.currency(), exact=True)


def _selection(key: str, language: str) -> str:
    found = Selection.objects.filter(key=key).first()
    if found is None:
        return _("a selection that is gone")
    return found.said_zh if language.startswith("zh") else found.said_en
