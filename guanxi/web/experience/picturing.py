"""The pictures of a round, as chart data (docs/charts.md)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from guanxi.distribution.pictures import Voice, drift, dumbbells, importance_satisfaction
from guanxi.web.experience import names, queries
from guanxi.web.experience.models import Dimension
from guanxi.web.experience.queries import Board
from guanxi.web.experience.walking import walked

CUSTOMERS = "customers"


def of_round(board: Board, of: str) -> dict[str, dict[str, Any] | None]:
    """The matrix, the dumbbells and the drift; None for one that has nothing to show yet."""
    voice = Voice(get_language() or "en")
    found = walked(board, of)
    rows = [(names.of_dimension(each), found.steps[each.pk]) for each in board.dimensions]
    return {
        "matrix": importance_satisfaction(rows, voice=voice),
        "dumbbells": dumbbells(rows, voice=voice),
        "drift": drift_of(queries.boards(queries.chain(board.round)), of),
    }


def drift_of(boards: list[Board], of: str = CUSTOMERS) -> dict[str, Any] | None:
    """Expectations over rounds, the earliest first; dimensions are the same by what they are."""
    names_of: dict[str, str] = {}
    said: dict[str, list[float | None]] = {}
    for at, board in enumerate(boards):
        for each in board.dimensions:
            score = board.scores.get((each.pk, "expectation", of))
            if score is not None and score.mean is not None:
                names_of[same_as(each)] = names.of_dimension(each)
                said.setdefault(same_as(each), [None] * len(boards))[at] = score.mean
    rows = [(names_of[key], values) for key, values in said.items()]
    return drift([each.round.name for each in boards], rows, voice=Voice(get_language() or "en"))


def same_as(dimension: Dimension) -> str:
    """What makes two dimensions of different rounds the same: the method's key, else the name."""
    return dimension.key or dimension.name.casefold()
