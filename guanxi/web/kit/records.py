"""How an action's arguments and results are written down as JSON, without secrets, and read back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import models

from guanxi.web.logs import is_secret

if TYPE_CHECKING:
    from guanxi.facts.privacy.person import Person

HIDDEN = "•••"
LONGEST = 500  # characters or members; an audit entry says what was done, it is no copy of the data


def facts_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as an audit entry keeps them: records by key, secrets hidden, long values cut."""
    return {name: HIDDEN if is_secret(name) else _fact(value) for name, value in given.items()}


def _fact(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return _fact(value.value)
        case str():
            return value if len(value) <= LONGEST else value[:LONGEST] + f"… ({len(value)})"
        case datetime() | date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case models.Model():
            return f"{value._meta.label_lower}:{value.pk}"
        case Mapping():
            return facts_of({str(name): member for name, member in value.items()})
        case list() | tuple() | set() | frozenset():
            members = [_fact(member) for member in list(value)[:LONGEST]]
            return members if len(value) <= LONGEST else [*members, f"… ({len(value)})"]
        case _:
            return f"<{type(value).__name__}>"


def stored(result: Any) -> dict[str, Any]:
    """A result so that a repeated request can return it: a record by key, plain values as they are."""
    if isinstance(result, models.Model):
        return {"record": result._meta.label_lower, "key": str(result.pk)}
    if result is None or isinstance(result, bool | int | float | str):
        return {"value": result}
    if isinstance(result, list | tuple):
        return {"several": [stored(member) for member in result]}
    raise TypeError(f"an action that takes a request id cannot return {type(result).__name__}")


def recalled(kept: dict[str, Any]) -> Any:
    """The result that `stored` wrote down; a record as it is now."""
    if "record" in kept:
        return apps.get_model(kept["record"])._base_manager.get(pk=kept["key"])
    if "several" in kept:
        return tuple(recalled(member) for member in kept["several"])
    return kept["value"]


def speaks_of(value: Any, who: Person, records: Collection[str]) -> bool:
    """Whether something written down names a person, or one of these records."""
    if isinstance(value, str):
        return value in records or who.is_told_by(value)
    if isinstance(value, Mapping):
        return any(speaks_of(each, who, records) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(speaks_of(each, who, records) for each in value)
    return False
