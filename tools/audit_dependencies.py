"""Look up the packages of the lock file among known vulnerabilities (pip-audit), where the service answers.

    python tools/audit_dependencies.py

Nothing is installed and nothing of this machine is sent but the names and versions that the lock file holds.
Without a connection it says so at once, and checks nothing. Exit code 0: nothing is known; 1: something is;
3: the service could not be reached.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "accounted.lock"
SERVICE = ("pypi.org", 443)
PATIENCE = 3.0  # seconds to find out whether there is a connection
UNREACHABLE = 3


def reachable() -> bool:
    """Whether the service answers; known within some seconds, also where packets or names are lost."""
    answered = threading.Event()

    def ask() -> None:
        with contextlib.suppress(OSError), socket.create_connection(SERVICE, timeout=PATIENCE):
            answered.set()

    asking = threading.Thread(target=ask, daemon=True)  # looking a name up knows no time limit of its own
    asking.start()
    asking.join(PATIENCE)
    return answered.is_set()


def main() -> int:
    """Audit the lock file."""
    if not reachable():
        print(f"NOT AUDITED: {SERVICE[0]} cannot be reached from here; run it where it can", file=sys.stderr)
        return UNREACHABLE
    audit = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes"]
    quietly = ["--disable-pip", "--progress-spinner", "off", "--timeout", "30"]
    return subprocess.run([*audit, *quietly], check=False).returncode  # noqa: S603  our own command


if __name__ == "__main__":
    sys.exit(main())
