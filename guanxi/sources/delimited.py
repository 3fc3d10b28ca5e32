"""Delimited text -> a table of text columns: nothing is interpreted, so nothing is lost before cleaning."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import polars as pl

from guanxi.sources.broken_text import read_carefully
from guanxi.sources.refusals import EmptyFile, NotATable

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
SAMPLE_LINES = 60
NUMBER_OR_DATE = re.compile(r"[\d\s.,:/+\-()¥$€£]*\d[\d\s.,:/+\-()¥$€£]*")


@dataclass(frozen=True)
class Shape:
    """How a text is laid out: its delimiter (None: blanks), its header's line (None: none), its columns."""

    delimiter: str | None
    header_line: int | None
    columns: tuple[str, ...]

    @property
    def delimiter_name(self) -> str:
        return next((name for name, sign in DELIMITERS.items() if sign == self.delimiter), "blanks")


def shape(sample: str, *, file: str) -> Shape:
    """How the text is laid out, told from its first lines.

    The delimiter is the one that cuts most lines into the same number of fields; title lines above the
    header are passed over; a first row made of numbers and dates alone is data, and its columns are
    named by their place.
    """
    numbered = [(n, line) for n, line in enumerate(lines_of(sample)) if line.strip("\ufeff \t\x00")][
        :SAMPLE_LINES
    ]
    if not numbered:
        raise EmptyFile(file=file)
    delimiter, width = _delimiter([line for _, line in numbered])
    if width == 1:
        raise NotATable(file=file)
    rows = [(n, _cut(line, delimiter)) for n, line in numbered]
    at, header = next((row for row in rows if sum(map(bool, row[1])) * 2 > width), rows[0])
    if all(NUMBER_OR_DATE.fullmatch(cell) for cell in header if cell.strip("\ufeff ")):
        return Shape(delimiter, None, tuple(f"column {n}" for n in range(1, width + 1)))
    return Shape(delimiter, at, tidy_headers(header + [None] * (width - len(header))))


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever system ended them; only line ends part them, no other blank."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


def tidy_headers(headers: list[str | None]) -> tuple[str, ...]:
    """Headers without stray blanks; an empty one is named by its place, a second of a name numbered."""
    tidy: list[str] = []
    for place, header in enumerate(headers, 1):
        clean = unicodedata.normalize("NFC", header or "").replace("\ufeff", "").replace("\x00", "")
        name = " ".join(clean.split()) or f"column {place}"
        again = next(n for n in count(1) if (name if n == 1 else f"{name} ({n})") not in tidy)
        tidy.append(name if again == 1 else f"{name} ({again})")
    return tuple(tidy)


def read_delimited(text: str | None, path: Path, *, file: str) -> tuple[pl.DataFrame, pl.DataFrame, Shape]:
    """The rows as text columns, the lines that are no rows (`row`, `reason`, `text`), and the layout.

    text    the file's text; None when the file itself is UTF-8 and can be read in place
    """
    laid_out = shape(_head(path) if text is None else text[:200_000], file=file)
    if laid_out.delimiter is None:
        rows, broken = _read_blanks(text if text is not None else path.read_text("utf-8"), laid_out)
    else:
        rows, broken = _read_fast(text, path, laid_out)
    return rows, broken, laid_out


def _read_fast(text: str | None, path: Path, laid_out: Shape) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Polars reads well-formed text; the careful reader takes over where a quote or a field is misplaced."""
    quotes = path.read_bytes().count(b'"') if text is None else text.count('"')
    if quotes % 2 == 0:
        try:
            rows = pl.read_csv(
                path if text is None else text.encode("utf-8", "replace"),
                has_header=False,
                skip_lines=0 if laid_out.header_line is None else laid_out.header_line + 1,
                schema=dict.fromkeys(laid_out.columns, pl.String),
                separator=laid_out.delimiter,
                glob=False,
                missing_columns="insert",
            )
            return rows, no_broken_lines()
        except pl.exceptions.NoDataError:
            return pl.DataFrame(schema=dict.fromkeys(laid_out.columns, pl.String)), no_broken_lines()
        except pl.exceptions.PolarsError:
            pass  # ragged rows or stray quotes: the careful reader sets aside the broken ones only
    whole = text if text is not None else path.read_bytes().decode("utf-8")
    start = 0 if laid_out.header_line is None else laid_out.header_line + 1
    return read_carefully(lines_of(whole), start, laid_out.delimiter, laid_out.columns)


def _read_blanks(text: str, laid_out: Shape) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Columns parted by blanks, as old printouts and teaching data have them."""
    start = 0 if laid_out.header_line is None else laid_out.header_line + 1
    lines = pl.DataFrame({"text": lines_of(text)[start:]}).with_row_index("row", start + 1)
    lines = lines.filter(pl.col("text").str.strip_chars() != "")
    fields = lines.with_columns(field=pl.col("text").str.extract_all(r"\S+"))
    width = len(laid_out.columns)
    fits = pl.col("field").list.len() <= width
    rows = fields.filter(fits).select(
        pl.col("field").list.get(n, null_on_oob=True).alias(name) for n, name in enumerate(laid_out.columns)
    )
    broken = fields.filter(~fits).select(
        pl.col("row").cast(pl.Int64), pl.lit("too_many_fields").alias("reason"), "text"
    )
    return rows, broken


def no_broken_lines() -> pl.DataFrame:
    return pl.DataFrame(schema={"row": pl.Int64, "reason": pl.String, "text": pl.String})


def _head(path: Path) -> str:
    with path.open("rb") as handle:
        return handle.read(200_000).decode("utf-8", "ignore")


def _delimiter(lines: list[str]) -> tuple[str | None, int]:
    """The delimiter under which most lines have the same number of fields, and that number."""
    found = {sign: _usual_width(lines, sign) for sign in DELIMITERS.values()}
    sign, (width, agreeing) = max(found.items(), key=lambda item: (item[1][0] > 1, item[1][1], item[1][0]))
    if width > 1 and agreeing * 2 >= len(lines):
        return sign, width
    blank_width, blank_agreeing = _usual_width(lines, None)
    if blank_width > 1 and blank_agreeing == len(lines):
        return None, blank_width
    return ",", 1


def _usual_width(lines: list[str], sign: str | None) -> tuple[int, int]:
    widths = [len(_cut(line, sign)) for line in lines]
    usual = max(set(widths), key=lambda width: (width > 1, widths.count(width), width))
    return usual, widths.count(usual)


def _cut(line: str, sign: str | None) -> list[str]:
    if sign is None:
        return line.split()
    try:
        return next(csv.reader([line.replace("\x00", "")], delimiter=sign), [])
    except csv.Error:
        return [line]
