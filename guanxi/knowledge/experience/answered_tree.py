"""The tree of drivers that a survey asked about: the outcome, its dimensions, the touchpoints of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from guanxi.errors import GuanxiError
from guanxi.facts.notes import Note
from guanxi.knowledge.experience.driver_resamples import SHAPLEY
from guanxi.knowledge.experience.driver_tree import Branch, Node, Tree, rolled_up
from guanxi.knowledge.experience.drivers import RESAMPLES, Importance, driver_importance
from guanxi.knowledge.experience.ratings import ratings

ROOT = "outcome"
APART = " > "  # between a dimension and its touchpoint
LEVELS = ("outcome", "dimension", "touchpoint")

Ratings = Mapping[tuple[str, str], np.ndarray]  # by dimension and touchpoint ("": none was named)


@dataclass(frozen=True)
class AnsweredTree:
    """Branches from the outcome down, each followed by its own; the most important first.

    importance of a branch is the sum of those below it, and its part of R² of the outcome
    """

    outcome: str
    branches: tuple[Branch, ...]
    n: int
    confidence: float
    notes: tuple[Note, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        own = vars(self) | {"branches": [vars(each) for each in self.branches]}
        return own | {"notes": [note.as_dict() for note in self.notes]}


def answered_tree(
    outcome: tuple[str, np.ndarray],
    rated: Ratings,
    whole: Importance,
    *,
    stated: Mapping[tuple[str, str], float | None] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> AnsweredTree:
    """Derived importance of each dimension and of each touchpoint in it, which adds up to the outcome's R².

    In      rated    what was said of each touchpoint of each dimension, in the order of the outcome
            whole    importance of the dimensions by themselves (`driver_importance`), taken as it is where
                     no dimension was rated at two touchpoints, and where touchpoints cannot be told apart
            stated   what was said to matter, by dimension and touchpoint; "" is the dimension itself
    Out     AnsweredTree; a touchpoint's interval is its own, a dimension's that of the sum in each resample
    Notes   driver_tree.only_dimensions with the reason, .few_rated_all where fewer than half of those who
            rated every dimension rated every touchpoint, and those of driver_importance
    Assumes as driver_importance does, of those who rated every touchpoint
    """
    split: dict[str, list[str]] = {}
    for dimension, touchpoint in rated:
        split.setdefault(dimension, []).append(touchpoint)
    found, notes = _importance(outcome, rated, whole, split, resamples, seed)
    if found is whole:
        alone = {dimension: of[0] for dimension, of in split.items() if len(of) == 1 and of[0]}
        found = whole.renamed({each: _key(each, touchpoint) for each, touchpoint in alone.items()})
        split = {dimension: [alone[dimension]] if dimension in alone else [""] for dimension in split}
    said = {_key(*what): value for what, value in (stated or {}).items()}
    rows, _left = rolled_up(_tree(split), found, stated=said, levels=LEVELS)
    return AnsweredTree(found.outcome, _in_order(rows), found.n, found.confidence, (*notes, *_own(found)))


def _importance(
    outcome: tuple[str, np.ndarray],
    rated: Ratings,
    whole: Importance,
    split: Mapping[str, list[str]],
    resamples: int,
    seed: int,
) -> tuple[Importance, tuple[Note, ...]]:
    if all(len(of) == 1 for of in split.values()):
        return whole, ()
    drivers = {_key(*what): values for what, values in rated.items()}
    try:
        answers = ratings(outcome, drivers)
        if answers.n * 2 < whole.n:
            return whole, (Note("driver_tree.few_rated_all", {"n": answers.n, "of": whole.n}),)
        return driver_importance(answers, method=SHAPLEY, resamples=resamples, seed=seed), ()
    except GuanxiError as refusal:
        why = {"code": refusal.code, "facts": refusal.facts}
        return whole, (Note("driver_tree.only_dimensions", {"why": why}),)


def _key(dimension: str, touchpoint: str) -> str:
    return f"{dimension}{APART}{touchpoint}" if touchpoint else dimension


def _tree(split: Mapping[str, list[str]]) -> Tree:
    """A dimension's ratings without a touchpoint are its own: they have no node below it."""

    def node(key: str, children: tuple[Node, ...] = ()) -> Node:
        return Node(key, key, key, children)

    dimensions = tuple(
        node(each, tuple(node(_key(each, touchpoint)) for touchpoint in of if touchpoint))
        for each, of in split.items()
    )
    return Tree(ROOT, ROOT, (node(ROOT, dimensions),))


def _in_order(rows: list[Branch]) -> tuple[Branch, ...]:
    def below(parent: str | None) -> list[Branch]:
        own = sorted((row for row in rows if row.parent == parent), key=lambda row: -(row.importance or 0))
        return [each for row in own for each in (row, *below(row.key))]

    return tuple(below(None))


def _own(found: Importance) -> tuple[Note, ...]:
    """What is stated is told node by node: who was asked of which is not said again."""
    return tuple(note for note in found.notes if not note.code.startswith("drivers.stated"))
