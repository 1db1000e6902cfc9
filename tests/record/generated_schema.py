"""The ready-made tables of new databases, as the migrations make them.

`python tests/record/generated_schema.py` writes the scripts anew; a test fails while they are behind. It
needs PostgreSQL, which it starts itself.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from postgresql_server import Server, installed

from accounted.record import database, ready_made

APPS = ("record",)
ALIAS = "ready_made"


def through_the_migrations(settings: dict[str, Any], app: str, *upto: str) -> list[str]:
    """Bring an empty database up by the migrations alone; the statements it took, without the questions."""
    from django.core.management import call_command
    from django.db import connections

    taken: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        # what a migration does to rows does nothing where there are none
        if not sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            assert not params, f"a table is made with values apart: {sql}"
            taken.append(sql)
        return execute(sql, params, many, context)

    database.configure()
    database.connect(settings, ALIAS)
    with database.writing_into(ALIAS), connections[ALIAS].execute_wrapper(note):
        call_command("migrate", app, *upto, database=ALIAS, verbosity=0, interactive=False)
    return [statement.strip().rstrip(";") for statement in taken]


def script(settings: dict[str, Any], app: str, *upto: str) -> str:
    """The script that makes, in an empty database of this kind, what the migrations make."""
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    statements = through_the_migrations(settings, app, *upto)
    connection = connections[ALIAS]
    applied = list(MigrationRecorder(connection).migration_qs.order_by("id").values_list("app", "name"))
    with connection.cursor() as cursor:
        shadows: set[str] = set()
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM pragma_table_list WHERE type = 'shadow'")
            shadows = {name for (name,) in cursor.fetchall()}  # come and go with a virtual table
            # SQLite makes a table anew for each change: only how it ends counts
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
                "ORDER BY type <> 'table', type, rowid"
            )
            statements = [sql for name, sql in cursor.fetchall() if name not in shadows]
        for table in set(connection.introspection.table_names()) - {"django_migrations"} - shadows:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), f"a migration puts rows into {table}: the script cannot"
    assert not any(ready_made.BETWEEN in statement for statement in statements)
    title = (
        f"The tables of a new {app} in {connection.display_name}. Made by tests/record/generated_schema.py."
    )
    database.disconnect(ALIAS)
    return ready_made.heading(title, applied) + ready_made.BETWEEN.join([*statements, ""])


def main() -> None:
    binaries = installed()
    if binaries is None:
        sys.exit("PostgreSQL is not installed: run `make system` (apt-get install postgresql)")
    server = Server(binaries)
    try:
        for app in APPS:
            with tempfile.TemporaryDirectory() as folder:
                _write("sqlite", app, database.sqlite(Path(folder) / "new.sqlite3"))
            _write("postgresql", app, database.postgresql(server.new_database()))
    finally:
        server.stop()


def _write(vendor: str, app: str, settings: dict[str, Any]) -> None:
    made = script(settings, app)
    path = ready_made.path_of_script(vendor, app)
    path.parent.mkdir(exist_ok=True)
    path.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
