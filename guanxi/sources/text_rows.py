"""The rows of a delimited text, block by block: as fast as the fast reader where the text is well-formed, as
careful as the careful one in the blocks where it is not.

A block ends where a record ends. Where a block has quotation marks, it is first proven that every one of
them opens or closes a cell; only then may a line break inside of quotes be trusted to be no end of a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import polars as pl

from guanxi.sources.broken_text import BROKEN, JOINED_LINES, read_carefully
from guanxi.sources.delimited import Shape
from guanxi.sources.encodings import PlainText
from guanxi.sources.limits import LIMITS, Limits
from guanxi.sources.tables import Piece

BLOCK = 16 << 20
QUOTE, FEED, RETURN = 34, 10, 13
SHOWN = 1_000  # characters of a line that is too long to be kept
SURPLUS = 1_000_000  # delimiters beyond those of the columns: the fast reader takes 450 bytes for each


@dataclass
class Place:
    """Where the reader stands: the number of the next line."""

    line: int


def text_pieces(
    text: PlainText, laid_out: Shape, *, block: int = BLOCK, limits: Limits = LIMITS
) -> Iterator[Piece]:
    """All rows below the header, and the lines that are none; a second header among them is none."""
    place = Place(laid_out.first_line + 1)
    with text.path.open("rb") as handle:
        handle.seek(text.start)
        for _ in range(laid_out.first_line):
            _pass_line(handle)
        held = b""
        while True:
            raw = handle.read(block)
            data, last = held + raw, not raw
            if not data:
                return
            end = len(data) if last else data.rfind(b"\n") + 1
            if len(data) > limits.line and not end:
                yield _too_long(handle, data, place, laid_out)
                held = b""
                continue
            used = 0
            if end:
                force = last or len(data) > 2 * max(block, limits.line)
                for piece, used in _block_pieces(data[:end], place, laid_out, last=force):  # noqa: B007
                    yield _without_headers(piece, laid_out)
            held = data[used:]
            if last:
                return


def spread_rows(text: PlainText, laid_out: Shape, n: int) -> pl.DataFrame | None:
    """Rows from ten places of the text; None where a place in it may lie inside of quotes, or it is small."""
    size = text.path.stat().st_size
    if text.quotes or laid_out.delimiter is None or size < 4 * BLOCK:
        return None
    found = []
    with text.path.open("rb") as handle:
        for tenth in range(10):
            handle.seek(text.start + size * tenth // 10)
            for _ in range(laid_out.first_line if tenth == 0 else 1):
                _pass_line(handle)
            data = handle.read(256 << 10)
            lines = data[: data.rfind(b"\n") + 1].decode("utf-8", "ignore").split("\n")[: n // 10 + 1]
            lines = [line for line in lines if line.strip()]
            found.append(read_carefully(lines, 1, laid_out.delimiter, laid_out.columns)[0])
    return pl.concat(found)


def _pass_line(handle: BinaryIO) -> None:
    while (part := handle.readline(1 << 20)) and not part.endswith(b"\n"):
        pass


def _too_long(handle: BinaryIO, data: bytes, place: Place, laid_out: Shape) -> Piece:
    """A line beyond the limit: its start is shown, the rest passed over without being held."""
    _pass_line(handle)
    text = data[: SHOWN * 4].decode("utf-8", "ignore")[:SHOWN]
    broken = pl.DataFrame([(place.line, "line_too_long", text)], schema=BROKEN, orient="row")
    place.line += 1
    nothing = pl.DataFrame(schema=dict.fromkeys(laid_out.columns, pl.String))
    return Piece(nothing, pl.Series("number", [], pl.Int64), broken)


def _block_pieces(data: bytes, place: Place, laid_out: Shape, *, last: bool) -> Iterator[tuple[Piece, int]]:
    """The pieces of a block of whole lines, each with the bytes used up to its end."""
    if laid_out.delimiter is None:
        yield _parted_by_blanks(data, place, laid_out), len(data)
        return
    end = _record_end(data, last=last)
    if end and (fast := _fast(data[:end], place, laid_out)):
        yield fast, end
        return
    yield from _careful(data, place, laid_out, last=last)


def _record_end(data: bytes, *, last: bool) -> int:
    """The end of the last line that ends a record; 0 where none is found near the end."""
    if b'"' not in data:
        return len(data)
    if last:
        return 0 if data.count(b'"') % 2 else len(data)
    quotes, end = data.count(b'"'), len(data)
    for _ in range(JOINED_LINES + 1):
        if quotes % 2 == 0:
            return end
        before = data.rfind(b"\n", 0, end - 1) + 1
        quotes -= data.count(b'"', before, end)
        end = before
        if not end:
            break
    return 0


def _fast(data: bytes, place: Place, laid_out: Shape) -> Piece | None:
    """The rows of well-formed records; None where a quote or a field is misplaced."""
    feeds = data.count(b"\n")
    if data.count(laid_out.delimiter.encode()) > (feeds + 1) * len(laid_out.columns) + SURPLUS:
        return None
    quoted = b'"' in data
    if quoted and not _well_quoted(data, ord(laid_out.delimiter)):
        return None
    try:
        rows = pl.read_csv(
            data,
            has_header=False,
            schema=dict.fromkeys(laid_out.columns, pl.String),
            separator=laid_out.delimiter,
            quote_char='"' if quoted else None,
            missing_columns="insert",
            encoding="utf8",
        )
    except pl.exceptions.PolarsError:
        return None  # ragged rows: the careful reader sets aside the broken ones only
    lines = feeds + (not data.endswith(b"\n"))
    numbers = pl.int_range(place.line, place.line + rows.height, eager=True, dtype=pl.Int64).alias("number")
    if rows.height != lines:  # line breaks inside of quotes
        inside = rows.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True))).to_series()
        if rows.height + inside.sum() != lines:
            return None
        numbers = numbers + inside.cum_sum().shift(1, fill_value=0).cast(pl.Int64)
    if b'""' in data:
        rows = rows.with_columns(pl.when(pl.all() != "").then(pl.all()))
    place.line += lines
    return Piece(rows, numbers)


def _well_quoted(data: bytes, delimiter: int) -> bool:
    """Whether every quote opens a cell at its start, closes it at its end, or is doubled in between, and no
    cell has more line breaks than a cell has."""
    signs = np.frombuffer(data, np.uint8)
    at = np.flatnonzero(signs == QUOTE)
    opening, closing = at[0::2], at[1::2]
    if len(at) % 2:
        return False
    before = signs[np.maximum(opening - 1, 0)]
    after = signs[np.minimum(closing + 1, len(signs) - 1)]
    opens = (before == delimiter) | (before == FEED) | (before == QUOTE) | (opening == 0)
    closes = (after == delimiter) | (after == FEED) | (after == RETURN) | (after == QUOTE)
    closes |= closing == len(signs) - 1
    if not (opens.all() and closes.all()):
        return False
    long = closing - opening > JOINED_LINES
    if not long.any():
        return True
    feeds = np.flatnonzero(signs == FEED)
    breaks = np.searchsorted(feeds, closing[long]) - np.searchsorted(feeds, opening[long])
    return bool((breaks < JOINED_LINES).all())


def _careful(data: bytes, place: Place, laid_out: Shape, *, last: bool) -> Iterator[tuple[Piece, int]]:
    """The block line by line, a quarter of it at a time: held as Python's text it is many times as large."""
    lines = data.decode("utf-8").removesuffix("\n").split("\n")
    step = max(JOINED_LINES * 4, len(lines) // 4 + 1)
    at = used = 0
    while at < len(lines):
        some = lines[at : at + step]
        ends = at + len(some) == len(lines)
        rows, numbers, broken, read = read_carefully(
            some, place.line, laid_out.delimiter, laid_out.columns, last=last and ends
        )
        if not read:
            return
        used += sum(len(line.encode("utf-8")) + 1 for line in some[:read])
        at += read
        place.line += read
        yield Piece(rows, numbers, broken), min(used, len(data))


def _parted_by_blanks(data: bytes, place: Place, laid_out: Shape) -> Piece:
    """Columns parted by blanks, as old printouts and teaching data have them."""
    lines = data.decode("utf-8").removesuffix("\n").split("\n")
    table = pl.DataFrame({"text": lines}).with_row_index("row", place.line)
    place.line += len(lines)
    fields = table.with_columns(
        pl.col("row").cast(pl.Int64), field=pl.col("text").str.extract_all(r"\S+")
    ).filter(pl.col("field").list.len() > 0)
    fits = pl.col("field").list.len() <= len(laid_out.columns)
    kept = fields.filter(fits)
    rows = kept.select(
        pl.col("field").list.get(n, null_on_oob=True).alias(name) for n, name in enumerate(laid_out.columns)
    )
    broken = fields.filter(~fits).select("row", pl.lit("too_many_fields").alias("reason"), "text")
    return Piece(rows, kept["row"].alias("number"), broken)


def _without_headers(piece: Piece, laid_out: Shape) -> Piece:
    """The piece with rows that say the header again set aside, as in files put one after another."""
    if laid_out.header is None or not piece.rows.height:
        return piece
    return headers_aside(piece, laid_out.header, laid_out.delimiter or " ")


def headers_aside(piece: Piece, header: tuple[str, ...], joint: str) -> Piece:
    """The piece with the rows that are the header again among the broken ones."""
    filled = [(n, cell.strip("\ufeff \r")) for n, cell in enumerate(header) if cell.strip("\ufeff \r")]
    names = piece.rows.columns
    place, name = filled[0]
    likely = piece.rows.select(pl.col(names[place]).str.strip_chars("\ufeff \r") == name).to_series()
    if not likely.any():
        return piece
    same = [pl.col(names[n]).str.strip_chars("\ufeff \r") == cell for n, cell in filled]
    again = piece.rows.select(pl.all_horizontal(same).fill_null(False)).to_series()
    if not again.any():
        return piece
    text = piece.rows.filter(again).select(pl.concat_str(pl.all().fill_null(""), separator=joint))
    headers = pl.DataFrame(
        {
            "row": piece.numbers.filter(again),
            "reason": pl.Series(["header_again"] * int(again.sum()), dtype=pl.String),
            "text": text.to_series(),
        }
    )
    return Piece(
        piece.rows.filter(~again),
        piece.numbers.filter(~again),
        pl.concat([piece.broken, headers]).sort("row"),
    )
