"""A file from outside -> a table, whatever it is: delimited text, JSON Lines, an Excel workbook, Parquet.

The format is told from the file's first bytes and not from its name: exports are often called what they
are not.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from guanxi.facts.notes import Note
from guanxi.sentences import say
from guanxi.sources.delimited import Shape, shape_of
from guanxi.sources.encodings import PlainText, plain_text
from guanxi.sources.json_lines import open_json_lines
from guanxi.sources.limits import LIMITS, Limits, unpack_gzip
from guanxi.sources.parquet import open_parquet
from guanxi.sources.refusals import EmptyFile, IsFolder, NotATable, NotReadable, UnknownFile, UnknownFormat
from guanxi.sources.spreadsheets import open_workbook, sheet_names
from guanxi.sources.tables import OpenTable, Piece, no_broken_lines
from guanxi.sources.text_rows import spread_rows, text_pieces

LANGUAGE_TAGS = (("en", "en"), ("zh", "zh-hans"))
FORMATS = "CSV, TSV, JSON Lines, Excel (.xlsx, .xls), Parquet"
OFFICE = {b"PK\x03\x04": "excel", b"\xd0\xcf\x11\xe0": "excel", b"PAR1": "parquet", b"\x1f\x8b": "gzip"}
FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"SQLite": "SQLite",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"PK\x05\x06": "ZIP",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}


@dataclass(frozen=True)
class SourceTable:
    """What stood in a file.

    rows        the file's rows and columns; text files and workbooks give text columns only
    broken      lines that are no rows: `row` (the line or row of the file), `reason`, `text`
    format      csv | json_lines | excel | parquet
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


def read_file(
    path: Path | str, *, sheet: str | None = None, encoding: str | None = None, limits: Limits = LIMITS
) -> SourceTable:
    """The whole table in a file, in memory. For a large file, see `open_table`.

    Errors  as `open_table`
    """
    with open_table(path, sheet=sheet, encoding=encoding, limits=limits) as table:
        chunks = list(table.chunks())
    return SourceTable(
        pl.concat([chunk.rows for chunk in chunks]) if chunks else table.nothing(),
        table.file,
        table.format,
        pl.concat([chunk.broken for chunk in chunks]) if chunks else no_broken_lines(),
        table.encoding,
        table.delimiter,
        table.sheet,
        table.notes,
    )


def open_table(
    path: Path | str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    file: str | None = None,
    limits: Limits = LIMITS,
) -> OpenTable:
    """A file open for reading: its columns at once, its rows by `chunks()`, in bounded memory.

        with open_table(place.path) as table:
            for chunk in table.chunks(500_000):
                ...

    Text and Parquet are read piece by piece; a workbook is held whole (and limited). A text that is packed or
    not UTF-8 is written to a temporary folder first.

    path    a file
    file    what to call it in notes and errors; otherwise its name
    Errors  UnknownFile, IsFolder, NotReadable, UnknownFormat, UnknownEncoding, EmptyFile, NotATable,
            UnknownSheet, UnclearSheet, Locked, TooLarge, PackedTooTightly, TooManyColumns, TooManyCells,
            NestedTooDeep; NotATable, NotReadable may also come with a chunk, where a file is damaged further
            down
    """
    path = Path(path)
    name = file or path.name
    with readable(str(file or path)):
        check_file(path, name)
        folder = TemporaryDirectory(prefix="guanxi-source-")
        try:
            table = _checked(_opened(path, name, Path(folder.name), sheet, encoding, limits))
        except BaseException:
            folder.cleanup()
            raise
    table.folder = folder
    table.pieces = partial(_refusing, str(file or path), table.pieces)
    return table


def sheets_in(path: Path | str, *, file: str | None = None) -> list[str]:
    """The names of the sheets of a workbook; none for a file of another format.

    Errors  UnknownFile, IsFolder, NotReadable, UnknownFormat, EmptyFile, NotATable, Locked and the limits
    """
    path = Path(path)
    name = file or path.name
    with readable(str(file or path)):
        check_file(path, name)
        return sheet_names(path, file=name, known=FORMATS) if _kind(path, name) == "excel" else []


