"""Runs of the `accounted` command, each a process of its own, forked from one that has its modules loaded."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ACCOUNTED = Path(sys.executable).with_name("accounted")
SERVER = Path(__file__).with_name("command_server.py")
# Read by Python before a line of ours runs: what differs here is no matter for a fork.
_START_OF_PYTHON = ("PYTHON", "LC_", "LANG")


class Commands:
    """Runs the command as `subprocess.run` would, with its output as text."""

    def __init__(self) -> None:
        self._channel: socket.socket | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def __call__(
        self,
        *arguments: object,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        input: str | None = None,
        timeout: float = 300,
    ) -> subprocess.CompletedProcess[str]:
        environment = dict(os.environ if env is None else env)
        given = [str(argument) for argument in arguments]
        if _start(environment) != _start(os.environ):
            return subprocess.run(
                [ACCOUNTED, *given],
                cwd=cwd,
                env=environment,
                input=input,
                stdin=subprocess.DEVNULL if input is None else None,
                capture_output=True,
                text=True,
                timeout=timeout,
                check=False,
            )
        channel = self._running()
        with (
            tempfile.TemporaryFile() as told,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            told.write((input or "").encode())
            told.seek(0)
            run = {"arguments": given, "directory": str(cwd), "environment": environment}
            files = [told.fileno(), out.fileno(), err.fileno()]
            socket.send_fds(channel, [json.dumps(run).encode()], files)
            channel.settimeout(timeout)
            try:
                code = int(channel.recv(64))
            except TimeoutError:
                self.stop()
                raise subprocess.TimeoutExpired([str(ACCOUNTED), *given], timeout) from None
            for file in (out, err):
                file.seek(0)
            return subprocess.CompletedProcess(
                [str(ACCOUNTED), *given], code, _text(out.read()), _text(err.read())
            )

    def stop(self) -> None:
        """End the process that forks, and a run that has not ended."""
        if self._server is not None and self._channel is not None:
            self._channel.close()
            if self._server.poll() is None:
                os.killpg(self._server.pid, 9)
            self._server.wait(10)
        self._server = self._channel = None

    def _running(self) -> socket.socket:
        if self._channel is None:
            self._channel, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with its:
                self._server = subprocess.Popen(
                    [sys.executable, SERVER, str(its.fileno()), ACCOUNTED],
                    # a library that starts threads when it is loaded cannot be forked
                    env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[its.fileno()],
                    start_new_session=True,
                )
        return self._channel


run = Commands()
atexit.register(run.stop)


def _start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_START_OF_PYTHON)}


def _text(written: bytes) -> str:
    return written.decode().replace("\r\n", "\n").replace("\r", "\n")
