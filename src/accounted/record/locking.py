"""The emergency lock: a file in the archive that stops every change, or every use, until it is lifted.

It is a file, and not a row, so that it holds without a database, survives a restart, and can be set by
whoever can write the directory. One that cannot be read is taken as closed.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from accounted.record.docket import DecisionRefused

FILE: Final = "workspace.lock"
READ_ONLY: Final = "read_only"
CLOSED: Final = "closed"


class ArchiveLocked(DecisionRefused):
    """The archive is locked: nothing is decided or taken in until its owner unlocks it."""


@dataclass(frozen=True)
class Lock:
    """How an archive is locked, since when, by whom (a pseudonym) and why."""

    mode: str
    at: str
    by: str
    reason: str


def lock_of(archive: Path) -> Lock | None:
    """The lock of the archive in that directory; None when it is not locked."""
    try:
        written = (archive / FILE).read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return _UNREADABLE
    try:
        told = Lock(**json.loads(written))
    except (ValueError, TypeError):
        return _UNREADABLE
    return told if told.mode in (READ_ONLY, CLOSED) else _UNREADABLE


_UNREADABLE = Lock(CLOSED, "", "", "the file of the lock cannot be read")


def set_lock(archive: Path, lock: Lock) -> None:
    """Lock the archive from this moment on.

    Raises:
        DecisionRefused: no such way of locking, or no reason.
    """
    if lock.mode not in (READ_ONLY, CLOSED):
        raise DecisionRefused(f"an archive is locked as {READ_ONLY} or {CLOSED}, not as {lock.mode!r}")
    if not lock.reason.strip():
        raise DecisionRefused("locking the archive needs a reason; write down why")
    path = archive / f".{FILE}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(lock), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    path.replace(archive / FILE)


def lift_lock(archive: Path) -> Lock | None:
    """Take the lock away; the one there was."""
    lock = lock_of(archive)
    (archive / FILE).unlink(missing_ok=True)
    return lock


def must_not_be_locked(archive: Path) -> None:
    """Refuse a change while the archive is locked.

    Raises:
        ArchiveLocked: it is.
    """
    lock = lock_of(archive)
    if lock is not None:
        raise ArchiveLocked(
            f"the archive is locked ({lock.mode.replace('_', ' ')}) since {lock.at or 'an unknown time'}: "
            "nothing can be changed; its owner unlocks it with accounted unlock"
        )
