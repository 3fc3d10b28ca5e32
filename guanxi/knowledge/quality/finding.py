"""One thing found out about the facts: how bad it is, what it means, and which words it puts in doubt.

The sentences of a code are in guanxi/sentences/quality.py: `<code>` says what was found, `<code>.means` why
it matters, `<code>.do` what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from guanxi import formats
from guanxi.facts.words import word, words
from guanxi.knowledge.quality.settings import GOOD, POOR
from guanxi.sentences import say, sentences


@dataclass(frozen=True)
class Finding:
    """One thing found out about the facts.

    severity  good | watch | poor
    value     the number; `named` is the word it is a value of
    facts     what its sentences speak of: shares 0..1, counts, days, amounts, names of columns and tables
    roots     columns that the shortcoming spoils; every word made of them suffers
    weight    how much of the firm's numbers it touches, to put the worst first
    """

    code: str
    severity: str
    table: str
    named: str
    value: float
    facts: Mapping[str, Any] = field(default_factory=dict)
    column: str | None = None
    roots: tuple[str, ...] = ()

    @property
    def touches(self) -> tuple[str, ...]:
        """The words whose numbers suffer, in the order of the words."""
        return made_of(self.roots)

    @property
    def key(self) -> str:
        """What tells it from the others: code, table and column."""
        return ".".join(
            part for part in (self.code.removeprefix("quality."), self.table, self.column) if part
        )

    def say(self, language: str = "en", *, currency: str | None = None) -> str:
        """What was found; where nothing is amiss, that."""
        none = f"{self.code}.none"
        plain = self.severity == GOOD and none in sentences() and not self.facts.get("share", self.value)
        return _said(none if plain else self.code, self, language, currency)

    def means(self, language: str = "en", *, currency: str | None = None) -> str:
        return _said(f"{self.code}.means", self, language, currency)

    def do(self, language: str = "en", *, currency: str | None = None) -> str:
        return _said(f"{self.code}.do", self, language, currency)


@cache
def made_of(roots: tuple[str, ...]) -> tuple[str, ...]:
    """Every word that is computed, however indirectly, from one of these columns; not the columns."""
    reached, grew = set(roots), True
    while grew:
        more = {name for name, what in words().items() if reached.intersection(what.inputs)} - reached
        reached, grew = reached | more, bool(more)
    return tuple(name for name in words() if name in reached and name not in roots)


def worst(every: list[Finding], n: int) -> list[Finding]:
    """The first that are not well; of one kind the worst alone, so that one trouble does not hide others."""
    seen: dict[str, Finding] = {}
    for each in every:
        if each.severity != GOOD:
            seen.setdefault(each.code, each)
    return list(seen.values())[:n]


def doubts(every: list[Finding]) -> dict[str, list[Finding]]:
    """Every word that something poor makes too weak to use as it is, with why."""
    result: dict[str, list[Finding]] = {}
    for each in every:
        if each.severity == POOR:
            for name in each.touches:
                result.setdefault(name, []).append(each)
    return result


# --- saying it --------------------------------------------------------------------------------------


def _said(code: str, finding: Finding, language: str, currency: str | None) -> str:
    return say(code, language, **{k: _fact(k, v, language, currency) for k, v in finding.facts.items()})


def _fact(name: str, value: Any, language: str, currency: str | None) -> Any:
    """A fact as people write it: by what its name says it is."""
    if value is None:
        return formats.UNKNOWN
    if name == "column":
        return word(value).label(language)
    if name == "table":
        return say(f"quality.table.{value}", language)
    if name.startswith("share"):
        return formats.percent(value)
    if name.startswith("amount"):
        return formats.money(value, currency, language)
    if isinstance(value, date):
        return formats.day(value, language)
    return formats.number(value, language, exact=True) if isinstance(value, int | float) else value
