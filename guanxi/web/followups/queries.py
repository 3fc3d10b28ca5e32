"""What the follow-ups can be asked. Every query starts from the customers the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from guanxi.errors import NotFound
from guanxi.facts.privacy.person import Person
from guanxi.web.accounts.models import User
from guanxi.web.customers.queries import own_or_pool
from guanxi.web.followups.models import Call, Cause, FollowUp, State
from guanxi.web.insight.models import Profile

NOBODYS = Q(owner=None, assigned=None)


def in_charge(person: User) -> Q:
    """The follow-ups this person is to do: those given to the person, and own customers' not given away."""
    return Q(assigned=person) | Q(owner=person, assigned=None)


def visible(user) -> QuerySet[FollowUp]:
    """Follow-ups of the customers this person may see."""
    return FollowUp.objects.filter(own_or_pool(user))


def follow_up(user, pk: int) -> FollowUp:
    """One follow-up, if the person may see its customer; a hidden one is as absent as an unknown one."""
    found = visible(user).select_related("customer__profile", "owner", "assigned").filter(pk=pk).first()
    if found is None:
        raise NotFound(what="follow-up", name=pk)
    return found


def call(user, pk: int) -> Call:
    found = Call.objects.filter(pk=pk, follow_up__in=visible(user)).select_related("follow_up").first()
    if found is None:
        raise NotFound(what="call", name=pk)
    return found


def causes(*, archived: bool = False) -> QuerySet[Cause]:
    return Cause.objects.all() if archived else Cause.objects.filter(is_archived=False)


# --- My day -----------------------------------------------------------------------------------------


def shown(follow_ups: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With all that a card says, in one query."""
    return follow_ups.select_related("customer__profile", "owner", "assigned")


def to_call(user, *, rep: User | None = None, pool: bool = False) -> QuerySet[FollowUp]:
    """Nobody has an appointment with these: who gave a low answer, then who is late, most at risk first."""
    return _of(visible(user).filter(state=State.OPEN), rep, pool).order_by(
        "kind", F("value_at_risk").desc(nulls_last=True), "pk"
    )


def due(user, *, on: date, rep: User | None = None, pool: bool = False) -> QuerySet[FollowUp]:
    """Those whose agreed day has come, longest waiting first."""
    waiting = visible(user).filter(state=State.WAITING, due_on__lte=on)
    return _of(waiting, rep, pool).order_by("due_on", F("value_at_risk").desc(nulls_last=True), "pk")


def waiting(user, *, on: date, rep: User | None = None, pool: bool = False) -> QuerySet[FollowUp]:
    """Those with a day still to come, soonest first."""
    later = visible(user).filter(state=State.WAITING, due_on__gt=on)
    return _of(later, rep, pool).order_by("due_on", "pk")


def _of(follow_ups: QuerySet[FollowUp], rep: User | None, pool: bool) -> QuerySet[FollowUp]:
    if pool:
        return follow_ups.filter(NOBODYS)
    return follow_ups.filter(in_charge(rep)) if rep else follow_ups


def calls_on(user, *, on: date, rep: User | None = None) -> QuerySet[Call]:
    """What was done that day, newest first; a rep sees what the rep did."""
    made = Call.objects.filter(called_on=on, taken_back_at=None).filter(
        own_or_pool(user, prefix="follow_up__")
    )
    made = made.filter(by=rep) if rep else made
    return made.select_related("follow_up__customer", "cause", "by")


def watched(user, *, rep: User | None = None, pool: bool = False) -> QuerySet[Profile]:
    """Customers who are late, but not by so much that there is a task; most value at risk first."""
    late = Profile.objects.filter(own_or_pool(user), warning="watch")
    if pool:
        late = late.filter(owner=None)
    elif rep:
        late = late.filter(owner=rep)
    return late.order_by(F("value_at_risk").desc(nulls_last=True), "pk")


@dataclass(frozen=True)
class Late:
    """How many open tasks there are and what is at stake: all the person may see, own, and the pool's."""

    customers: int
    at_risk: float
    own: int
    own_at_risk: float
    pool: int
    pool_at_risk: float
    high_risk: int


def late(user) -> Late:
    """The answer to "Who is late?", in one query."""
    own, pool = in_charge(user), NOBODYS
    sums = (
        visible(user)
        .exclude(state=State.CLOSED)
        .aggregate(
            customers=Count("pk"),
            at_risk=Sum("value_at_risk"),
            own=Count("pk", filter=own),
            own_at_risk=Sum("value_at_risk", filter=own),
            pool=Count("pk", filter=pool),
            pool_at_risk=Sum("value_at_risk", filter=pool),
            high_risk=Count("pk", filter=Q(level=2)),
        )
    )
    return Late(**{name: value or 0 for name, value in sums.items()})


def last_calls(customers: Iterable[str]) -> dict[str, Call]:
    """What was said last time to each of these customers, whatever the follow-up then, in one query."""
    said = Call.objects.filter(taken_back_at=None, follow_up__customer__in=list(customers))
    said = said.select_related("follow_up", "cause", "by").order_by("logged_at", "pk")
    return {call.follow_up.customer_id: call for call in said}


def of_customer(user, customer_id: str) -> QuerySet[FollowUp]:
    """Every follow-up of one customer, newest first."""
    return (
        visible(user)
        .filter(customer_id=customer_id)
        .select_related("owner", "assigned", "closer")
        .order_by("-opened_on", "-pk")
    )


def calls_of(follow_ups: Iterable[FollowUp]) -> dict[int, list[Call]]:
    """The calls of each of these follow-ups, newest first, in one query."""
    made: dict[int, list[Call]] = {}
    calls = Call.objects.filter(follow_up__in=list(follow_ups), taken_back_at=None).select_related(
        "cause", "by"
    )
    for one in calls:
        made.setdefault(one.follow_up_id, []).append(one)
    return made


def reps() -> QuerySet[User]:
    """People a follow-up can be given to."""
    return User.objects.filter(is_active=True, role__in=["rep", "agent", "manager", "owner"]).order_by(
        "name", "username"
    )


# --- for the overview -------------------------------------------------------------------------------


def done_between(user, *, after: date, until: date) -> dict[str, int]:
    """Follow-ups closed in (after, until]: how many, and how many of their customers bought again."""
    closed = visible(user).filter(closed_on__gt=after, closed_on__lte=until)
    return closed.aggregate(done=Count("pk"), bought_again=Count("pk", filter=Q(returned_on__isnull=False)))


def held_of(who: Person) -> dict[str, list[dict[str, Any]]]:
    """What this room holds about a person: tasks, and what was said on the telephone."""
    found = FollowUp.objects.filter(Q(customer_id__in=who.ids) | Q(came_from__in=who.ids))
    tasks = ("episode_id", "opened_on", "due_on", "state", "closed_on", "closed_by", "returned_on")
    calls = ("called_on", "by__username", "was_reached", "cause__key", "proposal", "note", "next_on")
    return {
        "follow_ups": list(found.values(*tasks)),
        "calls": list(Call.objects.filter(follow_up__in=found).values(*calls)),
    }
