"""Delimited text with broken lines, read one by one: whole rows are kept, broken ones are named.

Slow beside the fast reader (about a million lines in a few seconds), and only called when that one stumbled.
"""

from __future__ import annotations

import csv

import polars as pl

JOINED_LINES = 20  # A quoted cell with more line breaks than this is taken for a quote that was never closed.


def read_carefully(
    lines: list[str], start: int, delimiter: str, columns: tuple[str, ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows from line `start` on that have the header's columns, and the lines that have not (`row`,
    `reason`, `text`).

    A row with too few fields is filled with nulls, as every reader does; one with too many, or with a
    quote that is never closed, is broken.
    """
    kept: list[list[str | None]] = []
    broken: list[tuple[int, str, str]] = []
    at = start
    while at < len(lines):
        record, used = _record(lines, at)
        if record is None:
            broken.append((at + 1, "unclosed_quote", lines[at]))
        elif len(fields := _fields(record, delimiter)) > len(columns):
            broken.append((at + 1, "too_many_fields", record))
        else:
            kept.append([field or None for field in fields] + [None] * (len(columns) - len(fields)))
        at += used
    rows = pl.DataFrame(kept, schema=dict.fromkeys(columns, pl.String), orient="row")
    schema = {"row": pl.Int64, "reason": pl.String, "text": pl.String}
    return rows, pl.DataFrame(broken, schema=schema, orient="row")


def _record(lines: list[str], at: int) -> tuple[str | None, int]:
    """One record, maybe of several lines, and how many it used; None when its quote is never closed."""
    record = lines[at]
    if record.count('"') % 2 == 0:
        return record, 1
    for used in range(2, min(JOINED_LINES, len(lines) - at) + 1):
        record += "\n" + lines[at + used - 1]
        if record.count('"') % 2 == 0:
            return record, used
    return None, 1


def _fields(record: str, delimiter: str) -> list[str]:
    try:
        fields = next(csv.reader(record.splitlines(keepends=True), delimiter=delimiter), [])
    except csv.Error:
        return record.split(delimiter)
    while fields and not fields[-1]:
        fields.pop()
    return fields
