"""Finding a customer by some letters of the name or the beginning of the id."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet

from guanxi.web.customers import search_index
from guanxi.web.customers.models import Customer
from guanxi.web.customers.queries import sees_all, visible_to

LAST_CHARACTER = "\U0010ffff"


def search(user, text: str, *, limit: int = 20) -> list[Customer]:
    """Customers the person may see whose id begins with the text or whose name holds it, best first.

    A text shorter than three characters (most Chinese names) is looked for at the beginning of the name,
    where an ordinary index finds it.
    """
    text = text.strip()
    if not text:
        return []
    begins = list(
        _with_owner(visible_to(user).filter(_begins("customer_id", text)).order_by("customer_id"), limit)
    )
    named = (
        _containing(user, text, limit)
        if len(text) >= search_index.SHORTEST
        else _beginning(user, text, limit)
    )
    found = {customer.pk: customer for customer in (*begins, *named)}
    return list(found.values())[:limit]


def _beginning(user, text: str, limit: int) -> list[Customer]:
    found: list[Customer] = []
    # Each spelling by itself: the index on names gives the first ones of it, and no others are read.
    for spelling in sorted({text, text.lower(), text.upper(), text.capitalize()}):
        rows = visible_to(user).filter(_begins("name", spelling)).order_by("name", "customer_id")
        found += _with_owner(rows, limit)
    return sorted(found, key=lambda customer: (customer.name, customer.pk))[:limit]


def _begins(field: str, text: str) -> Q:
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})  # Django's pattern index answers this
    # SQLite answers LIKE from an index only for one collation; a range it always does.
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST_CHARACTER})


def _containing(user, text: str, limit: int) -> QuerySet[Customer] | list[Customer]:
    if connection.vendor == "postgresql":
        return _with_owner(visible_to(user).filter(name__icontains=text), limit)
    keys = _proposed(user, text, limit)
    found = Customer.objects.filter(pk__in=keys).select_related("owner").in_bulk()
    return [found[key] for key in keys if key in found]


def _proposed(user, text: str, limit: int) -> list[str]:
    """Ids the trigram table proposes, checked against customer and rights as they are read."""
    # CROSS JOIN keeps SQLite from reading all customers first; the first `limit` matches end the search.
    own = "" if sees_all(user) else "AND (c.owner_id = %s OR c.owner_id IS NULL)"
    sql = f"""
        SELECT c.customer_id FROM {search_index.TABLE} s
        CROSS JOIN customers_customer c ON c.customer_id = s.customer_id
        WHERE s.name MATCH %s AND c.name = s.name {own} LIMIT %s
    """
    rights = [] if sees_all(user) else [user.pk]
    with connection.cursor() as cursor:
        cursor.execute(sql, [search_index.phrase(text), *rights, limit])
        return list(dict.fromkeys(key for (key,) in cursor.fetchall()))


def _with_owner(rows: QuerySet[Customer], limit: int) -> QuerySet[Customer]:
    return rows.select_related("owner")[:limit]
