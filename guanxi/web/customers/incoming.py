"""Many customers at once: a batch lies in a temporary table, and one statement says what it changes.

A statement per customer costs a round trip and a plan each; a million of them are an hour on PostgreSQL.
The table is the session's own and is dropped before the transaction ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any

from django.db import connection

from guanxi.web.customers import copies
from guanxi.web.customers.findable import forms

BATCH = 50_000  # rows held in memory at a time
TABLE = "customers_incoming"
FORMS = "customers_forms"  # the forms of the same customers
OF_FACTS = ("name", "city", "phone", "email", "attributes")
COLUMNS = ("customer_id", *OF_FACTS, "owner_id")
Row = tuple[Any, ...]  # in the order of COLUMNS
Put = Callable[[Iterable[Row]], None]

_MAKE = f"""
CREATE TEMPORARY TABLE {TABLE} (
    customer_id varchar(80) PRIMARY KEY, name text, city text, phone text, email text,
    attributes %s, owner_id bigint)
"""
# An unchanged customer is not written again: a second load of the same facts costs no write at all.
_SET = ", ".join(f"{each} = excluded.{each}" for each in OF_FACTS)
_BRING = f"""
INSERT INTO customers_customer ({", ".join(COLUMNS)}, findable, pinyin, initials)
SELECT {", ".join(COLUMNS)}, '', '', '' FROM {TABLE} WHERE true
ON CONFLICT (customer_id) DO UPDATE SET findable = '', {_SET}
WHERE {" OR ".join(f"customers_customer.{each} <> excluded.{each}" for each in OF_FACTS)}
"""
_GIVE = f"""
UPDATE customers_customer SET owner_id = i.owner_id FROM {TABLE} i
WHERE i.customer_id = customers_customer.customer_id AND i.owner_id IS NOT NULL
AND customers_customer.assigned_at IS NULL AND customers_customer.owner_id IS DISTINCT FROM i.owner_id
"""
_COPY = f"""
UPDATE %(copy)s SET owner_id = c.owner_id
FROM {TABLE} i JOIN customers_customer c ON c.customer_id = i.customer_id
WHERE %(copy)s.customer_id = i.customer_id AND i.owner_id IS NOT NULL
AND %(copy)s.owner_id IS DISTINCT FROM c.owner_id
"""

_MAKE_FORMS = f"""
CREATE TEMPORARY TABLE {FORMS} (
    customer_id varchar(80) PRIMARY KEY, findable text, pinyin text, initials text)
"""
_FORM = f"""
UPDATE customers_customer SET findable = f.findable, pinyin = f.pinyin, initials = f.initials
FROM {FORMS} f WHERE f.customer_id = customers_customer.customer_id
"""
_FORMLESS = "SELECT customer_id, name, phone, email FROM customers_customer WHERE findable = '' LIMIT %s"


def bring(rows: Iterable[Row]) -> int:
    """Insert or change the customers; how many were new or changed. Of an id given twice, the last counts."""
    return _in_batches(rows, _bring)


def give(owner_of: Iterable[tuple[str, int]]) -> int:
    """Give customers to people, except where somebody decided here; how many changed hands."""
    nothing = ("",) * (len(OF_FACTS) - 1) + ("{}",)
    return _in_batches(((key, *nothing, owner) for key, owner in owner_of), _give)


def make_findable() -> int:
    """Work out the forms of the customers that have none yet, or whose name has changed; how many."""
    done = 0
    with _table(FORMS, _MAKE_FORMS, ("customer_id", "findable", "pinyin", "initials")) as put:
        while batch := _formless():
            found = ((key, forms(name, phone, email)) for key, name, phone, email in batch)
            put((key, each.findable, each.pinyin, each.initials) for key, each in found)
            done += _done(_FORM)
    return done


def _formless() -> list[tuple[str, str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_FORMLESS, [BATCH])
        return cursor.fetchall()


def learn_distribution() -> None:
    """Let the database look at the customers, so that it chooses its indexes well."""
    if connection.vendor == "sqlite":
        _done("PRAGMA analysis_limit = 4000")
    _done("ANALYZE customers_customer")


def _in_batches(rows: Iterable[Row], take_over: Callable[[], int]) -> int:
    changed, rows = 0, iter(rows)
    kind = "jsonb" if connection.vendor == "postgresql" else "text"
    with _table(TABLE, _MAKE % kind, COLUMNS) as put:
        while batch := {row[0]: row for row in islice(rows, BATCH)}:
            put(batch.values())
            changed += take_over()
    return changed


def _bring() -> int:
    changed = _done(_BRING)
    _give()  # the new ones have their owner already; this is for those known before
    return changed


def _give() -> int:
    given = _done(_GIVE)
    if given:
        for table in copies.tables():
            _done(_COPY % {"copy": connection.ops.quote_name(table._meta.db_table)})
    return given


@contextmanager
def _table(name: str, make: str, columns: tuple[str, ...]) -> Iterator[Put]:
    _done(make)
    put = _put_by_copy if connection.vendor == "postgresql" else _put_by_insert
    yield partial(put, name, columns)
    _done(f"DROP TABLE {name}")  # after an error the transaction takes the table along


def _put_by_copy(table: str, columns: tuple[str, ...], batch: Iterable[Row]) -> None:
    _done(f"TRUNCATE {table}")
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in batch:
                copy.write_row(row)
        cursor.execute(f"ANALYZE {table}")


def _put_by_insert(table: str, columns: tuple[str, ...], batch: Iterable[Row]) -> None:
    _done(f"DELETE FROM {table}")
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", list(batch))


def _done(sql: str) -> int:
    """Carry out a statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return max(cursor.rowcount, 0)
