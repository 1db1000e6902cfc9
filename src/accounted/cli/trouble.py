"""What to tell a person when something goes wrong: what, where, and what to do."""

from __future__ import annotations

import errno
import os


def explain(error: BaseException) -> str | None:
    """The message for an error that a person can do something about; None for a fault of ours.

    The rooms' own errors carry such a message already. A fault of ours keeps its traceback, so that it can
    be reported.
    """
    if isinstance(error, OSError):
        return _explain_system(error)
    if type(error).__module__.startswith("accounted."):
        return str(error)
    return None


def _explain_system(error: OSError) -> str:
    where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    advice = {
        errno.ENOENT: "there is no such file or directory; check the path.",
        errno.EACCES: "permission denied; check who owns it, or run as the user who does.",
        errno.EPERM: "the system does not permit it; check who owns it, or run as the user who does.",
        errno.EROFS: "the disk is read-only; copy the archive to one that can be written.",
        errno.ENOSPC: "the disk is full; nothing half-written was kept. Free some space and run it again.",
        errno.EDQUOT: "your quota is used up; nothing half-written was kept. Free some space, run again.",
        errno.EIO: "the disk reports a read or write error; copy the archive elsewhere and check the disk.",
        errno.EMFILE: "too many open files; raise the limit with `ulimit -n 4096` and run it again.",
    }.get(error.errno or 0)
    return where + (advice or (error.strerror or str(error)) + ".")
