"""Writes of the followups room.

Days are business dates; only `logged_at` and `taken_back_at` are the clock's. Neither is an argument: a
request that is repeated a second later must still be the same request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.text import slugify

from guanxi.facts.privacy.person import Person
from guanxi.web.customers.models import Customer
from guanxi.web.customers.queries import visible_to
from guanxi.web.followups import queries
from guanxi.web.followups.days import today
from guanxi.web.followups.facts import UNDO_FOR
from guanxi.web.followups.models import Call, Cause, ClosedBy, FollowUp, Kind, Level, State
from guanxi.web.followups.refusals import (
    CannotSeeCustomer,
    CauseNeedsNames,
    FollowUpClosed,
    NextDateInPast,
    NotOpenAgain,
    NotTheLastCall,
    TooLateToUndo,
)
from guanxi.web.kit.actions import SYSTEM, action, unrecorded

if TYPE_CHECKING:
    import pyarrow as pa

    from guanxi.web.accounts.models import User

BATCH = 1_000


# --- what a person does -----------------------------------------------------------------------------


@action("followups.log_call")
def log_call(
    by,
    follow_up: FollowUp,
    *,
    was_reached: bool,
    cause: Cause | None = None,
    proposal: str = "",
    note: str = "",
    next_on: date | None = None,
) -> Call:
    """Write down one attempt; with a next date the follow-up waits until then."""
    on, follow_up = today(), _open(_fresh(by, follow_up))
    if next_on is not None:
        _after(next_on, on)
    call = Call.objects.create(
        follow_up=follow_up,
        by_id=by.pk,
        called_on=on,
        logged_at=timezone.now(),
        was_reached=was_reached,
        cause=cause,
        proposal=proposal.strip(),
        note=note.strip(),
        next_on=next_on,
        before=_standing(follow_up),
    )
    follow_up.state = State.WAITING if next_on else State.OPEN
    follow_up.due_on, follow_up.level = next_on or on, Level.REP
    follow_up.save(update_fields=["state", "due_on", "level"])
    return call


@action("followups.undo_call")
def undo_call(by, call: Call) -> FollowUp:
    """Take a call back while it is fresh; the follow-up stands as it stood before it."""
    at, follow_up = timezone.now(), _fresh(by, call.follow_up)
    call = Call.objects.get(pk=call.pk)
    if call.is_a_fact or at - call.logged_at > UNDO_FOR:
        raise TooLateToUndo(minutes=int(UNDO_FOR.total_seconds() // 60))
    if call.taken_back_at is not None:
        return follow_up
    last = follow_up.calls.filter(taken_back_at=None).first()
    if last != call or follow_up.is_closed:
        raise NotTheLastCall()
    call.taken_back_at = at
    call.save(update_fields=["taken_back_at"])
    follow_up.state, follow_up.level = call.before["state"], call.before["level"]
    follow_up.due_on = date.fromisoformat(call.before["due_on"])
    follow_up.save(update_fields=["state", "due_on", "level"])
    return follow_up


@action("followups.reschedule", permission="followups.log_call")
def reschedule(by, follow_up: FollowUp, *, next_on: date) -> FollowUp:
    """Put the follow-up off to a later day without a call."""
    follow_up = _open(_fresh(by, follow_up))
    _after(next_on, today())
    follow_up.state, follow_up.due_on = State.WAITING, next_on
    follow_up.save(update_fields=["state", "due_on"])
    return follow_up


@action("followups.close")
def close(by, follow_up: FollowUp) -> FollowUp:
    """A person has done what could be done. Whether it worked, a purchase will show."""
    follow_up = _fresh(by, follow_up)
    if follow_up.is_closed:
        return follow_up
    follow_up.state, follow_up.closed_on, follow_up.closed_by = State.CLOSED, today(), ClosedBy.PERSON
    follow_up.closer_id = by.pk
    follow_up.save(update_fields=["state", "closed_on", "closed_by", "closer"])
    return follow_up


@action("followups.reopen", permission="followups.close")
def reopen(by, follow_up: FollowUp) -> FollowUp:
    """Undo a close by hand. What a purchase ended stays ended."""
    follow_up = _fresh(by, follow_up)
    if not follow_up.is_closed:
        return follow_up
    if follow_up.closed_by != ClosedBy.PERSON or follow_up.returned_on:
        raise NotOpenAgain(closed_on=follow_up.returned_on or follow_up.closed_on)
    last = follow_up.calls.filter(taken_back_at=None).first()
    follow_up.state = State.WAITING if last and last.next_on else State.OPEN
    follow_up.closed_on, follow_up.closed_by, follow_up.closer = None, "", None
    follow_up.save(update_fields=["state", "closed_on", "closed_by", "closer"])
    return follow_up


@action("followups.reassign")
def reassign(by, follow_up: FollowUp, *, to: User) -> FollowUp:
    """Give the task to somebody else, who must be allowed to see the customer."""
    follow_up = _fresh(by, follow_up)
    if not visible_to(to).filter(pk=follow_up.customer_id).exists():
        raise CannotSeeCustomer(person=str(to))
    follow_up.assigned = None if to == follow_up.owner else to
    follow_up.save(update_fields=["assigned"])
    return follow_up


def _fresh(by, follow_up: FollowUp) -> FollowUp:
    """The row as it is now, if this person may see it; locked, because two people may press at once."""
    if by is not SYSTEM:
        queries.follow_up(by, follow_up.pk)
    return FollowUp.objects.select_for_update().get(pk=follow_up.pk)


def _open(follow_up: FollowUp) -> FollowUp:
    if follow_up.is_closed:
        raise FollowUpClosed(closed_on=follow_up.closed_on)
    return follow_up


def _after(next_on: date, on: date) -> None:
    if next_on <= on:
        raise NextDateInPast(next_on=next_on, today=on)


def _standing(follow_up: FollowUp) -> dict[str, Any]:
    return {"state": follow_up.state, "due_on": follow_up.due_on.isoformat(), "level": follow_up.level}


# --- the list of causes -----------------------------------------------------------------------------


@action("followups.add_cause", permission="followups.edit_causes")
def add_cause(by, *, name_en: str, name_zh: str) -> Cause:
    name_en, name_zh = _named(name_en, name_zh)
    last = Cause.objects.aggregate(last=Max("position"))["last"] or 0
    return Cause.objects.create(key=_new_key(name_en), name_en=name_en, name_zh=name_zh, position=last + 1)


@action("followups.edit_cause", permission="followups.edit_causes")
def edit_cause(by, cause: Cause, *, name_en: str, name_zh: str, is_archived: bool) -> Cause:
    """Rename, archive or bring back. The key stays, because facts carry it."""
    cause.name_en, cause.name_zh = _named(name_en, name_zh)
    cause.is_archived = is_archived
    cause.save(update_fields=["name_en", "name_zh", "is_archived"])
    return cause


@action("followups.order_causes", permission="followups.edit_causes")
def order_causes(by, keys: list[str]) -> None:
    """Put the causes in this order; those not named come after, as they were."""
    place = {key: number for number, key in enumerate(keys)}
    causes = sorted(Cause.objects.all(), key=lambda cause: place.get(cause.key, len(place)))
    for position, cause in enumerate(causes):
        cause.position = position
    Cause.objects.bulk_update(causes, ["position"])


def _named(*names: str) -> list[str]:
    names_given = [name.strip() for name in names]
    if not all(names_given):
        raise CauseNeedsNames()
    return names_given


def _new_key(name: str) -> str:
    stem = slugify(name)[:32].replace("-", "_") or "cause"
    taken = set(Cause.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}_{n}" for n in range(2, 1_000))) if key not in taken)


# --- what a turn does -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Synced:
    """What a sync changed; `unknown` counts episodes of customers that this database does not know."""

    opened: int
    closed: int
    unknown: int


@action("followups.sync_episodes")
def sync_episodes(by, episodes: pa.Table, *, on: date | None = None) -> Synced:
    """Make the follow-ups agree with the episodes: open for new ones, close for ended ones.

    In      episodes   rows of the fact table; those left alone for comparison get no task
            on         the day people are told: a task waits for its answer from then, not from before
    """
    told = {row["episode_id"]: row for row in episodes.to_pylist() if row["arm"] == "followed_up"}
    known = dict(FollowUp.objects.values_list("episode_id", "state"))
    closed = _close_ended(told, known)
    new = [row for episode_id, row in told.items() if episode_id not in known]
    owners = _owners(row["customer_id"] for row in new)
    rows = [_follow_up(row, owners[row["customer_id"]], on) for row in new if row["customer_id"] in owners]
    FollowUp.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    _take_back_from_strangers()
    return Synced(opened=len(rows), closed=closed, unknown=len(new) - len(rows))


def _close_ended(told: Mapping[str, Mapping], known: Mapping[str, str]) -> int:
    ended = {name: told[name] for name in known if name in told and told[name]["closed_on"]}
    changed = []
    for chunk in _chunks(sorted(ended)):
        for follow_up in FollowUp.objects.filter(episode_id__in=chunk, returned_on=None):
            if _end(follow_up, ended[follow_up.episode_id]):
                changed.append(follow_up)
    FollowUp.objects.bulk_update(
        changed, ["state", "closed_on", "closed_by", "returned_on"], batch_size=BATCH
    )
    return len(changed)


def _end(follow_up: FollowUp, row: Mapping[str, Any]) -> bool:
    """Close it as the facts say; what a person had closed keeps that, and gains the day of return."""
    by_purchase = row["closed_by"] == ClosedBy.PURCHASE
    if follow_up.is_closed and not by_purchase:
        return False
    follow_up.returned_on = row["closed_on"] if by_purchase else None
    if not follow_up.is_closed:
        follow_up.state, follow_up.closed_on = State.CLOSED, row["closed_on"]
        follow_up.closed_by = row["closed_by"] or ClosedBy.PURCHASE
    return True


def _follow_up(row: Mapping[str, Any], owner: int | None, on: date | None) -> FollowUp:
    ended = row["closed_on"]
    by_purchase = ended and row["closed_by"] == ClosedBy.PURCHASE
    return FollowUp(
        episode_id=row["episode_id"],
        customer_id=row["customer_id"],
        owner_id=owner,
        opened_on=row["opened_on"],
        due_on=max(row["opened_on"], on or row["opened_on"]),
        last_purchase_on=row["last_purchase_on"],
        cycle_days=row["cycle_days"],
        days_overdue=row["days_overdue"],
        value_at_risk=row["value_at_risk"],
        state=State.CLOSED if ended else State.OPEN,
        closed_on=ended,
        closed_by=(row["closed_by"] or "") if ended else "",
        returned_on=ended if by_purchase else None,
    )


def _owners(keys: Iterable[str]) -> dict[str, int | None]:
    """The owner of each of these customers that this database knows; None is the pool."""
    found: dict[str, int | None] = {}
    for chunk in _chunks(sorted(set(keys))):
        found.update(Customer.objects.filter(pk__in=chunk).values_list("pk", "owner_id"))
    return found


def _take_back_from_strangers() -> None:
    """A task given to a rep who may no longer see the customer is the owner's again."""
    given = FollowUp.objects.filter(assigned__role__in=["rep", "agent"], owner__isnull=False)
    given.exclude(state=State.CLOSED).exclude(owner=F("assigned")).update(assigned=None)


