"""What customers said themselves, as columns of their profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.facts.notes import Note
from guanxi.facts.words import word
from guanxi.knowledge.experience.customers import SaidByCustomers, said_by_customers
from guanxi.knowledge.experience.kinds import DIMENSIONS, EXPERIENCE
from guanxi.knowledge.experience.scales import known_or

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

SATISFACTION = tuple(f"satisfaction_{dimension}" for dimension in DIMENSIONS)
COLUMNS = (
    "last_answered_on",
    "asked_satisfaction",
    *SATISFACTION,
    "emotional_loyalty",
    "emotional_parts_known",
)
TYPES = {"date": "date", "float": "float64", "int": "int64"}
MOST_NAMED = 5  # dimensions of the firm's own in a note


@dataclass(frozen=True)
class Voice:
    """said: None where nobody was asked; since: the first day that counts."""

    said: SaidByCustomers | None
    since: date
    notes: tuple[Note, ...] = ()

    def add_to(self, table: Table) -> Table:
        """The table with COLUMNS; all null for a customer who said nothing."""
        if self.said is None:
            nothing = {name: ibis.null().cast(TYPES[word(name).type]) for name in COLUMNS}
            return table.mutate(**nothing)
        own = self.said.table.select("customer_id", *COLUMNS).rename(_said_by="customer_id")
        return table.left_join(own, [table.customer_id == own["_said_by"]]).drop("_said_by")

    def as_dict(self) -> dict[str, Any]:
        counts = self.said.counts if self.said else {"customers": 0, "of_nobody": 0, "of_strangers": 0}
        return {"since": self.since.isoformat(), **counts}


def voice(answers: Table | None, customers: Table, *, as_of: date, engine: Engine, days: int) -> Voice:
    """What the customers of a profile said in so many days up to as_of.

    In      answers    facts "answers"; None where nobody was ever asked
            customers  customer_id of everybody who has a profile
    Notes   those of `said_by_customers`; voice.own_dimensions where something was asked of dimensions that
            have no column: their answers count in the pages of surveys, not in a profile
    """
    since = as_of - timedelta(days=days - 1)
    if answers is None:
        return Voice(None, since)
    said = said_by_customers(
        answers, as_of=as_of, since=since, engine=engine, customers=customers.select("customer_id")
    )
    return Voice(said, since, (*said.notes, *_own_dimensions(answers, as_of, since, engine)))


def _own_dimensions(answers: Table, as_of: date, since: date, engine: Engine) -> list[Note]:
    kind = known_or(answers.question_kind, EXPERIENCE)
    asked = answers.filter(answers.answered_on.between(since, as_of), kind == EXPERIENCE)
    asked = asked.filter(asked.dimension.nullif("").notnull(), asked.dimension.notin(list(DIMENSIONS)))
    found = engine.collect(asked.select("dimension").distinct().order_by("dimension"))[
        "dimension"
    ].to_pylist()
    if not found:
        return []
    return [Note("voice.own_dimensions", {"n": len(found), "dimensions": ", ".join(found[:MOST_NAMED])})]
