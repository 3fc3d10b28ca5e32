"""Keeping the databases on the indexes that serve a list.

SQLite weighs an index by how few rows it leaves and forgets that only fifty are wanted: for "warning = act,
most valuable first" it reads and sorts every tenth customer. Conditions on an expression it cannot look up
leave it the index in sort order, where fifty fitting rows are soon met. PostgreSQL counts the LIMIT in by
itself, but takes a page of an index for four times as dear as one in sequence, and reads the whole table
where two indexes would do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

MARK = "walked_"
LOOKED_UP = {"customer_id", "pk"}  # a list of ids is best looked up one by one


def walked(rows: QuerySet, condition: Q) -> QuerySet:
    """The rows that fit, to be found in the order they are asked for."""
    if connection.vendor != "sqlite":
        return rows.filter(condition)
    columns = {key.split("__")[0] for key in _keys(condition)} - LOOKED_UP
    rows = rows.alias(**{MARK + column: Coalesce(F(column), F(column)) for column in columns})
    return rows.filter(_renamed(condition, columns))


@contextmanager
def well_planned() -> Iterator[None]:
    """Let PostgreSQL plan what is read inside for a disk without arms, or for memory."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL random_page_cost = 1.1")
        yield


def _keys(condition: Q) -> list[str]:
    found = []
    for child in condition.children:
        found += _keys(child) if isinstance(child, Q) else [child[0]]
    return found


def _renamed(condition: Q, columns: set[str]) -> Q:
    children = [
        _renamed(child, columns) if isinstance(child, Q) else _child(child, columns)
        for child in condition.children
    ]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


def _child(child: tuple, columns: set[str]) -> tuple:
    key, value = child
    return (MARK + key if key.split("__")[0] in columns else key), value
