"""Plans as files: taken away as CSV, XLSX or JSON, and taken in again as JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from guanxi.web.kit import business
from guanxi.web.kit.csv_cells import BYTE_ORDER_MARK
from guanxi.web.planning.refusals import UnreadablePlan

LARGEST = 1_000_000  # bytes; a plan of a hundred years is a tenth of that
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
Grid = list[list[Any]]


def as_csv(grid: Grid) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([["" if cell is None else _safe(cell) for cell in row] for row in grid])
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def _safe(cell: Any) -> Any:
    """A name that begins like a formula stays text, whatever opens the file."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and len(cell) > 1 else cell


def as_xlsx(sheets: dict[str, Grid]) -> bytes:
    """One sheet for each grid; numbers are numbers."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        for name, grid in sheets.items():
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 34)
            sheet.set_column(1, max((len(row) for row in grid), default=1), 16)
            for at, row in enumerate(grid):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(at, column, cell, bold if at == 0 else None)
    return file.getvalue()


def one_below_another(grids: dict[str, Grid]) -> Grid:
    """What a workbook has on several sheets, on one: each with its name above and a line free below."""
    return [line for name, grid in grids.items() for line in ([name], *grid, [])]


def as_table(grids: dict[str, Grid], form: str) -> bytes:
    return as_xlsx(grids) if form == "xlsx" else as_csv(one_below_another(grids))


def answer(content: bytes, form: str, name: str) -> HttpResponse:
    """A file to be taken away."""
    name = f"{name}.{form}"
    plain = re.sub(r'[\x00-\x1f\\/:*?"<>|]', " ", name).strip()
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = content_disposition_header(True, business.file_name(plain))
    return response


def as_json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def read_json(content: bytes, expected: str) -> dict[str, Any]:
    """A document of the format `expected`.

    Errors  UnreadablePlan
    """
    if len(content) > LARGEST:
        raise UnreadablePlan(why=f"> {LARGEST // 1000} kB")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnreadablePlan(why="JSON?") from error
    if not isinstance(found, dict) or found.get("format") != expected:
        raise UnreadablePlan(why=f"format ≠ {expected}")
    return found
