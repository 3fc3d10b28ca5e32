"""Excel workbooks -> a table of text columns, from the sheet that was named or the only one with a table."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from guanxi.sources.delimited import tidy_headers
from guanxi.sources.refusals import EmptyFile, NotATable, UnclearSheet, UnknownSheet

HEADER_SEARCH = 20  # Title rows stand above the header; it is looked for in this many rows.


def read_workbook(path: Path, *, file: str, sheet: str | None) -> tuple[pl.DataFrame, str]:
    """The rows of a sheet as text, and its name. Dates arrive as ISO text, numbers as plain digits."""
    import fastexcel

    try:
        workbook = fastexcel.read_excel(path)
    except fastexcel.FastExcelError:
        raise NotATable(file=file) from None
    if sheet is not None and sheet not in workbook.sheet_names:
        raise UnknownSheet(file=file, asked=sheet, known=", ".join(workbook.sheet_names))
    found = {name: _rows(workbook, name) for name in ([sheet] if sheet else workbook.sheet_names)}
    tables = {name: rows for name, rows in found.items() if rows.height > 1 and rows.width > 1}
    if not tables:
        raise EmptyFile(file=file)
    if len(tables) > 1:
        raise UnclearSheet(file=file, known=", ".join(tables))
    name, rows = next(iter(tables.items()))
    return _with_header(rows), name


def _rows(workbook, name: str) -> pl.DataFrame:
    rows = workbook.load_sheet(name, header_row=None, dtypes="string").to_polars()
    return rows.select(column for column in rows if column.null_count() < column.len())


def _with_header(rows: pl.DataFrame) -> pl.DataFrame:
    """The first row that is filled more than half is the header."""
    filled = [sum(cell is not None for cell in row) for row in rows.head(HEADER_SEARCH).iter_rows()]
    at = next((n for n, count in enumerate(filled) if count * 2 > rows.width), 0)
    return rows.slice(at + 1).rename(dict(zip(rows.columns, tidy_headers(list(rows.row(at))), strict=True)))
