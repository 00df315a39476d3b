"""The database refuses to change a version of the plan, whoever asks. SQLite and PostgreSQL each in their own words."""

from django.db import migrations

TABLE = "plans_planversion"
SENTENCE = "A version of the plan is never changed; a new one is made."


def freeze(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION plans_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION plans_refuse_change()"
        )
        return
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    )


def thaw(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(f"DROP TRIGGER {TABLE}_frozen{f' ON {TABLE}' if is_postgres else ''}")
    if is_postgres:
        schema_editor.execute("DROP FUNCTION plans_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