@action("followups.open_for_answer")
def open_for_answer(by, customer: Customer, *, key: str, told: str, on: date) -> FollowUp | None:
    """A customer said that something is wrong: the owner asks. One per key, whatever becomes of it.

    None where it was opened before, or where the customer is spoken to already.
    """
    if FollowUp.objects.filter(episode_id=key).exists():
        return None
    waiting = FollowUp.objects.filter(customer=customer, kind=Kind.ANSWER).exclude(state=State.CLOSED)
    if before := waiting.first():
        before.told = f"{before.told}\n{told}"
        before.save(update_fields=["told"])
        return None
    return FollowUp.objects.create(
        episode_id=key,
        kind=Kind.ANSWER,
        told=told,
        customer=customer,
        owner_id=customer.owner_id,
        opened_on=on,
        due_on=on,
    )


def _chunks(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


@action("followups.climb")
def climb(by, *, on: date) -> int:
    """Raise what nobody answered: to the manager, then to high risk. Days count from the due date."""
    to_manager, to_high_risk = settings.FOLLOWUPS_CLIMB_DAYS
    unanswered = FollowUp.objects.exclude(state=State.CLOSED)
    high = unanswered.filter(due_on__lte=on - timedelta(days=to_high_risk), level__lt=Level.HIGH_RISK)
    risen = high.update(level=Level.HIGH_RISK)
    higher = unanswered.filter(due_on__lte=on - timedelta(days=to_manager), level__lt=Level.MANAGER)
    return risen + higher.update(level=Level.MANAGER)


@action("followups.mark_as_facts")
def mark_as_facts(by, calls: list[int]) -> int:
    """These calls are in the store now; they can no longer be taken back."""
    return Call.objects.filter(pk__in=calls).update(is_a_fact=True)


@unrecorded("the erasure itself is on record")
def forget(who: Person) -> list[str]:
    """Erase the follow-ups and calls of a person."""
    found = FollowUp.objects.filter(Q(customer_id__in=who.ids) | Q(came_from__in=who.ids))
    calls = Call.objects.filter(follow_up__in=found).values_list("pk", flat=True)
    gone = [f"followups.call:{pk}" for pk in calls]
    gone += [f"followups.followup:{pk}" for pk in found.values_list("pk", flat=True)]
    found.delete()
    return gone
