"""What goes in and comes out. Measures are made from the words, so that a word is described in one place."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field, create_model

from guanxi.facts.words import Word, word
from guanxi.units import Unit
from guanxi.web.insight.columns import MEASURES

TYPES = {"str": str, "int": int, "float": float, "bool": bool, "date": date, "timestamp": datetime}
UNITS = {Unit.MONEY: "in the reporting currency", Unit.SHARE: "0 to 1", Unit.PROBABILITY: "0 to 1"}


def described(what: Word) -> Any:
    """A field as the words describe it; every measure may be unknown."""
    unit = f" ({UNITS[what.unit]})" if what.unit in UNITS else ""
    text = f"{what.en} · {what.zh}. {what.meaning_en}{unit}"
    return (TYPES[what.type] | None, Field(None, description=text))


class Refusal(Schema):
    """Why a request was refused."""

    code: str = Field(description="Stable; the same in every language, such as `guanxi.not_found`")
    message: str = Field(description="A sentence in the caller's language")
    facts: dict[str, Any] = Field(description="What the sentence speaks of")


def answers(schema: Any, *refusals: int, status: int = 200) -> dict[int, Any]:
    """What an address answers with: its rows, and the refusals that may come instead."""
    return {status: schema} | dict.fromkeys((401, 403, *refusals, 429), Refusal)


class Who(Schema):
    """One customer, without what is known of it."""

    customer_id: str
    name: str
    owner: str | None = Field(description="User name of the rep in charge; null is the pool (公海)")
    city: str
    phone: str
    email: str
    attributes: dict[str, Any]
    merged_into: str | None = Field(description="The customer this id was found to be; null for most")


Measured = create_model(
    "Measured",
    __base__=Schema,
    customer_id=(str, ...),
    name=(str, ""),
    city=(str, ""),
    owner=(str | None, Field(None, description="User name of the rep in charge; null is the pool (公海)")),
    **{name: described(word(name)) for name in MEASURES},
)
Measured.__doc__ = "One customer with every measure of the current snapshot; null is unknown, never zero."


class Page(Schema):
    """Rows in order. `next` is the value of `at` that asks for the rows after these; null at the end."""

    as_of: date | None = Field(description="The business date the measures stand on")
    snapshot_id: str | None
    items: list[Measured]
    next: str | None
    rows: int = Field(description="How many rows fit; a lower bound where `more` is true")
    more: bool


class Doubt(Schema):
    """Why a number rests on poor facts; see the Data quality page."""

    code: str = Field(description="Stable; such as `orders_without_customer.purchases`")
    message: str = Field(description="A sentence in the caller's language, with the figure in it")
    words: list[str] = Field(description="The measures it touches")


class Profiled(Measured):
    as_of: date
    snapshot_id: str
    doubts: list[Doubt] = Field([], description="Empty where nothing makes these measures too poor")


class CallIn(Schema):
    """One call."""

    reached: bool = Field(description="Whether somebody was reached")
    cause: str | None = Field(None, description="Key of a cause on the firm's list, see `/causes`")
    proposal: str = Field("", max_length=300)
    note: str = Field("", max_length=4000)
    next_on: date | None = Field(None, description="When to come back to it; after the business date")


class CallOut(Schema):
    id: int
    called_on: date
    by: str | None
    reached: bool
    cause: str | None
    proposal: str
    note: str
    next_on: date | None


class FollowUpOut(Schema):
    """One task: find out why this customer is late."""

    id: int
    episode_id: str
    customer_id: str
    customer: str
    in_charge: str | None = Field(description="User name; null while the customer is in the pool")
    state: str = Field(description="open, waiting or closed")
    level: int = Field(description="0 with the rep, 1 with the manager, 2 high risk")
    opened_on: date
    due_on: date
    cycle_days: int | None
    days_overdue: int | None = Field(description="When it was opened")
    value_at_risk: float | None
    closed_on: date | None
    closed_by: str = Field(description="purchase, person or expired; empty while it is not closed")
    returned_on: date | None = Field(description="The day the customer bought again")


class FollowUpWithCalls(FollowUpOut):
    calls: list[CallOut]


class BatchIn(Schema):
    """Facts of one table; what its columns are called is at `/words`."""

    rows: list[dict[str, str | float | int | bool | None]] = Field(
        description="Each with the table's key and any of its other columns; dates as YYYY-MM-DD",
        examples=[
            [
                {
                    "order_id": "1001",
                    "line": 1,
                    "customer_id": "K-17",
                    "purchased_on": "2026-11-22",
                    "amount": 39.8,
                }
            ]
        ],
    )


class AcceptedOut(Schema):
    batch: str
    table: str
    rows: int
    was_known: bool = Field(description="The same batch had been accepted before")


class FollowUps(Schema):
    items: list[FollowUpOut]
    next: int | None = Field(description="The value of `after` that asks for the rows after these")


class CauseOut(Schema):
    key: str
    name_en: str
    name_zh: str


class WordOut(Schema):
    """What one column means."""

    name: str
    type: str
    unit: str
    label_en: str
    label_zh: str
    meaning_en: str
    meaning_zh: str
    formula: str
    inputs: list[str]
    source: str
    values: dict[str, list[str]] = Field(description="The keys of a class, each in English and Chinese")
    doubts: list[Doubt] = Field([], description="Why numbers of this word are too poor to use as they are")


class SnapshotOut(Schema):
    """One published state of knowledge."""

    snapshot_id: str
    as_of: date
    published_at: datetime | None
    customers: int
    is_current: bool


class SnapshotCard(SnapshotOut):
    card: dict[str, Any] = Field(description="Settings, cut points, models with their parameters, totals")
    notes: list[str] = Field(description="What the methods noticed, in the caller's language")
