"""docs/words.md from the words: `python -m guanxi.facts.glossary docs/words.md`."""

from __future__ import annotations

import sys
from pathlib import Path

from guanxi.facts.words import Word, words

TITLE = """# The words of guanxi 关系的术语

Every column, defined once in `guanxi/facts/words.toml`; the pages, the API and the exports speak from
there. This page is generated: `python -m guanxi.facts.glossary docs/words.md`.
"""


def glossary() -> str:
    """The whole page, in the order of words.toml."""
    return "\n".join([TITLE, *(_entry(word) for word in words().values())])


def _entry(word: Word) -> str:
    lines = [f"## `{word.name}`", f"**{word.en}** · **{word.zh}** ({_kind(word)})"]
    lines += [word.meaning_en, word.meaning_zh]
    lines += [f"- `{key}`: {en} · {zh}" for key, (en, zh) in word.values.items()]
    lines += [f"{label}: {said}" for label, said in _origin(word) if said]
    return "\n\n".join(lines).replace("\n\n- ", "\n- ") + "\n"


def _kind(word: Word) -> str:
    parts = [word.type, word.unit.value, "personal" if word.personal else ""]
    return ", ".join(part for part in parts if part)


def _origin(word: Word) -> list[tuple[str, str]]:
    method = f"[{word.method}](methods/{word.method}.md)" if word.method else ""
    inputs = ", ".join(f"`{name}`" for name in word.inputs)
    formula = f"`{word.formula}`" if word.formula else ""
    return [("Formula", formula), ("From", inputs), ("Source", word.source), ("Method", method)]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(glossary(), "utf-8")
