"""Which customers a person may see, and how one is reached. Every query about customers starts here."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q, QuerySet

from guanxi.errors import NotFound
from guanxi.facts.privacy.person import Person
from guanxi.web.customers.models import Customer, Note, OwnerChange

SEE_ALL = "customers.see_all"


def sees_all(user) -> bool:
    return user.can(SEE_ALL)


def own_or_pool(user, *, prefix: str = "") -> Q:
    """The rows this person may see, for any table whose (prefixed) `owner` is the customer's owner."""
    if sees_all(user):
        return Q()
    return Q(**{f"{prefix}owner_id": user.pk}) | Q(**{f"{prefix}owner_id__isnull": True})


def visible_to(user) -> QuerySet[Customer]:
    """All customers for those who see all; a rep's own and the pool for a rep."""
    return Customer.objects.filter(own_or_pool(user))


def customer(user, customer_id: str) -> Customer:
    """The customer with this id, if the person may see it; a hidden one is as absent as an unknown one."""
    found = visible_to(user).select_related("owner").filter(pk=customer_id).first()
    if found is None:
        raise NotFound(what="customer", name=customer_id)
    return found


def notes(user, customer_id: str) -> QuerySet[Note]:
    """What was noted about a customer the person may see, newest first."""
    return Note.objects.filter(
        customer__in=visible_to(user).filter(pk=customer_id), withdrawn_at__isnull=True
    ).select_related("author")


def hand_overs(user, customer_id: str) -> QuerySet[OwnerChange]:
    """Who looked after the customer, under every id it has, and since when; newest first."""
    seen = visible_to(user).filter(pk=customer_id)
    its = Q(customer__in=seen) | Q(customer__merged_into__in=seen)
    changes = OwnerChange.objects.filter(its, undone_at=None).order_by("-at")
    return changes.select_related("before", "after", "by")


def newest_hand_over() -> str:
    """What changes whenever anybody's customers change hands, or a hand-over is undone."""
    rows = OwnerChange.objects.aggregate(made=Max("pk"), undone=Max("undone_at"))
    undone = rows["undone"].isoformat() if rows["undone"] else ""
    return f"{rows['made'] or 0}-{undone}"


def held_of(who: Person) -> dict[str, list[dict[str, Any]]]:
    """What this room holds about a person: who they are here, what was noted, who looked after them."""
    ids = list(who.ids)
    plain = ("customer_id", "name", "city", "phone", "email", "attributes", "owner__username")
    noted = Note.objects.filter(Q(customer_id__in=ids) | Q(came_from__in=ids))
    return {
        "application_customer": list(Customer.objects.filter(pk__in=ids).values(*plain)),
        "notes": list(noted.values("at", "author__username", "text", "edited_at", "withdrawn_at")),
        "hand_overs": list(
            OwnerChange.objects.filter(customer_id__in=ids).values(
                "at", "before__username", "after__username", "undone_at"
            )
        ),
    }


def said_of(customer: Customer) -> dict[str, str]:
    """What the firm's own files say of a customer in words, by the name of the column."""
    told = {**customer.attributes, "city": customer.city}
    return {name: str(value).strip() for name, value in told.items() if value not in (None, "")}
