"""Locking the archive in an emergency: the file first, then every session, then what is written about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounted.record.locking import Lock, lift_lock, set_lock
from accounted.web.access import audit
from accounted.web.access.sessions import end_all_sessions

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def lock_archive(archive: Archive, mode: str, *, by: str, reason: str) -> int:
    """Lock the archive and sign everybody out; how many sessions ended. `by` is a pseudonym.

    Raises:
        DecisionRefused: no such way of locking, or no reason.
    """
    set_lock(archive.path, Lock(mode, archive.now().isoformat(), by, reason))
    ended = end_all_sessions()
    audit.append(by, "locked", {"mode": mode, "reason": reason, "sessions": ended}, at=archive.now())
    archive.store.note("restrict", agent=by, detail={"lock": mode, "reason": reason})
    return ended


def unlock_archive(archive: Archive, *, by: str, reason: str) -> Lock | None:
    """Lift the lock; the one there was, None where the archive was not locked."""
    lock = lift_lock(archive.path)
    if lock is not None:
        audit.append(by, "unlocked", {"mode": lock.mode, "reason": reason}, at=archive.now())
        archive.store.note("restrict", agent=by, detail={"lock": "none", "reason": reason})
    return lock
