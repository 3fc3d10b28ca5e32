"""What was noticed on the way and a reader must know: not an error, but never silent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from guanxi.sentences import say


@dataclass(frozen=True)
class Note:
    """A stable code with its facts; `guanxi.sentences` says it in both languages."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def say(self, language: str = "en") -> str:
        return say(self.code, language, **self.facts)

    def as_dict(self) -> dict[str, Any]:
        """For a card: code, facts."""
        return {"code": self.code, "facts": self.facts}
