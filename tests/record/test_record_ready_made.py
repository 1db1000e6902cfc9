"""A new database gets its tables from a script, and they are those that the migrations make."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from generated_schema import APPS, script, through_the_migrations

from accounted.record import database, ready_made
from accounted.record.archive import Archive

FRESH = "the migrations changed: run python tests/record/generated_schema.py, and commit what it writes"
ALIAS = "ready_made"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Makes empty databases of each kind: what they are reached by."""
    database.configure()
    if request.param == "sqlite":
        names = (f"{number}.sqlite3" for number in range(9))
        yield lambda: database.sqlite(tmp_path / next(names))
    else:
        server = request.getfixturevalue("postgresql")
        yield lambda: database.postgresql(server.new_database())
    database.disconnect(ALIAS)


def made(settings: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a database says of its tables, and the migrations it has had."""
    from django.db import connections

    database.connect(settings, ALIAS)
    asked = {
        "sqlite": {"all": "SELECT type, name, tbl_name, sql FROM sqlite_master"},
        "postgresql": {
            "columns": "SELECT table_name, ordinal_position, column_name, data_type, udt_name, is_nullable, "
            "column_default, is_identity, identity_generation, character_maximum_length, collation_name, "
            "numeric_precision, numeric_scale "
            "FROM information_schema.columns WHERE table_schema = 'public'",
            "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
            "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
            "triggers": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
        },
    }[connections[ALIAS].vendor]
    asked["migrations"] = "SELECT app, name FROM django_migrations"
    with connections[ALIAS].cursor() as cursor:
        answers = {}
        for what, question in asked.items():
            cursor.execute(question)
            answers[what] = sorted(cursor.fetchall(), key=repr)
    return answers


@pytest.mark.parametrize("app", APPS)
def test_the_script_is_of_the_migrations_as_they_are(empty, app: str):
    settings = empty()
    vendor = settings["ENGINE"].rpartition(".")[2].removesuffix("3")
    assert ready_made.path_of_script(vendor, app).read_text(encoding="utf-8") == script(settings, app), FRESH


def test_tables_from_the_script_are_those_of_the_migrations(empty):
    from django.db import connections

    laid, migrated = empty(), empty()
    database.connect(laid, ALIAS)
    assert ready_made.lay(connections[ALIAS], "record"), FRESH
    through_the_migrations(migrated, "record")
    assert made(laid) == made(migrated)


def test_migrations_that_came_after_the_script_are_applied_to_what_it_made(
    empty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrating
):
    earlier, whole = tmp_path / "earlier.sql", empty()
    names = sorted(ready_made.names_of_migrations("record"))
    earlier.write_text(script(empty(), "record", names[-2]), encoding="utf-8")
    database.connect(whole, ALIAS)
    with database.writing_into(ALIAS):
        database.migrate()
    expected = made(whole)
    monkeypatch.setattr(ready_made, "path_of_script", lambda vendor, app: earlier)
    late = empty()
    database.connect(late, ALIAS)
    with database.writing_into(ALIAS):
        database.migrate()
        assert database.behind() == []
    found = made(late)
    assert names[-1] not in earlier.read_text(encoding="utf-8")
    assert found == expected


def test_a_script_of_other_migrations_or_another_django_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from django.db import connections

    database.configure()
    database.connect(database.sqlite(tmp_path / "new.sqlite3"), ALIAS)
    connection = connections[ALIAS]
    with monkeypatch.context() as changed:
        changed.setattr("django.VERSION", (9, 9, 0, "final", 0))
        assert not ready_made.lay(connection, "record")
    folder = ready_made._folder_of_migrations("record")
    assert folder is not None
    other = Path(shutil.copytree(folder, tmp_path / "migrations"))
    with (other / "0001_initial.py").open("a") as file:
        file.write("# one line more\n")
    with monkeypatch.context() as changed:
        changed.setattr(ready_made, "_folder_of_migrations", lambda app: other)
        assert not ready_made.lay(connection, "record")
    assert connection.introspection.table_names() == []
    assert ready_made.lay(connection, "record")
    assert not ready_made.lay(connection, "record"), "it is not empty any more"
    database.disconnect(ALIAS)


def test_a_script_that_cannot_be_carried_out_leaves_the_database_empty(
    empty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from django.db import DatabaseError, connections

    settings = empty()
    vendor = settings["ENGINE"].rpartition(".")[2].removesuffix("3")
    broken = tmp_path / "broken.sql"
    whole = ready_made.path_of_script(vendor, "record").read_text(encoding="utf-8")
    broken.write_text(whole + "CREATE TABLE half (;\n\n", encoding="utf-8")
    monkeypatch.setattr(ready_made, "path_of_script", lambda vendor, app: broken)
    database.connect(settings, ALIAS)
    with pytest.raises(DatabaseError):
        ready_made.lay(connections[ALIAS], "record")
    assert connections[ALIAS].introspection.table_names() == []


def test_the_migrations_are_not_loaded_where_none_is_due(archive: Archive, monkeypatch: pytest.MonkeyPatch):
    def loaded(*_: object, **__: object) -> None:
        raise AssertionError("the migrations were loaded")

    monkeypatch.setattr("django.db.migrations.loader.MigrationLoader.__init__", loaded)
    archive.close()
    with Archive.open(archive.path, to_read=True):
        assert database.behind() == []
