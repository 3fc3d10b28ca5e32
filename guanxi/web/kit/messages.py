"""The message catalogues: find every visible string of a room, and compile what was translated.

    python -m guanxi.web.kit.messages extract [ROOM…]     bring each room's django.po up to date
    python -m guanxi.web.kit.messages compile             make the .mo files Django reads

A string is found by Django's own rules for templates and by Babel's for Python; gettext itself is not
needed. A translation is never thrown away by machine: what is no longer used is kept as a comment.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parent.parent
LOCALE = "zh_Hans"
HEADER = """# guanxi in Simplified Chinese
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def rooms() -> list[str]:
    return sorted(path.parent.name for path in WEB.glob("*/apps.py"))


def catalogue_path(room: str) -> Path:
    return WEB / room / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def found(room: str) -> Catalog:
    """Every string of the room that a person may read."""
    catalogue = Catalog(domain="django")
    for path in sorted((WEB / room).rglob("*.py")):
        _add(catalogue, path, path.read_bytes())
    for path in sorted((WEB / room / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            _add(catalogue, path, _as_python(path))
    return catalogue


def _as_python(template: Path) -> bytes:
    """A template as the calls of gettext it stands for (Django's own translation of it)."""
    from django.utils.translation.template import templatize

    return templatize(template.read_text("utf-8"), origin=str(template)).encode()


def _add(catalogue: Catalog, path: Path, source: bytes) -> None:
    for line, function, message, _comments in extract_python(BytesIO(source), KEYWORDS, [], {}):
        for context, text in _messages(function, message):
            catalogue.add(text, context=context, locations=[(str(path.relative_to(WEB)), line)])


def _messages(function: str, message) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    parts = message if isinstance(message, tuple) else (message,)
    if function in {"pgettext", "pgettext_lazy"} and all(parts[:2]):
        yield parts[0], parts[1]
    elif function == "npgettext" and all(parts[:3]):
        yield parts[0], (parts[1], parts[2])
    elif function in {"ngettext", "ngettext_lazy"} and all(parts[:2]):
        yield None, (parts[0], parts[1])
    elif parts[0]:
        yield None, parts[0]


def read(room: str) -> Catalog:
    path = catalogue_path(room)
    if not path.exists():
        return Catalog(locale=LOCALE, domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain="django")


def extract(room: str) -> int:
    """Bring the room's catalogue up to date; how many strings still want Chinese."""
    catalogue = read(room)
    catalogue.update(found(room), no_fuzzy_matching=True, update_creation_date=False)
    path = catalogue_path(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=110, omit_header=True, sort_output=True, no_location=True)
    return len(untranslated(room))


def untranslated(room: str) -> list[str]:
    """Strings in the source that the catalogue does not say in Chinese."""
    catalogue = read(room)
    missing = []
    for message in found(room):
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        said = catalogue.get(key, message.context)
        texts = [] if said is None else said.string if isinstance(said.string, tuple) else (said.string,)
        if not texts or not all(texts):
            missing.append(key)
    return missing


def compile_all() -> int:
    """Write every room's .mo; how many."""
    done = 0
    for room in rooms():
        path = catalogue_path(room)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read(room))
            done += 1
    return done


def main(arguments: list[str]) -> int:
    match arguments:
        case ["compile"]:
            print(f"{compile_all()} catalogues compiled")
        case ["extract", *asked]:
            from django.conf import settings

            if not settings.configured:
                settings.configure(USE_I18N=False)
            for room in asked or rooms():
                print(f"{room}: {extract(room)} strings want Chinese")
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
