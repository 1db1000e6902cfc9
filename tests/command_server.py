"""A process that has the command's modules loaded and forks for each run of it.

What a person starts is a process of its own, and so is each run here: its own arguments, directory,
environment, standard input and output, its own end. Only the start of Python and the loading of modules,
the same each time and most of what a short command costs, are paid once.

usage: command_server.py SOCKET SCRIPT  (SOCKET: number of an open socket; SCRIPT: the installed command)
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import socket
import sys
import time
from typing import Any

# Rooms of which a command takes what it needs; the readers of files live in a process of their own.
LOADED = (
    "accounted.cli",
    "accounted.evidence",
    "accounted.reading",
    "accounted.record",
    "accounted.reporting",
)
NOT_LOADED = ("migrations", "__main__", "verifiers", "exports", "model", "searching")
LIBRARIES = (
    "numpy",
    "scipy.special",
    "scipy.stats",
    "numba",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
)


def load() -> None:
    """Load what the commands load."""
    from accounted.record import database

    database.configure()
    for name in LIBRARIES:
        importlib.import_module(name)
    for room in LOADED:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not set(module.name.split(".")) & set(NOT_LOADED):
                importlib.import_module(module.name)
    gc.collect()
    gc.freeze()


def serve(channel: socket.socket) -> dict[str, Any] | None:
    """Fork for each run that is asked for. Returns in the forked process with what to run, and at the end."""
    while True:
        asked, descriptors, _, _ = socket.recv_fds(channel, 1 << 20, 3)
        if not asked:
            return None
        child = os.fork()
        if child == 0:
            channel.close()
            for standard, given in enumerate(descriptors):
                os.dup2(given, standard)
                os.close(given)
            run: dict[str, Any] = json.loads(asked)
            return run
        for given in descriptors:
            os.close(given)
        _, status = os.waitpid(child, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())


def main() -> None:
    """Serve until the socket is closed."""
    load()
    run = serve(socket.socket(fileno=int(sys.argv[1])))
    if run is not None:  # here the process is the command
        os.environ.clear()
        os.environ.update(run["environment"])
        os.chdir(run["directory"])
        time.tzset()
        script = sys.argv[2]
        sys.argv[:] = [script, *run["arguments"]]
        runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
