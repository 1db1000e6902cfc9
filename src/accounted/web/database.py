"""The workspace's own database: accounts, sessions, uploads, the audit trail.

The record is a copy of the log and can be made anew from it; what is here cannot, so it is kept apart: in
`workspace.sqlite3` beside the record, or in the schema `workspace` of its PostgreSQL database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

WORKSPACE = "workspace"
FILE = "workspace.sqlite3"
SCHEMA = "workspace"
RECORD_APPS = frozenset({"record"})


class Router:
    """Models of the record go where the record is (`accounted.record.database`); all others go here."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The workspace, but for models of the record."""
        return None if model._meta.app_label in RECORD_APPS else WORKSPACE

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Rows refer to each other within one database only."""
        return (one._meta.app_label in RECORD_APPS) == (other._meta.app_label in RECORD_APPS)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Tables are made where their rows go."""
        return (app_label in RECORD_APPS) != (db == WORKSPACE)


def settings_for(archive: Path, record: dict[str, Any]) -> dict[str, Any]:
    """Settings of the workspace's database, beside the record's."""
    if record["ENGINE"].endswith("sqlite3"):
        from accounted.record.database import sqlite

        return sqlite(archive / FILE)
    options = dict(record.get("OPTIONS", {}))
    options["options"] = f"{options.get('options', '')} -c search_path={SCHEMA}".strip()
    return {**record, "OPTIONS": options}


def prepare() -> None:
    """Make or update the tables of the workspace."""
    from django.core.management import call_command
    from django.db import connections

    connection = connections[WORKSPACE]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    call_command("migrate", database=WORKSPACE, verbosity=0, interactive=False)
    call_command("createcachetable", database=WORKSPACE, verbosity=0)


def is_there() -> bool:
    """Whether the workspace that `configure` points to has its tables. Looking makes nothing."""
    from django.db import OperationalError, connections

    connection = connections[WORKSPACE]
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).is_file():
        return False
    try:
        return "web_auditanchor" in connection.introspection.table_names()
    except OperationalError:
        return False


def behind() -> list[str]:
    """Steps the tables of the workspace have not had yet."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[WORKSPACE])
    wanted = [one for one in executor.loader.graph.leaf_nodes() if one[0] not in RECORD_APPS]
    return [f"{one.app_label}.{one.name}" for one, _ in executor.migration_plan(wanted)]
