"""The evidence of a proposed pair in words: what each column says, and how much it weighs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from guanxi.knowledge.identity.people import CUSTOMERS
from guanxi.sentences import say

TOP = {"name": 5, "class": 1}  # the highest level of a kind; of the others 3
WORDED = {"date": "digits", "number": "digits", "phone": "digits", "code": "digits", "name": "name"}


@dataclass(frozen=True)
class Told:
    """What one column says of a pair.

    how      same | near | differs
    level    0 differs, then ever nearer
    weight   bits: log2 of how much likelier it is among records of one person; negative speaks for two
    """

    column: str
    how: str
    level: int
    weight: float
    kind: str

    def say(self, language: str = "en") -> str:
        worded = "text" if self.how != "near" else WORDED.get(self.kind, "text")
        return say(f"identity.level.{worded}.{self.level if self.how == 'near' else self.how}", language)


def told(evidence: str | Mapping, kinds: Mapping[str, str] = CUSTOMERS) -> list[Told]:
    """The evidence of `pairs`, what speaks loudest for one person first; unknown columns are left out."""
    read = json.loads(evidence) if isinstance(evidence, str) else evidence
    found = []
    for column, said in read.items():
        kind, level = kinds.get(column, "place"), said["level"]
        how = "differs" if level == 0 else "same" if level == TOP.get(kind, 3) else "near"
        found.append(Told(column, how, level, said["weight"], kind))
    return sorted(found, key=lambda each: (-each.weight, each.column))
