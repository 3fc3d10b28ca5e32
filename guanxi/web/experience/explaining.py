"""What one number of a round is: its formula, the formula with its numbers, n, interval and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.knowledge.experience.seven_steps import Step
from guanxi.web.experience import figures, names
from guanxi.web.experience.page_of import explain
from guanxi.web.experience.queries import Board
from guanxi.web.experience.refusals import NothingToExplain
from guanxi.web.experience.walking import walked

MADE_OF = {
    "satisfaction": ("experience", "expectation", "−"),
    "key_experience": ("importance", "satisfaction", "×"),
    "gap": ("experience", "ideal", "−"),
}
SIGNED = ("satisfaction", "key_experience", "gap")


@dataclass(frozen=True)
class Part:
    """One of the numbers a result is made of, openable itself where it is one."""

    name: Any
    text: str
    explain: str


@dataclass(frozen=True)
class Explained:
    name: Any
    of: str
    value: str
    sign: str
    meaning: Any
    formula: Any
    worked: str
    parts: list[Part]
    interval: str
    n: str
    came_from: str
    reason: str
    notes: list[str]


def explained(board: Board, result: str, dimension: str, of: str) -> Explained:
    """A result of a dimension as a source sees it.

    Errors  NothingToExplain
    """
    row = next((each for each in board.dimensions if str(each.pk) == dimension), None)
    if result not in names.RESULTS or row is None:
        raise NothingToExplain(what=result)
    step = walked(board, of).steps[row.pk]
    name, meaning, formula = names.RESULTS[result]
    value, signed = getattr(step, result), result in SIGNED
    low, high = getattr(step, f"{result}_low"), getattr(step, f"{result}_high")
    n = getattr(step, f"{result}_n", None)
    return Explained(
        name=name,
        of=names.of_dimension(row),
        value=figures.said(value, signed=signed),
        sign=figures.sign_of(value) if signed else "",
        meaning=meaning,
        formula=formula,
        worked=_worked(result, step),
        parts=_parts(board, result, step, row.pk, of),
        interval=figures.interval(low, high, signed=signed),
        n=f"{n:,}" if n is not None else "",
        came_from=_came_from(board, n, signed),
        reason=row.ideal_reason if result == "gap" else "",
        notes=[note.say(get_language() or "en") for note in step.notes],
    )


def _worked(result: str, step: Step) -> str:
    if result not in MADE_OF:
        return ""
    left, right, sign = MADE_OF[result]
    known = [getattr(step, left), getattr(step, right)]
    if None in known:
        return ""
    left_text, right_text = figures.said(known[0]), figures.said(known[1])
    right_text = f"({right_text})" if known[1] < 0 else right_text
    return f"{left_text} {sign} {right_text} = {figures.said(getattr(step, result))}"


def _parts(board: Board, result: str, step: Step, pk: int, of: str) -> list[Part]:
    found = []
    for each in MADE_OF.get(result, ())[:2]:
        openable = each in names.RESULTS
        name = names.RESULTS[each][0] if openable else _("Ideal")
        text = figures.said(getattr(step, each), signed=each in SIGNED)
        found.append(Part(name, text, explain(board.round.pk, each, pk, of) if openable else ""))
    return found


def _came_from(board: Board, n: int | None, signed: bool) -> str:
    if signed:
        return _("computed from what stands in the round, each time it is shown")
    if n is None:
        return _("typed in by hand")
    return _("the answers between the first and the last day of the round")
