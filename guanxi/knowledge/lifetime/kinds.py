"""Customers counted by kind: all together, or by what is known of them from the start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.covariate_levels import Levels, levels_told, placed_column
from guanxi.knowledge.lifetime.covariates import ByGroup, WithCovariates, histories_by
from guanxi.knowledge.lifetime.covariates_fit import with_effects
from guanxi.knowledge.lifetime.soundness import DEGENERATE

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.knowledge.lifetime.buying import BuyingModel


@dataclass(frozen=True)
class Kinds:
    """Distinct histories of each kind.

    data     by the levels of every covariate
    levels   column of the history -> levels told apart, with their customers; empty where all are one kind
    notes    what was joined, or why there is one kind only
    """

    data: ByGroup
    levels: Mapping[str, Mapping[str, int]]
    notes: tuple[Note, ...] = ()

    def place(self, history: Table) -> Table:
        """The history, with every column holding the level that a customer stands at."""
        return history.mutate(
            **{name: placed_column(history[name], known) for name, known in self.levels.items()}
        )

    def together(self, why: Note) -> Kinds:
        """The same customers as one kind, and why."""
        note = _not_used(self.data.covariates, why)
        return Kinds(ByGroup((), {(): self.data.together}), {}, (note,))


def kinds(history: Table, covariates: Mapping[str, str], *, as_of: date, engine: Engine, unit: str) -> Kinds:
    """Count the histories on the engine, by levels where covariates (column -> name) can be fitted.

    Notes   levels counted together; why covariates are not used: all of them, where one cannot be
    Errors  ImpossibleHistory when something happened after as_of
    """
    told: list[Levels] = []
    try:
        told = [levels_told(history, column, name, engine=engine) for column, name in covariates.items()]
        notes = [note for each in told for note in each.notes]
    except ModelError as error:
        notes = [_not_used(covariates.values(), Note(error.code, error.facts))]
    levels = {column: each.customers for column, each in zip(covariates, told, strict=False)}
    place = Kinds(ByGroup((), {}), levels).place
    data = histories_by(place(history), list(levels), as_of=as_of, engine=engine, unit=unit)
    names = tuple(each.covariate for each in told)
    return Kinds(ByGroup(names, data.groups), levels, tuple(notes))


def with_kinds(model: BuyingModel, found: Kinds) -> tuple[WithCovariates | None, Kinds]:
    """The model with effects of the kinds; or None and all customers as one kind, noted why."""
    if not found.levels:
        return None, found
    try:
        fitted = with_effects(model, found.data)
    except ModelError as error:
        return None, found.together(Note(error.code, error.facts))
    for note in (*fitted.base.notes, *fitted.notes):
        if note.code in DEGENERATE:
            return None, found.together(note)
    return fitted, found


def _not_used(names: Iterable[str], why: Note) -> Note:
    return Note("lifetime.covariates_not_used", {"covariates": ", ".join(names), "why": why.as_dict()})
