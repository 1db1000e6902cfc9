"""A database written by an earlier version is brought to this one, and is then what the log says."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from accounted.record import database
from accounted.record.archive import Archive


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def test_the_database_of_an_earlier_version_keeps_its_rows(
    told, clock, database_url, tmp_path: Path, migrating
):
    if database_url is not None:
        pytest.skip("the old database is put together with SQLite's ATTACH")
    from django.core.management import call_command

    told.archive.close()
    held, old = told.archive.path / "accounted.sqlite3", tmp_path / "old.sqlite3"
    database.connect(database.sqlite(old), "older")
    with database.writing_into("older"):
        call_command("migrate", "record", "0001", database="older", verbosity=0)
    database.disconnect("older")
    connection = sqlite3.connect(old)
    with connection:
        connection.execute("ATTACH ? AS held", (str(held),))
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE name LIKE 'record_%' AND type = 'table'"
            )
        ]
        for table in tables:
            named = ", ".join(f'"{name}"' for name in columns(connection, table))
            connection.execute(f"INSERT INTO {table} ({named}) SELECT {named} FROM held.{table}")
    connection.close()
    for name in ("accounted.sqlite3-wal", "accounted.sqlite3-shm"):
        held.with_name(name).unlink(missing_ok=True)
    old.replace(held)
    with Archive.open(told.archive.path, agent="Anna", clock=clock) as archive:
        assert database.behind() == []
        assert archive.verify_record().ok
    with sqlite3.connect(held) as connection:
        assert {"publisher", "published"} <= set(columns(connection, "record_intake"))
        triggers = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()
    assert triggers == (len(database.WRITTEN_ONCE),)
