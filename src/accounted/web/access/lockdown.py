"""Locking the archive in an emergency: the file first, then every session and token, then what is written
about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accounted.record.locking import Lock, lift_lock, set_lock
from accounted.web.access import audit, tokens
from accounted.web.access.inviting import end_links
from accounted.web.access.sessions import end_all_sessions

if TYPE_CHECKING:
    from accounted.record.archive import Archive


class Ended(NamedTuple):
    """How much a lock has ended."""

    sessions: int
    tokens: int


def lock_archive(archive: Archive, mode: str, *, by: str, reason: str) -> Ended:
    """Lock the archive and sign everybody out. `by` is a pseudonym.

    Tokens and links with which a password is set end too, for good: whoever has them may not be their owner.

    Raises:
        DecisionRefused: no such way of locking, or no reason.
    """
    set_lock(archive.path, Lock(mode, archive.now().isoformat(), by, reason))
    now = archive.now()
    ended = Ended(end_all_sessions(), tokens.revoke_all(now=now))
    end_links(now=now)
    told = {"mode": mode, "reason": reason, **ended._asdict()}
    audit.append(by, "locked", told, at=now)
    archive.store.note("restrict", agent=by, detail={"lock": mode, "reason": reason})
    return ended


def unlock_archive(archive: Archive, *, by: str, reason: str) -> Lock | None:
    """Lift the lock; the one there was, None where the archive was not locked."""
    lock = lift_lock(archive.path)
    if lock is not None:
        audit.append(by, "unlocked", {"mode": lock.mode, "reason": reason}, at=archive.now())
        archive.store.note("restrict", agent=by, detail={"lock": "none", "reason": reason})
    return lock
