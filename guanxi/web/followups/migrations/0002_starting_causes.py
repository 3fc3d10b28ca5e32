"""The causes a new installation starts with."""

from django.db import migrations

from guanxi.web.followups.causes import STARTING_CAUSES


def seed(apps, schema_editor):
    cause = apps.get_model("followups", "Cause")
    rows = [
        cause(key=key, name_en=name_en, name_zh=name_zh, position=position)
        for position, (key, name_en, name_zh) in enumerate(STARTING_CAUSES)
    ]
    cause.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("followups", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
