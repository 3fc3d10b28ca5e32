"""Two rounds side by side: what changed for each dimension, and what became of what was required."""

from __future__ import annotations

from dataclasses import dataclass

from guanxi.knowledge.experience.step import Step
from guanxi.web.experience import figures, names
from guanxi.web.experience.figures import Figure
from guanxi.web.experience.models import Requirement
from guanxi.web.experience.page_of import explain
from guanxi.web.experience.picturing import same_as
from guanxi.web.experience.queries import Board
from guanxi.web.experience.walking import walked

COMPARED = ("experience", "expectation", "satisfaction", "importance", "gap")
SIGNED = ("satisfaction", "gap")


@dataclass(frozen=True)
class Moved:
    """One result of one dimension, before and now; `change` is unknown where one of them is."""

    before: Figure
    now: Figure
    change: Figure


@dataclass(frozen=True)
class Compared:
    name: str
    moved: list[Moved]


def compared(before: Board, now: Board, of: str) -> list[Compared]:
    """The dimensions of both rounds, those of the later one first."""
    steps = [walked(board, of).steps for board in (before, now)]
    rows = [{same_as(each): each for each in board.dimensions} for board in (before, now)]
    keys = [*rows[1], *(key for key in rows[0] if key not in rows[1])]
    found = []
    for key in keys:
        pair = [row.get(key) for row in rows]
        at = [None if row is None else steps[n][row.pk] for n, row in enumerate(pair)]
        sides = [
            (board.round.pk, row.pk if row else None) for board, row in zip((before, now), pair, strict=True)
        ]
        moved = [_moved(each, at, sides, of) for each in COMPARED]
        found.append(Compared(names.of_dimension(pair[1] or pair[0]), moved))
    return found


def _moved(result: str, at: list[Step | None], sides: list[tuple[int, int | None]], of: str) -> Moved:
    values = [None if step is None else getattr(step, result) for step in at]
    ns = [None if step is None else getattr(step, f"{result}_n", None) for step in at]
    signed = result in SIGNED
    shown = [
        Figure(
            figures.said(value, signed=True) if signed else figures.said_mean(value, n),
            figures.sign_of(value) if signed else "",
            explain="" if pk is None else explain(round_pk, result, pk, of),
        )
        for value, n, (round_pk, pk) in zip(values, ns, sides, strict=True)
    ]
    change = None if None in values else round(values[1] - values[0], 9)
    return Moved(*shown, Figure(figures.said(change, signed=True), _good(result, change)))


def _good(result: str, change: float | None) -> str:
    """An expectation that rises is neither good nor bad, and nor is importance."""
    return figures.sign_of(change) if result in ("experience", "satisfaction", "gap") and change else ""


def became(before: Board, now: Board) -> list[tuple[Requirement, Requirement | None]]:
    """The requirements of the earlier round, each with what it is in the later one."""
    carried = {each.carried_from_id: each for each in now.requirements}
    return [(each, carried.get(each.pk)) for each in before.requirements if each.text]
