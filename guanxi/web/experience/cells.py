"""The cells of a round: which field each one is, what it shows, and what is read from what was typed into it.

A cell is named after its field: round.name, dimension.12.ideal, score.12.experience.customers,
requirement.3.owner, stage.7.result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.errors import BadInput
from guanxi.knowledge.experience.kinds import RESPONDENTS
from guanxi.knowledge.experience.step import AS_IT_IS
from guanxi.sentences import say
from guanxi.web.experience import fields, names, queries, reading
from guanxi.web.experience.models import LONGEST_NAME, LONGEST_STORY, LONGEST_TEXT, Decision
from guanxi.web.experience.queries import Board

MOST_CELLS = 2_000  # of one request
TEXTS = {
    ("round", "name"): LONGEST_NAME,
    ("round", "question"): LONGEST_TEXT,
    ("dimension", "name"): LONGEST_NAME,
    ("dimension", "ideal_reason"): LONGEST_TEXT,
    ("requirement", "text"): LONGEST_TEXT,
    ("requirement", "decision_reason"): LONGEST_TEXT,
    ("requirement", "measure"): LONGEST_NAME,
    ("stage", "name"): LONGEST_NAME,
}
STORIES = ("brand_meant", "brand_understood", "brand_known_from")
NEEDED = (("round", "name"), ("dimension", "name"))


class Refused(Exception):
    """A cell that is to be mended; the sentence is for the person."""


def read(
    board: Board, typed: Mapping[str, str], was: Mapping[str, str]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The changes that were typed, and what is wrong with which cell.

    was   what each cell said when the person began to type; a change since is never overwritten
    """
    changes, problems = [], {}
    for cell, text in list(typed.items())[:MOST_CELLS]:
        place = placed(board, cell)
        if place is None:
            continue
        of, key, field, row = place
        before, now = fields.value_of(row, field), shown(board, cell)
        if cell in was and was[cell] != now:
            problems[cell] = _say("rounds.changed_meanwhile", now=now or "—")
            continue
        try:
            after = _value(board, of, field, text, row)
        except Refused as refused:
            problems[cell] = str(refused)
            continue
        if text != now and after != before:
            changes.append(fields.change(of, key, field, before, after))
    return changes, problems


def placed(board: Board, cell: str) -> tuple[str, str, str, fields.Row | None] | None:
    """Which row and field a cell is; None for what is no cell of this round."""
    of, *rest = cell.split(".")
    if of == "round" and len(rest) == 1 and rest[0] in fields.MAY_CHANGE["round"]:
        return of, "", rest[0], board.round
    if of == fields.SCORE and len(rest) == 3:
        return _score_place(board, rest)
    rows = {
        "dimension": board.all_dimensions,
        "requirement": board.all_requirements,
        "stage": board.all_stages,
    }.get(of)
    if rows is None or len(rest) != 2 or rest[1] not in fields.MAY_CHANGE[of] - {"is_there"}:
        return None
    row = rows.get(_key(rest[0]))
    return None if row is None else (of, rest[0], rest[1], row)


def _score_place(board: Board, rest: list[str]):
    dimension, kind, respondent = _key(rest[0]), rest[1], rest[2]
    if dimension not in board.all_dimensions or kind not in names.KINDS or respondent not in RESPONDENTS:
        return None
    row = board.scores.get((dimension, kind, respondent))
    return fields.SCORE, f"{dimension}.{kind}.{respondent}", fields.SAID, row


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def shown(board: Board, cell: str) -> str:
    """What a cell says."""
    place = placed(board, cell)
    return "" if place is None else _text(place[2], place[3])


def _text(field: str, row: fields.Row | None) -> str:
    if row is None:
        return ""
    if field == fields.SAID:
        return reading.shown(row.mean if row.n is None or row.mean is None else round(row.mean, 2))
    if field == "ideal":
        return reading.shown_ideal(row.ideal, row.ideal_as_it_is)
    if field == "name" and hasattr(row, "ideal_as_it_is"):
        return names.of_dimension(row)
    value = fields.value_of(row, field)
    return str(value) if isinstance(value, int) and field in fields.LINKS else reading.shown(value)


def _value(board: Board, of: str, field: str, text: str, row: fields.Row | None) -> Any:
    """What was typed as a value.

    Errors  Refused
    """
    try:
        return _read(board, of, field, text, row)
    except BadInput as error:
        raise Refused(_say(error.code, **error.facts)) from error


def _read(board: Board, of: str, field: str, text: str, row: fields.Row | None) -> Any:
    if field in STORIES:
        return reading.words(text, LONGEST_STORY, lines=True)
    if (of, field) in TEXTS:
        return _words(board, of, field, text, row)
    if field == fields.SAID:
        return fields.said(reading.score(text))
    if field == "ideal":
        as_it_is = reading.is_as_it_is(text) or text == _("as it is")
        return AS_IT_IS if as_it_is else reading.score(text)
    if field in names.JUDGED:
        return reading.score(text)
    if field in fields.DATES:
        return _day(board, field, text)
    if field == "decision":
        return _chosen(text, set(Decision.values))
    if field == "owner":
        return int(_chosen(text, {str(each.pk) for each in queries.owners()})) if text else None
    if field == "dimension":
        return int(_chosen(text, {str(each.pk) for each in board.dimensions})) if text else None
    return reading.number(text)


def _words(board: Board, of: str, field: str, text: str, row: fields.Row | None) -> str:
    text = reading.words(text, TEXTS[of, field])
    if not text and (of, field) in NEEDED:
        raise Refused(_say("rounds.name_missing"))
    if of == "dimension" and field == "name":
        if row.key and text == names.of_key(row.key):
            return ""  # the method's own name, in each reader's language
        others = [each for each in board.dimensions if each.pk != row.pk]
        if text.casefold() in {names.of_dimension(each).casefold() for each in others}:
            raise Refused(_say("rounds.dimension_twice", name=text))
    return text


def _day(board: Board, field: str, text: str) -> str | None:
    found = reading.day(text)
    if field == "due_on":
        return found.isoformat() if found else None
    if found is None:
        raise Refused(_say("rounds.not_a_day", given=text))
    starts, ends = board.round.starts_on, board.round.ends_on
    starts, ends = (found, ends) if field == "starts_on" else (starts, found)
    if ends < starts:
        raise Refused(_say("rounds.ends_too_soon", starts_on=starts, ends_on=ends))
    return found.isoformat()


def _chosen(text: str, allowed: set[str]) -> str:
    if text not in allowed:
        raise Refused(_say("rounds.not_a_choice", given=text[:40]))
    return text


def _say(code: str, **facts: Any) -> str:
    return say(code, get_language() or "en", **facts)
