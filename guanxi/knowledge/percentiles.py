"""An index 0..100 from the percentile ranks of several measures, of those that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from guanxi.knowledge.counting import percentiles, place, place_of
from guanxi.knowledge.refusals import OutOfRange

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


@dataclass(frozen=True)
class Index:
    """An index of a table: the weights, and each measure's percentile ranks (small tables)."""

    measures: Table
    name: str
    weights: dict[str, float]
    ranks: dict[str, Table | None]

    @property
    def table(self) -> Table:
        return self.add_to(self.measures)

    def add_to(self, table: Table) -> Table:
        """The table with the index; null where none of its measures is known."""
        own = table.columns
        for column, ranks in self.ranks.items():
            table = _with_rank(table, column, _rank_name(column), ranks)
        return table.select(*own, **{self.name: self._mean})

    def _mean(self, row: Table):
        parts = [(abs(weight), _rank(row, column, weight)) for column, weight in self.weights.items()]
        total = sum((w * part.fill_null(0.0) for w, part in parts), ibis.literal(0.0))
        known = sum((ibis.ifelse(part.isnull(), 0.0, w) for w, part in parts), ibis.literal(0.0))
        return 100 * total / known.nullif(0.0)


def index(table: Table, name: str, weights: Mapping[str, float], *, engine: Engine) -> Index:
    """Rank everybody of the table: 100 x the weighted mean percentile rank of the measures a customer has.

    weights   column -> weight; a negative weight means that less is better; 0 leaves the measure out
    Errors    OutOfRange if nothing has a weight
    """
    used = {column: weight for column, weight in weights.items() if weight}
    if not used:
        raise OutOfRange(name="weights", given=dict(weights), allowed="at least one that is not 0")
    ranks = {column: percentiles(table, column, _rank_name(column), engine=engine) for column in used}
    return Index(table, name, used, ranks)


def _rank_name(column: str) -> str:
    return f"_{column}_rank"


def _with_rank(table: Table, column: str, name: str, ranks: Table | None) -> Table:
    if ranks is None:
        return table.mutate(**{name: ibis.null("float64")})
    return table.left_join(ranks, [place(table[column]) == ranks[place_of(name)]]).drop(place_of(name))


def _rank(row: Table, column: str, weight: float):
    rank = row[_rank_name(column)]
    return rank if weight > 0 else 1 - rank
