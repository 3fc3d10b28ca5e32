"""Trigram search on names: pg_trgm on PostgreSQL, FTS5 on SQLite."""

from django.db import migrations

from guanxi.web.customers import search_index

NAME_TRIGRAMS = "customers_name_trigrams"


def make(apps, schema_editor):
    match schema_editor.connection.vendor:
        case "postgresql":
            # Not TrigramExtension: its module wants psycopg, which SQLite alone does without.
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute(
                f"CREATE INDEX {NAME_TRIGRAMS} ON customers_customer USING gin (upper(name) gin_trgm_ops)"
            )
        case "sqlite":
            schema_editor.execute(search_index.MAKE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(search_index.DROP)
    else:
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME_TRIGRAMS}")


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
