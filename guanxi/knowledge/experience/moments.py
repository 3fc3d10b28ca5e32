"""What a mean, its error and its interval need of many answers: a few sums, counted once on the engine.

Answers of one person are not independent of each other: where a person answers several questions of one cell,
the error is that of persons, not of answers. Sums are of scores less 5, so that squares lose no digits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

MIDDLE = 5.0  # of the scale 0-10
DECIMALS = 9  # beyond them engines add in another order


@dataclass(frozen=True)
class Moments:
    """Sums over the persons of a cell. A person has weight w, `a` answers, and their sum s (less 5 each).

    persons, answers   how many
    w, w2              Σw, Σw²
    wa, ws             Σwa, Σws
    w2aa, w2as, w2ss   Σw²a², Σw²as, Σw²s²
    wq                 Σw·(sum of squares of the person's answers)
    least, most        of the answers, on 0-10
    """

    persons: int = 0
    answers: int = 0
    w: float = 0.0
    w2: float = 0.0
    wa: float = 0.0
    ws: float = 0.0
    w2aa: float = 0.0
    w2as: float = 0.0
    w2ss: float = 0.0
    wq: float = 0.0
    least: float = math.inf
    most: float = -math.inf

    def __add__(self, other: Moments) -> Moments:
        """Of two cells without a person in common."""
        sums = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        sums["least"], sums["most"] = min(self.least, other.least), max(self.most, other.most)
        return Moments(**sums)

    @property
    def mean(self) -> float | None:
        return round(MIDDLE + self.ws / self.wa, DECIMALS) if self.wa > 0 else None

    @property
    def all_equal(self) -> bool:
        return self.least >= self.most

    @property
    def sd(self) -> float | None:
        """Standard deviation of an answer; None of fewer than two."""
        if self.answers < 2 or self.wa <= 0:
            return None
        middle = self.ws / self.wa
        variance = (self.wq / self.wa - middle * middle) * self.answers / (self.answers - 1)
        return 0.0 if self.all_equal else math.sqrt(max(0.0, variance))

    @property
    def error(self) -> float | None:
        """Standard error of the mean, a ratio of sums over persons (linearized); None of fewer than two."""
        if self.persons < 2 or self.wa <= 0:
            return None
        middle = self.ws / self.wa
        spread = self.w2ss - 2 * middle * self.w2as + middle * middle * self.w2aa
        return math.sqrt(max(0.0, spread) * self.persons / (self.persons - 1)) / self.wa

    @property
    def effective_persons(self) -> float:
        """As many persons of equal weight would tell as much (Kish): (Σw)² / Σw²."""
        return self.w * self.w / self.w2 if self.w2 > 0 else 0.0

    @property
    def effective_n(self) -> float | None:
        """As many independent answers of equal weight would give the same error; None where it has none."""
        error, sd = self.error, self.sd
        return (sd / error) ** 2 if error and sd else None


def of_answers(counted: Table, by: Mapping[str, Value]) -> Table:
    """Moments by key where each person gives one answer to a key.

    In   one row per distinct answer: on_ten (null is no answer), rows (how often it was given) and, where
         answers are weighted, weight
    """
    n, score = counted.rows, counted.on_ten - MIDDLE
    sums = {"rows": n.sum(), "answers": n.sum(where=counted.on_ten.notnull())}
    ends = {"least": counted.on_ten.min(), "most": counted.on_ten.max()}
    if "weight" not in counted.columns:
        # With equal weights eight of the sums are three.
        plain = {"ws": (n * score).sum(), "wq": (n * score * score).sum()}
        return counted.group_by(**by).aggregate(**sums, **plain, **ends)
    w = ibis.ifelse(score.isnull(), None, counted.weight)
    weighted = {
        "w": (n * w).sum(),
        "w2": (n * w * w).sum(),
        "ws": (n * w * score).sum(),
        "w2as": (n * w * w * score).sum(),
        "w2ss": (n * w * w * score * score).sum(),
        "wq": (n * w * score * score).sum(),
    }
    return counted.group_by(**by).aggregate(**sums, **weighted, **ends)


def of_persons(rows: Table, keys: Sequence[str]) -> Table:
    """Moments by key where a person (response_id) may give several answers to it.

    In   one row per answer: response_id, on_ten and, where answers are weighted, weight
    """
    score = rows.on_ten - MIDDLE
    weight = {"w": rows.weight.max()} if "weight" in rows.columns else {}
    persons = rows.group_by([*keys, "response_id"]).aggregate(
        a=score.count(),
        s=score.sum(),
        q=(score * score).sum(),
        least=rows.on_ten.min(),
        most=rows.on_ten.max(),
        **weight,
    )
    # Not before they are counted: to ask of every answer whether it has a place costs as much as the rest.
    persons = persons.filter(persons.a > 0)
    a, s, q = persons.a.cast("float64"), persons.s, persons.q
    sums = {"persons": persons.count(), "answers": persons.a.sum()}
    if weight:
        w = persons.w
        sums |= {"w": w.sum(), "w2": (w * w).sum(), "wa": (w * a).sum(), "ws": (w * s).sum()}
        a, s, q = w * a, w * s, w * q
    else:
        sums |= {"ws": s.sum()}
    sums |= {"w2aa": (a * a).sum(), "w2as": (a * s).sum(), "w2ss": (s * s).sum(), "wq": q.sum()}
    sums |= {"least": persons.least.min(), "most": persons.most.max()}
    return persons.group_by(list(keys)).aggregate(**sums) if keys else persons.aggregate(**sums)


def read(row: dict) -> Moments:
    """One row of `of_answers` or `of_persons`; what is not there follows from equal weights of 1."""
    n = row["answers"]
    if not n:
        return Moments()
    persons = row.get("persons", n)  # in `of_answers` every answer is of another person
    w, w2 = row.get("w", float(persons)), row.get("w2", float(persons))
    equal = {"persons": persons, "w": w, "w2": w2, "wa": row.get("w", float(n)), "w2aa": w2}
    equal |= {"w2as": row["ws"], "w2ss": row["wq"]}
    return Moments(**{f.name: row[f.name] if f.name in row else equal[f.name] for f in fields(Moments)})
