"""All findings as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
from io import StringIO

from django.utils.translation import gettext as _

from guanxi.facts.words import word
from guanxi.knowledge.quality import Quality, findings
from guanxi.web.kit.csv_cells import BYTE_ORDER_MARK, harmless
from guanxi.web.quality import pages


def as_csv(seen: Quality, language: str) -> str:
    """One row per finding, the worst first."""
    text = StringIO()
    write = csv.writer(text).writerow
    write(_heads())
    for each in findings(seen):
        told = pages.said(each, seen, language)
        suffer = ", ".join(word(name).label(language) for name in each.touches if each.severity != "good")
        row = [told.severity, told.table, told.what, each.value, word(each.named).label(language)]
        write([harmless(cell) for cell in (*row, told.means, told.do, suffer, seen.as_of.isoformat())])
    return BYTE_ORDER_MARK + text.getvalue()


def _heads() -> list[str]:
    return [
        _("How it stands"),
        _("Table"),
        _("What was found"),
        _("Number"),
        _("What the number is"),
        _("What it means"),
        _("What to do"),
        _("Measures that suffer"),
        _("As of"),
    ]
