"""Writes of the customers room: who there is, who looks after whom, and what was noted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import md5
from itertools import islice
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from guanxi.errors import BadInput, Conflict, NotAllowed
from guanxi.facts.privacy.person import Person
from guanxi.web.customers import copies, incoming, merged, search_index
from guanxi.web.customers.models import Customer, Note, OwnerChange
from guanxi.web.customers.queries import visible_to
from guanxi.web.kit.actions import action, unrecorded

BATCH = 5_000
BATCH_OF_KEYS = 500  # below SQLite's oldest limit on parameters


class OwnerUnknown(BadInput):
    code = "customers.owner_unknown"


class NotInPool(Conflict):
    code = "customers.not_in_pool"


class HandedOverSince(Conflict):
    code = "customers.handed_over_since"


class NoteEmpty(BadInput):
    code = "customers.note_empty"


# --- from the facts ---------------------------------------------------------------------------------


@action("customers.load", permission="insight.load")
def load_customers(by, rows: Iterable[Mapping[str, Any]]) -> int:
    """Bring the customers of the facts in; how many were new or changed.

    In   rows   mappings with the columns of the fact table `customers`, in any number
    The owner the facts name is taken over until somebody decides about the customer here.
    """
    people = _people()
    changed = incoming.bring(_incoming(row, people) for row in rows)
    if changed:
        incoming.make_findable()
        search_index.rebuild(connection)
        incoming.learn_distribution()
    return changed


@action("customers.ensure", permission="insight.load")
def ensure_customers(by, customer_ids: Iterable[str]) -> int:
    """Make a customer, known by its id only, for every id that has none; how many were given."""
    given = 0
    for batch in _batches(customer_ids, BATCH):
        Customer.objects.bulk_create([Customer(customer_id=key) for key in batch], ignore_conflicts=True)
        given += len(batch)
    return given


@action("customers.assign_owners", permission="insight.load")
def assign_owners(by, owner_of: Mapping[str, str] | Callable[[str], str | None]) -> int:
    """Give customers to the users named, except where somebody decided here; how many changed hands.

    In   owner_of   customer id -> user name, or a rule that says the user name for a customer id
    """
    if callable(owner_of):
        keys = Customer.objects.filter(assigned_at=None).values_list("pk", flat=True)
        owner_of = {key: name for key in keys.iterator(BATCH) if (name := owner_of(key))}
    people = _people()
    return incoming.give((key, people[name]) for key, name in owner_of.items() if name in people)


def _people() -> dict[str, int]:
    """User names and keys: somebody without an account here owns nothing here."""
    return dict(get_user_model().objects.filter(is_active=True).values_list("username", "pk"))


def _incoming(row: Mapping[str, Any], people: Mapping[str, int]) -> incoming.Row:
    attributes = row.get("attributes") or {}
    if isinstance(attributes, str):
        attributes = json.loads(attributes)
    texts = (row.get("name"), row.get("city"), row.get("phone"), row.get("email"))
    kept = json.dumps(attributes, ensure_ascii=False, sort_keys=True)
    return (row["customer_id"], *(text or "" for text in texts), kept, people.get(row.get("owner") or ""))


def _set_owner(keys: list[str], owner_id: int | None, **also: Any) -> int:
    """Change the owner, and every copy of it in other rooms."""
    changed = Customer.objects.filter(pk__in=keys).update(owner_id=owner_id, **also)
    for table in copies.tables():
        table.objects.filter(customer_id__in=keys).update(owner_id=owner_id)
    return changed


# --- one customer under several ids -----------------------------------------------------------------


@unrecorded("it follows the facts; the merge, or its undo, is on record")
def follow_identities(stands_for: Mapping[str, str | None], rows: Iterable[Mapping[str, Any]]) -> None:
    """Let customers be one, or two again, as the facts say; all that belongs to an id goes with it.

    In   stands_for   id -> the customer it was found to be, None for one who is a customer again;
                      some hundreds at most, and every customer they stand for has a row of its own
         rows         what the facts say now of all who are touched
    """
    people = _people()
    if incoming.bring(_incoming(row, people) for row in rows):
        incoming.make_findable()
    ids = list(stands_for)
    search_index.add(connection, list({*ids, *filter(None, stands_for.values())}))
    found = Customer.objects.in_bulk(ids)
    for key, customer in found.items():
        customer.merged_into_id = stands_for[key]
    Customer.objects.bulk_update(found.values(), ["merged_into"], batch_size=BATCH_OF_KEYS)
    _pass_owners_on(found)
    for table in merged.tables():
        _carry(table, stands_for)
    merged.tell(
        [key for key, stays in stands_for.items() if stays],
        [key for key, stays in stands_for.items() if not stays],
    )


def _pass_owners_on(found: Mapping[str, Customer]) -> None:
    """A customer of the pool is looked after by who looked after its other id, until that goes again."""
    now = timezone.now()
    for change in OwnerChange.objects.filter(
        batch__in=[_passed_on(key) for key in found], undone_at=None
    ).select_related("customer"):
        if change.customer.owner_id == change.after_id:
            _set_owner([change.customer_id], None)
        change.undone_at = now
        change.save(update_fields=["undone_at"])
    staying = Customer.objects.in_bulk(
        {each.merged_into_id for each in found.values() if each.merged_into_id}
    )
    for key, customer in sorted(found.items()):
        stays = staying.get(customer.merged_into_id)
        if stays is None or stays.owner_id or not customer.owner_id:
            continue
        OwnerChange.objects.create(
            customer=stays, batch=_passed_on(key), before=None, after_id=customer.owner_id, by=None, at=now
        )
        stays.owner_id = customer.owner_id
        _set_owner([stays.pk], stays.owner_id)


def _passed_on(key: str) -> str:
    """The name of the hand-over that came with an id."""
    return md5(key.encode(), usedforsecurity=False).hexdigest()


def _carry(table: type, stands_for: Mapping[str, str | None]) -> None:
    """Rows written under an id belong to whom it stands for now."""
    ids = list(stands_for)
    rows = list(table.objects.filter(Q(came_from__in=ids) | Q(came_from="", customer_id__in=ids)))
    if not rows:
        return
    owners, fields = {}, ["customer", "came_from"]
    if table in copies.tables():
        written = {row.came_from or row.customer_id for row in rows}
        keys = {stands_for[each] or each for each in written}
        owners, fields = (
            dict(Customer.objects.filter(pk__in=keys).values_list("pk", "owner_id")),
            [*fields, "owner"],
        )
    for row in rows:
        written = row.came_from or row.customer_id
        row.customer_id = stands_for[written] or written
        row.came_from = written if stands_for[written] else ""
        if owners:
            row.owner_id = owners.get(row.customer_id)
    table.objects.bulk_update(rows, fields, batch_size=BATCH_OF_KEYS)


# --- hand-overs -------------------------------------------------------------------------------------


@action("customers.claim")
def claim(by, customer_id: str) -> str:
    """Take a customer out of the pool; the hand-over's id, to undo it by."""
    customer = _locked(by, [customer_id])[0]
    if customer.owner_id is not None:
        raise NotInPool(name=str(customer), owner=str(customer.owner))
    return _hand_over(by, [customer], by.pk)


