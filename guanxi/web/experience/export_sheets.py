"""A round as a workbook: what it is, each source's seven steps, requirements, roll-out, the round before."""

from __future__ import annotations

import io
import re
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.formats import day
from guanxi.web.experience import names
from guanxi.web.experience.page_of import stage_columns
from guanxi.web.experience.queries import Board
from guanxi.web.experience.walking import roll_outs, sources, walked
from guanxi.web.kit import business

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Grid = list[list[Any]]
STEPS = ("experience", "expectation", "satisfaction", "importance", "key_experience", "ideal", "gap")
BEHIND = ("experience_n", "satisfaction_low", "satisfaction_high")


def answer(board: Board) -> HttpResponse:
    """The workbook as a file to be taken away."""
    return as_file(board, workbook(grids(board)), XLSX, "xlsx")


def as_file(board: Board, content: bytes, content_type: str, ending: str) -> HttpResponse:
    """What is taken away of a round, called as the round is; an example says that it is one."""
    plain = re.sub(r'[\x00-\x1f\\/:*?"<>|]', " ", board.round.name).strip()
    mark = _("example") + " " if board.round.example else ""
    response = HttpResponse(content, content_type=content_type)
    name = business.file_name(f"{mark}{plain}.{ending}")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def grids(board: Board) -> dict[str, Grid]:
    """Every sheet by its name; numbers as numbers, not rounded, unknown ones empty."""
    found = {_("Round"): _about(board)}
    for of in sources(board) or ["customers"]:
        found[names.source(of)] = _steps(board, of)
    found[_("Requirements")] = _requirements(board)
    found[_("Roll-out")] = _roll_out(board)
    return found


def _about(board: Board) -> Grid:
    it, language = board.round, get_language() or "en"
    head = [[_("Round"), it.name]]
    if it.example:
        head.append([_("Example"), _("These numbers are an example, not your customers'.")])
    return [
        *head,
        [_("Question"), it.question],
        [_("From"), day(it.starts_on, language)],
        [_("To"), day(it.ends_on, language)],
        [_("What we want it to stand for"), it.brand_meant],
        [_("What customers understand it to stand for"), it.brand_understood],
        [_("How we know"), it.brand_known_from],
        [_("Satisfaction"), str(names.RESULTS["satisfaction"][2])],
        [_("Key experience"), str(names.RESULTS["key_experience"][2])],
        [_("Gap"), str(names.RESULTS["gap"][2])],
    ]


def _steps(board: Board, of: str) -> Grid:
    found = walked(board, of)
    heads = [names.RESULTS[each][0] if each in names.RESULTS else _("Ideal") for each in STEPS]
    behind = ["n", _("Satisfaction, low"), _("Satisfaction, high")]
    rows: Grid = [[_("Dimension"), *map(str, heads), _("Why this ideal"), *behind]]
    for each in board.dimensions:
        step = found.steps[each.pk]
        values = [getattr(step, name) for name in STEPS]
        rows.append([names.of_dimension(each), *values, step.reason, *(getattr(step, n) for n in BEHIND)])
    return rows


def _requirements(board: Board) -> Grid:
    head = [_("Requirement"), _("Closes the gap of"), _("Owner"), _("Due")]
    rows: Grid = [[*head, *map(str, names.JUDGED.values()), _("Decision"), _("Reason")]]
    for each in board.requirements:
        of = board.all_dimensions.get(each.dimension_id)
        due = day(each.due_on, get_language() or "en") if each.due_on else None
        first = [
            each.text,
            names.of_dimension(of) if of else None,
            str(each.owner) if each.owner else None,
            due,
        ]
        judged = [getattr(each, name) for name in names.JUDGED]
        rows.append([*first, *judged, str(names.DECISIONS[each.decision]), each.decision_reason])
    return rows


def _roll_out(board: Board) -> Grid:
    gate = [_("Size, times the first"), _("Result, times the first"), _("Gate")]
    rows: Grid = [[_("Requirement"), _("Measured by"), *stage_columns(), *gate]]
    for out in roll_outs(board):
        for stage in out.stages:
            of = out.gates.get(stage.pk)
            said = None if of is None or of.result is None else _("go on") if of.passes else _("stop")
            typed = [stage.name, stage.scale, stage.before, stage.result]
            ratios = [of.scale_ratio, of.result_ratio] if of else [None, None]
            rows.append([out.requirement.text, out.requirement.measure, *typed, *ratios, said])
    return rows


def workbook(sheets: dict[str, Grid]) -> bytes:
    """One sheet for each grid; what begins like a formula stays text."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for name, grid in sheets.items():
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
            sheet.set_column(0, 0, 30)
            sheet.set_column(1, max((len(row) for row in grid), default=1), 16)
            for at, row in enumerate(grid):
                for column, cell in enumerate(row):
                    if cell is not None and cell != "":
                        sheet.write(at, column, cell, bold if at == 0 else wrapped)
    return file.getvalue()
