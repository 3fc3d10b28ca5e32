"""Recency, frequency, money: scores in n equal parts, by cut points that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.knowledge.counting import values_at
from guanxi.knowledge.refusals import OutOfRange, TooFewParts

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table

    from guanxi.engines import Engine

SCORES = ("r_score", "f_score", "m_score")
MOST_PARTS = 100


@dataclass(frozen=True)
class Cuts:
    """The cut points of one score, so that it can be audited and equal values score equally.

    within    the scores that name a group (nested), in the order of the groups' keys; empty if independent
    points    group -> n - 1 values; the score is 1 + how many of them a value is better than
    smaller_is_better  days since the last purchase: fewer is better
    """

    score: str
    column: str
    points: dict[tuple[int, ...], list[float]]
    within: tuple[str, ...] = ()
    smaller_is_better: bool = False

    def score_of(self, row: Table) -> IntegerValue:
        """The score of each row; null where the measure is."""
        value = row[self.column]
        branches = [(self._in(row, group), self._steps(value, cuts)) for group, cuts in self.points.items()]
        if not branches:
            return ibis.null("int64")
        if not self.within:
            return branches[0][1]
        return ibis.cases(*branches, else_=None)

    def as_dict(self) -> dict[str, Any]:
        """For a card; a group is written as its scores, "5-1"."""
        points = {"-".join(map(str, group)): cuts for group, cuts in self.points.items()}
        return {
            "score": self.score,
            "column": self.column,
            "smaller_is_better": self.smaller_is_better,
            "within": list(self.within),
            "cuts": points if self.within else points.get("", []),
        }

    def _in(self, row: Table, group: tuple[int, ...]):
        held = ibis.literal(True)
        for name, score in zip(self.within, group, strict=True):
            held = held & (row[name] == score)
        return held

    def _steps(self, value, cuts: list[float]) -> IntegerValue:
        better = (lambda cut: value < cut) if self.smaller_is_better else (lambda cut: value > cut)
        steps = [(better(cut), len(cuts) + 1 - i) for i, cut in enumerate(reversed(cuts))]
        return ibis.cases((value.isnull(), ibis.null("int64")), *steps, else_=1).cast("int64")


@dataclass(frozen=True)
class Rfm:
    """cuts: one Cuts per score; table: the measures with r_score, f_score, m_score added."""

    measures: Table
    cuts: tuple[Cuts, ...]

    @property
    def table(self) -> Table:
        return self.add_to(self.measures)

    def add_to(self, table: Table) -> Table:
        """The scores added to any table with the measures: counting on a short one is quicker."""
        for cut in self.cuts:
            table = table.mutate(**{cut.score: cut.score_of})
        return table


def rfm(
    measures: Table,
    *,
    engine: Engine,
    n: int = 5,
    recency: str = "days_since_last",
    frequency: str = "purchase_days",
    money: str = "spend",
) -> Rfm:
    """Score three measures independently of each other, 1..n, n best.

    In      measures  one row per customer with the three columns; any window, any measure
    Out     the table with r_score, f_score, m_score; null where the measure is null
    Cuts    the i-th cut is the value of the ceil(i * N / n)-th customer, worst first; customers with the same
            value share the lower score, so parts are equal only as far as ties allow
    Errors  TooFewParts if n < 2
    Source  Hughes, Strategic Database Marketing, 1994
    """
    _refuse(n)
    cuts = tuple(
        _cuts(measures, score, column, n, engine)
        for score, column in zip(SCORES, (recency, frequency, money), strict=True)
    )
    return Rfm(measures, cuts)


def nested_rfm(
    measures: Table,
    *,
    engine: Engine,
    n: int = 5,
    recency: str = "days_since_last",
    frequency: str = "purchase_days",
    money: str = "spend",
) -> Rfm:
    """Hughes' exact quintiles: R over all, F within each R, M within each R and F; else as `rfm`."""
    _refuse(n)
    table, cuts, within = measures, [], ()
    for score, column in zip(SCORES, (recency, frequency, money), strict=True):
        found = _cuts(table, score, column, n, engine, within)
        table = table.mutate(**{score: found.score_of})
        cuts.append(found)
        within = (*within, score)
    return Rfm(measures, tuple(cuts))


@dataclass(frozen=True)
class TopShare:
    """The fewest customers who bring a share of the total.

    customers            how many
    share_of_customers   of all whose measure is known, 0..1
    share                what they really bring, 0..1, at least what was asked
    """

    customers: int
    share_of_customers: float
    share: float


def top_share(table: Table, *, engine: Engine, column: str = "spend_365d", share: float = 0.8) -> TopShare:
    """The 20 % question: how few customers bring this share (default 80 %) of the total?

    Errors  NothingToShare if the total is not above zero, OutOfRange unless 0 < share <= 1
    """
    from guanxi.knowledge.whale import share_cut

    if not 0 < share <= 1:
        raise OutOfRange(name="share", given=share, allowed="> 0, <= 1")
    cut = share_cut(table, column, share, engine=engine)
    return TopShare(cut.customers, cut.customers / cut.everybody, cut.reached)


def cells(scored: Table, *, engine: Engine) -> list[dict[str, int]]:
    """How many customers each cell has: r_score, f_score, m_score, customers; empty cells are absent."""
    counted = scored.group_by(list(SCORES)).aggregate(customers=lambda t: t.count())
    return engine.collect(counted.order_by(list(SCORES))).to_pylist()


def empty_parts(cells: list[dict[str, int]], *, n: int) -> dict[str, list[int]]:
    """The scores that nobody has because of ties, by score column; for the reader of the card."""
    found = {}
    for score in SCORES:
        if missing := sorted(set(range(1, n + 1)) - {cell[score] for cell in cells}):
            found[score] = missing
    return found


def _cuts(table, score, column, n, engine, within=()) -> Cuts:
    backwards = score == "r_score"

    def ranks(everybody: int) -> list[int]:
        worst_first = [-(-i * everybody // n) for i in range(1, n)]
        return [everybody + 1 - rank for rank in worst_first] if backwards else worst_first

    points = values_at(table, column, ranks, engine=engine, by=within)
    # A customer without a measure above has no group here.
    points = {group: cuts for group, cuts in points.items() if None not in group}
    return Cuts(score, column, points, tuple(within), backwards)


def _refuse(n: int) -> None:
    if not 2 <= n <= MOST_PARTS:
        raise TooFewParts(n=n, most=MOST_PARTS)
