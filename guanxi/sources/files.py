"""A file from outside -> a table, whatever it is: delimited text, an Excel workbook, Parquet.

The format is told from the file's first bytes and not from its name: exports are often called what they
are not.
"""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from guanxi.facts.notes import Note
from guanxi.sentences import say
from guanxi.sources.delimited import lines_of, no_broken_lines, read_delimited, tidy_headers
from guanxi.sources.encodings import decode
from guanxi.sources.refusals import EmptyFile, IsFolder, NotATable, NotReadable, UnknownFile, UnknownFormat
from guanxi.sources.spreadsheets import read_workbook

LANGUAGE_TAGS = (("en", "en"), ("zh", "zh-hans"))
FORMATS = "CSV, TSV, Excel (.xlsx, .xls), Parquet"
OFFICE = {b"PK\x03\x04": "excel", b"\xd0\xcf\x11\xe0": "excel", b"PAR1": "parquet", b"\x1f\x8b": "gzip"}
FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"SQLite": "SQLite",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}


@dataclass(frozen=True)
class SourceTable:
    """What stood in a file.

    rows        the file's rows and columns; text files and workbooks give text columns only
    broken      lines of a text that are no rows: `row`, `reason`, `text`
    format      csv | excel | parquet
    encoding    of a text file; "" otherwise
    notes       what a person should know about how it was read
    """

    rows: pl.DataFrame
    file: str
    format: str
    broken: pl.DataFrame = field(default_factory=no_broken_lines)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: tuple[Note, ...] = ()


def read_file(path: Path | str, *, sheet: str | None = None, encoding: str | None = None) -> SourceTable:
    """The table in a file.

    Errors  UnknownFile, UnknownFormat, UnknownEncoding, EmptyFile, NotATable, UnknownSheet, UnclearSheet
    """
    path = Path(path)
    file = path.name
    if path.is_dir():
        raise IsFolder(file=str(path))
    if not path.is_file():
        raise UnknownFile(file=str(path), **_near(path))
    try:
        return _checked(_read(path, file, sheet, encoding))
    except OSError as error:
        raise NotReadable(file=str(path), why=error.strerror or type(error).__name__) from None


def _read(path: Path, file: str, sheet: str | None, encoding: str | None) -> SourceTable:
    if path.stat().st_size == 0:
        raise EmptyFile(file=file)
    kind = _kind(path, file)
    if kind == "parquet":
        return _parquet(path, file)
    if kind == "excel":
        rows, name = read_workbook(path, file=file, sheet=sheet)
        return SourceTable(rows, file, "excel", sheet=name)
    return _text(path, file, gzipped=kind == "gzip", encoding=encoding)


def _kind(path: Path, file: str) -> str:
    with path.open("rb") as handle:
        head = handle.read(4096)
    for start, kind in OFFICE.items():
        if head.startswith(start):
            return kind
    for start, name in FOREIGN.items():
        if head.startswith(start):
            raise UnknownFormat(file=file, found=name, known=FORMATS)
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise UnknownFormat(file=file, found="HTML/XML", known=FORMATS)
    if opening.startswith((b"{", b"[")):
        raise UnknownFormat(file=file, found="JSON", known=FORMATS)
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and head.count(b"\x00") * 20 > len(head):
        raise UnknownFormat(file=file, found="binary", known=FORMATS)
    return "text"


def _parquet(path: Path, file: str) -> SourceTable:
    try:
        rows = pl.read_parquet(path, glob=False)
    except (pl.exceptions.PolarsError, OSError):
        raise NotATable(file=file) from None
    return SourceTable(
        rows.rename(dict(zip(rows.columns, tidy_headers(rows.columns), strict=True))), file, "parquet"
    )


def _text(path: Path, file: str, *, gzipped: bool, encoding: str | None) -> SourceTable:
    try:
        raw = gzip.decompress(path.read_bytes()) if gzipped else path.read_bytes()
    except (EOFError, OSError, zlib.error):
        raise NotATable(file=file) from None
    decoded = decode(raw, file=file, encoding=encoding)
    text = decoded.text
    old_ends = b"\r" in raw and b"\n" not in raw
    if text is None and (gzipped or old_ends):
        text = raw.decode("utf-8")
    if old_ends:
        text = "\n".join(lines_of(text))
    del raw
    rows, broken, laid_out = read_delimited(text, path, file=file)
    notes = []
    if decoded.encoding not in ("utf-8", "utf-8-sig"):
        notes.append(Note("sources.read_as_encoding", {"encoding": decoded.encoding.upper()}))
    if decoded.lost:
        notes.append(
            Note("sources.lost_characters", {"count": decoded.lost, "encoding": decoded.encoding.upper()})
        )
    if laid_out.header_line is None:
        notes.append(Note("sources.no_header", {"columns": ", ".join(laid_out.columns)}))
    elif laid_out.header_line:
        notes.append(Note("sources.title_lines", {"count": laid_out.header_line}))
    return SourceTable(rows, file, "csv", broken, decoded.encoding, laid_out.delimiter_name, "", tuple(notes))


def _checked(table: SourceTable) -> SourceTable:
    """The table, if it has rows and more than one column. An order needs who, when and how much."""
    if table.rows.height == 0 and table.broken.height == 0:
        raise EmptyFile(file=table.file)
    if table.rows.width < 2:
        raise NotATable(file=table.file)
    return table


def _near(path: Path) -> dict[str, str]:
    """The file of the same folder with the nearest name, in both languages; nothing where there is none."""
    folder = path.parent
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    near = get_close_matches(path.name, names, n=1)
    return {
        f"near_{tag}": say("sources.near_file", lang, near=near[0]) if near else ""
        for tag, lang in LANGUAGE_TAGS
    }
