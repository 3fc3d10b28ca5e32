"""A snapshot's profile is put into a table aside, in batches; then the two tables change places.

So pages are served from the old rows until the new ones are complete, on both databases, and the
change itself is one short transaction (`actions.load_snapshot`).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
from django.db import connection

from guanxi.web.insight import indexes
from guanxi.web.insight.columns import MEASURES
from guanxi.web.insight.indexes import NEXT, TABLE

if TYPE_CHECKING:
    from ibis.expr.types import Table

BATCH = 20_000
COPIED = ("name", "city", "owner_id")  # from the customer
COLUMNS = ("customer_id", "recent_days", *MEASURES)
Progress = Callable[[int], None]

_OF_CUSTOMER = ", ".join(f"{column} = c.{column}" for column in COPIED)
_TAKE_OVER = f"""
UPDATE {NEXT} SET {_OF_CUSTOMER} FROM customers_customer c WHERE c.customer_id = {NEXT}.customer_id
"""
_CATCH_UP = f"""
{_TAKE_OVER}
AND (c.owner_id IS DISTINCT FROM {NEXT}.owner_id OR c.name <> {NEXT}.name OR c.city <> {NEXT}.city)
"""
# On PostgreSQL a changed row is a second one, and the table stayed twice as large: there it is written anew.
_WRITE_ANEW = f"""
ALTER TABLE {NEXT} RENAME TO {NEXT}_bare;
CREATE TABLE {NEXT} (LIKE {NEXT}_bare INCLUDING DEFAULTS);
INSERT INTO {NEXT} ({", ".join((*COLUMNS, *COPIED))})
SELECT {", ".join([f"p.{each}" for each in COLUMNS] + [f"c.{each}" for each in COPIED])}
FROM {NEXT}_bare p JOIN customers_customer c ON c.customer_id = p.customer_id;
DROP TABLE {NEXT}_bare;
ALTER TABLE {NEXT} ADD PRIMARY KEY (customer_id);
"""
# Whoever was merged while the snapshot was made or loaded is no customer of its own.
_LEAVE_OUT = f"""
DELETE FROM {NEXT} WHERE customer_id IN
(SELECT customer_id FROM customers_customer WHERE merged_into_id IS NOT NULL)
"""
WITHOUT_CUSTOMER = f"""
SELECT p.customer_id FROM {NEXT} p LEFT JOIN customers_customer c ON c.customer_id = p.customer_id
WHERE c.customer_id IS NULL
"""


def rows_of(profile: Table, recent: Table | None) -> Table:
    """The profile's rows as the database keeps them: every measure, unknown where the snapshot has none."""
    import ibis

    from guanxi.facts.words import word

    kinds = {"str": "string", "int": "int64", "float": "float64", "date": "date"}
    present = set(profile.columns)
    measures = {
        name: profile[name] if name in present else ibis.null().cast(kinds[word(name).type])
        for name in MEASURES
    }
    rows = profile.select("customer_id", **measures)
    if recent is None:
        return rows.mutate(recent_days=ibis.literal("")).select(*COLUMNS)
    joined = rows.left_join(recent, "customer_id").drop("customer_id_right")
    return joined.mutate(recent_days=lambda t: t.recent_days.fill_null("")).select(*COLUMNS)


def fill_next(rows: Table, progress: Progress | None = None) -> int:
    """Make the table aside and fill it; the number of rows."""
    _make_next()
    put = _copy if connection.vendor == "postgresql" else _insert
    total = 0
    for batch in rows.to_pyarrow_batches(chunk_size=BATCH):
        put(batch)
        total += batch.num_rows
        if progress:
            progress(total)
    return total


def customers_missing() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_CUSTOMER)
        keys = [key for (key,) in cursor.fetchall()]
    return iter(keys)


def finish_next() -> None:
    """Names and owners from the customers, then the indexes; every statement stands for itself."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_ANEW if connection.vendor == "postgresql" else _TAKE_OVER)
        for statement in indexes.statements(NEXT):
            cursor.execute(statement)


def change_places() -> int:
    """Make the table aside the profile table; call it in a transaction. How many were merged meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_CATCH_UP)  # who was handed over while the table was being filled
        cursor.execute(_LEAVE_OUT)
        left_out = max(cursor.rowcount, 0)
        cursor.execute(f"DROP TABLE {TABLE}")
        cursor.execute(f"ALTER TABLE {NEXT} RENAME TO {TABLE}")
    return left_out


def learn_distribution() -> None:
    """Let the database look at what is in the table, so that it chooses its indexes well."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 4000")
        # What is visible to all is known after VACUUM only, which no transaction allows (a test's, say).
        may_vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute(f"{'VACUUM ' if may_vacuum else ''}ANALYZE {TABLE}")


def _make_next() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {NEXT}")
        cursor.execute(f"DROP TABLE IF EXISTS {NEXT}_bare")  # of a load that was cut off
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE {NEXT} (LIKE {TABLE} INCLUDING DEFAULTS)")
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [TABLE])
            cursor.execute(cursor.fetchone()[0].replace(f'"{TABLE}"', f'"{NEXT}"', 1))


def _insert(batch: pa.RecordBatch) -> None:
    columns = [*batch.schema.names, "name", "city"]
    places = ", ".join(["%s"] * batch.num_columns)
    sql = f"INSERT INTO {NEXT} ({', '.join(columns)}) VALUES ({places}, '', '')"
    values = [_plain(column).to_pylist() for column in batch.columns]
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(zip(*values, strict=True)))


def _plain(column: pa.Array) -> pa.Array:
    """SQLite keeps a date as its ISO text."""
    return column.cast(pa.string()) if pa.types.is_date(column.type) else column


def _copy(batch: pa.RecordBatch) -> None:
    empty = pa.array([""] * batch.num_rows)
    whole = pa.Table.from_batches([batch]).append_column("name", empty).append_column("city", empty)
    text = io.BytesIO()
    # Strings come quoted and nulls bare: what COPY takes for text and for NULL.
    pyarrow.csv.write_csv(whole, text, pyarrow.csv.WriteOptions(include_header=False))
    sql = f"COPY {NEXT} ({', '.join(whole.column_names)}) FROM STDIN WITH (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        copy.write(text.getvalue())
