"""What each customer said last: satisfaction by dimension, and emotional loyalty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.facts.notes import Note
from guanxi.knowledge.experience.kinds import (
    CUSTOMERS,
    DIMENSIONS,
    EMOTIONAL_LOYALTY,
    EXPECTATION,
    EXPERIENCE,
    US,
)
from guanxi.knowledge.experience.scales import known_or, on_ten

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

ASKED_SATISFACTION = "satisfaction"


@dataclass(frozen=True)
class SaidByCustomers:
    """table: one row per customer who answered as a customer, about us.

    counts   customers, answers of nobody (no customer), answers of strangers (not among the firm's customers)
    """

    table: Table
    counts: dict[str, int]
    notes: tuple[Note, ...]


def said_by_customers(
    answers: Table,
    *,
    as_of: date,
    engine: Engine,
    since: date | None = None,
    dimensions: Sequence[str] = tuple(DIMENSIONS),
    customers: Table | None = None,
) -> SaidByCustomers:
    """One row per customer from the latest answers on or before as_of.

    In      answers    facts "answers"; those before `since` are too old to count
            customers  customer_id of everybody the firm knows: answers of others are counted and left out
    Out     customer_id, last_answered_on
            satisfaction_<dimension>  latest experience - latest expectation, -10..10; null where either was
                                      never said. Which of them were asked together is not looked at
            asked_satisfaction        0-10, the latest answers to "how satisfied are you"
            emotional_loyalty         0-100, mean of the latest premium, standard, recommend, improve that are
                                      known; null where none is
            emotional_parts_known     0..4
    Absent  customers without such an answer
    Notes   experience.answers_without_customer, .answers_of_strangers
    """
    rows = answers.filter(answers.answered_on <= as_of)
    rows = rows if since is None else rows.filter(rows.answered_on >= since)
    rows = rows.mutate(on_ten=on_ten).filter(lambda t: t.on_ten.notnull() & _of_us(t))
    known, counts = _known(rows, customers, engine)
    latest = _latest(known)
    wide = latest.group_by("customer_id").aggregate(**_columns(latest, dimensions))
    parts = [wide[f"_{kind}"] for kind in EMOTIONAL_LOYALTY]
    n = sum((part.notnull().cast("int64") for part in parts), ibis.literal(0))
    total = sum((part.fill_null(0.0) for part in parts), ibis.literal(0.0))
    table = engine.keep(
        wide.select(
            "customer_id",
            "last_answered_on",
            **{f"satisfaction_{name}": wide[f"_a_{name}"] - wide[f"_b_{name}"] for name in dimensions},
            asked_satisfaction=wide["_asked"],
            emotional_loyalty=10 * total / n.nullif(0),
            emotional_parts_known=n,
        )
    )
    counts["customers"] = engine.collect(table.count().as_table())[0][0].as_py()
    return SaidByCustomers(table, counts, tuple(_noted(counts)))


def _of_us(t: Table):
    respondent = t.respondent.isnull() | t.respondent.isin(["", CUSTOMERS])
    return respondent & (t.subject.isnull() | (t.subject == US))


def _known(rows: Table, customers: Table | None, engine: Engine) -> tuple[Table, dict[str, int]]:
    counted = rows.aggregate(answers=rows.count(), known=rows.customer_id.count())
    (row,) = engine.collect(counted).to_pylist()
    known = rows.filter(rows.customer_id.notnull())
    counts = {"of_nobody": row["answers"] - row["known"], "of_strangers": 0}
    if customers is not None:
        known = known.semi_join(customers, "customer_id")
        there = engine.collect(known.count().as_table())[0][0].as_py()
        counts["of_strangers"] = row["known"] - there
    return known, counts


def _latest(rows: Table) -> Table:
    """Each customer's last day with an answer of a kind and dimension, and the mean of that day's answers."""
    kind = known_or(rows.question_kind, EXPERIENCE)
    days = rows.group_by(
        rows.customer_id, rows.answered_on, kind=kind, dimension=rows.dimension.fill_null("")
    ).aggregate(score=lambda t: t.on_ten.mean())
    return days.group_by("customer_id", "kind", "dimension").aggregate(
        answered_on=lambda t: t.answered_on.max(), score=lambda t: t.score.argmax(t.answered_on)
    )


def _columns(latest: Table, dimensions: Sequence[str]) -> dict[str, Any]:
    def of(kind: str, dimension: str | None = None):
        asked = latest.kind == kind
        asked = asked if dimension is None else asked & (latest.dimension == dimension)
        return latest.score.mean(where=asked)

    found = {"last_answered_on": latest.answered_on.max(), "_asked": of(ASKED_SATISFACTION)}
    found |= {f"_{kind}": of(kind) for kind in EMOTIONAL_LOYALTY}
    for name in dimensions:
        found |= {f"_a_{name}": of(EXPERIENCE, name), f"_b_{name}": of(EXPECTATION, name)}
    return found


def _noted(counts: dict[str, int]):
    if counts["of_nobody"]:
        yield Note("experience.answers_without_customer", {"n": counts["of_nobody"]})
    if counts["of_strangers"]:
        yield Note("experience.answers_of_strangers", {"n": counts["of_strangers"]})
