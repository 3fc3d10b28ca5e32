"""What rows a delivery becomes: rules by topic, kept as data and changed by people.

{"table": "purchases",
 "rules": [{"topics": ["orders/create"], "each": "payload.line_items[]",
            "words": {"order_id": "payload.id", "amount": "line.total", ...}}]}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from guanxi.errors import SourceError
from guanxi.facts.journal import SENT, NoRows
from guanxi.facts.table import fact_table
from guanxi.facts.words import word
from guanxi.sources.webhooks.expressions import STEP, Expression, Root, Unfit, number_of, value_of
from guanxi.sources.webhooks.payload import found

MOST_ROWS = 5_000
MILLISECONDS_FROM = 100_000_000_000  # unix seconds would be in the year 5138
Each = Annotated[str, StringConstraints(pattern=rf"^payload(\.{STEP}(\[\])?){{0,6}}$")]


class UnknownTopic(SourceError):
    """A signed delivery about something no rule speaks of."""

    code = "live.unknown_topic"


class Rule(BaseModel):
    """One row for every `each`: the payload itself, or the members of a list in it, or of lists in lists.

    topics            what the deliveries are about; "*" is any topic that no other rule names
    unless, only_if   paths; the rule is left out where something stands there, or where nothing does
    """

    model_config = ConfigDict(extra="forbid")

    topics: list[str] = Field(min_length=1)
    each: Each = "payload"
    unless: Each | None = None
    only_if: Each | None = None
    words: dict[str, Expression] = Field(min_length=1)

    def rows(self, payload: Any) -> Iterator[Root]:
        is_left_out = self.unless and _says(payload, self.unless)
        if is_left_out or (self.only_if and not _says(payload, self.only_if)):
            return
        steps = self.each.split(".")[1:]
        lists = [n for n, step in enumerate(steps, 1) if step.endswith("[]")]
        cut = lists[-2] if len(lists) > 1 else 0  # what the line's own list stands in
        for parent in found(payload, steps[:cut]):
            for line in found(parent, steps[cut:]):
                yield {"payload": payload, "parent": parent, "line": line}


class Mapping(BaseModel):
    """How a shop's deliveries become rows of one table.

    time_zone            the zone whose days the facts are dated by; "" is the firm's
    times_without_zone   what a time without a zone is: UTC, or a time of `time_zone`
    ignored_topics       what is answered and not kept
    """

    model_config = ConfigDict(extra="forbid")

    table: str = "purchases"
    time_zone: str = ""
    times_without_zone: Literal["UTC", "local"] = "UTC"
    ignored_topics: list[str] = []
    rules: list[Rule] = Field(min_length=1, max_length=100)

    @field_validator("table")
    @classmethod
    def _table_can_be_sent(cls, table: str) -> str:
        if table not in SENT:
            raise ValueError(f"{table}: {', '.join(SENT)}")
        return table

    @field_validator("time_zone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        if zone and zone not in available_timezones():
            raise ValueError(f"{zone}?")
        return zone

    @model_validator(mode="after")
    def _words_are_the_tables(self) -> Mapping:
        spec = fact_table(self.table)
        for rule in self.rules:
            if unknown := rule.words.keys() - set(spec.columns):
                raise ValueError(f"{', '.join(sorted(unknown))}? ({', '.join(spec.columns)})")
            if missing := [name for name in spec.key if name != "line" and name not in rule.words]:
                raise ValueError(f"{', '.join(missing)} = null")
        return self

    def rows_of(self, payload: Any, topic: str, *, firm_zone: str) -> list[dict[str, Any]]:
        """The rows as a program would send them; none of a topic that is ignored.

        Errors  UnknownTopic, Unfit (the word, what was found, what was needed), NoRows
        """
        if topic in self.ignored_topics:
            return []
        rules, zone = self._rules(topic), ZoneInfo(self.time_zone or firm_zone)
        without = UTC if self.times_without_zone == "UTC" else zone
        rows = [
            {name: _typed(name, value_of(made, root), zone, without) for name, made in rule.words.items()}
            for rule in rules
            for root in rule.rows(payload)
        ]
        if not rows:
            raise NoRows(table=self.table)
        if len(rows) > MOST_ROWS:
            raise Unfit(where="rows", value=str(len(rows)), needed=f"≤ {MOST_ROWS}")
        return [{name: value for name, value in row.items() if value is not None} for row in rows]

    def as_dict(self) -> dict[str, Any]:
        """As it is kept: what is usual left out, the table never."""
        return {"table": self.table} | self.model_dump(mode="json", exclude_defaults=True)

    def _rules(self, topic: str) -> list[Rule]:
        for asked in (topic, "*"):
            if rules := [rule for rule in self.rules if asked in rule.topics]:
                return rules
        known = sorted({name for rule in self.rules for name in rule.topics})
        raise UnknownTopic(topic=topic or "—", known=", ".join(known))


def _says(payload: Any, path: str) -> bool:
    """Whether anything stands at a path that is not empty."""
    return any(value not in ("", [], {}, False) for value in found(payload, path.split(".")[1:]))


def _typed(name: str, value: Any, zone: ZoneInfo, without: Any) -> Any:
    """The value as the word's type; None where nothing is said; Unfit where it is something else."""
    if value is None or value == "":
        return None
    match word(name).type:
        case "str":
            return _text(name, value)
        case "float":
            number = number_of(value, name)
            return None if number is None else float(number)
        case "int":
            number = number_of(value, name)
            if number is None or number != number.to_integral_value():
                raise Unfit(where=name, value=f"{value!r:.60}", needed="int")
            return int(number)
        case "bool":
            if not isinstance(value, bool):
                raise Unfit(where=name, value=f"{value!r:.60}", needed="bool")
            return value
        case _:
            return day(value, zone, without, where=name).isoformat()


def _text(name: str, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unfit(where=name, value=f"{value!r:.60}", needed="text")
    return str(value).strip() or None


def day(value: Any, zone: ZoneInfo, without: Any, *, where: str) -> date:
    """The day, in the zone the facts are dated by, of a time as shops write it.

    A date without a time is that day; a number is unix time, in seconds or, where that were absurd, in
    milliseconds.
    """
    try:
        if isinstance(value, str):
            text = value.strip()
            if not text.isdigit():
                if len(text) == 10:
                    return date.fromisoformat(text)
                moment = datetime.fromisoformat(text)
                return (moment if moment.tzinfo else moment.replace(tzinfo=without)).astimezone(zone).date()
        number = number_of(value, where)
        seconds = number / 1000 if abs(number) >= MILLISECONDS_FROM else number
        return datetime.fromtimestamp(float(seconds), UTC).astimezone(zone).date()
    except (ValueError, OverflowError, OSError, TypeError):
        raise Unfit(where=where, value=f"{value!r:.60}", needed="date") from None
