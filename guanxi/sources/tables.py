"""A table outside, open for reading: its columns at once, its rows in chunks, never whole in memory.

What reads a format gives `Piece`s, as large as suits it; `OpenTable` cuts them into chunks of the size
that is asked for, always the same ones, so that a run that was interrupted can go on after the last chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from itertools import islice
from tempfile import TemporaryDirectory

import polars as pl

from guanxi.facts.notes import Note

CHUNK_BYTES = 192 << 20  # A chunk is cut earlier where its rows are long: memory is bounded, not the count.
CHUNK_CELLS = 12_000_000


def no_broken_lines() -> pl.DataFrame:
    return pl.DataFrame(schema={"row": pl.Int64, "reason": pl.String, "text": pl.String})


@dataclass(frozen=True)
class Piece:
    """Rows as a reader met them.

    rows        the rows, with the table's columns
    numbers     where each row stands: its line in a text, its row in a sheet as Excel numbers it (the header
                counts), its place in Parquet or in the answer of a database, from 1
    broken      what is no row: `row` (numbered likewise), `reason`, `text`
    """

    rows: pl.DataFrame
    numbers: pl.Series
    broken: pl.DataFrame = field(default_factory=no_broken_lines)


@dataclass(frozen=True)
class Chunk:
    """The next rows of a table.

    first_row   the place of the first of these rows among all the rows of the table, from 1 (broken lines do
                not count): the rows of a chunk are first_row ... first_row + rows.height - 1
    numbers     for each row the line or row of the file it stands in: what a person looks for
    broken      the lines among them that are no rows: `row` (the line of the file), `reason`, `text`
    """

    rows: pl.DataFrame
    first_row: int
    broken: pl.DataFrame
    numbers: pl.Series


@dataclass
class OpenTable(AbstractContextManager):
    """A table that can be read from its start as often as wanted. Closing removes what was unpacked.

    columns     names of the columns; their types are those of every chunk (text from a text or a workbook)
    format      csv | json_lines | excel | parquet | database
    encoding    of a text; "" otherwise
    notes       what a person should know about how it is read
    height      the number of rows, where that is known without reading; None otherwise
    """

    file: str
    format: str
    schema: dict[str, pl.DataType]
    pieces: Callable[[], Iterator[Piece]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: tuple[Note, ...] = ()
    height: int | None = None
    spread: Callable[[int], pl.DataFrame | None] | None = None
    folder: TemporaryDirectory | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.schema)

    def chunks(self, rows: int = 500_000) -> Iterator[Chunk]:
        """All rows, `rows` at a time; a chunk is shorter where its rows are long, and at the end.

        The same table gives the same chunks. Rows and broken lines together are all that stands in it.
        Errors  those of `open_table`, where the fault lies further down
        """
        first, held, broken = 1, [], [no_broken_lines()]
        for piece in self.pieces():
            held.append(piece)
            broken.append(piece.broken)
            while (height := sum(one.rows.height for one in held)) >= rows or _is_large(held):
                chunk, held = _cut(held, min(rows, height))
                yield Chunk(chunk.rows, first, pl.concat(broken), chunk.numbers)
                first += chunk.rows.height
                broken = [no_broken_lines()]
        if held and (sum(one.rows.height for one in held) or any(one.height for one in broken)):
            chunk, _ = _cut(held, rows)
            yield Chunk(chunk.rows, first, pl.concat(broken), chunk.numbers)

    def head(self, n: int) -> Chunk:
        """The first rows, for a preview. One piece is read, however large the table is."""
        with closing(self.chunks(n)) as chunks:
            for chunk in islice(chunks, 1):
                return chunk
        return Chunk(self.nothing(), 1, no_broken_lines(), pl.Series("number", [], pl.Int64))

    def sample(self, n: int) -> pl.DataFrame:
        """At most `n` rows from the table's whole length where that is cheap, else its first ones.

        For guessing what the columns are: the top of a file is often unlike the rest.
        """
        found = self.spread(n) if self.spread else None
        return self.head(n).rows if found is None or found.is_empty() else found.head(n)

    def nothing(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema)

    def close(self) -> None:
        if self.folder:
            self.folder.cleanup()

    def __exit__(self, *error: object) -> None:
        self.close()


def _is_large(held: list[Piece]) -> bool:
    cells = sum(one.rows.height * one.rows.width for one in held)
    return cells > 0 and (
        cells >= CHUNK_CELLS or sum(one.rows.estimated_size() for one in held) >= CHUNK_BYTES
    )


def _cut(held: list[Piece], rows: int) -> tuple[Piece, list[Piece]]:
    """The first rows of what is held, and what is left of it."""
    together = Piece(pl.concat([one.rows for one in held]), pl.concat([one.numbers for one in held]))
    left = [Piece(together.rows.slice(rows), together.numbers.slice(rows))]
    return Piece(together.rows.head(rows), together.numbers.head(rows)), (left if left[0].rows.height else [])
