"""Exactly what the list shows, all of its rows, as a file: the same filters, sort, columns and rights."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.db import connection, transaction

from guanxi.web.insight import queries
from guanxi.web.insight.cells import label, plain
from guanxi.web.insight.listing import RHYTHM, Listing, on_field
from guanxi.web.insight.paging import Sort, every
from guanxi.web.kit.csv_cells import BYTE_ORDER_MARK

CHUNK = 2_000
WIDTH = 18


def columns_of(listing: Listing) -> list[str]:
    """The columns shown, after the id that names the customer."""
    return ["customer_id", *(column for column in listing.asked.columns if column != "customer_id")]


def header(listing: Listing, language: str) -> list[str]:
    return [label(column, language) for column in columns_of(listing)]


def rows(listing: Listing, language: str) -> Iterator[list[Any]]:
    """All rows in the list's order, read a few at a time."""
    columns, as_of, people = columns_of(listing), queries.business_date(), queries.people()
    fields = ["recent_days" if column == RHYTHM else on_field(Sort(column)).column for column in columns]
    cells = [plain(column, language=language, people=people, as_of=as_of) for column in columns]
    # One statement inside a transaction is a cursor on the server; SQLite's statements stream by themselves,
    # and a transaction there would hold the only write lock.
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        for part in every(listing.rows, on_field(listing.asked.sort)):
            for values in part.values_list(*fields).iterator(chunk_size=CHUNK):
                yield [cell(value) for cell, value in zip(cells, values, strict=True)]


class _Line:
    """What csv writes to: hands each line on instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def as_csv(listing: Listing, language: str) -> Iterator[str]:
    """The file in pieces; the first is ready before the first row is read."""
    write = csv.writer(_Line()).writerow
    yield BYTE_ORDER_MARK + write(header(listing, language))
    lines: list[str] = []
    for row in rows(listing, language):
        lines.append(write(row))
        if len(lines) == CHUNK:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def as_xlsx(listing: Listing, language: str) -> IO[bytes]:
    """The workbook in a temporary file; rows leave the memory as they are written."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it, when it has been sent)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(columns_of(listing)) - 1, WIDTH)
        sheet.write_row(0, 0, header(listing, language), bold)
        for place, row in enumerate(rows(listing, language), start=1):
            for column, value in enumerate(row):
                _put(sheet, place, column, value, day)
    file.seek(0)
    return file


def _put(sheet, row: int, column: int, value: Any, day) -> None:
    match value:
        case None:
            return
        case date():
            sheet.write_datetime(row, column, value, day)
        case int() | float():
            sheet.write_number(row, column, value)
        case _:
            sheet.write_string(row, column, str(value))
