"""Everything about one person as one ZIP that the person can read: a table per file, in both languages."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from guanxi.facts.csv_files import write_csv
from guanxi.facts.firm import read_firm
from guanxi.facts.table import TABLES
from guanxi.facts.words import words
from guanxi.sentences import say

if TYPE_CHECKING:
    from guanxi.facts.privacy.gathered import Gathered
    from guanxi.facts.store import Store

BESIDE = ("ledger", "live", "set_aside", "snapshots")
LANGUAGES = ("en", "zh-hans")


def hand_out(
    store: Store,
    found: Gathered,
    target: Path | BinaryIO,
    *,
    at: datetime,
    more: Mapping[str, list[dict[str, Any]]] | None = None,
) -> None:
    """Write the ZIP: README.txt, person.json, and a CSV for each kind of record.

    more   what others hold of the person, such as notes: name -> records
    """
    parts = {name: rows.to_pylist() for name, rows in found.tables.items()}
    parts |= {name: getattr(found, name) for name in BESIDE} | dict(more or {})
    parts = {name: rows for name, rows in parts.items() if rows}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", "\n\n".join(_readme(store, found, parts, at, tag) for tag in LANGUAGES))
        told = {"ids": list(found.ids), "as_of": at.isoformat(), **parts}
        packed.writestr("person.json", json.dumps(told, ensure_ascii=False, indent=1, default=str))
        for name, rows in parts.items():
            packed.writestr(f"{name}.csv", _csv(rows))


def as_bytes(store: Store, found: Gathered, **how: Any) -> bytes:
    packed = BytesIO()
    hand_out(store, found, packed, **how)
    return packed.getvalue()


def _readme(store: Store, found: Gathered, parts: Mapping[str, list], at: datetime, language: str) -> str:
    firm = read_firm(store)
    facts = {
        "firm": firm.name(language) if firm else "guanxi",
        "ids": ", ".join(found.ids),
        "at": at.strftime("%Y-%m-%d %H:%M %Z"),
    }
    lines = [say("privacy.readme", language, **facts)]
    for name, rows in parts.items():
        lines.append(f"  {name}.csv  {say(f'privacy.part.{_part(name)}', language)}  ({len(rows)})")
    return "\n".join(lines)


def _part(name: str) -> str:
    return name if name in TABLES or name in BESIDE else "application"


def _csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Columns as both languages call them; what is empty in every row is left out."""
    names = list(dict.fromkeys(name for row in rows for name, value in row.items() if value is not None))
    frame = pl.DataFrame({_heading(name): [_cell(row.get(name)) for row in rows] for name in names})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "part.csv"
        write_csv(frame, path)
        return path.read_bytes()


def _heading(name: str) -> str:
    word = words().get(name)
    return f"{word.en} / {word.zh} ({name})" if word else name


def _cell(value: Any) -> str | None:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return None if value is None else str(value)
