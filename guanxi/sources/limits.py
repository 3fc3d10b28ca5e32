"""How large a source may be, and the doors that hold it to that: nothing is unpacked on trust.

An archive says itself how large it will be, and it may lie. So what it says is checked first, and while it
is unpacked the bytes that really come are counted.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from guanxi.sources.refusals import NotATable, PackedTooTightly, TooLarge, TooManyCells

MEGABYTE = 1 << 20
STEP = MEGABYTE


@dataclass(frozen=True)
class Limits:
    """What a source may ask of the machine; beyond it, it is refused in a sentence.

    columns         of a table
    line            bytes of one line of a text; a longer line is set aside, the others are read
    unpacked        bytes of a compressed text when it is unpacked (on disk, never in memory)
    ratio           how many times its archive a content may be, where it is larger than `harmless`
    harmless        bytes that are unpacked whatever the ratio
    workbook        bytes of an Excel workbook's file
    sheet           bytes of one part of a workbook when it is unpacked
    cells           cells of a sheet, from its first used corner to its last: what is held in memory
    downloaded      bytes fetched from an object storage for one file
    depth           how deep nested values may go
    """

    columns: int = 2_000
    line: int = 16 * MEGABYTE
    unpacked: int = 64_000 * MEGABYTE
    ratio: int = 200
    harmless: int = 64 * MEGABYTE
    workbook: int = 256 * MEGABYTE
    sheet: int = 1_024 * MEGABYTE
    cells: int = 12_000_000
    downloaded: int = 64_000 * MEGABYTE
    depth: int = 32


LIMITS = Limits()


def megabytes(size: int) -> str:
    """A size as a person reads it: 1,024 MB."""
    return f"{max(1, round(size / MEGABYTE)):,} MB"


def unpack_gzip(path: Path, to: Path, *, file: str, limits: Limits = LIMITS) -> None:
    """Write what a gzip file holds, as far as the limits allow.

    Errors  NotATable for a damaged archive; PackedTooTightly, TooLarge
    """
    packed = path.stat().st_size
    try:
        with gzip.open(path) as source, to.open("wb") as target:
            for block in _counted(source, packed, file=file, limit=limits.unpacked, limits=limits):
                target.write(block)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise NotATable(file=file) from None


def _counted(source: BinaryIO, packed: int, *, file: str, limit: int, limits: Limits) -> Iterator[bytes]:
    """The bytes that really come out, refused at the first one too many."""
    size = 0
    while block := source.read(STEP):
        size += len(block)
        if size > limit:
            raise TooLarge(file=file, size=megabytes(size), limit=megabytes(limit))
        if size > limits.harmless and size > packed * limits.ratio:
            raise PackedTooTightly(file=file, packed=megabytes(packed), ratio=limits.ratio)
        yield block


@dataclass(frozen=True)
class Sheet:
    """The extent of one sheet, counted from its cells and not from what it says of itself.

    first_row       number of the first row with a cell; 1 where there is none
    """

    rows: int
    columns: int
    first_row: int
    formulas: int


# Names may carry a prefix (x:row); a number beyond what Excel has is no number of a row.
PARTS = re.compile(rb'<(?:\w{1,20}:)?(row|c|f)(?=[\s/>])(?:[^<>]{0,400}?\sr="([A-Z]{0,4})(\d{1,10})")?')


def check_workbook(
    path: Path, *, file: str, limits: Limits = LIMITS
) -> tuple[zipfile.ZipFile, tuple[str, ...]]:
    """The open archive of a workbook and the names of its parts, once the sizes it states are bearable.

    Errors  NotATable for a damaged archive; TooLarge, PackedTooTightly
    """
    size = path.stat().st_size
    if size > limits.workbook:
        raise TooLarge(file=file, size=megabytes(size), limit=megabytes(limits.workbook))
    try:
        archive = zipfile.ZipFile(path)
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NotATable(file=file) from None
    if len({part.filename for part in parts}) < len(parts):
        raise NotATable(file=file)  # two parts of one name: every reader would take another one
    stated = sum(part.file_size for part in parts)
    if any(part.file_size > limits.sheet for part in parts) or stated > 2 * limits.sheet:
        raise TooLarge(file=file, size=megabytes(stated), limit=megabytes(limits.sheet))
    if stated > limits.harmless and stated > size * limits.ratio:
        raise PackedTooTightly(file=file, packed=megabytes(size), ratio=limits.ratio)
    return archive, tuple(part.filename for part in parts)


def measured(archive: zipfile.ZipFile, part: str, *, file: str, limits: Limits = LIMITS) -> Sheet:
    """How large a sheet really is: unpacked piece by piece, nothing kept.

    Errors  NotATable for a damaged part; TooLarge, PackedTooTightly, TooManyCells
    """
    last_row, last_column, first_row, row, cells, formulas, widest = 0, 0, 0, 0, 0, 0, 0
    tail = b""
    for block in unpacked(archive, part, file=file, limits=limits):
        block = tail + block
        whole = block.rfind(b">") + 1
        tail = block[whole:][-MEGABYTE:]
        for what, letters, digits in PARTS.findall(block[:whole]):
            if what == b"f":
                formulas += 1
                continue
            if what == b"row":
                row, cells = int(digits) if digits and not letters else row + 1, 0
            else:
                cells = _column(letters) if letters else cells + 1
                row = int(digits) if digits else row
                widest = max(widest, cells)
                first_row = min(first_row or row, row)
            last_row, last_column = max(last_row, row), max(last_column, cells)
    sheet = Sheet(max(0, last_row - max(first_row, 1) + 1), last_column, first_row or 1, formulas)
    if sheet.rows * sheet.columns > limits.cells:
        raise TooManyCells(file=file, rows=sheet.rows, columns=sheet.columns, limit=limits.cells)
    return sheet


def unpacked(archive: zipfile.ZipFile, part: str, *, file: str, limits: Limits = LIMITS) -> Iterator[bytes]:
    """The bytes of one part of an archive, as far as the limits allow, whatever its directory says."""
    packed = Path(archive.filename).stat().st_size
    try:
        with archive.open(part) as source:
            yield from _counted(source, packed, file=file, limit=limits.sheet, limits=limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError):
        raise NotATable(file=file) from None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
