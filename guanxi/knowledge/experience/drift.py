"""Expectations rise: what was expected quarter by quarter, and whether it moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.knowledge.experience.intervals import Interval
from guanxi.knowledge.experience.kinds import CUSTOMERS, EXPECTATION, US
from guanxi.knowledge.experience.scores import ScoreRow, scores

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


@dataclass(frozen=True)
class Quarter:
    """One dimension in one quarter; mean and interval are None below minimum n."""

    first_day: date
    mean: float | None
    n: int
    interval: Interval | None


def drift(
    answers: Table,
    *,
    as_of: date,
    engine: Engine,
    kind: str = EXPECTATION,
    respondent: str = CUSTOMERS,
    **asked: Any,
) -> dict[str, list[Quarter]]:
    """By dimension, what was said of a kind in each quarter up to as_of, the earliest first.

    In      asked   since, weights, minimum_n, confidence as for `scores`
    Out     quarters without an answer are not there: a line drawn through them would be an invention
    """
    quarter = (answers.answered_on.year() * 10 + (answers.answered_on.month() + 2) // 3).cast("int64")
    cut = answers.mutate(_quarter=quarter)
    found = scores(cut, as_of=as_of, engine=engine, by=("_quarter",), grain=("dimension",), **asked)
    lines: dict[str, list[Quarter]] = defaultdict(list)
    for row in _in_time(found.of(kind=kind, respondent=respondent, subject=US)):
        year, number = divmod(row.key["_quarter"], 10)
        lines[row.key["dimension"]].append(
            Quarter(date(year, 3 * number - 2, 1), row.mean, row.n, row.interval)
        )
    return dict(lines)


def _in_time(rows: Sequence[ScoreRow]) -> list[ScoreRow]:
    return sorted((r for r in rows if r.n and r.key["dimension"]), key=lambda row: row.key["_quarter"])
