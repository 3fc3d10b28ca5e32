"""What a version asked never changes again, whoever writes to the database."""

from django.db import migrations

TABLE, NAME = "asking_fieldwork", "surveys_version_is_frozen"
SQLITE = f"""
CREATE TRIGGER {NAME} BEFORE UPDATE OF survey, version, document ON {TABLE}
WHEN OLD.survey IS NOT NEW.survey OR OLD.version IS NOT NEW.version OR OLD.document IS NOT NEW.document
BEGIN SELECT RAISE(ABORT, 'a version of a survey never changes'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a survey never changes' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER {NAME} BEFORE UPDATE OF survey, version, document ON {TABLE} FOR EACH ROW
WHEN (OLD.survey IS DISTINCT FROM NEW.survey OR OLD.version IS DISTINCT FROM NEW.version
      OR OLD.document IS DISTINCT FROM NEW.document)
EXECUTE FUNCTION {NAME}();
"""


def make(apps, schema_editor):
    sql = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(sql)


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}")
        else:
            cursor.execute(f"DROP FUNCTION IF EXISTS {NAME}() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial"), ("asking", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
