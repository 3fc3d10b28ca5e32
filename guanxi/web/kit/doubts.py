"""Where a number is too poor to be used, it says so where it is used: which words are in doubt, and why.

business.provide(doubts=queries.doubts)                  in the room that knows (quality)
doubts.of("lifetime_value")                              in the pages and the API: the reasons
{% doubts "lifetime_value" "value_index" %}              in a template: a notice
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from guanxi.web.kit import business


@dataclass(frozen=True)
class Doubt:
    """One reason: a stable key, its sentence in both languages, and the words it puts in doubt."""

    key: str
    en: str
    zh: str
    words: frozenset[str]

    def say(self, language: str = "en") -> str:
        return self.zh if language.lower().startswith("zh") else self.en


def read(kept: Iterable[Mapping]) -> tuple[Doubt, ...]:
    """Doubts as they were kept: [{key, en, zh, words: [...]}]."""
    return tuple(Doubt(each["key"], each["en"], each["zh"], frozenset(each["words"])) for each in kept)


def of(*names: str) -> tuple[Doubt, ...]:
    """The reasons to doubt any of these words, the worst first; without names, all there are."""
    known = business.doubts() or ()
    return tuple(each for each in known if not names or not each.words.isdisjoint(names))


def address(user) -> str | None:
    """Where a person who may see it finds what to do about it."""
    if not user.is_authenticated or not user.can("quality.see"):
        return None
    try:
        return reverse("quality:quality")
    except NoReverseMatch:
        return None
