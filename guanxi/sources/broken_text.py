"""Delimited text with broken lines, read one by one: whole rows are kept, broken ones are named.

Slow beside the fast reader (about a million lines in a few seconds), and only called where that one stumbled.
"""

from __future__ import annotations

import csv

import polars as pl

JOINED_LINES = 20  # A quoted cell with more line breaks than this is taken for a quote that was never closed.
SHOWN = 100_000  # So many characters of a broken line are kept; the whole line is in the file.
BROKEN = {"row": pl.Int64, "reason": pl.String, "text": pl.String}


def read_carefully(
    lines: list[str], first: int, delimiter: str, columns: tuple[str, ...], *, last: bool = True
) -> tuple[pl.DataFrame, pl.Series, pl.DataFrame, int]:
    """The rows in these lines, the line of each, the lines that are no rows, and how many lines were read.

    A row with too few fields is filled with nulls, as every reader does; one with too many, or with a
    quote that is never closed, is broken: `row` (the line), `reason`, `text`.

    first   the number of the first of these lines in the file
    last    whether the text ends with them; otherwise a quoted cell that does not end within them is left
    """
    width = len(columns)
    cells: list[list[str | None]] = []
    numbers: list[int] = []
    broken: list[tuple[int, str, str]] = []
    at = 0
    while at < len(lines):
        fields, used, reason = one_record(lines, at, delimiter)
        if reason == "unclosed_quote" and not last and len(lines) - at <= JOINED_LINES:
            break
        if reason or len(fields) > width:
            text = "\n".join(lines[at : at + used])
            broken.append((first + at, reason or "too_many_fields", text[:SHOWN].removesuffix("\r")))
        else:
            cells.append([field or None for field in fields] + [None] * (width - len(fields)))
            numbers.append(first + at)
        at += used
    return (
        pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row"),
        pl.Series("number", numbers, pl.Int64),
        pl.DataFrame(broken, schema=BROKEN, orient="row"),
        at,
    )


def one_record(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int, str]:
    """The fields of the record that begins at a line, how many lines it takes, and why it is broken, or "".

    Only a quote at the start of a field opens a quoted one: 5" pipe is a pipe of five inches.
    """
    line = lines[at]
    if '"' not in line:
        return _without_empty_end(line.removesuffix("\r").split(delimiter)), 1, ""
    window = [piece + "\n" for piece in lines[at : at + JOINED_LINES]]
    strict = csv.reader(iter(window), delimiter=delimiter, strict=True)
    try:
        return _without_empty_end(next(strict, [])), max(1, strict.line_num), ""
    except csv.Error as error:
        if "field limit" in str(error):
            return [], 1, "cell_too_long"
        if strict.line_num >= len(window) and "end of data" in str(error):
            return [], 1, "unclosed_quote"
    # A quote that is closed in the middle of its field ("5"" pipe" done wrong): read on as it stands.
    lenient = csv.reader(iter(window), delimiter=delimiter)
    try:
        fields = next(lenient, [])
    except csv.Error:
        return [], 1, "cell_too_long"
    if lenient.line_num > 1:  # The quotes are out of step: it would swallow the lines below.
        return [], 1, "unclosed_quote"
    return _without_empty_end(fields), 1, ""


def _without_empty_end(fields: list[str]) -> list[str]:
    while fields and not fields[-1]:
        fields.pop()
    return fields
