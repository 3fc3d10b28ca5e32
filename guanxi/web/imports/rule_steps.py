"""One step of changing rules: a rule added, changed, moved, switched off, or taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guanxi.errors import NotFound
from guanxi.sources.rules import Rule, RuleSet, rule_set


def find(rules: RuleSet, key: str) -> Rule:
    """The rule with this key, or NotFound."""
    for rule in rules.rules:
        if rule.key == key:
            return rule
    raise NotFound(what="rule", name=key)


def put(rules: RuleSet, rule: Rule) -> RuleSet:
    """A rule in the place of the one with its key; a new one is asked first.

    Errors  TooManyRules
    """
    if any(each.key == rule.key for each in rules.rules):
        return _of(rules, (rule if each.key == rule.key else each for each in rules.rules))
    return _of(rules, (rule, *rules.rules))


def moved(rules: RuleSet, key: str, by: int) -> RuleSet:
    """A rule asked earlier (by < 0) or later; at the end of the list it stays."""
    rest = [rule for rule in rules.rules if rule.key != key]
    place = rules.rules.index(find(rules, key))
    rest.insert(max(0, min(place + by, len(rest))), find(rules, key))
    return _of(rules, rest)


def switched(rules: RuleSet, key: str) -> RuleSet:
    """A rule off that was on, or the other way round."""
    rule = find(rules, key)
    return put(rules, rule.model_copy(update={"is_off": not rule.is_off}))


def without(rules: RuleSet, key: str) -> RuleSet:
    gone = find(rules, key)
    return _of(rules, (rule for rule in rules.rules if rule is not gone))


def new_key(rules: RuleSet, name: str) -> str:
    """A key for a new rule, made of its name and nobody else's."""
    taken = {rule.key for rule in rules.rules}
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40] or "rule"
    return next(
        key for n in range(1, len(taken) + 2) if (key := stem if n == 1 else f"{stem}_{n}") not in taken
    )


def _of(rules: RuleSet, listed: Iterable[Rule]) -> RuleSet:
    told = rules.as_dict()
    kept = [rule.model_dump(mode="json", exclude_none=True) for rule in listed]
    return rule_set(told | {"rules": kept})
