"""Where an import is from: files of a place, or a table of a database; each is opened as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from guanxi.sources.databases import open_database, shown
from guanxi.sources.files import open_table
from guanxi.sources.imports.settings import ImportSettings
from guanxi.sources.places import Places, places
from guanxi.sources.tables import OpenTable


@dataclass(frozen=True)
class Part:
    """One file, or one table of a database.

    sha256   of the file's bytes; "" for a database, which may say something else every time
    """

    name: str
    sha256: str
    size: int
    open: Callable[[ImportSettings], OpenTable]


@dataclass(frozen=True)
class Origin:
    """Everything that one import reads, in its order; `kept` holds what must live as long (fetched files)."""

    asked: str
    parts: tuple[Part, ...]
    skipped: tuple[Any, ...] = ()
    kept: Any = None

    def as_dict(self) -> dict[str, Any]:
        """For the ledger: no credentials, no cells."""
        return {
            "asked": self.asked,
            "files": [{"name": p.name, "sha256": p.sha256, "size": p.size} for p in self.parts],
        }


def from_places(asked: str) -> Origin:
    """A file, a folder, a pattern or an object storage; see `guanxi.sources.places`."""
    return of_places(asked, places(asked))


def of_places(asked: str, found: Places) -> Origin:
    def opening(place):
        return lambda settings: open_table(
            place.path, sheet=settings.sheet, encoding=settings.encoding, file=place.name
        )

    parts = tuple(Part(place.name, place.sha256, place.size, opening(place)) for place in found)
    return Origin(asked, parts, tuple(getattr(found, "skipped", ())), kept=found)


def from_database(url: str, *, table: str | None = None, query: str | None = None) -> Origin:
    """A table or the answer to one SELECT; see `guanxi.sources.databases`."""

    def open_it(_settings: ImportSettings) -> OpenTable:
        return open_database(url, table=table, query=query)

    name = table or query or ""
    return Origin(f"{shown(url)} {name}", (Part(name, "", 0, open_it),))
