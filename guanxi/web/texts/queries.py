"""Which texts a person may read, and how they are found. Every query about texts starts at `visible_to`."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q, QuerySet

from guanxi.facts.privacy.person import Person
from guanxi.knowledge.identity.names import plain_text
from guanxi.web.customers import queries as customers
from guanxi.web.texts.asked import Asked, Period
from guanxi.web.texts.models import Reading, State, Text, Theme

CHOSEN_BY = ("survey", "dimension", "touchpoint")


def visible_to(user) -> QuerySet[Text]:
    """Texts of customers the person may see, and those of which nobody knows who wrote them."""
    if customers.sees_all(user):
        return Text.objects.all()
    return Text.objects.filter(Q(said_by="") | Q(customer__in=customers.visible_to(user)))


def last_reading() -> Reading | None:
    """The newest reading that was carried through."""
    return Reading.objects.filter(state=State.DONE).order_by("-finished_at", "-pk").first()


def waiting() -> Reading | None:
    return Reading.objects.filter(state=State.WAITING).first()


def last_failure(since: Reading | None) -> Reading | None:
    """The newest reading, where it failed after the last one that was carried through."""
    newest = Reading.objects.exclude(state=State.WAITING).order_by("-finished_at", "-pk").first()
    return newest if newest is not None and newest.state == State.FAILED and newest != since else None


def period(user, asked: Asked) -> Period | None:
    """The days asked for, up to the newest text the person may read; None where there is no text."""
    newest = visible_to(user).aggregate(newest=Max("on"))["newest"]
    return Period.of(asked.days, newest) if newest else None


def within(rows: QuerySet[Text], period: Period) -> QuerySet[Text]:
    rows = rows.filter(on__lte=period.last)
    return rows.filter(on__gte=period.first) if period.first else rows


def fitting(user, asked: Asked) -> QuerySet[Text]:
    """Everything that was asked for but the period and the theme."""
    rows = visible_to(user)
    for name in CHOSEN_BY:
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    if asked.mood:
        rows = rows.filter(mood=asked.mood)
    for word in asked.q.split():
        rows = rows.filter(needle__contains=plain_text(word))
    return rows


def listed(user, asked: Asked) -> QuerySet[Text]:
    """The texts a page lists, newest first."""
    rows, days = fitting(user, asked), period(user, asked)
    if days is not None:
        rows = within(rows, days)
    if asked.theme is not None:
        rows = rows.filter(themes=asked.theme)
    return rows.select_related("customer").prefetch_related("themes").order_by("-on", "-pk")


def of_customer(user, customer_id: str) -> QuerySet[Text]:
    """What a customer the person may see wrote, newest first."""
    return visible_to(user).filter(customer=customer_id).order_by("-on", "-pk")


def themes() -> list[Theme]:
    return list(Theme.objects.order_by("pk"))


def choices(user, name: str) -> list[str]:
    """The values of a column that stand beside texts this person may read."""
    rows = visible_to(user).exclude(**{name: ""})
    return list(rows.order_by(name).values_list(name, flat=True).distinct())


def texts_of(who: Person) -> QuerySet[Text]:
    return Text.objects.filter(Q(said_by__in=who.ids) | Q(customer__in=who.ids))


def held_of(who: Person) -> dict[str, list[dict[str, Any]]]:
    """What this room holds about a person; the facts hold the whole texts."""
    kept = ("on", "survey", "dimension", "touchpoint", "body", "score", "mood")
    return {"texts_read": list(texts_of(who).values(*kept))}
