"""The customer pyramid and the loyalty-value quadrants, with the cuts they were made at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.knowledge.counting import values_at
from guanxi.knowledge.refusals import CutsNotComplete, OutOfRange, UnknownChoice
from guanxi.knowledge.whale import share_cut

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

TIERS = {"platinum": 0.01, "gold": 0.04, "iron": 0.15, "lead": 0.80}
REVENUE_TIERS = {"platinum": 0.50, "gold": 0.30, "iron": 0.15, "lead": 0.05}
RULES = ("median", "mean", "fixed")


@dataclass(frozen=True)
class Pyramid:
    """floors: tier -> the least that its customers bring (None: no floor); table: with `tier` added."""

    measures: Table
    column: str
    shares: dict[str, float]
    floors: dict[str, float | None]

    @property
    def table(self) -> Table:
        return self.add_to(self.measures)

    def add_to(self, table: Table) -> Table:
        return table.mutate(tier=self._named)

    def _named(self, row: Table):
        value, last = row[self.column], list(self.floors)[-1]
        held = [
            ((value >= floor) & (value > 0), tier) for tier, floor in self.floors.items() if floor is not None
        ]
        return ibis.cases((value.isnull(), ibis.null("string")), *held, else_=last)

    def as_dict(self) -> dict[str, Any]:
        return {"column": self.column, "shares": self.shares, "at_least": self.floors}


def pyramid(
    table: Table, *, engine: Engine, column: str = "spend_365d", shares: Mapping[str, float] | None = None
) -> Pyramid:
    """Add `tier` by share of customers, best first (default 1 / 4 / 15 / 80 %).

    Out     tier; null where the measure is unknown
    Ties    customers with the same value share the tier of the best placed of them
    Rule    who brings nothing (value <= 0) is in the last tier, however few bring more
    Errors  CutsNotComplete unless the shares are positive and sum to 1
    Source  method book, section 12
    """
    shares = _whole(shares or TIERS)

    def ranks(everybody: int) -> list[int]:
        best = [_half_up(everybody * part) for part in _cumulative(shares)[:-1]]
        return [everybody + 1 - min(max(rank, 1), everybody) for rank in best]

    values = values_at(table, column, ranks, engine=engine).get((), [])
    return _tiered(table, column, shares, values)


def revenue_pyramid(
    table: Table, *, engine: Engine, column: str = "spend_365d", shares: Mapping[str, float] | None = None
) -> Pyramid:
    """Add `tier` by share of what customers bring together, best first (default 50 / 30 / 15 / 5 %).

    Errors  NothingToShare if they bring nothing; else as `pyramid`
    """
    shares = _whole(shares or REVENUE_TIERS)
    parts = _cumulative(shares)[:-1]
    values = [share_cut(table, column, float(part), engine=engine).value for part in parts]
    return _tiered(table, column, shares, values)


INDEXES = ("loyalty_index", "value_index")


@dataclass(frozen=True)
class Quadrants:
    """table: with `quadrant` added; cuts: column -> the value from which on it is high, None if unknown."""

    indexes: Table
    rule: str
    cuts: dict[str, float | None]

    @property
    def table(self) -> Table:
        return self.add_to(self.indexes)

    def add_to(self, table: Table) -> Table:
        return table.mutate(quadrant=self._named)

    def _named(self, row: Table):
        if None in self.cuts.values():
            return ibis.null("string")
        loyal, valuable = (row[c] >= self.cuts[c] for c in INDEXES)
        cells = ((loyal & valuable, "A"), (~loyal & valuable, "B"), (loyal & ~valuable, "C"))
        return ibis.cases(*cells, (~loyal & ~valuable, "D"), else_=None)

    def as_dict(self) -> dict[str, Any]:
        return {"rule": self.rule, "cuts": self.cuts}


def quadrants(
    table: Table, *, engine: Engine, rule: str = "median", fixed: Mapping[str, float] | None = None
) -> Quadrants:
    """Add `quadrant`: loyalty (vertical) against value (horizontal).

    In      loyalty_index, value_index; `fixed` gives both cuts where the rule is fixed
    Out     A high/high, B low loyalty high value, C high loyalty low value, D low/low; null if an index is
    Cuts    high is at or above the median, the mean, or a fixed value
    Source  method book, section 12
    """
    cuts = {c: cut_at(table, c, engine=engine, rule=rule, fixed=fixed) for c in INDEXES}
    return Quadrants(table, rule, cuts)


# The pyramid merged with the quadrants: A on top, B and C on one level, D below.
LV_LEVELS = {"A": 1, "B": 2, "C": 2, "D": 3}


def lv_level(table: Table) -> Table:
    """Add `lv_level`, 1 on top: the pyramid that loyalty and value make together."""
    levels = [(lambda t, q=q: t.quadrant == q, level) for q, level in LV_LEVELS.items()]
    return table.mutate(lv_level=lambda t: ibis.cases(*((held(t), level) for held, level in levels)))


@dataclass(frozen=True)
class RelationTypes:
    """cuts: the medians of frequency and volume; table: with `relation_type` added."""

    measures: Table
    cuts: dict[str, float | None]

    @property
    def table(self) -> Table:
        return self.add_to(self.measures)

    def add_to(self, table: Table) -> Table:
        return table.mutate(relation_type=self._named)

    def as_dict(self) -> dict[str, Any]:
        return {"rule": "median", "cuts": self.cuts}

    def _named(self, row: Table):
        if None in self.cuts.values():
            return ibis.null("string")
        often, much = ((row[c] >= cut) & (row[c] > 0) for c, cut in self.cuts.items())
        return ibis.cases(
            (often & much, "relational"), (~often & ~much, "transactional"), (often | much, "selective")
        )


def relation_types(
    table: Table, *, engine: Engine, frequency: str = "purchase_days_365d", volume: str = "spend_365d"
) -> RelationTypes:
    """Name `relation_type` from frequency and volume against their medians.

    Out     relational at or above both, transactional below both, selective else; null if one is unknown.
            Where the median is 0, nobody is below it: whoever bought nothing counts as below.
    Source  method book, section 12
    """
    return RelationTypes(table, {c: cut_at(table, c, engine=engine) for c in (frequency, volume)})


def cut_at(table, column, *, engine, rule="median", fixed=None) -> float | None:
    """The value that divides high from low; None if the measure is known of nobody."""
    if rule not in RULES:
        raise UnknownChoice(name="rule", asked=rule, known=", ".join(RULES))
    if rule == "fixed":
        if column not in (fixed or {}):
            raise UnknownChoice(name="fixed", asked=", ".join(fixed or {}), known=column)
        return float(fixed[column])
    if rule == "mean":
        mean = engine.collect(table.aggregate(mean=lambda t: t[column].mean()))["mean"][0].as_py()
        return None if mean is None else round(mean, 6)
    middle = values_at(table, column, lambda n: [(n + 1) // 2, n // 2 + 1], engine=engine).get(())
    return None if middle is None else sum(middle) / 2


def _tiered(table: Table, column: str, shares: dict[str, float], values: Sequence[float]) -> Pyramid:
    *upper, last = shares
    floors = dict(zip(upper, values, strict=False))
    return Pyramid(table, column, dict(shares), {tier: floors.get(tier) for tier in upper} | {last: None})


def _whole(shares: Mapping[str, float]) -> dict[str, float]:
    if len(shares) < 2:
        raise OutOfRange(name="tiers", given=len(shares), allowed=">= 2")
    if any(share <= 0 for share in shares.values()) or abs(sum(shares.values()) - 1) > 1e-9:
        raise CutsNotComplete(shares=", ".join(f"{k} {v:g}" for k, v in shares.items()))
    return dict(shares)


def _cumulative(shares: Mapping[str, float]) -> list[Fraction]:
    """Exact: 0.01 + 0.04 + 0.15 of 1,000 is 200, not 199.99999."""
    return list(accumulate(Fraction(str(share)) for share in shares.values()))


def _half_up(number: Fraction) -> int:
    return int(number + Fraction(1, 2))
