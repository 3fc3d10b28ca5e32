"""Rules as data: an ordered list; the first rule that holds for a line says what the line is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from importlib import resources
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from guanxi.facts.line_kinds import LINE_KINDS
from guanxi.sources.rules.conditions import Condition
from guanxi.sources.rules.refusals import (
    NoCondition,
    RuleTwice,
    TooManyRules,
    UnknownKind,
    UnknownRules,
    UnreadableRules,
)

MOST_RULES = 64  # one bit of a whole number says of each rule whether it holds
SHIPPED = ("general", "online_retail", "tmall")
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Rule(BaseModel):
    """One rule: a line for which all of `all` and, where there are any, one of `any` holds is of this kind.

    key     stable name, unique in its set; reports and histories speak of the rule by it
    kind    one of guanxi/facts/line_kinds.py
    is_off  kept, and asked of no line
    Errors  UnknownKind, NoCondition
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Text
    name_en: Text
    name_zh: Text
    kind: str
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    is_off: bool = False

    @model_validator(mode="after")
    def _sound(self) -> Rule:
        if self.kind not in LINE_KINDS:
            raise UnknownKind(rule=self.key, asked=self.kind, known=", ".join(LINE_KINDS))
        if not self.conditions:
            raise NoCondition(rule=self.key)
        return self

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return self.all + self.any

    def name(self, language: str = "en") -> str:
        return self.name_zh if language.lower().startswith("zh") else self.name_en


class RuleSet(BaseModel):
    """An ordered list of rules with a name; the first rule that holds decides.

    Iterating gives the rules that are asked; `rules` has those switched off too.

    Errors  RuleTwice, TooManyRules
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Text
    name_en: Text
    name_zh: Text
    rules: tuple[Rule, ...] = Field(default=())

    @model_validator(mode="after")
    def _sound(self) -> RuleSet:
        if len(self.rules) > MOST_RULES:
            raise TooManyRules(rules=len(self.rules), most=MOST_RULES)
        seen: set[str] = set()
        for rule in self.rules:
            if rule.key in seen:
                raise RuleTwice(rule=rule.key)
            seen.add(rule.key)
        return self

    def __iter__(self) -> Iterator[Rule]:
        return (rule for rule in self.rules if not rule.is_off)

    @cached_property
    def version(self) -> str:
        """Twelve letters of the content's hash: the same rules have the same version everywhere."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()[:12]

    def as_dict(self) -> dict[str, Any]:
        told = self.model_dump(mode="json", exclude_none=True)
        for rule in told["rules"]:
            if not rule["is_off"]:  # said only where it is so: the sets of before keep their version
                del rule["is_off"]
        return told

    def as_json(self) -> str:
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    def name(self, language: str = "en") -> str:
        return self.name_zh if language.lower().startswith("zh") else self.name_en


def rule_set(given: dict[str, Any] | str | bytes) -> RuleSet:
    """The rules in a JSON text or its object; every refusal says which rule and why.

    Errors  UnreadableRules (no JSON, a name that is not known, a value that does not fit) and those of
            Condition, Rule and RuleSet
    """
    try:
        return RuleSet.model_validate(json.loads(given) if isinstance(given, (str, bytes)) else given)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "-"
        raise UnreadableRules(where=where, why=first["msg"]) from wrong
    except (ValueError, RecursionError) as wrong:
        raise UnreadableRules(where="-", why=str(wrong)) from wrong


def shipped(key: str) -> RuleSet:
    """One of the sets that come with guanxi: general, online_retail, tmall."""
    if key not in SHIPPED:
        raise UnknownRules(asked=key, known=", ".join(SHIPPED))
    return rule_set(resources.files(__package__).joinpath("sets", f"{key}.json").read_text("utf-8"))
