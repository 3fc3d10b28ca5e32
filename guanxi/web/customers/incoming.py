"""Many customers at once: a batch lies in a temporary table, and one statement says what it changes.

A statement per customer costs a round trip and a plan each; a million of them are an hour on PostgreSQL.
The table is the session's own and is dropped before the transaction ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection

from guanxi.web.customers import copies

BATCH = 50_000  # rows held in memory at a time
TABLE = "customers_incoming"
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
_BRING = f"""
INSERT INTO customers_customer ({", ".join(COLUMNS)})
SELECT {", ".join(COLUMNS)} FROM {TABLE} WHERE true
ON CONFLICT (customer_id) DO UPDATE SET {", ".join(f"{each} = excluded.{each}" for each in OF_FACTS)}
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


def bring(rows: Iterable[Row]) -> int:
    """Insert or change the customers; how many were new or changed. Of an id given twice, the last counts."""
    return _in_batches(rows, _bring)


def give(owner_of: Iterable[tuple[str, int]]) -> int:
    """Give customers to people, except where somebody decided here; how many changed hands."""
    nothing = ("",) * (len(OF_FACTS) - 1) + ("{}",)
    return _in_batches(((key, *nothing, owner) for key, owner in owner_of), _give)


def learn_distribution() -> None:
    """Let the database look at the customers, so that it chooses its indexes well."""
    if connection.vendor == "sqlite":
        _done("PRAGMA analysis_limit = 4000")
    _done("ANALYZE customers_customer")


def _in_batches(rows: Iterable[Row], take_over: Callable[[], int]) -> int:
    changed, rows = 0, iter(rows)
    with _table() as put:
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
def _table() -> Iterator[Put]:
    postgresql = connection.vendor == "postgresql"
    _done(_MAKE % ("jsonb" if postgresql else "text"))
    yield _put_by_copy if postgresql else _put_by_insert
    _done(f"DROP TABLE {TABLE}")  # after an error the transaction takes the table along


def _put_by_copy(batch: Iterable[Row]) -> None:
    _done(f"TRUNCATE {TABLE}")
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in batch:
                copy.write_row(row)
        cursor.execute(f"ANALYZE {TABLE}")


def _put_by_insert(batch: Iterable[Row]) -> None:
    _done(f"DELETE FROM {TABLE}")
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(COLUMNS))
        cursor.executemany(f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({places})", list(batch))


def _done(sql: str) -> int:
    """Carry out a statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return max(cursor.rowcount, 0)