@action("customers.return_to_pool", permission="customers.claim")
def return_to_pool(by, customer_ids: list[str]) -> str:
    """Put own customers back into the pool (anybody's for those who may assign)."""
    customers = _locked(by, customer_ids)
    if not by.can("customers.assign") and any(customer.owner_id != by.pk for customer in customers):
        raise NotAllowed(what="customers.assign")
    return _hand_over(by, customers, None)


@action("customers.reassign", permission="customers.assign")
def reassign(by, customer_ids: list[str], username: str) -> str:
    """Give customers to another person, or to the pool with an empty name."""
    owner_id = _person(username).pk if username else None
    return _hand_over(by, _locked(by, customer_ids), owner_id)


@action("customers.undo_hand_over", permission="customers.claim")
def undo_hand_over(by, batch: str) -> int:
    """Put owners back as they were before a hand-over of one's own; refused once one has moved on."""
    changes = list(
        OwnerChange.objects.filter(batch=batch, by_id=by.pk, undone_at=None).select_related("customer")
    )
    moved = [change for change in changes if change.customer.owner_id != change.after_id]
    if moved:
        raise HandedOverSince(customers=len(moved), name=str(moved[0].customer))
    for change in changes:
        _set_owner([change.customer_id], change.before_id)
    OwnerChange.objects.filter(batch=batch, by_id=by.pk).update(undone_at=timezone.now())
    return len(changes)


