"""The list's filters as documented parameters: the same that the pages have in their address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guanxi.facts.words import Word, word
from guanxi.web.insight.columns import LISTED

KINDS = {
    "date": {"type": "string", "format": "date"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
}


def list_parameters() -> list[dict[str, Any]]:
    """Sort, place and one or two filters for every column."""
    columns = ", ".join(LISTED)
    sort = _parameter("sort", {"type": "string"}, f"Column, with `-` for the largest first: {columns}")
    place = _parameter("at", {"type": "string"}, "Where to go on: `next` of the page before")
    return [sort, place, *(each for name in LISTED for each in _filters(word(name)))]


def _filters(what: Word) -> Iterator[dict[str, Any]]:
    label = f"{what.en} · {what.zh}"
    if what.type in KINDS:
        percent = ", in percent" if what.unit in ("share", "probability") else ""
        yield _parameter(f"{what.name}.min", KINDS[what.type], f"{label}, at least{percent}")
        yield _parameter(f"{what.name}.max", KINDS[what.type], f"{label}, at most{percent}")
    elif what.values:
        one = {"type": "array", "items": {"type": "string", "enum": list(what.values)}}
        yield _parameter(what.name, one, f"{label}, one of these")
    elif what.name == "owner":
        people = {"type": "array", "items": {"type": "string"}}
        yield _parameter("owner", people, f"{label}: keys of people, or `pool`")
    else:
        yield _parameter(f"{what.name}.has", {"type": "string"}, f"{label} contains")


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    found = {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
    return found | ({"explode": True} if schema["type"] == "array" else {})
