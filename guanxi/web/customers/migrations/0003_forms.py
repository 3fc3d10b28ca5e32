"""Customers are found by sound, initials, phone and e-mail too, and may be merged into another."""

import django.db.models.deletion
from django.db import migrations, models

from guanxi.web.customers import incoming, search_index

NAMES, FORMS = "customers_name_trigrams", "customers_form_trigrams"


def work_out(apps, schema_editor):
    incoming.make_findable()
    search_index.rebuild(schema_editor.connection)


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAMES}")
        schema_editor.execute(f"CREATE INDEX {FORMS} ON customers_customer USING gin (findable gin_trgm_ops)")


def back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {FORMS}")
        schema_editor.execute(
            f"CREATE INDEX {NAMES} ON customers_customer USING gin (upper(name) gin_trgm_ops)"
        )


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_search")]
    atomic = True

    operations = [
        migrations.AddField("customer", "findable", models.TextField(blank=True, default=""), False),
        migrations.AddField(
            "customer",
            "initials",
            models.CharField(blank=True, db_index=True, max_length=80, default=""),
            False,
        ),
        migrations.AddField(
            "customer",
            "pinyin",
            models.CharField(blank=True, db_index=True, max_length=400, default=""),
            False,
        ),
        migrations.AddField(
            "customer",
            "merged_into",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="also_known_as",
                to="customers.customer",
            ),
        ),
        migrations.RunPython(work_out, migrations.RunPython.noop),
        migrations.RunPython(index, back),
    ]
