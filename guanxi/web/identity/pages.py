"""What the pages of this room show, put together in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi import formats
from guanxi.facts.changes import Change
from guanxi.facts.words import word
from guanxi.knowledge.identity.evidence import told
from guanxi.knowledge.identity.names import phone_digits, plain_text, sounds
from guanxi.sentences import say
from guanxi.web.customers.models import Customer
from guanxi.web.identity import queries
from guanxi.web.identity.models import Job, Merged, Pair
from guanxi.web.identity.names import KINDS, SIGNS, STEPS

COMPARED = ("name", "phone", "email", "city")
ATTRIBUTES_SHOWN = 8


@dataclass(frozen=True)
class Side:
    """One of two: `stays` where its id would be the one that stays."""

    customer_id: str
    name: str
    stays: bool


@dataclass(frozen=True)
class Line:
    """One thing of both. how, sign, said: whether it agrees; empty where there is nothing to agree on."""

    label: str
    left: str
    right: str
    how: str = ""
    said: str = ""

    @property
    def sign(self) -> str:
        return SIGNS.get(self.how, "")


@dataclass(frozen=True)
class Weight:
    """What one column adds to the evidence, in bits."""

    label: str
    said: str
    bits: str


@dataclass(frozen=True)
class Card:
    """Two records side by side; weights are empty for two that a person chose."""

    left: Side
    right: Side
    lines: list[Line]
    weights: list[Weight]
    prior: str = ""
    pair: Pair | None = None

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.left, self.right


def cards(pairs: Iterable[Pair], language: str) -> list[Card]:
    """The pairs of one page, with what is known of their customers; three statements for all of them."""
    pairs = list(pairs)
    ids = {each for pair in pairs for each in (pair.left_id, pair.right_id)}
    known, leading = queries.customers(ids), queries.stand_for_others(ids)
    return [_card(pair, known, leading, language) for pair in pairs]


def _card(pair: Pair, known: Mapping[str, Customer], leading: set[str], language: str) -> Card:
    said = {each.column: each for each in told(pair.evidence)}
    both = [known.get(key) or Customer(customer_id=key) for key in (pair.left_id, pair.right_id)]
    bought = [_bought(pair.bought.get(key)) for key in (pair.left_id, pair.right_id)]
    hows = {name: (each.how, each.say(language)) for name, each in said.items()}
    weights = [
        Weight(word(name).label(language), each.say(language), _bits(each.weight))
        for name, each in said.items()
    ]
    prior = _bits(pair.weight - sum(each.weight for each in said.values()))
    left, right = _sides(both, bought, leading)
    return Card(left, right, _lines(both, bought, hows, language), weights, prior, pair)


def by_hand(left: Customer, right: Customer, bought: Mapping[str, Any], language: str) -> Card:
    """Two that a person chose."""
    both = [left, right]
    known = [_bought(bought.get(each.pk)) for each in both]
    hows = {name: how for name in COMPARED if (how := _compared(name, left, right, language))}
    first, second = _sides(both, known, queries.stand_for_others({left.pk, right.pk}))
    return Card(first, second, _lines(both, known, hows, language), [])


def _compared(name: str, left: Customer, right: Customer, language: str) -> tuple[str, str] | None:
    one, other = getattr(left, name), getattr(right, name)
    if not one or not other:
        return None
    form = phone_digits if name == "phone" else plain_text
    if form(one) == form(other):
        return "same", say("identity.level.text.same", language)
    if name == "name" and sounds(one) == sounds(other):
        return "near", say("identity.level.name.4", language)
    return "differs", say("identity.level.text.differs", language)


def _bought(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    if not kept:
        return {}
    days = {name: _day(kept[name]) for name in ("first_on", "last_on")}
    return {"orders": int(kept["orders"]), **days}


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _sides(both: list[Customer], bought: list[dict[str, Any]], leading: set[str]) -> tuple[Side, Side]:
    """As facts.identities decides who stays: who stands for others, was known longest, the smaller id."""
    order = [
        (each.pk not in leading, known.get("first_on", date.max), each.pk)
        for each, known in zip(both, bought, strict=True)
    ]
    sides = [Side(each.pk, str(each), order[n] == min(order)) for n, each in enumerate(both)]
    return sides[0], sides[1]


def _lines(
    both: list[Customer], bought: list[dict[str, Any]], hows: Mapping[str, tuple[str, str]], language: str
) -> list[Line]:
    left, right = both
    lines = []
    for name in COMPARED:
        values = (getattr(left, name), getattr(right, name))
        if any(values):
            how, said = hows.get(name, ("unknown", _("cannot be compared")))
            lines.append(Line(word(name).label(language), *(value or "—" for value in values), how, said))
    lines.append(Line(word("owner").label(language), *(str(each.owner or _("in the pool")) for each in both)))
    lines.append(Line(_("Bought under this id"), *(_orders(each, language) for each in bought)))
    names = sorted(name for name in {*left.attributes, *right.attributes} if name)[:ATTRIBUTES_SHOWN]
    for name in names:
        values = [str(each.attributes.get(name) or "—") for each in both]
        lines.append(Line(name.replace("_", " "), *values))
    return lines


def _orders(bought: Mapping[str, Any], language: str) -> str:
    if not bought:
        return _("none")
    first, last = (formats.day(bought[name], language) for name in ("first_on", "last_on"))
    days = first if first == last else f"{first} – {last}"
    said = ngettext("%(n)s order, %(days)s", "%(n)s orders, %(days)s", bought["orders"])
    return said % {"n": formats.number(bought["orders"], language), "days": days}


def _bits(weight: float) -> str:
    return ("+" if weight >= 0 else "−") + formats.plain(abs(weight), 1)


# --- jobs and merges --------------------------------------------------------------------------------


def said(job: Job | None, language: str) -> Job | None:
    """A job with what it does now, what was noticed, or what went wrong, in the reader's language."""
    if job is not None:
        job.percent = round(job.share * 100)
        job.doing = STEPS.get(job.step, job.step)
        job.noticed = [say(note["code"], language, **note["facts"]) for note in job.notes]
        job.error = say(job.error_code, language, **job.error_facts) if job.error_code else ""
    return job


@dataclass(frozen=True)
class Told:
    """One change of who stands for whom; how many ids it merged, gave back or separated."""

    change: Change
    kind: Any
    ids: int
    may_undo: bool


def changes_said(found: Iterable[Change]) -> list[Told]:
    return [
        Told(
            each,
            KINDS["separate"] if "separated" in each.source else KINDS.get(each.kind, each.kind),
            each.inserted + each.updated + each.deleted,
            each.state == "done" and not each.is_empty,
        )
        for each in found
    ]


def with_names(rows: Iterable[Merged]) -> list[tuple[Merged, str, str]]:
    """Merged ids, each with its name and the name of who stays."""
    rows = list(rows)
    known = queries.customers({each for row in rows for each in (row.customer_id, row.stands_for)})
    name = {key: customer.name for key, customer in known.items()}
    return [(row, name.get(row.customer_id, ""), name.get(row.stands_for, "")) for row in rows]


def leasts() -> list[tuple[float, str]]:
    return [(least, formats.percent(least)) for least in queries.LEASTS]
