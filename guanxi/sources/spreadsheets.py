"""Excel workbooks -> a table of text columns, from the sheet that was named or the only one with a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import polars as pl

from guanxi.facts.notes import Note
from guanxi.sources.delimited import tidy_headers
from guanxi.sources.limits import LIMITS, Limits, Sheet, check_workbook, measured, megabytes, unpacked
from guanxi.sources.refusals import (
    EmptyFile,
    Locked,
    NotATable,
    TooLarge,
    TooManyColumns,
    UnclearSheet,
    UnknownFormat,
    UnknownSheet,
)
from guanxi.sources.tables import OpenTable, Piece
from guanxi.sources.text_rows import headers_aside

HEADER_SEARCH = 20  # Title rows stand above the header; it is looked for in this many rows.
READ_BESIDE = ("xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
OTHERS = {"xl/workbook.bin": "Excel (.xlsb)", "content.xml": "OpenDocument", "word/document.xml": "Word"}
LOCKED = "EncryptedPackage".encode("utf-16-le")
MACROS = "_VBA_PROJECT".encode("utf-16-le")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def open_workbook(
    path: Path, *, file: str, sheet: str | None, known: str, limits: Limits = LIMITS
) -> OpenTable:
    """The table of a sheet, all cells as text: dates as ISO text, numbers as plain digits, a formula as the
    value that was last computed. Macros are not looked at.

    Errors  UnknownFormat, NotATable, Locked, EmptyFile, UnknownSheet, UnclearSheet, TooLarge,
            PackedTooTightly, TooManyCells, TooManyColumns
    """
    extents, notes = _looked_at(path, file, known, limits)
    with _reading(file):
        rows, name = _chosen(_workbook(path), file, sheet)
    extent = extents.get(name)
    if extent and extent.formulas:
        notes = (*notes, Note("sources.formulas_as_values", {"count": extent.formulas}))
    return _table(rows, name, file, extent.first_row if extent else 1, notes, limits)


def sheet_names(path: Path, *, file: str, known: str = "", limits: Limits = LIMITS) -> list[str]:
    """The names of the sheets of a workbook, in its order; no cell is read."""
    _looked_at(path, file, known, limits)
    with _reading(file):
        return list(_workbook(path).sheet_names)


def _table(
    rows: pl.DataFrame, name: str, file: str, first_row: int, notes: tuple[Note, ...], limits: Limits
) -> OpenTable:
    """The rows below the header as a table; rows without any cell stay, so that rows keep their numbers."""
    if rows.width > limits.columns:
        raise TooManyColumns(file=file, columns=rows.width, limit=limits.columns)
    filled = [sum(cell is not None for cell in row) for row in rows.head(HEADER_SEARCH).iter_rows()]
    at = next((n for n, count in enumerate(filled) if count * 2 > rows.width), 0)
    above = sum(count > 0 for count in filled[:at])
    if above:
        notes = (*notes, Note("sources.title_lines", {"count": above}))
    header = tuple(cell or "" for cell in rows.row(at))
    body = rows.slice(at + 1).rename(dict(zip(rows.columns, tidy_headers(list(header)), strict=True)))
    first = first_row + at + 1
    numbers = pl.int_range(first, first + body.height, eager=True, dtype=pl.Int64).alias("number")
    piece = headers_aside(Piece(body, numbers), header, "\t") if any(header) else Piece(body, numbers)
    return OpenTable(
        file,
        "excel",
        dict(body.schema),
        lambda: iter((replace(piece),)),
        sheet=name,
        notes=notes,
        height=piece.rows.height,
        spread=lambda n: piece.rows.gather_every(max(1, -(-piece.rows.height // max(1, n)))),
    )


def _chosen(workbook: Any, file: str, sheet: str | None) -> tuple[pl.DataFrame, str]:
    """The rows of the sheet that was named, or of the only one with more than a row and a column."""
    if sheet is not None and sheet not in workbook.sheet_names:
        raise UnknownSheet(file=file, asked=sheet, known=", ".join(workbook.sheet_names))
    found: pl.DataFrame | None = None
    names = []
    for name in [sheet] if sheet else workbook.sheet_names:
        rows = _rows(workbook, name)
        if rows.height > 1 and rows.width > 1:
            names.append(name)
            found = rows if found is None else found
    if found is None:
        raise EmptyFile(file=file)
    if len(names) > 1:
        raise UnclearSheet(file=file, known=", ".join(names))
    return found, names[0]


def _rows(workbook: Any, name: str) -> pl.DataFrame:
    rows = workbook.load_sheet(name, header_row=None, dtypes="string").to_polars()
    return rows.select(column for column in rows if column.null_count() < column.len())


def _workbook(path: Path) -> Any:
    import fastexcel

    return fastexcel.read_excel(path)


@contextmanager
def _reading(file: str) -> Iterator[None]:
    """Every fault of the reader as a refusal. Its panics are no Exceptions: they are told by their name."""
    import fastexcel

    try:
        yield
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError):
        raise NotATable(file=file) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise NotATable(file=file) from None
        raise


def _looked_at(
    path: Path, file: str, known: str, limits: Limits
) -> tuple[dict[str, Sheet], tuple[Note, ...]]:
    """The extent of each sheet of an .xlsx, and notes; one too large is refused here, before the reader
    takes all of it into memory."""
    with path.open("rb") as handle:
        zipped = handle.read(2) == b"PK"
    if not zipped:
        return {}, _old_looked_at(path, file, limits)
    archive, parts = check_workbook(path, file=file, limits=limits)
    with archive:
        if "xl/workbook.xml" not in parts:
            found = next((name for part, name in OTHERS.items() if part in parts), "ZIP")
            raise UnknownFormat(file=file, found=found, known=known)
        for part in READ_BESIDE:
            if part in parts:
                for _ in unpacked(archive, part, file=file, limits=limits):
                    pass
        sheets = {
            part: measured(archive, part, file=file, limits=limits)
            for part in parts
            if part.startswith("xl/worksheets/") and part.endswith(".xml")
        }
        named = _parts_of_sheets(archive)
    macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
    notes = (Note("sources.macros_ignored"),) if macros else ()
    return {name: sheets[part] for name, part in named.items() if part in sheets}, notes


def _parts_of_sheets(archive: ZipFile) -> dict[str, str]:
    """Which part of the archive holds which sheet; nothing where it cannot be told."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (ElementTree.ParseError, KeyError, ValueError):
        return {}
    targets = {link.get("Id"): re.sub(r"^/?(xl/)?", "xl/", link.get("Target", "")) for link in links}
    return {
        sheet.get("name", ""): targets.get(sheet.get(RELATION), "")
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet")
    }


def _old_looked_at(path: Path, file: str, limits: Limits) -> tuple[Note, ...]:
    """An .xls: its format allows no more than 65,536 rows, so the size of the file bounds it."""
    size = path.stat().st_size
    if size > limits.workbook:
        raise TooLarge(file=file, size=megabytes(size), limit=megabytes(limits.workbook))
    raw = path.read_bytes()
    if LOCKED in raw:
        raise Locked(file=file)
    return (Note("sources.macros_ignored"),) if MACROS in raw else ()
