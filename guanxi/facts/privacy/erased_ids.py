"""Ids of persons who were erased, as salted hashes: so that the next import does not bring them back.

<root>/erased.json    {"salt": ..., "hashes": {hash: the erasure}}

Nobody can read an id out of it; whoever has the store and an id in hand can ask whether it was erased, and
that is what it is for.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
from filelock import FileLock

from guanxi.facts.privacy.handling import HANDLING, NAMELESS, about, emptied
from guanxi.facts.whole import write_file

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.facts.table import FactTable

FILE = "erased.json"


@dataclass(frozen=True)
class ErasedIds:
    salt: str = ""
    hashes: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def hash(self, customer_id: str) -> str:
        return sha256((self.salt + customer_id).encode("utf-8", "surrogatepass")).hexdigest()

    def among(self, ids: Iterable[str | None]) -> set[str]:
        """Those of the ids that were erased."""
        if not self.hashes:
            return set()
        return {each for each in ids if each is not None and self.hash(each) in self.hashes}


def read(root: Path) -> ErasedIds:
    try:
        return ErasedIds(**json.loads((root / FILE).read_text("utf-8")))
    except FileNotFoundError:
        return ErasedIds()


def add(root: Path, ids: Iterable[str], change_id: str) -> None:
    with _lock(root):
        held = read(root)
        held = held if held.salt else ErasedIds(secrets.token_hex(16))
        _write(root, ErasedIds(held.salt, held.hashes | {held.hash(each): change_id for each in ids}))


def lift(root: Path, customer_id: str) -> bool:
    """Let an id be a customer again, as somebody who is new; False where it was not erased."""
    with _lock(root):
        held = read(root)
        kept = {each: by for each, by in held.hashes.items() if each != held.hash(customer_id)}
        if len(kept) == len(held.hashes):
            return False
        _write(root, ErasedIds(held.salt, kept))
        return True


def without_erased(root: Path, spec: FactTable, given: Table, engine: Engine) -> Table | None:
    """Rows without those who were erased, nameless or left out as their table is handled.

    None where nobody of them is among the rows: they can be taken as they are
    """
    erased = read(root)
    columns = [c for c in about(spec) if c in given.columns]
    if not erased or not columns or spec.name not in HANDLING:
        return None
    ids = (engine.collect(given.select(id=given[c]).distinct())["id"].to_pylist() for c in columns)
    found = erased.among({each for some in ids for each in some})
    if not found:
        return None
    listed = engine.table(pa.table({"_erased": pa.array(sorted(found), pa.string())}))
    if HANDLING[spec.name].how == NAMELESS:
        joined = given.left_join(listed, given.customer_id == listed["_erased"])
        gone, empties = joined["_erased"].notnull(), set(emptied(spec))
        return joined.select(
            **{
                c: ibis.ifelse(gone, ibis.null(given[c].type()), joined[c]) if c in empties else joined[c]
                for c in given.columns
            }
        )
    for c in columns:
        given = given.anti_join(listed, given[c] == listed["_erased"])
    return given


def _lock(root: Path) -> FileLock:
    root.mkdir(parents=True, exist_ok=True)
    return FileLock(root / ".erased.lock")


def _write(root: Path, erased: ErasedIds) -> None:
    said = {"salt": erased.salt, "hashes": erased.hashes}
    write_file(root / FILE, json.dumps(said, indent=1) + "\n")
