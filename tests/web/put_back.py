"""A firm in the application, made once in a process and put back for every other test that asks for it.

To make it takes a turn or a snapshot, which is most of what such a test costs; to put it back takes the rows
and the files it left. What was made at first is put back only where all is as it was then: the same files,
the same number of rows in every table, and likewise inside or outside a transaction. Otherwise it is made.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery

from guanxi.web.customers import search_index

Counts = dict[type[models.Model], int]
Before = tuple[Counts, dict[str, bytes]]


@dataclass(frozen=True)
class _Made:
    before: Before
    rows: dict[type[models.Model], list[dict[str, Any]]]
    folder: Path
    result: Any


_made: dict[tuple, _Made] = {}
_folders = tempfile.TemporaryDirectory(prefix="guanxi-made-")


def put_back(name: str, root: Path, make: Callable[[], Any]) -> Any:
    """Leave the rows and the files under `root` that `make` leaves, and give what it gives (but no rows)."""
    key, before = (name, connection.vendor, connection.in_atomic_block), (_counts(), _files(root))
    if key not in _made:
        result = make()
        if (rows := _rows_since(before[0])) is not None:
            folder = Path(_folders.name) / str(len(_made))
            shutil.copytree(root, folder)
            _made[key] = _Made(before, rows, folder, result)
        return result
    if (made := _made[key]).before != before:
        return make()
    shutil.copytree(made.folder, root, dirs_exist_ok=True)
    _insert(made.rows)
    search_index.rebuild(connection)  # SQLite's is a table that no model has
    cache.clear()  # its keys are made of ids and times, which are the same once more
    return made.result


def _counts() -> Counts:
    known = apps.get_models(include_auto_created=True)
    tables = [each for each in known if each._meta.managed and not each._meta.proxy]
    counts = ", ".join(f'(select count(*) from "{each._meta.db_table}")' for each in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"select {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def _files(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def _rows_since(before: Counts) -> dict[type[models.Model], list[dict[str, Any]]] | None:
    """The rows of the tables that were empty; None where a table that was not has other rows now."""
    now = _counts()
    if any(before[table] not in (0, now[table]) for table in now):
        return None
    filled = [table for table in now if now[table] and not before[table]]
    return {table: list(table._base_manager.values(*_columns(table))) for table in filled}


def _columns(table: type[models.Model]) -> list[str]:
    return [field.attname for field in table._meta.concrete_fields]


def _insert(rows: dict[type[models.Model], list[dict[str, Any]]]) -> None:
    with transaction.atomic():  # who points to whom is checked at its end
        for table, values in rows.items():
            fields = table._meta.concrete_fields
            made = [table(**each) for each in values]
            at_once = max(connection.ops.bulk_batch_size(fields, made), 1)
            for start in range(0, len(made), at_once):
                query = InsertQuery(table)
                query.insert_values(fields, made[start : start + at_once], raw=True)  # times as they were
                query.get_compiler(connection=connection).execute_sql()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
                cursor.execute(statement)
