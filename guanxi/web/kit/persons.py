"""What rooms hold about one person, so that the room that gives it out and erases it knows none of them.

    persons.register("customers", held=queries.held_of, forget=actions.forget)     in apps.py of the room

held(who)    -> name -> records, as plain values; `who` is a guanxi.facts.privacy.person.Person
forget(who)  -> the records that went, as the audit names them ("customers.note:12"); again: none
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guanxi.facts.privacy.person import Person

Held = Callable[["Person"], Mapping[str, list[dict[str, Any]]]]
Forget = Callable[["Person"], Iterable[str]]


@dataclass(frozen=True)
class Room:
    held: Held
    forget: Forget


_rooms: dict[str, Room] = {}


def register(name: str, *, held: Held, forget: Forget) -> None:
    _rooms[name] = Room(held, forget)


def held(who: Person) -> dict[str, list[dict[str, Any]]]:
    """Everything that rooms hold about a person; what is empty is left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for room in _rooms.values():
        found |= {name: rows for name, rows in room.held(who).items() if rows}
    return found


def forget(who: Person) -> set[str]:
    """Let every room forget a person; the records that went. The rooms above go first."""
    return {record for room in reversed(_rooms.values()) for record in room.forget(who)}
