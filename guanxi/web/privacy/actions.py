"""Writes of the privacy room. The audit keeps what they are told: persons are passed whole, never by id."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from guanxi.facts.changes import ChangeNote, new_change_id
from guanxi.facts.privacy import erasing, retention
from guanxi.facts.privacy.person import Person
from guanxi.web.kit import facts_changed, persons
from guanxi.web.kit.actions import action, forget_in_audit, unrecorded
from guanxi.web.privacy import queries


@action("privacy.export")
def export(by, who: Person) -> None:
    """On record: somebody was given everything about one person."""


@action("privacy.erase")
def erase(by, who: Person, *, change_id: str) -> str:
    """Ask for a person to be erased; the worker does it. From now on no import brings them back."""
    note = ChangeNote(change_id, "erase", by.get_username(), timezone.now())
    return erasing.begin(queries.store(), who.ids[0], note=note).change_id


@unrecorded("the erasure itself is on record")
def forget(who: Person) -> None:
    """Take a person out of every room, and out of the audit."""
    with transaction.atomic():
        forget_in_audit(who, persons.forget(who))


@action("privacy.set_rules", permission="privacy.retain")
def set_rules(by, rules: list[dict[str, Any]]) -> int:
    """Set how long rows are kept; nothing is deleted by that."""
    return len(retention.write_rules(queries.store(), [retention.Rule(**rule) for rule in rules]))


@action("privacy.retain")
def retain(by, *, change_id: str = "") -> int:
    """Carry the rules out; how many rows went or lost their names. It cannot be taken back."""
    now = timezone.now()
    note = ChangeNote(change_id or new_change_id(now), "retain", by.get_username(), now)
    done = retention.carry_out(queries.store(), queries.rules(), note=note, today=queries.today())
    facts_changed.tell()
    return sum(each.deleted + each.updated for each in done)
