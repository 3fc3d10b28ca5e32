"""A look at a file before it counts: what it is, how it would be read, and what would become of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from guanxi.facts import changes
from guanxi.facts.firm import read_firm
from guanxi.facts.notes import Note
from guanxi.sources.imports import remembered
from guanxi.sources.imports.guess import OURS, Guess, check, guess, likely_table
from guanxi.sources.imports.header_words import words_of
from guanxi.sources.imports.keys import keyed
from guanxi.sources.imports.numbering import Numbering
from guanxi.sources.imports.rows import Settled, read_rows, settle
from guanxi.sources.imports.settings import ImportSettings

if TYPE_CHECKING:
    from guanxi.facts.changes import Change
    from guanxi.facts.store import Store
    from guanxi.sources.imports.origin import Origin
    from guanxi.sources.tables import OpenTable

SAMPLE_ROWS, PREVIEW_ROWS, VALUES = 5_000, 100, 3


@dataclass(frozen=True)
class Plan:
    """What was found out about a file.

    table      what it is; `table_guessed` where nobody said so
    mapping    the column of each word, and why
    unused     headers that no word takes
    values     header -> a few of its values, for who chooses
    preview    up to 100 rows as they will be: `number` (where it stands in the file), the words, `reason`
               and `column` where it will be set aside
    beside     the same rows as the file has them
    earlier    the change that imported these very files in this way before; None where there was none
    settled    what `run_import` holds for all rows
    """

    origin: dict[str, Any]
    format: str
    encoding: str
    sheet: str
    table: str
    table_guessed: bool
    settings: ImportSettings
    mapping: tuple[Guess, ...]
    words: tuple[str, ...]
    unused: tuple[str, ...]
    columns: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    preview: pl.DataFrame
    beside: pl.DataFrame
    notes: tuple[Note, ...]
    earlier: Change | None
    settled: Settled


def inspect(
    origin: Origin,
    *,
    store: Store | None = None,
    settings: ImportSettings | None = None,
    today: date | None = None,
) -> Plan:
    """Look at the first part of an origin; nothing is written.

    Errors  those of `open_table`; UnknownWord, UnknownHeader, NeedsColumn; UnclearDayMonth
    """
    settings = settings or ImportSettings()
    with origin.parts[0].open(settings) as source:
        sample = source.sample(SAMPLE_ROWS)
        before = remembered.recall(store, source.columns) or {}
        table = settings.table or before.get("table") or likely_table(list(source.columns))
        known = before.get("columns", {}) if before.get("table") == table else {}
        settings = _as_last_time(settings, before, table)
        found = guess(table, sample, chosen=settings.columns, remembered=known)
        check(table, found, list(source.columns))
        columns = {g.word: g.column for g in found}
        firm = read_firm(store) if store else None
        settled = settle(
            table, columns, sample, settings, currency=firm.currency if firm else None, today=today
        )
        preview, beside = _preview(source, settled)
        return Plan(
            origin=origin.as_dict(),
            format=source.format,
            encoding=source.encoding,
            sheet=source.sheet,
            table=table,
            table_guessed=settings.table is None,
            settings=settings,
            mapping=tuple(found),
            words=words_of(table),
            unused=settled.others,
            columns=source.columns,
            values={name: _values(sample[name]) for name in sample.columns},
            preview=preview,
            beside=beside,
            notes=(*source.notes, *settled.notes),
            earlier=earlier(store, origin, settled) if store else None,
            settled=settled,
        )


def earlier(store: Store, origin: Origin, settled: Settled) -> Change | None:
    """The change that imported the same bytes in the same way, and stands."""
    hashes = sorted(part.sha256 for part in origin.parts)
    if not all(hashes):
        return None
    for change in changes.changes(store, settled.table):
        said = change.source
        same = sorted(file.get("sha256", "") for file in said.get("files", ())) == hashes
        if change.state == "done" and change.kind == "import" and same and said.get("read") == way(settled):
            return change
    return None


def way(settled: Settled) -> str:
    """How rows are read and what they may do, as a fingerprint."""
    resolved = settled.settings.model_copy(update={"columns": settled.columns, "table": settled.table})
    return resolved.fingerprint


def _as_last_time(settings: ImportSettings, before: dict[str, Any], table: str) -> ImportSettings:
    """Choices that nobody made are those of the last file with these headers."""
    kept = before.get("kept", {}) if before.get("table") == table else {}
    unsaid = {name: value for name, value in kept.items() if name not in settings.model_fields_set}
    return settings.model_copy(update=unsaid)


def _preview(source: OpenTable, settled: Settled) -> tuple[pl.DataFrame, pl.DataFrame]:
    chunk = source.head(PREVIEW_ROWS)
    frame = keyed(read_rows(chunk.rows, settled), settled.spec, Numbering()).rows
    words = [name for name in settled.spec.columns if name in frame.columns]
    number = chunk.numbers.alias("number")
    shown = frame.select(number, *words, "reason", "column")
    own = [name for name in chunk.rows.columns if not name.startswith(OURS + "_")]
    return shown, chunk.rows.select(number, *(pl.col(name).alias(name) for name in own if name != "number"))


def _values(cells: pl.Series) -> tuple[str, ...]:
    if cells.dtype.is_nested():
        return ()
    found = cells.drop_nulls().unique(maintain_order=True).head(VALUES)
    return tuple(str(value)[:80] for value in found.to_list())
