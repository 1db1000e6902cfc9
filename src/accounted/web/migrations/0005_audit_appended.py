"""A line of the audit trail is only ever put after the last one.

SQLite's INSERT OR REPLACE takes the row away that is in its place without asking the guard of deletions.
"""

from django.db import migrations


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION web_audit_append() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF NEW.seq <> (SELECT COALESCE(MAX(seq) + 1, 0) FROM web_auditentry) THEN "
            "RAISE EXCEPTION 'the audit trail is written once: a line comes after the last'; "
            "END IF; RETURN NEW; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER web_audit_append BEFORE INSERT ON web_auditentry "
            "FOR EACH ROW EXECUTE FUNCTION web_audit_append()"
        )
        return
    schema_editor.execute(
        "CREATE TRIGGER web_audit_append BEFORE INSERT ON web_auditentry "
        "WHEN NEW.seq <> (SELECT COALESCE(MAX(seq) + 1, 0) FROM web_auditentry) "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is written once: a line comes after the last'); END"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0004_forms_of_the_record"),
    ]

    operations = [
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
