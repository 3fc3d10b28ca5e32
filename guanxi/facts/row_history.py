"""The history of one row: who said what of it, when, and from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from guanxi.facts import changes
from guanxi.facts.changing import AFTER, EXISTED
from guanxi.facts.delta import CHANGE

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.facts.changes import Change
    from guanxi.facts.store import Store


@dataclass(frozen=True)
class Said:
    """One word about a row.

    change   who said it, when and from where; None for what the application itself wrote without a ledger
    row      the row as it then stood; None where it was taken out
    """

    change: Change | None
    row: dict[str, Any] | None


def row_history(store: Store, table: str, key: Mapping[str, Any], engine: Engine) -> list[Said]:
    """What was said of the row with this key, newest first; empty where there never was one."""
    now = store.read(table, engine, resolve=False, with_change=True)
    current = _one(now, key, engine)
    found: list[Said] = []
    row, said_by = (current and _plain(current)), (current or {}).get(CHANGE)
    by_id = {change.change_id: change for change in changes.changes(store, table)}
    for change in by_id.values():  # newest first
        files = changes.before_files(store.root, change.change_id)
        earlier = _one(engine.scan(files), key, engine) if files else None
        if earlier is not None:
            found.append(Said(change, row))
            row = _plain(earlier) if earlier[EXISTED] else None
            said_by = earlier[CHANGE] if earlier[EXISTED] else None
        elif said_by == change.change_id and row is not None:
            found.append(Said(change, row))
            row, said_by = None, None
    if row is not None:
        found.append(Said(by_id.get(said_by or ""), row))
    return found


def _one(rows: Table, key: Mapping[str, Any], engine: Engine) -> dict[str, Any] | None:
    fits = reduce(lambda a, b: a & b, (rows[name] == value for name, value in key.items()))
    found = engine.collect(rows.filter(fits).limit(1)).to_pylist()
    return found[0] if found else None


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in (CHANGE, EXISTED, AFTER)}
