"""The columns of the customers' files that tell kinds of customers apart, to be chosen as covariates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from guanxi.facts.words import word
from guanxi.knowledge.attributes import OF_FACTS
from guanxi.knowledge.lifetime.covariates_fit import MOST_LEVELS
from guanxi.web.turns import queries

LONGEST = 60  # characters of a value; longer, it is a text
SHOWN = 3  # values, most frequent first


def kinds_offered(language: str) -> list[tuple[str, str]]:
    """Name and label of every column with 2 to 20 values in words, and of what is chosen already."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for said in queries.said_of_some_customers():
        for name, value in _words(said):
            found[name][value] += 1
    few = [name for name, values in found.items() if 2 <= len(values) <= MOST_LEVELS]
    chosen = queries.turn_settings().profile.covariates
    return [(name, _label(name, found[name], language)) for name in sorted({*few, *chosen})]


def _words(said: dict) -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST:
            yield name, value.strip()


def _label(name: str, values: Counter[str], language: str) -> str:
    """Such as: channel (web, shop, fair, …)."""
    label = word(name).label(language) if name in OF_FACTS else name.replace("_", " ")
    shown = [value for value, _many in values.most_common(SHOWN)]
    if not shown:
        return label
    more = ["…"] if len(values) > SHOWN else []
    between = "、" if language.startswith("zh") else ", "
    brackets = "（{}）" if language.startswith("zh") else " ({})"
    return label + brackets.format(between.join(shown + more))
