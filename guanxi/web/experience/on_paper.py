"""A round as a PDF: the same grids as the workbook, set on A4 by typst in the reader's language."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.errors import SettingError
from guanxi.formats import UNKNOWN, day
from guanxi.web.experience import figures, names
from guanxi.web.experience.export_sheets import Grid, as_file, grids
from guanxi.web.experience.queries import Board
from guanxi.web.experience.walking import walked
from guanxi.web.insight.queries import firm_name

TEMPLATE = Path(__file__).with_name("paper") / "round.typ"
CHINESE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Zen Hei",
)
LATIN = "Libertinus Serif"  # typst brings it
HAN = re.compile(r"[\u3400-\u9fff]")
WIDE, NARROW = 3, 1  # how wide a column of words is beside one of numbers


class NoChineseFont(SettingError):
    code = "rounds.no_chinese_font"


def answer(board: Board) -> HttpResponse:
    """The PDF as a file to be taken away."""
    return as_file(board, pdf(document(board)), "application/pdf", "pdf")


def pdf(told: dict[str, Any]) -> bytes:
    """Set what `document` tells; nothing is read from elsewhere.

    Errors  NoChineseFont, where there are Chinese characters and no font on this machine has any
    """
    found = _chinese_font()
    text = json.dumps(told, ensure_ascii=False)
    if found is None and HAN.search(text):
        raise NoChineseFont(tried=", ".join(CHINESE))
    text = json.dumps(told | {"fonts": [found, LATIN] if found else [LATIN]}, ensure_ascii=False)
    return typst.compile(str(TEMPLATE), sys_inputs={"round": text})


@cache
def _chinese_font() -> str | None:
    there = set(typst.Fonts().families())
    return next((name for name in CHINESE if name in there), None)


def document(board: Board) -> dict[str, Any]:
    """What stands on the paper, as plain JSON in the reader's language."""
    language = get_language() or "en"
    chinese = language.startswith("zh")
    it = board.round
    about, *rest = grids(board).items()
    steps = [(each, walked(board, "customers").steps[each.pk]) for each in board.dimensions]
    return {
        "language": "zh" if chinese else "en",
        "region": "cn" if chinese else "gb",
        "title": it.name,
        "firm": firm_name() or "guanxi",
        "made": _("Made on %(day)s") % {"day": day(timezone.localdate(), language)},
        "days": f"{day(it.starts_on, language)} – {day(it.ends_on, language)}",
        "warning": _("These numbers are an example, not your customers'.") if it.example else "",
        "nothing": _("Nothing stands here yet."),
        "tracks_title": _("Experience, expectation and ideal"),
        "tracks_key": _("● experience   ○ expectation   | ideal, from 0 to 10, as customers see it"),
        "tracks": [
            {
                "name": names.of_dimension(each),
                **{k: getattr(step, k) for k in ("experience", "expectation", "ideal")},
            }
            for each, step in steps
            if step.experience is not None or step.expectation is not None
        ],
        "sections": [_pairs(*about), *(_table(title, grid) for title, grid in rest)],
    }


def _pairs(title: str, grid: Grid) -> dict[str, Any]:
    rows = [[_said(cell) for cell in row] for row in grid[1:] if row[1] not in (None, "")]
    return {"title": title, "head": [], "rows": rows}


def _table(title: str, grid: Grid) -> dict[str, Any]:
    head, *rows = grid
    columns = [[row[at] for row in rows] for at in range(len(head))]
    numeric = [_is_numeric(column) for column in columns]
    return {
        "title": title,
        "head": [str(each) for each in head],
        "rows": [[_said(cell) for cell in row] for row in rows],
        "numeric": numeric,
        "widths": [NARROW if each else WIDE for each in numeric],
    }


def _is_numeric(column: list[Any]) -> bool:
    known = [each for each in column if each not in (None, "")]
    return all(isinstance(each, int | float) for each in known)


def _said(cell: Any) -> str:
    if cell is None or cell == "":
        return UNKNOWN
    return figures.said(round(cell, 2)) if isinstance(cell, int | float) else str(cell)
