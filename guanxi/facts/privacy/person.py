"""One person: all ids, and the texts by which the person is told in files that have no columns of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from guanxi.engines import engine as new_engine
from guanxi.facts import changes
from guanxi.facts.merges import stands_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guanxi.facts.store import Store

TELLING = ("name", "phone", "email")
BETWEEN = re.compile(r"[,;\t|\"\n]")
LEAST_LETTERS = 4  # of a name in the middle of a text; a shorter one may be any word
LEAST_DIGITS = 7  # of a telephone number, however it is spaced
GONE = "erased"


@dataclass(frozen=True)
class Person:
    """ids: the asked one first, then those merged with it. texts: names, telephone numbers, addresses."""

    ids: tuple[str, ...]
    texts: tuple[str, ...] = ()

    def is_id(self, cell: str) -> bool:
        return cell.strip() in self.ids

    def is_told_by(self, cell: str) -> bool:
        """Whether a cell is, or a text contains, what tells the person."""
        bare = cell.strip().lstrip("'").casefold()
        if bare in self._exact or any(part.strip() in self._exact for part in BETWEEN.split(bare)):
            return True
        if self._digits and re.sub(r"\D", "", bare) in self._digits:
            return True
        return bool(self._inside and self._inside.search(bare))

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(text.strip().casefold() for text in (*self.ids, *self.texts))

    @cached_property
    def _digits(self) -> frozenset[str]:
        found = (re.sub(r"\D", "", text) for text in self.texts if not re.search(r"[^\W\d]", text))
        return frozenset(digits for digits in found if len(digits) >= LEAST_DIGITS)

    @cached_property
    def _inside(self) -> re.Pattern[str] | None:
        """What may stand in the middle of a text: nothing so short that it may be any number or word."""
        words = [each for each in self._exact if len(each) >= (LEAST_LETTERS if each.isascii() else 2)]
        words = [each for each in words if not (each.isdigit() and len(each) < 6)]
        ascii_ends = [rf"(?<![a-z0-9]){re.escape(each)}(?![a-z0-9])" for each in words]
        return re.compile("|".join(ascii_ends)) if ascii_ends else None

    @property
    def as_table(self) -> pa.Table:
        return pa.table({"_person": pa.array(self.ids, pa.string())})


def ids_of(store: Store, customer_id: str) -> tuple[str, ...]:
    """Every id of the person: the one asked for, the one it stands for, and all that stand for that."""
    session = new_engine("duckdb")
    try:
        known = stands_for(store, session)
    finally:
        session.close()
    stays = known.get(customer_id, customer_id)
    others = sorted({stays, *(each for each, into in known.items() if into == stays)} - {customer_id})
    return (customer_id, *others)


def person(store: Store, ids: Iterable[str]) -> Person:
    """With the texts that the customers' rows say of the person now, or said before a change."""
    ids, found = tuple(ids), set()
    session = new_engine("duckdb")
    try:
        sources = [store.read("customers", session, resolve=False)]
        for change in changes.changes(store, "customers"):
            if files := changes.before_files(store.root, change.change_id):
                sources.append(session.scan(files))
        for rows in sources:
            told = [c for c in TELLING if c in rows.columns]
            mine = rows.filter(rows.customer_id.isin(list(ids))).select(*told)
            found |= {value for row in session.collect(mine).to_pylist() for value in row.values() if value}
    finally:
        session.close()
    return Person(ids, tuple(sorted(text for text in found if text.strip())))


def scrubbed(value: Any, who: Person) -> Any:
    """JSON without the person: texts that tell the person are replaced, entries under an id are left out."""
    if isinstance(value, str):
        return GONE if who.is_told_by(value) else value
    if isinstance(value, list):
        return [scrubbed(each, who) for each in value]
    if isinstance(value, dict):
        return {name: scrubbed(each, who) for name, each in value.items() if name not in who.ids}
    return value
