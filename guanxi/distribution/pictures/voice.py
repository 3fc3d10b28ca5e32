"""In which language and currency a picture speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guanxi import formats
from guanxi.facts.words import word
from guanxi.sentences import say


@dataclass(frozen=True)
class Voice:
    language: str = "en"
    currency: str | None = None

    def say(self, code: str, **facts: object) -> str:
        return say(f"pictures.{code}", self.language, **facts)

    def money(self, value: float | None) -> str:
        return formats.money(value, self.currency, self.language)

    def count(self, value: float | None) -> str:
        return formats.number(value, self.language)

    def share(self, value: float | None) -> str:
        return formats.percent(value)

    def label(self, name: str) -> str:
        return word(name).label(self.language)

    def of(self, name: str, key: str) -> str:
        """What the key of a class is called: of("tier", "gold") is 黄金."""
        return word(name).say(key, self.language)

    def table(self, *columns: str, rows: list[list[str]]) -> dict[str, Any]:
        return {"columns": list(columns), "rows": rows}
