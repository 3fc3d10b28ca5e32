"""Ids made one customer, and made two again: each time one change, which can be taken back.

<root>/kept_apart.json     pairs that a person looked at and found to be two
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from filelock import FileLock

from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput, Conflict, NotFound
from guanxi.facts import changes
from guanxi.facts.changes import Change, ChangeNote
from guanxi.facts.identities import AlreadyMerged, Groups, merging
from guanxi.facts.whole import write_file

if TYPE_CHECKING:
    from guanxi.engines import Engine
    from guanxi.facts.store import Store

FILE = "kept_apart.json"
Pair = tuple[str, str, float | None]  # one id, another id, match probability


class SameId(BadInput):
    code = "identities.same_id"


class KeptApart(Conflict):
    code = "identities.kept_apart"


@dataclass(frozen=True)
class Decision:
    """That two ids are two customers: who said so, and when."""

    by: str
    at: datetime


# -- merging -------------------------------------------------------------------------------------------


def merge(store: Store, pairs: Iterable[Pair], *, note: ChangeNote, on: date) -> Change:
    """Make each pair one customer, as one change.

    Pairs may chain. The customer known longest stays, see `identities.merging`; again with the same
    change_id nothing happens.

    Errors  AlreadyMerged, SameId; KeptApart where the pairs would join two that a person found to be two
    """
    wanted, session = list(pairs), new_engine("duckdb")
    for left, right, _score in wanted:
        if left == right:
            raise SameId(asked=left)
    try:
        with _one_at_a_time(store):
            known = stands_for(store, session)
            _together, clash = together(known, wanted, kept_apart(store))
            if clash:
                raise KeptApart(left=clash[0][0], right=clash[0][1])
            try:
                rows = merging(
                    known, wanted, on=on, by=note.by, first_seen=_seen(store, known, wanted, session)
                )
            except AlreadyMerged:
                return _made_before(store, note)
            return store.change("identities", rows, note=note)
    finally:
        session.close()


def _made_before(store: Store, note: ChangeNote) -> Change:
    for made in changes.changes(store, "identities"):
        if made.change_id == note.change_id:
            return made
    raise AlreadyMerged()


def separate(store: Store, ids: Iterable[str], *, note: ChangeNote) -> Change:
    """Make ids customers of their own again, whatever change merged them; as one change."""
    keys = pa.table({"customer_id": pa.array(sorted(ids), pa.string())})
    with _one_at_a_time(store):
        return store.delete("identities", keys, note=note)


def together(
    known: Mapping[str, str], pairs: Iterable[Pair], apart: Iterable[tuple[str, str]]
) -> tuple[list[Pair], list[Pair]]:
    """The pairs that may be merged, the first first, and those that would join two that are kept apart."""
    groups, two = Groups(known), list(apart)
    may, may_not = [], []
    for pair in pairs:
        joined = {groups.leader(pair[0]), groups.leader(pair[1])}
        if any({groups.leader(left), groups.leader(right)} == joined for left, right in two):
            may_not.append(pair)
        else:
            groups.join(pair[0], pair[1])
            may.append(pair)
    return may, may_not


def must_be_known(store: Store, ids: Iterable[str]) -> None:
    """Refuse ids that no fact names.

    Errors  NotFound
    """
    asked, session = sorted(set(ids)), new_engine("duckdb")
    try:
        known = set(stands_for(store, session))
        for table in ("customers", "purchases"):
            rows = store.read(table, session, resolve=False).select("customer_id").distinct()
            known |= set(
                session.collect(rows.filter(rows.customer_id.isin(asked)))["customer_id"].to_pylist()
            )
    finally:
        session.close()
    for each in asked:
        if each not in known:
            raise NotFound(what="customer", name=each)


def stands_for(store: Store, engine: Engine) -> dict[str, str]:
    """Every merged id, and the customer it was found to be."""
    rows = engine.collect(store.read("identities", engine).select("customer_id", "stands_for"))
    return dict(zip(rows["customer_id"].to_pylist(), rows["stands_for"].to_pylist(), strict=True))


def _seen(store: Store, known: Mapping[str, str], pairs: list[Pair], engine: Engine) -> dict[str, date]:
    """The day of the first purchase under each id that may come to stand for others."""
    ids = {each for left, right, _score in pairs for each in (left, right)}
    bought = purchases_under(store, ids | {known[each] for each in ids if each in known}, engine)
    return {row["customer_id"]: row["first_on"] for row in bought.to_pylist()}


def purchases_under(store: Store, ids: Iterable[str], engine: Engine) -> pa.Table:
    """What was bought under each id, as it was said: customer_id, orders, first_on, last_on.

    Absent  ids without a purchase
    """
    asked = engine.table(pa.table({"customer_id": pa.array(sorted(ids), pa.string())}))
    lines = store.read("purchases", engine, resolve=False)
    lines = lines.filter(lines.amount > 0).select("customer_id", "order_id", "purchased_on")
    lines = lines.semi_join(asked, "customer_id")
    return engine.collect(
        lines.group_by("customer_id").aggregate(
            orders=lines.order_id.nunique(),
            first_on=lines.purchased_on.min(),
            last_on=lines.purchased_on.max(),
        )
    )


# -- two that are two ----------------------------------------------------------------------------------


def kept_apart(store: Store) -> dict[tuple[str, str], Decision]:
    """The pairs that a person found to be two customers; they are not proposed again."""
    path = _path(store)
    rows = json.loads(path.read_text("utf-8")) if path.exists() else []
    return {
        (row["left"], row["right"]): Decision(row["by"], datetime.fromisoformat(row["at"])) for row in rows
    }


def keep_apart(store: Store, left: str, right: str, *, by: str, at: datetime) -> None:
    """Say that two ids are two customers; said again, the first word stays."""
    with _one_at_a_time(store):
        decided = kept_apart(store)
        if (pair := _pair(left, right)) not in decided:
            _write(store, decided | {pair: Decision(by, at)})


def no_longer_apart(store: Store, left: str, right: str) -> None:
    """Take back that two ids are two customers."""
    with _one_at_a_time(store):
        decided = kept_apart(store)
        if decided.pop(_pair(left, right), None):
            _write(store, decided)


def _pair(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left < right else (right, left)


def _write(store: Store, decided: Mapping[tuple[str, str], Decision]) -> None:
    rows = [
        {"left": left, "right": right, **asdict(said)}
        for (left, right), said in sorted(decided.items(), key=str)
    ]
    write_file(_path(store), json.dumps(rows, default=str, ensure_ascii=False, indent=0) + "\n")


def _path(store: Store) -> Path:
    return store.root / FILE


@contextmanager
def _one_at_a_time(store: Store) -> Iterator[None]:
    """What is merged depends on what is merged already: between looking and saying nobody comes in."""
    store.root.mkdir(parents=True, exist_ok=True)
    with FileLock(store.root / ".merging.lock"):
        yield
