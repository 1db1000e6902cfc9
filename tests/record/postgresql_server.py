"""A PostgreSQL server for tests and benchmarks: private, on a free port, gone when it is stopped."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 100


class Server:
    """A PostgreSQL server on a private port and socket directory, run as a user without rights."""

    def __init__(self, binaries: Path, *, durable: bool = False) -> None:
        # A database is a thousand small files; where there is a file system in memory they cost nothing.
        memory = Path("/dev/shm")
        roomy = not durable and memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30
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
                f"fsync={'on' if durable else 'off'}",
                "-c",
                f"max_connections={CONNECTIONS}",
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def new_database(self, *, like: str | None = None) -> str:
        """The address of a new database: empty, or a copy of the one at an address, which nobody uses."""
        name = f"record_{uuid.uuid4().hex[:12]}"
        template = ["-T", urlsplit(like).path.removeprefix("/")] if like else []
        self._run("createdb", "-h", str(self._home), "-p", str(self.port), "-U", "accounted", *template, name)
        return f"postgresql://accounted@/{name}?host={self._home}&port={self.port}"

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)  # nothing in it is worth an orderly end
            self._process.wait(30)
        else:  # it was started anew, and is no child of ours
            self._control("stop")
        shutil.rmtree(self._home, ignore_errors=True)

    def restart(self, *, away: float = 0) -> None:
        """Cut every connection off in the middle, as a crash does; for `away` seconds nobody answers."""
        if away:
            self._control("stop")
            time.sleep(away)
            self._control("start")
        else:
            self._control("restart")
        self._wait()

    def _control(self, what: str) -> None:
        data, log = self._home / "data", self._home / "data" / "started.log"
        options = f"-k {self._home} -p {self.port} -c listen_addresses= -c fsync=off"
        options += f" -c max_connections={CONNECTIONS}"
        given = ["-o", options, "-l", str(log)] if what != "stop" else []
        mode = ["-m", "immediate"] if what != "start" else []
        self._run("pg_ctl", what, "-w", "-D", str(data), *mode, *given)
        if what != "start":
            self._process.poll()

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


def installed() -> Path | None:
    found_here = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[4]))
    found = found_here[-1] if found_here else None
    if found is None and (on_path := shutil.which("postgres")):
        found = Path(on_path)
    return found.parent if found else None
