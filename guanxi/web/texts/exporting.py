"""The texts a page lists, all of them, as a file in which people are hidden."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guanxi.web.kit.csv_cells import BYTE_ORDER_MARK, harmless
from guanxi.web.texts.hiding import hidden, known_names
from guanxi.web.texts.models import Text

AT_ONCE = 500
LONGEST_CELL = 32_000  # characters a spreadsheet's cell holds
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def head() -> list[str]:
    return [
        _("Day"),
        _("Survey"),
        _("Dimension"),
        _("Touchpoint"),
        _("Score (0–10)"),
        _("Sentiment"),
        _("Themes"),
        _("Text, people hidden"),
    ]


def rows(texts: QuerySet[Text]) -> Iterator[list[Any]]:
    names = known_names()
    for each in texts.iterator(chunk_size=AT_ONCE):
        themes = "; ".join(hidden(str(theme), names) for theme in each.themes.all())
        said = hidden(each.body, names)[:LONGEST_CELL]
        beside = [each.survey, each.dimension, each.touchpoint, each.score, each.get_mood_display()]
        yield [each.on.isoformat(), *beside, themes, said]


def as_csv(texts: QuerySet[Text]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _line(head())
    for row in rows(texts):
        yield _line(row)


def _line(row: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([harmless(cell) for cell in row])
    return line.getvalue()


def as_xlsx(texts: QuerySet[Text]) -> IO[bytes]:
    """The workbook in a temporary file; what begins like a formula stays text."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it, when it has been sent)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 6, 16)
        sheet.set_column(7, 7, 100)
        sheet.write_row(0, 0, head(), bold)
        for place, row in enumerate(rows(texts), start=1):
            for column, value in enumerate(row):
                if value not in (None, ""):
                    sheet.write(place, column, value)
    file.seek(0)
    return file
