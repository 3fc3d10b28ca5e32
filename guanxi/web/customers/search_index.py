"""How the forms of a customer are found in the middle: trigrams, in each database's own way.

PostgreSQL keeps its index by itself (pg_trgm). SQLite's is a table of its own that only *proposes*
customers: the customer row decides, so a proposal that is out of date can do no harm.
"""

from __future__ import annotations

TABLE = "customers_search"
MAKE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} "
    "USING fts5(customer_id UNINDEXED, findable, tokenize='trigram')"
)
DROP = f"DROP TABLE IF EXISTS {TABLE}"
FILL = f"""
INSERT INTO {TABLE} (customer_id, findable)
SELECT customer_id, findable FROM customers_customer WHERE length(findable) > 1
"""
ADD = f"{FILL.rstrip()} AND customer_id IN (%s)"
SHORTEST = 3  # characters; a trigram index knows nothing shorter


def rebuild(connection) -> None:
    """Make SQLite's proposals anew; nothing to do on PostgreSQL."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(DROP)
        cursor.execute(MAKE)
        cursor.execute(FILL)


def add(connection, customer_ids: list[str]) -> None:
    """Propose a few customers as they are now; what was proposed of them before does no harm."""
    if connection.vendor != "sqlite" or not customer_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(ADD % ", ".join(["%s"] * len(customer_ids)), customer_ids)


def phrase(text: str) -> str:
    """The text as one phrase of the full-text query language, whatever it contains."""
    return '"' + text.replace('"', '""') + '"'
