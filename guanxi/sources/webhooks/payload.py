"""What a delivery says: JSON of a bounded size and depth, read by paths."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from guanxi.errors import SourceError

DEEPEST = 32
MOST_VALUES = 200_000
LONGEST_NUMBER = 40  # digits


class Unreadable(SourceError):
    """Signed, and yet no JSON that could be taken in."""

    code = "live.unreadable"


def read_payload(body: bytes) -> Any:
    """The JSON of a body; numbers that are no integers as decimals, so that money stays what was written.

    Errors  Unreadable(why)
    """
    try:
        payload = json.loads(
            body, parse_float=_decimal, parse_int=_integer, parse_constant=_refuse, strict=True
        )
    except (ValueError, RecursionError) as error:
        raise Unreadable(why=str(error)[:200]) from None
    _measure(payload)
    return payload


def _decimal(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} characters")
    return Decimal(text)


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} digits")
    return int(text)


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")


def _measure(payload: Any) -> None:
    level, depth, values = [payload], 0, 0
    while level:
        depth, values = depth + 1, values + len(level)
        if depth > DEEPEST or values > MOST_VALUES:
            raise Unreadable(why=f"deeper than {DEEPEST} or more than {MOST_VALUES} values")
        level = [inner for value in level for inner in _inner(value)]


def _inner(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def found(value: Any, steps: list[str]) -> list[Any]:
    """What stands at a path: one value, none, or where a step ends in [] those of every member."""
    if not steps:
        return [] if value is None else [value]
    name, many = steps[0].removesuffix("[]"), steps[0].endswith("[]")
    inner = value.get(name) if isinstance(value, dict) else None
    if not many:
        return found(inner, steps[1:])
    members = inner if isinstance(inner, list) else []
    return [one for member in members for one in found(member, steps[1:])]
