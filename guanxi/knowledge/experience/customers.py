"""What each customer said last: satisfaction by dimension, and emotional loyalty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

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
from guanxi.knowledge.experience.period import answered_between
from guanxi.knowledge.experience.scales import on_ten

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
    rows = answered_between(answers, since, as_of)
    rows = rows.filter(_of_us(rows)).mutate(on_ten=on_ten)
    judged, felt = _judged(rows, dimensions), _felt(rows)
    wide = judged.left_join(felt, judged.customer_id == felt["_felt_by"])
    parts = [wide[f"_{kind}"] for kind in EMOTIONAL_LOYALTY]
    n = sum((part.notnull().cast("int64") for part in parts), ibis.literal(0))
    total = sum((part.fill_null(0.0) for part in parts), ibis.literal(0.0))
    everybody = wide.select(
        "customer_id",
        "last_answered_on",
        **{f"satisfaction_{name}": wide[f"_a_{name}"] - wide[f"_b_{name}"] for name in dimensions},
        asked_satisfaction=wide[f"_{ASKED_SATISFACTION}"],
        emotional_loyalty=10 * total / n.nullif(0),
        emotional_parts_known=n,
        _answers=wide["_answers"],
    )
    found = engine.keep(_with_known(everybody, customers))
    counts = _counted(found, engine)
    table = found.filter(found["_is_known"]).drop("_answers", "_is_known")
    return SaidByCustomers(table, counts, tuple(_noted(counts)))


def _of_us(t: Table):
    respondent = t.respondent.isnull() | t.respondent.isin(["", CUSTOMERS])
    return respondent & (t.subject.isnull() | (t.subject == US))


def _judged(rows: Table, dimensions: Sequence[str]) -> Table:
    """By customer the latest experience and expectation of each dimension, and the last day of any answer.

    Of a day with several answers it is their mean. A day is a row and each dimension a column: few rows are
    told apart.
    """
    # Of no kind is an experience.
    kinds = {"a": rows.question_kind.isnull() | rows.question_kind.isin(["", EXPERIENCE])}
    kinds["b"] = rows.question_kind == EXPECTATION
    means = {
        f"_{side}_{name}": rows.on_ten.mean(where=kind & (rows.dimension == name))
        for side, kind in kinds.items()
        for name in dimensions
    }
    days = rows.group_by("customer_id", "answered_on").aggregate(_answers=rows.on_ten.count(), **means)
    days = days.filter(days["_answers"] > 0)
    return days.group_by("customer_id").aggregate(
        last_answered_on=days.answered_on.max(),
        _answers=days["_answers"].sum(),
        **{name: days[name].argmax(days.answered_on, where=days[name].notnull()) for name in means},
    )


def _felt(rows: Table) -> Table:
    """By customer the latest answers of the kinds that are of no dimension; asked of several, their mean."""
    kinds = (ASKED_SATISFACTION, *EMOTIONAL_LOYALTY)
    rows = rows.filter(rows.question_kind.isin(kinds))
    keys = {
        "_felt_by": rows.customer_id,
        "kind": rows.question_kind,
        "dimension": rows.dimension.fill_null(""),
    }
    days = rows.group_by(rows.answered_on, **keys).aggregate(score=rows.on_ten.mean())
    days = days.filter(days.score.notnull())
    latest = days.group_by("_felt_by", "kind", "dimension").aggregate(
        score=days.score.argmax(days.answered_on)
    )
    means = {f"_{kind}": latest.score.mean(where=latest.kind == kind) for kind in kinds}
    return latest.group_by("_felt_by").aggregate(**means)


def _with_known(everybody: Table, customers: Table | None) -> Table:
    if customers is None:
        return everybody.mutate(_is_known=everybody.customer_id.notnull())
    known = customers.select(_known="customer_id").distinct()
    joined = everybody.left_join(known, everybody.customer_id == known["_known"])
    return joined.mutate(_is_known=joined["_known"].notnull()).drop("_known")


def _counted(found: Table, engine: Engine) -> dict[str, int]:
    nobody, known = found.customer_id.isnull(), found["_is_known"]
    counted = found.aggregate(
        of_nobody=found["_answers"].sum(where=nobody),
        of_strangers=found["_answers"].sum(where=~nobody & ~known),
        customers=known.sum(),
    )
    (row,) = engine.collect(counted).to_pylist()
    return {name: int(n or 0) for name, n in row.items()}


def _noted(counts: dict[str, int]):
    if counts["of_nobody"]:
        yield Note("experience.answers_without_customer", {"n": counts["of_nobody"]})
    if counts["of_strangers"]:
        yield Note("experience.answers_of_strangers", {"n": counts["of_strangers"]})
