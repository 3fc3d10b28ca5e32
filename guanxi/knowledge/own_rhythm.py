"""Each customer's own rhythm: how long the gap usually is, and how unusual the silence by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.gap_fit import fit_gaps
from guanxi.knowledge.gap_model import GapModel
from guanxi.knowledge.lifetime.histories import KEY, Histories, keyed
from guanxi.knowledge.refusals import ColumnMissing, OutOfRange

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

COLUMNS = ("gap_probability", "gap_median_days", "gap_overdue_days")
OVERDUE = 0.05  # a gap that one in twenty exceeds
FEWEST = 50  # customers with a gap whom a segment needs for a model of its own
_SEGMENT = "rhythm_segment"


@dataclass(frozen=True)
class OwnRhythm:
    """What the gaps say.

    model     the fitted model of all customers
    models    segment -> its own model; empty without segments. Who is in none of them has the model of all
    by        the column that names the segment, None: all together
    overdue   the share of gaps that are longer than gap_overdue_days
    columns   of COLUMNS, those that were asked for
    answers   one row per distinct history (and segment), on the engine; what `add_to` joins
    """

    model: GapModel
    models: dict[str, GapModel]
    by: str | None
    overdue: float
    as_of: date
    notes: tuple[Note, ...] = ()
    columns: tuple[str, ...] = COLUMNS
    answers: Table | None = field(default=None, repr=False)

    def add_to(self, table: Table) -> Table:
        """The table (customer_id, purchase_days, first_purchase_on, last_purchase_on, the segment) with
        the asked columns at its end."""
        own = [name for name in table.columns if name not in self.columns]
        keys = [*KEY, _SEGMENT] if self.by else [*KEY]
        left = _with_segment(keyed(table, as_of=self.as_of), self.by)
        right = self.answers.rename({f"answer_{name}": name for name in keys})
        joined = left.left_join(right, [(name, f"answer_{name}") for name in keys])
        return joined.select(*own, *self.columns)

    def as_dict(self) -> dict[str, Any]:
        """For a card."""
        return {
            "by": self.by,
            "overdue": self.overdue,
            "model": self.model.card(),
            "models": {name: model.card() for name, model in self.models.items()},
        }


def own_rhythm(
    gap_table: Table,
    *,
    as_of: date,
    engine: Engine,
    by: str | None = None,
    overdue: float = OVERDUE,
    columns: Sequence[str] = COLUMNS,
) -> OwnRhythm:
    """Fit the gaps, of all customers and of each segment, and answer for every distinct history.

    In      gap_table   one row per customer, as `gaps` gives it; with `by`, also that column
            by          the segment a customer's rhythm is drawn to: tier, stage or any other column
            columns     which of COLUMNS are asked for; the days cost more than the probability
            overdue     the share of a customer's gaps that are longer than gap_overdue_days, 0..1
    Out     OwnRhythm; `add_to` gives one row per customer
            gap_probability   prob   P(a gap is longer than the silence so far | the customer still buys):
                                     small is overdue. 1 on the day of a purchase. It says nothing about
                                     whether the customer still buys; P(alive) does
            gap_median_days   days   the middle of the customer's own gaps, drawn to the segment's
            gap_overdue_days  days   the silence that only this share of the gaps exceeds
    Who bought once has the segment's gaps. Who is in no segment, or in one with fewer than 50 customers
    who bought twice, has those of all; a note says which.
    Errors  NobodyBoughtTwice, TooFewRepeaters, OutOfRange, ColumnMissing
    Source  GapModel; docs/methods/rhythm.md
    """
    if not 0 < overdue < 1:
        raise OutOfRange(name="overdue", given=overdue, allowed="> 0, < 1")
    if by is not None and by not in gap_table.columns:
        raise ColumnMissing(missing=by, needed=by)
    rows = _grouped(gap_table, as_of, engine, by)
    everybody = _fit(rows)
    models, notes = _by_segment(rows) if by else ({}, [])
    answers = _answers(rows, everybody, models, overdue, columns)
    return OwnRhythm(
        everybody,
        models,
        by,
        overdue,
        as_of,
        (*everybody.notes, *notes),
        tuple(columns),
        engine.table(answers if by else answers.drop_columns([_SEGMENT])),
    )


def _with_segment(table: Table, by: str | None) -> Table:
    return table.mutate(**{_SEGMENT: table[by].cast("string").fill_null("")}) if by else table


def _grouped(gap_table: Table, as_of: date, engine: Engine, by: str | None) -> pa.Table:
    """Customers by distinct history and segment, their log gaps summed: bounded by the calendar."""
    table = _with_segment(keyed(gap_table, as_of=as_of), by)
    keys = [*KEY, _SEGMENT] if by else [*KEY]
    grouped = table.group_by(keys).aggregate(
        customers=lambda t: t.count(), log_gaps=lambda t: t.gap_log_sum.sum()
    )
    rows = engine.collect(grouped.order_by(keys))
    return rows if by else rows.append_column(_SEGMENT, pa.array([""] * rows.num_rows, pa.string()))


def _fit(rows: pa.Table) -> GapModel:
    return fit_gaps(_histories(rows), float(np.sum(rows["log_gaps"].to_numpy())))


def _histories(rows: pa.Table) -> Histories:
    return Histories(*(rows[name].to_numpy().astype(np.int64) for name in (*KEY, "customers")))


def _by_segment(rows: pa.Table) -> tuple[dict[str, GapModel], list[Note]]:
    """Each segment's model; a note for those too small to have one."""
    segments = np.array(rows[_SEGMENT].to_pylist())
    models, notes = {}, []
    for segment in sorted(set(segments) - {""}):
        part = rows.filter(pa.array(segments == segment))
        histories = _histories(part)
        repeaters = int(histories.customers[histories.repeats > 0].sum())
        try:
            if repeaters >= FEWEST:
                models[str(segment)] = _fit(part)
                continue
        except ModelError:
            pass  # no model of its own, as where there are too few
        notes.append(Note("rhythm.segment_as_all", {"segment": str(segment), "repeaters": repeaters}))
    return models, notes


def _answers(
    rows: pa.Table, everybody: GapModel, models: dict[str, GapModel], overdue: float, columns: Sequence[str]
) -> pa.Table:
    """The asked columns of every distinct history."""
    count, total, age = (rows[name].to_numpy().astype(float) for name in KEY)
    segments = np.array(rows[_SEGMENT].to_pylist(), dtype=object)
    found = {name: np.empty(len(count)) for name in columns}
    for segment in set(segments):
        model, here = models.get(segment, everybody), segments == segment
        seen = count[here], total[here]
        silent = (age - total)[here]
        answer = {
            "gap_probability": lambda m=model, s=seen, days=silent: m.gap_probability(days, *s),
            "gap_median_days": lambda m=model, s=seen: m.gap_days(0.5, *s),
            "gap_overdue_days": lambda m=model, s=seen: m.gap_days(overdue, *s),
        }
        for name in columns:
            found[name][here] = answer[name]()
    answers = rows.select([*KEY, _SEGMENT])
    for name, values in found.items():
        answers = answers.append_column(name, pa.array(values))
    return answers
