"""Finding a customer: by name, by its sound or initials, by phone number, e-mail or id."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet

from guanxi.web.customers import search_index
from guanxi.web.customers.findable import asked_anywhere, asked_at_beginning
from guanxi.web.customers.models import Customer
from guanxi.web.customers.queries import sees_all, visible_to

LAST_CHARACTER = "\U0010ffff"


def search(user, text: str, *, limit: int = 20) -> list[Customer]:
    """Customers the person may see whose id begins with the text or who have a form that holds it.

    A text shorter than three characters (most Chinese names) is looked for at the beginning of the name, of
    its sound and of its initials, where an ordinary index finds it. An id that was found to be another
    customer's leads to that customer.
    """
    text = text.strip()
    if not text:
        return []
    begins = _with_owner(visible_to(user).filter(_begins("customer_id", text)).order_by("customer_id"), limit)
    short = len(text) < search_index.SHORTEST
    named = _beginning(user, text, limit) if short else _containing(user, text, limit)
    seen = {customer.pk for customer in (*begins, *named)}
    merged = {customer.merged_into_id for customer in (*begins, *named) if customer.merged_into_id} - seen
    instead = visible_to(user).select_related("owner").in_bulk(list(merged)) if merged else {}
    found: dict[str, Customer] = {}
    for customer in (*begins, *named):
        stays = instead.get(customer.merged_into_id, customer) if customer.merged_into_id else customer
        if stays.merged_into_id is None:
            found.setdefault(stays.pk, stays)
    return list(found.values())[:limit]


def _beginning(user, text: str, limit: int) -> list[Customer]:
    found: list[Customer] = []
    # Each spelling by itself: the index on names gives the first ones of it, and no others are read.
    for spelling in asked_at_beginning(text):
        rows = visible_to(user).filter(_begins("name", spelling)).order_by("name", "customer_id")
        found += _with_owner(rows, limit)
    found.sort(key=lambda customer: (customer.name, customer.pk))
    for form in ("initials", "pinyin"):
        rows = visible_to(user).filter(_begins(form, text.lower())).order_by(form, "customer_id")
        found += _with_owner(rows, limit) if text.isascii() else []
    return list({customer.pk: customer for customer in found}.values())[:limit]


def _begins(field: str, text: str) -> Q:
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})  # Django's pattern index answers this
    # SQLite answers LIKE from an index only for one collation; a range it always does.
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST_CHARACTER})


def _containing(user, text: str, limit: int) -> QuerySet[Customer] | list[Customer]:
    if connection.vendor == "postgresql":
        holds = Q()
        for form in asked_anywhere(text):
            holds |= Q(findable__contains=form)
        return _with_owner(visible_to(user).filter(holds), limit)
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
        WHERE s.findable MATCH %s AND c.findable = s.findable {own} LIMIT %s
    """
    asked = " OR ".join(search_index.phrase(form) for form in asked_anywhere(text))
    rights = [] if sees_all(user) else [user.pk]
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, *rights, limit])
        return list(dict.fromkeys(key for (key,) in cursor.fetchall()))


def _with_owner(rows: QuerySet[Customer], limit: int) -> QuerySet[Customer]:
    return rows.select_related("owner")[:limit]
