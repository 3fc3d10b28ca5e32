"""Delimited text -> a table of text columns: nothing is interpreted, so nothing is lost before cleaning."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from itertools import count

from guanxi.sources.broken_text import one_record
from guanxi.sources.encodings import PlainText
from guanxi.sources.limits import LIMITS, Limits
from guanxi.sources.refusals import EmptyFile, NotATable, TooManyColumns

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
SAMPLE_RECORDS = 60
HEAD = 4 << 20  # bytes; the header of thousands of columns has its place in it
NUMBER_OR_DATE = re.compile(r"[\d\s.,:/+\-()¥$€£]*\d[\d\s.,:/+\-()¥$€£]*")


@dataclass(frozen=True)
class Shape:
    """How a text is laid out.

    delimiter       None: the columns are parted by blanks
    header          the cells of the header as they are written; None where there is none
    header_line     how many lines stand above the header
    first_line      how many lines stand above the first row
    """

    delimiter: str | None
    header: tuple[str, ...] | None
    header_line: int
    first_line: int
    columns: tuple[str, ...]

    @property
    def delimiter_name(self) -> str:
        return next((name for name, sign in DELIMITERS.items() if sign == self.delimiter), "blanks")


def shape_of(text: PlainText, *, file: str, limits: Limits = LIMITS) -> Shape:
    """How a text is laid out, told from its beginning.

    Errors  EmptyFile, NotATable, TooManyColumns
    """
    with text.path.open("rb") as handle:
        handle.seek(text.start)
        head = handle.read(HEAD)
        whole = not handle.read(1)
    if not whole and b"\n" in head:
        head = head[: head.rfind(b"\n")]
    return shape(head.decode("utf-8", "ignore"), file=file, limits=limits)


def shape(sample: str, *, file: str, limits: Limits = LIMITS) -> Shape:
    """How the text is laid out, told from its first records.

    The delimiter is the one that cuts most records into the same number of fields; title lines above the
    header are passed over; a first row made of numbers and dates alone is data, and its columns are
    named by their place.
    """
    lines = lines_of(sample)
    filled = [line for line in lines if line.strip("\ufeff \t\x00")][:SAMPLE_RECORDS]
    if not filled:
        raise EmptyFile(file=file)
    if max(map(len, filled)) > limits.line:
        raise NotATable(file=file)
    delimiter, width = _delimiter(lines, filled)
    if width == 1:
        raise NotATable(file=file)
    if width > limits.columns:
        raise TooManyColumns(file=file, columns=width, limit=limits.columns)
    rows = [row for row in _records(lines, delimiter) if any(cell.strip("\ufeff \t\x00") for cell in row[2])]
    if not rows:
        raise EmptyFile(file=file)
    at, end, header = next((row for row in rows if sum(map(bool, row[2])) * 2 > width), rows[0])
    header = header + [""] * (width - len(header))
    if len(header) > limits.columns:
        raise TooManyColumns(file=file, columns=len(header), limit=limits.columns)
    if all(NUMBER_OR_DATE.fullmatch(cell) for cell in header if cell.strip("\ufeff ")):
        return Shape(delimiter, None, 0, 0, tuple(f"column {n}" for n in range(1, len(header) + 1)))
    return Shape(delimiter, tuple(header), at, end, tidy_headers(header))


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever system ended them; only line ends part them, no other blank."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


def tidy_headers(headers: list[str | None]) -> tuple[str, ...]:
    """Headers without stray blanks and without signs that cannot be seen; an empty one is named by its
    place, a second of a name numbered."""
    tidy: list[str] = []
    taken: set[str] = set()
    for place, header in enumerate(headers, 1):
        name = seen(header or "") or f"column {place}"
        again = next(n for n in count(1) if (name if n == 1 else f"{name} ({n})") not in taken)
        tidy.append(name if again == 1 else f"{name} ({again})")
        taken.add(tidy[-1])
    return tuple(tidy)


def seen(text: str) -> str:
    """A name as it is seen: a zero-width, a direction or a control character can neither be seen nor typed,
    and two names that look the same must be the same."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = "".join(
        " " if sign in "\t\r\n" else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign in "\t\r\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    )
    return " ".join(kept.split())


def _delimiter(lines: list[str], filled: list[str]) -> tuple[str | None, int]:
    """The delimiter under which most records have the same number of fields, and that number."""
    found = {sign: _usual_width(lines, sign) for sign in DELIMITERS.values()}
    sign, (width, agreeing, of) = max(
        found.items(), key=lambda item: (item[1][0] > 1, item[1][1] / item[1][2], item[1][0])
    )
    if width > 1 and agreeing * 2 >= of:
        return sign, width
    widths = {len(line.split()) for line in filled}
    if len(widths) == 1 and (blanks := widths.pop()) > 1:
        return None, blanks
    return ",", 1


def _usual_width(lines: list[str], sign: str) -> tuple[int, int, int]:
    """The usual number of fields, how many records have it, of how many."""
    widths = [len(fields) for _, _, fields in _records(lines, sign) if fields]
    usual = max(set(widths), key=lambda width: (width > 1, widths.count(width), width), default=1)
    return usual, widths.count(usual), max(1, len(widths))


def _records(lines: list[str], sign: str | None) -> list[tuple[int, int, list[str]]]:
    """The first records: the lines above each, the lines above the next one, its fields."""
    found: list[tuple[int, int, list[str]]] = []
    at = 0
    while at < len(lines) and len(found) < SAMPLE_RECORDS:
        line = lines[at]
        used, fields = 1, line.split()
        if line.strip("\ufeff \t\x00") and sign is not None:
            used, fields = _fields(lines, at, sign)
        if line.strip("\ufeff \t\x00"):
            found.append((at, at + used, fields))
        at += used
    return found


def _fields(lines: list[str], at: int, sign: str) -> tuple[int, list[str]]:
    """All fields of a record, the empty ones at its end too: they show how wide the table is."""
    fields, used, reason = one_record(lines, at, sign)
    if reason:
        return 1, lines[at].split(sign)
    try:
        record = csv.reader([piece + "\n" for piece in lines[at : at + used]], delimiter=sign)
        return used, next(record, fields)
    except csv.Error:
        return used, fields
