"""Every set of rules that was ever kept for a store: who kept it, when, and what it said.

<root>/rules/<time>-<version>.json
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from guanxi.errors import NotFound
from guanxi.facts.whole import write_file
from guanxi.sources.rules.kept import read_rules, write_rules
from guanxi.sources.rules.rule_set import RuleSet, rule_set

if TYPE_CHECKING:
    from guanxi.facts.store import Store

FOLDER = "rules"


@dataclass(frozen=True)
class KeptRules:
    """One keeping; `name` sorts by time and is nobody else's."""

    name: str
    by: str
    at: datetime
    rules: RuleSet


def keep_rules(store: Store, rules: RuleSet, *, by: str, at: datetime) -> bool:
    """Make these the rules of the store; False where they were already, word for word."""
    known = kept_rules(store)
    if known and read_rules(store).version == rules.version:
        return False
    told = {"by": by, "at": at.isoformat(), "rules": rules.as_dict()}
    path = store.root / FOLDER / f"{at:%Y%m%dT%H%M%S%f}-{rules.version}.json"
    write_file(path, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    write_rules(store, rules)
    return True


def kept_rules(store: Store) -> list[KeptRules]:
    """All keepings, newest first; what somebody wrote into rules.json by hand is in none of them."""
    return [_read(path) for path in sorted((store.root / FOLDER).glob("*.json"), reverse=True)]


def kept_version(store: Store, name: str) -> KeptRules:
    """One of them, or NotFound."""
    for found in kept_rules(store):
        if found.name == name:
            return found
    raise NotFound(what="version of the rules", name=name)


def _read(path) -> KeptRules:
    told = json.loads(path.read_text("utf-8"))
    return KeptRules(path.stem, told["by"], datetime.fromisoformat(told["at"]), rule_set(told["rules"]))
