"""My day, put together: whose day, and every section of it with a few queries for the whole page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from guanxi.web.accounts.models import User
from guanxi.web.customers.queries import sees_all
from guanxi.web.followups import queries
from guanxi.web.followups.forms import USUAL_WAIT
from guanxi.web.followups.models import Call, FollowUp
from guanxi.web.insight.models import Profile

PER_PAGE = 20
SHORT_LIST = 12


@dataclass(frozen=True)
class Taker:
    """Somebody a task can be given to; one who does not see all can only take own and pool customers."""

    person: User
    sees_all: bool


def takers() -> list[Taker]:
    return [Taker(person, sees_all(person)) for person in queries.reps()]


@dataclass(frozen=True)
class Whose:
    """Whose tasks are looked at: one person's, the pool's, or those of everybody one may see."""

    key: str
    rep: User | None = None

    @property
    def filters(self) -> dict[str, object]:
        return {"rep": self.rep, "pool": self.key == "pool"}


def whose(user: User, asked: str) -> Whose:
    """What the filter asks for, as far as this person may; a rep starts with the own tasks."""
    if asked == "pool":
        return Whose("pool")
    if not sees_all(user):
        return Whose("all") if asked == "all" else Whose("me", user)
    if asked == "me":
        return Whose("me", user)
    rep = queries.reps().filter(username=asked).first() if asked not in ("", "all") else None
    return Whose(asked, rep) if rep else Whose("all")


@dataclass(frozen=True)
class Card:
    """One late customer as My day shows it."""

    follow_up: FollowUp
    profile: Profile | None
    purchase_days: list[date]
    last_call: Call | None

    on: date

    @property
    def next_day(self) -> date:
        """The first day to which the task may be put off."""
        return self.on + timedelta(days=1)

    @property
    def usual_next_day(self) -> date:
        return self.on + USUAL_WAIT

    @property
    def is_late_now(self) -> bool:
        """Whether the present rhythm says so too. The classic rule forgets: a year on, few purchases are left
        in the window, the cycle grows, and a customer who is long silent looks on time again."""
        return bool(self.profile and self.profile.warning in ("watch", "act"))

    @property
    def cycle_days(self) -> int | None:
        """The rhythm the customer is late against: today's, else the one the task was opened on."""
        return self.profile.cycle_days if self.is_late_now else self.follow_up.cycle_days

    @property
    def days_overdue(self) -> int | None:
        if self.is_late_now:
            return self.profile.days_overdue
        last, cycle = self.follow_up.last_purchase_on, self.follow_up.cycle_days
        return (self.on - last).days - cycle if last and cycle else self.follow_up.days_overdue

    @property
    def explained(self) -> str | None:
        """The customer to explain the rhythm by; nobody where it is not today's."""
        return self.follow_up.customer_id if self.is_late_now else None


def cards(follow_ups: Iterable[FollowUp], *, on: date) -> list[Card]:
    """Cards of follow-ups that came with their customer's profile; one query for all that was said."""
    follow_ups = list(follow_ups)
    said = queries.last_calls(each.customer_id for each in follow_ups)
    return [_card(each, said.get(each.customer_id), on) for each in follow_ups]


def _card(follow_up: FollowUp, last_call: Call | None, on: date) -> Card:
    profile = getattr(follow_up.customer, "profile", None)
    return Card(follow_up, profile, recent_days(profile, on), last_call, on)


def recent_days(profile: Profile | None, as_of: date) -> list[date]:
    """The purchase days that the profile carries, as dates."""
    if profile is None or not profile.recent_days:
        return []
    return [as_of - timedelta(days=int(ago)) for ago in profile.recent_days.split(",")]


@dataclass(frozen=True)
class Watched:
    profile: Profile
    purchase_days: list[date]


@dataclass(frozen=True)
class MyDay:
    on: date
    whose: Whose
    late: queries.Late
    page: Page
    to_call: list[Card]
    due: list[Card]
    waiting: list[FollowUp]
    watched: list[Watched]
    done: list[Call]


def my_day(user: User, *, on: date, query: QueryDict) -> MyDay:
    """The whole page: a fixed number of queries, whatever the number of customers."""
    who = whose(user, query.get("who", ""))
    page = Paginator(queries.shown(queries.to_call(user, **who.filters)), PER_PAGE).get_page(
        query.get("page")
    )
    due = list(queries.shown(queries.due(user, on=on, **who.filters))[: PER_PAGE * 2])
    shown = cards([*page.object_list, *due], on=on)
    first = len(shown) - len(due)
    watched = queries.watched(user, **who.filters)[:SHORT_LIST]
    return MyDay(
        on=on,
        whose=who,
        late=queries.late(user),
        page=page,
        to_call=shown[:first],
        due=shown[first:],
        waiting=list(queries.shown(queries.waiting(user, on=on, **who.filters))[:SHORT_LIST]),
        watched=[Watched(profile, recent_days(profile, on)) for profile in watched],
        done=list(queries.calls_on(user, on=on, rep=who.rep)[: SHORT_LIST * 2]),
    )
