"""Every test of this room runs on SQLite and on a PostgreSQL server the tests start and stop themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
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


class Server:
    """A PostgreSQL server on a private port and socket directory, run as a user without rights."""

    def __init__(self, binaries: Path) -> None:
        # A database is a thousand small files; where there is a file system in memory they cost nothing.
        memory = Path("/dev/shm")
        roomy = memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30
        self._home = Path(tempfile.mkdtemp(prefix="accounted-pg-", dir=memory if roomy else "/tmp"))
        self._binaries = binaries
        self._user = pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:  # the server refuses to run as root
            self._user = "postgres" if _known("postgres") else "nobody"
            shutil.chown(self._home, self._user)
        self.port = _free_port()
        data = self._home / "data"
        self._run(
            "initdb",
            "-D",
            str(data),
            "-U",
            "accounted",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        self._process = subprocess.Popen(
            self._command(
                "postgres",
                "-D",
                str(data),
                "-k",
                str(self._home),
                "-p",
                str(self.port),
                "-c",
                "listen_addresses=",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=20",
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def new_database(self, template: str = "template0") -> str:
        """The address of a new database."""
        name = f"record_{uuid.uuid4().hex[:12]}"
        self._run(
            "createdb", "-h", str(self._home), "-p", str(self.port), "-U", "accounted", "-T", template, name
        )
        return f"postgresql://accounted@/{name}?host={self._home}&port={self.port}"

    def drop(self, url: str) -> None:
        """Remove a database and whoever is still connected to it."""
        name = url.split("/")[3].split("?")[0]
        self._run("dropdb", "-h", str(self._home), "-p", str(self.port), "-U", "accounted", "--force", name)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGQUIT)  # nothing in it is worth an orderly end
        self._process.wait(30)
        shutil.rmtree(self._home, ignore_errors=True)

    def _wait(self) -> None:
        for _ in range(300):
            ready = subprocess.run(
                [self._binaries / "pg_isready", "-q", "-h", str(self._home), "-p", str(self.port)],
                check=False,
            )
            if ready.returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("the PostgreSQL server did not start within 30 seconds")

    def _command(self, program: str, *arguments: str) -> list[str]:
        call = [str(self._binaries / program), *arguments]
        if os.getuid() == 0:
            call = [
                "setpriv",
                f"--reuid={self._user}",
                f"--regid={pwd.getpwnam(self._user).pw_gid}",
                "--clear-groups",
                *call,
            ]
        return call

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            self._command(program, *arguments), capture_output=True, text=True, check=False, cwd="/"
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()}")


def _known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _binaries() -> Path | None:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[4]))
    found = installed[-1] if installed else None
    if found is None and (on_path := shutil.which("postgres")):
        found = Path(on_path)
    return found.parent if found else None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: run `make system` (apt-get install postgresql)")
    pytest.importorskip(
        "psycopg", reason="the PostgreSQL driver is not installed: pip install 'accounted[postgres]'"
    )
    server = Server(binaries)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """A SQLite database with every table, made by the migrations; tests copy it instead of migrating anew."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _migrate(database.sqlite(path))
    return sqlite3.connect(path)


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: Server) -> str:
    """The same on PostgreSQL: the name of a database to copy."""
    url = postgresql.new_database()
    _migrate(database.postgresql(url))
    return url.split("/")[3].split("?")[0]


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
    template_name = request.getfixturevalue("migrated_postgresql")
    server: Server = request.getfixturevalue("postgresql")
    url = server.new_database(template_name)
    monkeypatch.setenv("DATABASE_URL", url)
    yield url
    server.drop(url)


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
