"""What can go wrong in the evidence room. Each message says what, where, and what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class EvidenceError(Exception):
    """Any failure of the evidence room."""


class NotAnArchive(EvidenceError):
    """There is no archive at this place, or one is there already."""


class NewerFormat(EvidenceError):
    """The archive was written by a later version of this software."""


class Damaged(EvidenceError):
    """The archive contradicts itself; nothing may be added before it was looked at."""


class Refused(EvidenceError):
    """A source that cannot be taken as evidence. `reason` is a short code, the message is for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class StorageFailed(EvidenceError):
    """The disk did not do what was asked (full, read-only, failing). Nothing was acknowledged."""


class KeyProblem(EvidenceError):
    """A signing key is missing, locked, replaced or not the archive's."""


class NotYetKept(EvidenceError):
    """A question about a kept item that is not on disk yet: flush the batch first."""


_CAUSES = {
    errno.ENOSPC: ("the disk is full", "Free some space and repeat the command"),
    errno.EDQUOT: ("the disk quota is used up", "Free some space and repeat the command"),
    errno.EROFS: ("the disk is read-only", "Remount it for writing, or work on a copy of the archive"),
    errno.EACCES: ("permission is denied", "Run as the owner of the archive"),
    errno.EPERM: ("permission is denied", "Run as the owner of the archive"),
    errno.EIO: ("the disk reports an input/output error", "Check the disk before anything else"),
    errno.EMFILE: ("too many files are open", "Raise the limit (ulimit -n) and repeat the command"),
}


def storage_failed(error: OSError, doing: str, where: Path | str) -> StorageFailed:
    """The error to raise when the operating system failed while `doing` something to `where`."""
    cause, advice = _CAUSES.get(error.errno or 0, (error.strerror or str(error), "Check the disk"))
    return StorageFailed(f"{where}: {doing} failed, {cause}. What was being written is not kept. {advice}.")


@contextmanager
def reading(where: Path | str) -> Iterator[None]:
    """Failures of the operating system while something of the archive is read become StorageFailed."""
    try:
        yield
    except OSError as error:
        cause, advice = _CAUSES.get(error.errno or 0, (error.strerror or str(error), "Check the disk"))
        raise StorageFailed(f"{error.filename or where}: cannot be read, {cause}. {advice}.") from error
