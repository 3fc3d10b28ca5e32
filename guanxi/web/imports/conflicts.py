"""Rows that a later change said too: shown one by one, and decided one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from guanxi.facts.changes import Change
from guanxi.facts.table import fact_table
from guanxi.facts.undo import DECISIONS, FORGETFUL, UndoPlan

SHOWN = 200
ROW = "row-"


@dataclass(frozen=True)
class Conflict:
    """One row: `cells` are (word, as it was before the change, as it is now), only where they differ."""

    name: str
    key: str
    theirs: str
    cells: list[tuple[str, Any, Any]]
    is_gone: bool
    was_there: bool


def may_be_undone(change: Change) -> bool:
    return change.state == "done" and change.kind not in FORGETFUL and not change.is_empty


def shown(plan: UndoPlan, language: str) -> list[Conflict]:
    """The first conflicts, as the page shows them."""
    spec = fact_table(plan.change.table)
    rows = plan.conflicts.slice(0, SHOWN).to_pylist()
    return [_conflict(row, spec) for row in rows]


def _conflict(row: dict[str, Any], spec) -> Conflict:
    key = tuple(row[name] for name in spec.key)
    cells = [
        (name, row[f"before_{name}"], row[name])
        for name in spec.columns
        if name not in spec.key and row[f"before_{name}"] != row[name]
    ]
    is_gone = row["theirs"] is None
    was_there = any(row.get(f"before_{name}") is not None for name in spec.columns)
    return Conflict(
        _name(key), " · ".join(str(part) for part in key), row["theirs"] or "", cells, is_gone, was_there
    )


def decided(plan: UndoPlan, posted: Mapping[str, str]) -> dict[str, str]:
    """What was decided of each row: its key as JSON -> keep | back. Rows nobody spoke of have the default."""
    spec = fact_table(plan.change.table)
    found = {}
    for row in plan.conflicts.select(list(spec.key)).to_pylist():
        key = tuple(row[name] for name in spec.key)
        said = posted.get(ROW + _name(key), "")
        if said in DECISIONS:
            found[json.dumps(key, ensure_ascii=False, default=str)] = said
    return found


def _name(key: tuple) -> str:
    return sha256(json.dumps(key, default=str).encode()).hexdigest()[:16]
