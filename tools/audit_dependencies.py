"""Look up the packages of the lock file among known vulnerabilities (pip-audit), where the service answers.

    python tools/audit_dependencies.py

Nothing is installed and nothing of this machine is sent but the names and versions that the lock file holds.
Without a connection it says so at once, and checks nothing. Exit code 0: nothing is known; 1: something is;
3: nothing could be looked up.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "accounted.lock"
SERVICE = ("pypi.org", 443)
PATIENCE = 3.0  # seconds to find out whether there is a connection
NOT_AUDITED = 3


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
        return _not_audited(f"{SERVICE[0]} cannot be reached from here; run it where it can")
    audit = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes"]
    quietly = ["--disable-pip", "--progress-spinner", "off", "--timeout", "30", "--format", "json"]
    ran = subprocess.run([*audit, *quietly], capture_output=True, text=True, check=False)  # noqa: S603
    try:
        return told(json.loads(ran.stdout)["dependencies"])
    except (ValueError, KeyError):
        return _not_audited(f"pip-audit ended with {ran.returncode}: {ran.stderr.strip()[-500:]}")


def told(packages: list[dict[str, Any]]) -> int:
    """Say what is known of the packages; the exit code."""
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    found = [(one, known) for one in packages for known in one.get("vulns", ())]
    for one, known in found:
        mended = ", ".join(known["fix_versions"]) or "no version yet"
        print(f"{one['name']} {one['version']}: {known['id']}, mended in {mended}")
    if len(unknown) == len(packages):
        return _not_audited("the service that answered knows nothing of any package: a mirror, maybe")
    if unknown:
        print(f"not known to the service: {', '.join(unknown)}", file=sys.stderr)
    print(f"{len(packages) - len(unknown)} packages looked up, {len(found)} known vulnerabilities")
    return 1 if found else 0


def _not_audited(why: str) -> int:
    print(f"NOT AUDITED: {why}", file=sys.stderr)
    return NOT_AUDITED


if __name__ == "__main__":
    sys.exit(main())