def _locked(by, customer_ids: list[str]) -> list[Customer]:
    """The customers asked for that the person may see, held until the transaction ends."""
    rows = visible_to(by) if by.pk else Customer.objects.all()
    found = list(rows.select_for_update(of=("self",)).filter(pk__in=customer_ids).select_related("owner"))
    missing = set(customer_ids) - {customer.pk for customer in found}
    if missing:
        raise NotAllowed(what=", ".join(sorted(missing)[:3]))
    return found


def _hand_over(by, customers: list[Customer], owner_id: int | None) -> str:
    batch, now = uuid4().hex, timezone.now()
    moving = [customer for customer in customers if customer.owner_id != owner_id]
    OwnerChange.objects.bulk_create(
        OwnerChange(
            customer=customer,
            batch=batch,
            before_id=customer.owner_id,
            after_id=owner_id,
            by_id=by.pk,
            at=now,
        )
        for customer in moving
    )
    for keys in _batches((customer.pk for customer in moving), BATCH_OF_KEYS):
        _set_owner(keys, owner_id, assigned_at=now)
    return batch


def _person(username: str):
    person = get_user_model().objects.filter(username=username, is_active=True).first()
    if person is None:
        raise OwnerUnknown(asked=username)
    return person


# --- notes ------------------------------------------------------------------------------------------


@action("customers.write_note", permission="customers.note")
def write_note(by, customer_id: str, text: str) -> Note:
    customer = _seen(by, customer_id)
    return Note.objects.create(customer=customer, author_id=by.pk, text=_said(text), at=timezone.now())


@action("customers.edit_note", permission="customers.note")
def edit_note(by, note_id: int, text: str) -> Note:
    note = _own_note(by, note_id)
    note.text, note.edited_at = _said(text), timezone.now()
    note.save(update_fields=["text", "edited_at"])
    return note


@action("customers.withdraw_note", permission="customers.note")
def withdraw_note(by, note_id: int) -> Note:
    note = _own_note(by, note_id)
    note.withdrawn_at = timezone.now()
    note.save(update_fields=["withdrawn_at"])
    return note


@action("customers.restore_note", permission="customers.note")
def restore_note(by, note_id: int) -> Note:
    note = _own_note(by, note_id)
    note.withdrawn_at = None
    note.save(update_fields=["withdrawn_at"])
    return note


def _seen(by, customer_id: str) -> Customer:
    return _locked(by, [customer_id])[0]


def _own_note(by, note_id: int) -> Note:
    note = Note.objects.select_for_update().filter(pk=note_id, author_id=by.pk).first()
    if note is None or not visible_to(by).filter(pk=note.customer_id).exists():
        raise NotAllowed(what="customers.note")
    return note


def _said(text: str) -> str:
    text = text.strip()
    if not text:
        raise NoteEmpty()
    return text


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


# --- one person, erased -----------------------------------------------------------------------------


@unrecorded("the erasure itself is on record")
def forget(who: Person) -> list[str]:
    """Erase a person under every id, with notes and hand-overs; what hangs on them elsewhere goes too."""
    found = Customer.objects.filter(pk__in=who.ids)
    notes = Note.objects.filter(Q(customer__in=found) | Q(came_from__in=who.ids)).values_list("pk", flat=True)
    gone = [f"customers.note:{pk}" for pk in notes]
    Note.objects.filter(came_from__in=who.ids).delete()
    if found.exists():
        found.delete()
        search_index.rebuild(connection)
    return gone
