"""Every test of this room runs on SQLite and on a PostgreSQL server the tests start and stop themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accounted.record.archive import Archive

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
        self._home = Path(tempfile.mkdtemp(prefix="accounted-pg-", dir="/tmp"))
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
                "postgres", "-D", str(data), "-k", str(self._home), "-p", str(self.port), "-c",
                "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=20",
            ),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()

    def new_database(self) -> str:
        """The address of a new, empty database."""
        name = f"record_{uuid.uuid4().hex[:12]}"
        self._run("createdb", "-h", str(self._home), "-p", str(self.port), "-U", "accounted", name)
        return f"postgresql://accounted@/{name}?host={self._home}&port={self.port}"

    def stop(self) -> None:
        self._process.terminate()
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
            call = ["setpriv", f"--reuid={self._user}", f"--regid={pwd.getpwnam(self._user).pw_gid}",
                    "--clear-groups", *call]  # fmt: skip
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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """The address of an empty database, once for each kind."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("postgresql").new_database()
    monkeypatch.setenv("DATABASE_URL", url)
    return url


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(tmp_path: Path, database_url: str | None, clock: Clock) -> Iterator[Archive]:
    """A new archive, with Olena at work in it."""
    with Archive.create(tmp_path / "archive", title="Quarry", agent="Olena Recorder", clock=clock) as made:
        yield made
