"""Whom an answer speaks for: the inverse of how likely its customer was asked, and likely to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from guanxi.facts.notes import Note
from guanxi.knowledge.refusals import OutOfRange

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

FEW = 5  # answers of a cell, below which its weight rests on chance
HEAVY = 5.0  # times the lightest weight


@dataclass(frozen=True)
class Cell:
    """One sampling cell.

    stands_for   customers in the cell: given, or invited / selection share, or else the invited alone
    weight       stands_for / answered, scaled so that a response weighs 1 on average; None if none answered
    """

    cell: str | None
    invited: int
    answered: int
    selection_share: float | None
    stands_for: float
    weight: float | None

    @property
    def response_share(self) -> float:
        return self.answered / self.invited if self.invited else 0.0


@dataclass(frozen=True)
class Weighting:
    """table: response_id, weight. Responses whose invitation is not known have none.

    effective_n     responses of equal weight that would tell as much (Kish)
    design_effect   by how much unequal weights stretch the variance of a mean: n / effective_n; the interval
                    becomes its square root times as wide
    unheard         share of the customers whose cell nobody answered for
    """

    table: Table
    cells: tuple[Cell, ...]
    n: int
    effective_n: float
    unheard: float
    notes: tuple[Note, ...]

    @property
    def design_effect(self) -> float | None:
        return self.n / self.effective_n if self.effective_n else None

    def as_dict(self) -> dict[str, Any]:
        cells = [vars(cell) | {"response_share": cell.response_share} for cell in self.cells]
        told = {"n": self.n, "effective_n": self.effective_n, "design_effect": self.design_effect}
        return {"cells": cells, **told, "unheard": self.unheard}


def weighting(
    invitations: Table,
    *,
    as_of: date,
    engine: Engine,
    survey_id: str | None = None,
    population: Mapping[str | None, float] | None = None,
) -> Weighting:
    """Weights of responses by sampling cell, so that cells asked or answering less count as they are.

    In      invitations   facts "invitations" up to as_of, of one survey if it is named: sampling_cell,
                          selection_share, invitation_state, response_id
            population    customers by cell, where they are known better than invited / selection_share
    Out     Weighting; without any difference between cells every weight is 1
    Notes   experience.cells_unheard, .cells_of_few, .heavy_weights, .selection_unknown, .answers_of_nobody
    Errors  OutOfRange for a selection share that is not above 0 and up to 1, or a population below 0
    Assumes within a cell who answers is like who does not; no weight repairs a cell where they differ
    """
    seen = invitations.filter(invitations.invited_on <= as_of)
    seen = seen if survey_id is None else seen.filter(seen.survey_id == survey_id)
    answered = (seen.invitation_state == "answered") & ~(seen.responded_on > as_of).fill_null(False)
    seen = seen.mutate(_answered=answered.fill_null(False))
    cells = _cells(seen, population, engine)
    told = _scaled(cells)
    weights = pa.table(
        {
            "_cell": pa.array([cell.cell or "" for cell in told if cell.weight], pa.string()),
            "weight": pa.array([cell.weight for cell in told if cell.weight], pa.float64()),
        }
    )
    of = seen.filter(lambda t: t["_answered"] & t.response_id.notnull())
    of = of.mutate(_of=of.sampling_cell.fill_null(""))
    table = of.inner_join(engine.table(weights), [("_of", "_cell")]).select("response_id", "weight")
    n = sum(cell.answered for cell in told if cell.weight)
    squares = sum(cell.answered * cell.weight**2 for cell in told if cell.weight)
    everybody = sum(cell.stands_for for cell in told)
    silent = sum(cell.stands_for for cell in told if cell.weight is None)
    unheard = silent / everybody if everybody else 0.0
    nameless = _nameless(seen, engine)
    return Weighting(
        table, told, n, n * n / squares if squares else 0.0, unheard, _noted(told, unheard, nameless)
    )


def _cells(seen: Table, population: Mapping | None, engine: Engine) -> list[Cell]:
    """Each cell before its weight is known. Shares of a cell may differ by wave: customers add up."""
    counted = seen.group_by("sampling_cell", "selection_share").aggregate(
        invited=lambda t: t.count(), answered=lambda t: t["_answered"].sum()
    )
    rows = engine.collect(counted).to_pylist()
    found = []
    for name in sorted({row["sampling_cell"] for row in rows}, key=lambda name: (name is not None, name)):
        waves = [row for row in rows if row["sampling_cell"] == name]
        for wave in waves:
            if wave["selection_share"] is not None and not 0 < wave["selection_share"] <= 1:
                raise OutOfRange(name="selection_share", given=wave["selection_share"], allowed="> 0, <= 1")
        invited, answered = (int(sum(wave[column] for wave in waves)) for column in ("invited", "answered"))
        known = all(wave["selection_share"] is not None for wave in waves)
        stands_for = sum(wave["invited"] / (wave["selection_share"] or 1.0) for wave in waves)
        if population is not None and name in population:
            stands_for, known = float(population[name]), True
            if not stands_for >= 0:
                raise OutOfRange(name="population", given=stands_for, allowed=">= 0")
        share = invited / stands_for if known and stands_for else None
        found.append(Cell(name, invited, answered, share, stands_for, None))
    return found


def _scaled(cells: list[Cell]) -> tuple[Cell, ...]:
    heard = [cell for cell in cells if cell.answered and cell.stands_for > 0]
    customers, answers = sum(c.stands_for for c in heard), sum(c.answered for c in heard)
    scale = answers / customers if customers else 0.0
    return tuple(
        Cell(
            c.cell, c.invited, c.answered, c.selection_share, c.stands_for, c.stands_for / c.answered * scale
        )
        if c in heard
        else c
        for c in cells
    )


def _nameless(seen: Table, engine: Engine) -> int:
    """Invitations that were answered without saying by which response: anonymous ones."""
    counted = seen.aggregate(n=(seen["_answered"] & seen.response_id.isnull()).sum())
    return engine.collect(counted)["n"][0].as_py() or 0


def _noted(cells: tuple[Cell, ...], unheard: float, nameless: int) -> tuple[Note, ...]:
    notes = []
    weights = [cell.weight for cell in cells if cell.weight]
    silent = [cell for cell in cells if not cell.answered]
    if silent:
        notes.append(Note("experience.cells_unheard", {"cells": len(silent), "share": unheard}))
    if few := [cell for cell in cells if 0 < cell.answered < FEW]:
        notes.append(Note("experience.cells_of_few", {"cells": len(few), "few": FEW}))
    if weights and max(weights) > HEAVY * min(weights):
        notes.append(Note("experience.heavy_weights", {"times": max(weights) / min(weights)}))
    if unknown := [cell for cell in cells if cell.selection_share is None]:
        notes.append(Note("experience.selection_unknown", {"cells": len(unknown)}))
    if nameless:
        notes.append(Note("experience.answers_of_nobody", {"n": nameless}))
    return tuple(notes)
