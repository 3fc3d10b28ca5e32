"""The rules of one store, kept as `rules.json` in its root: read whole, written whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guanxi.facts.whole import write_file
from guanxi.sources.rules.rule_set import RuleSet, rule_set, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from guanxi.facts.store import Store

FILE = "rules.json"


def read_rules(store: Store) -> RuleSet:
    """The rules this store's lines are judged by; the general ones where nobody has said others.

    Errors  UnreadableRules and every refusal of a rule: somebody may have edited the file
    """
    path = _path(store)
    return rule_set(path.read_bytes()) if path.exists() else shipped("general")


def write_rules(store: Store, rules: RuleSet) -> None:
    """Keep the rules for this store. What they say of lines held already changes when they are applied."""
    write_file(_path(store), rules.as_json())


def _path(store: Store) -> Path:
    return store.root / FILE
