"""The sentences for error codes and notes, in English and Simplified Chinese.

One module per room that raises: `SENTENCES = {code: (en, zh)}`, each a `str.format` pattern over the
error's facts. A sentence says what was asked, what was found and what to do.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

LANGUAGES = ("en", "zh-hans")


@cache
def sentences() -> dict[str, tuple[str, str]]:
    """Every code with its two sentences; a code defined twice is a mistake that fails here."""
    found: dict[str, tuple[str, str]] = {}
    for module in iter_modules(__path__, __name__ + "."):
        for code, pair in import_module(module.name).SENTENCES.items():
            if code in found:
                raise ValueError(f"the code {code} has two sentences")
            found[code] = pair
    return found


def in_a_row(language: str, *said: str) -> str:
    """Sentences one after the other, those that say something: in Chinese no space follows a full stop."""
    return ("" if language.startswith("zh") else " ").join(filter(None, said))


def say(code: str, language: str = "en", **facts: object) -> str:
    """The sentence for a code; an unknown code is shown with its facts, never swallowed.

    A fact may itself be a code with its facts, as a note gives them: it is said in the same language.
    """
    facts = {name: _said(fact, language) for name, fact in facts.items()}
    pair = sentences().get(code)
    if pair is None:
        return f"{code}: {facts}"
    pattern = pair[1] if language.lower().startswith("zh") else pair[0]
    try:
        return pattern.format(**facts)
    except (KeyError, IndexError):
        return f"{pattern} {facts}"


def _said(fact: object, language: str) -> object:
    if isinstance(fact, dict) and fact.keys() == {"code", "facts"}:
        return say(fact["code"], language, **fact["facts"])
    return fact
