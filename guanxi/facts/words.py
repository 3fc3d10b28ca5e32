"""The words of guanxi: every column, defined once, in both languages.

The definitions are data (`words.toml`) so that an analyst can read them too; the pages, the API, the
exports and docs/words.md all speak from here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from guanxi.errors import NotFound
from guanxi.units import Unit


@dataclass(frozen=True)
class Word:
    """One column: what it is called, what it means, how it is computed and from where."""

    name: str
    type: str  # str | int | float | bool | date | timestamp
    en: str  # label
    zh: str
    meaning_en: str
    meaning_zh: str
    unit: Unit = Unit.NONE
    formula: str = ""
    inputs: tuple[str, ...] = ()
    source: str = ""
    method: str = ""  # page under docs/methods, without its ending
    personal: bool = False
    values: dict[str, tuple[str, str]] = field(default_factory=dict)  # a class's keys, said in both languages

    def label(self, language: str = "en") -> str:
        return self.zh if language.lower().startswith("zh") else self.en

    def meaning(self, language: str = "en") -> str:
        return self.meaning_zh if language.lower().startswith("zh") else self.meaning_en

    def say(self, value: str, language: str = "en") -> str:
        """What a class's key is called; an unknown key is shown as it is."""
        pair = self.values.get(value)
        return value if pair is None else pair[language.lower().startswith("zh")]


@cache
def words() -> dict[str, Word]:
    """Every word by its name, in the order of words.toml."""
    raw = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    return {name: _word(name, entry) for name, entry in raw.items()}


def word(name: str) -> Word:
    """The word with this name, or NotFound."""
    try:
        return words()[name]
    except KeyError:
        raise NotFound(what="word", name=name) from None


def _word(name: str, entry: dict) -> Word:
    entry = dict(entry)
    entry["unit"] = Unit(entry.get("unit", ""))
    entry["inputs"] = tuple(entry.get("inputs", ()))
    entry["values"] = {key: tuple(pair) for key, pair in entry.get("values", {}).items()}
    return Word(name=name, **entry)
