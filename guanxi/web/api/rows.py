"""Rows of the database as the API says them."""

from __future__ import annotations

from typing import Any

from guanxi.facts.words import Word
from guanxi.web.customers.models import Customer
from guanxi.web.followups.models import Call, FollowUp
from guanxi.web.insight.columns import MEASURES
from guanxi.web.insight.models import Profile, Snapshot
from guanxi.web.kit.doubts import of as reasons


def who(customer: Customer) -> dict[str, Any]:
    same = ("customer_id", "name", "city", "phone", "email", "attributes")
    also = {"owner": _name(customer.owner), "merged_into": customer.merged_into_id}
    return {name: getattr(customer, name) for name in same} | also


def measured(profile: Profile) -> dict[str, Any]:
    """Every measure; `owner` must come with the profile."""
    same = ("customer_id", "name", "city", *MEASURES)
    return {name: getattr(profile, name) for name in same} | {"owner": _name(profile.owner)}


def follow_up(found: FollowUp) -> dict[str, Any]:
    same = (
        "id",
        "episode_id",
        "customer_id",
        "state",
        "level",
        "opened_on",
        "due_on",
        "cycle_days",
        "days_overdue",
        "value_at_risk",
        "closed_on",
        "closed_by",
        "returned_on",
    )
    named = {"customer": str(found.customer), "in_charge": _name(found.in_charge)}
    return {name: getattr(found, name) for name in same} | named


def call(made: Call) -> dict[str, Any]:
    same = ("id", "called_on", "proposal", "note", "next_on")
    said = {
        "by": _name(made.by),
        "reached": made.was_reached,
        "cause": made.cause.key if made.cause else None,
    }
    return {name: getattr(made, name) for name in same} | said


def word(what: Word) -> dict[str, Any]:
    same = ("name", "type", "meaning_en", "meaning_zh", "formula", "source")
    said = {
        "unit": str(what.unit),
        "label_en": what.en,
        "label_zh": what.zh,
        "inputs": list(what.inputs),
        "values": {key: list(pair) for key, pair in what.values.items()},
    }
    return {name: getattr(what, name) for name in same} | said


def snapshot(loaded: Snapshot) -> dict[str, Any]:
    same = ("snapshot_id", "as_of", "published_at", "customers", "is_current")
    return {name: getattr(loaded, name) for name in same}


def doubts(language: str, *names: str) -> list[dict[str, Any]]:
    """Why these words rest on poor facts; for each reason the words it touches, of those asked for."""
    found = reasons(*names)
    return [
        {
            "code": each.key,
            "message": each.say(language),
            "words": sorted(each.words.intersection(names) if names else each.words),
        }
        for each in found
    ]


def _name(person) -> str | None:
    return person.username if person else None
