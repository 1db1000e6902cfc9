"""Every test of this room runs on SQLite and on a PostgreSQL server the tests start and stop themselves."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from accounted.claims import Reading
from accounted.record import database, decisions
from accounted.record.archive import Archive
from accounted.sources import Extractor

sys.path.insert(0, str(Path(__file__).parent))  # the case below is shared by the tests of this room

from postgresql_server import Server, installed
from quarry_case import TEXT, Told, read_simply, tell

MIGRATE = database.migrate  # the real one: tests copy what it made once
START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class Clock:
    """A clock that moves a second with every look, so that the order of things can be read from it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    binaries = installed()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: run `make system` (apt-get install postgresql)")
    pytest.importorskip(
        "psycopg", reason="the PostgreSQL driver is not installed: pip install 'accounted[postgres]'"
    )
    server = Server(binaries)
    yield server
    server.stop()


@pytest.fixture
def migrating(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real migrations, for a test of them."""
    monkeypatch.setattr(database, "migrate", MIGRATE)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """A SQLite database with every table, made by the migrations; tests copy it instead of migrating anew."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _migrate(database.sqlite(path))
    return sqlite3.connect(path)


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: Server) -> str:
    """The same on PostgreSQL: the address of a database that tests use one after the other."""
    url = postgresql.new_database()
    _migrate(database.postgresql(url))
    return url


def _migrate(settings: dict[str, object]) -> None:
    database.configure()
    database.connect(settings)
    MIGRATE()
    database.disconnect()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str | None]:
    """The address of a database without an archive, once for each kind."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    template: sqlite3.Connection = request.getfixturevalue("migrated_sqlite")
    monkeypatch.setattr(database, "migrate", lambda: _copy(template))
    if request.param == "sqlite":
        yield None
        return
    url: str = request.getfixturevalue("migrated_postgresql")
    monkeypatch.setenv("DATABASE_URL", url)
    yield url
    _empty(url)


def _empty(url: str) -> None:
    """Leave the database as the migrations made it: a new one for each test would cost a second each.

    Rows are deleted where there are some: TRUNCATE writes every table and index anew, for half a second.
    """
    from django.apps import apps
    from django.db import connection

    if Archive._current is not None:
        Archive._current.close()
    database.connect(database.postgresql(url))
    models = apps.get_app_config("record").get_models(include_auto_created=True)
    holds_rows = (
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in (m._meta.db_table for m in models)
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(holds_rows))
        filled = [table for (table,) in cursor.fetchall()]
        # All of them go: no trigger need ask, row by row, whether others still refer to what goes.
        cursor.execute("SET session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DELETE FROM django_migrations WHERE name LIKE '9999%'")
        cursor.execute("RESET session_replication_role")
    database._guard()
    database.disconnect()


def _copy(template: sqlite3.Connection) -> None:
    from django.db import connections

    template.backup(connections[database.alias_in_use()].connection)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(tmp_path: Path, database_url: str | None, clock: Clock) -> Iterator[Archive]:
    """A new archive, with Olena at work in it."""
    with Archive.create(tmp_path / "archive", title="Quarry", agent="Olena Recorder", clock=clock) as made:
        yield made


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Reading]:
    """Read with the simple reader, without a gazetteer, in this process: the files are our own."""
    monkeypatch.setattr("accounted.reading.read", read_simply)
    monkeypatch.setattr("accounted.record.intake.Extractor", partial(Extractor, sandbox=False))
    monkeypatch.setattr("accounted.places.Gazetteer.load", lambda *_: None)
    return read_simply


@pytest.fixture
def told(archive: Archive, reader: Callable[..., Reading], tmp_path: Path) -> Told:
    """An archive with one document in it."""
    return tell(archive, tmp_path, TEXT)


@pytest.fixture
def anna(archive: Archive) -> decisions.Reviewer:
    return archive.reviewer("Anna Reviewer")


@pytest.fixture
def borys(archive: Archive) -> decisions.Reviewer:
    return archive.reviewer("Borys Reviewer")


@pytest.fixture
def doctor(archive: Archive) -> decisions.Reviewer:
    return archive.reviewer("Dr Daria Forensic", roles=["forensic"])


@pytest.fixture
def jurist(archive: Archive) -> decisions.Reviewer:
    return archive.reviewer("Ivan Jurist", roles=["legal"])