def check_file(path: Path, file: str) -> None:
    """Whether there is a file at all: no folder, and nothing that is read without end, as a device is."""
    if "\x00" in str(path):
        raise UnknownFile(file=file.replace("\x00", ""), near_en="", near_zh="")
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise UnknownFile(file=str(path), **_near(path)) from None
    if stat.S_ISDIR(mode):
        raise IsFolder(file=str(path))
    if not stat.S_ISREG(mode):
        raise UnknownFormat(file=str(path), found="device", known=FORMATS)
    if path.stat().st_size == 0:
        raise EmptyFile(file=file)


@contextmanager
def readable(file: str) -> Iterator[None]:
    """What the system refuses, as a refusal of ours."""
    try:
        yield
    except OSError as error:
        raise NotReadable(file=file, why=error.strerror or type(error).__name__) from None


def _refusing(file: str, pieces) -> Iterator[Piece]:
    with readable(file):
        yield from pieces()


def _opened(
    path: Path, file: str, folder: Path, sheet: str | None, encoding: str | None, limits: Limits
) -> OpenTable:
    kind = _kind(path, file)
    if kind == "gzip":
        unpack_gzip(path, folder / "unpacked", file=file, limits=limits)
        path = folder / "unpacked"
        kind = _kind(path, file) if path.stat().st_size else "text"
        if kind == "gzip":
            raise UnknownFormat(file=file, found="gzip", known=FORMATS)
    if kind == "parquet":
        return open_parquet(path, file=file, limits=limits)
    if kind == "excel":
        return open_workbook(path, file=file, sheet=sheet, known=FORMATS, limits=limits)
    if path.stat().st_size == 0:
        raise EmptyFile(file=file)
    text = plain_text(path, folder / "text", file=file, encoding=encoding)
    if kind == "json":
        table = open_json_lines(text, file=file, known=FORMATS, limits=limits)
        return replace(table, notes=tuple(_encoding_notes(text)))
    return _text(text, file, limits)


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
    if opening.startswith(b"["):
        raise UnknownFormat(file=file, found="JSON", known=FORMATS)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if opening.startswith(b"{") or (wide and head[2:6].replace(b"\x00", b"").startswith(b"{")):
        return "json"
    if not wide and head.count(b"\x00") * 20 > len(head):
        raise UnknownFormat(file=file, found="binary", known=FORMATS)
    return "text"


def _text(text: PlainText, file: str, limits: Limits) -> OpenTable:
    laid_out = shape_of(text, file=file, limits=limits)
    return OpenTable(
        file,
        "csv",
        dict.fromkeys(laid_out.columns, pl.String),
        partial(text_pieces, text, laid_out, limits=limits),
        encoding=text.encoding,
        delimiter=laid_out.delimiter_name,
        notes=(*_encoding_notes(text), *_layout_notes(laid_out)),
        spread=partial(spread_rows, text, laid_out),
    )


def _encoding_notes(text: PlainText) -> Iterator[Note]:
    name = text.encoding.upper()
    if text.encoding not in ("utf-8", "utf-8-sig"):
        yield Note("sources.read_as_encoding", {"encoding": name})
    if text.lost:
        yield Note("sources.lost_characters", {"count": text.lost, "encoding": name})


def _layout_notes(laid_out: Shape) -> Iterator[Note]:
    if laid_out.header is None:
        yield Note("sources.no_header", {"columns": ", ".join(laid_out.columns)})
    elif laid_out.header_line:
        yield Note("sources.title_lines", {"count": laid_out.header_line})


def _checked(table: OpenTable) -> OpenTable:
    """The table, if it has more than one column and something below its header. An order needs who, when and
    how much."""
    if len(table.columns) < 2:
        raise NotATable(file=table.file)
    first = table.head(1)
    if first.rows.height == 0 and first.broken.height == 0:
        raise EmptyFile(file=table.file)
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
