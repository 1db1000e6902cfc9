"""A PostgreSQL server whose data stay in a folder: a large archive is made once and measured often."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import postgresql_server

NAME = "record_large"


class KeptServer(postgresql_server.Server):
    """A server on a private port and socket, with default settings but for the number of connections."""

    def __init__(self, binaries: Path, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._home, self._binaries = home.resolve(), binaries
        self._user = pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:  # the server refuses to run as root
            self._user = "postgres" if postgresql_server._known("postgres") else "nobody"
            home.parent.chmod(0o711)
            shutil.chown(home, self._user)
        self.port = postgresql_server._free_port()
        data = self._home / "data"
        if self.is_new:
            asked = ("-U", "accounted", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
            self._run("initdb", "-D", str(data), *asked)
        self._process = subprocess.Popen(
            self._command(
                "postgres", "-D", str(data), "-k", str(self._home), "-p", str(self.port),
                "-c", "listen_addresses=", "-c", "max_connections=60",
            ),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        self._wait()

    @property
    def is_new(self) -> bool:
        """Whether the folder holds no data yet."""
        return not (self._home / "data").exists()

    @property
    def pid(self) -> int:
        """The number of the process whose children answer; `setpriv` becomes the server it starts."""
        return self._process.pid

    def database(self, *, new: bool) -> str:
        """The address of the large archive's database; an empty one if it is to be made."""
        connected = ("-h", str(self._home), "-p", str(self.port), "-U", "accounted")
        if new:
            self._run("dropdb", "--if-exists", *connected, NAME)
            self._run("createdb", *connected, NAME)
        return f"postgresql://accounted@/{NAME}?host={self._home}&port={self.port}"

    def stop(self) -> None:
        """Orderly, so that the data can be used again."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(60)
