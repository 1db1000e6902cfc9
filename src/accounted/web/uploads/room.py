"""Room for what arrives: a full disk and a quota are said before anything is sent; nothing is half-kept."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from accounted.record.docket import DecisionRefused
from accounted.web.uploads.batches import Batch, incoming, load

if TYPE_CHECKING:
    from accounted.record.archive import Archive

RESERVE = 1 << 30  # bytes that uploads leave free: for the log, the databases, and whoever makes room
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoRoom(DecisionRefused):
    """There is no room for what is sent. Nothing of it was kept but what was acknowledged before."""


def must_have(archive: Archive, batch: Batch, *, quota: int) -> None:
    """Refuse a batch that does not fit beside the others that are on their way.

    A file needs its size twice for a while: where it arrives, and as the object that is kept.

    Raises:
        NoRoom: the disk or the quota is too small. The message says by how much.
    """
    folder = incoming(archive)
    others = [
        found
        for one in folder.iterdir()
        if one.name != batch.id and (found := load(one)) is not None and not found.finished
    ]
    on_their_way = [batch, *others]
    own = sum(_whole(one) for one in on_their_way if one.owner == batch.owner)
    if quota and own > quota:
        raise NoRoom(
            f"{_told(own)} would be on their way for you at once, and {_told(quota)} are allowed; "
            "wait until what was sent before is taken in"
        )
    needed = sum(2 * _whole(one) - sum(file.received for file in one.files) for one in on_their_way)
    free = shutil.disk_usage(folder).free - RESERVE
    if needed > free:
        raise NoRoom(
            f"there is no room for this: {_told(needed)} are needed and {_told(max(0, free))} are free; "
            "nothing was kept. Whoever runs the archive has to make room"
        )


@contextlib.contextmanager
def told_when_full() -> Iterator[None]:
    """Inside, a full disk is said as NoRoom."""
    try:
        yield
    except OSError as trouble:
        if not is_full(trouble):
            raise
        raise NoRoom(
            "the disk of the archive is full; what was acknowledged before is kept and goes on when there "
            "is room again"
        ) from trouble


def is_full(trouble: BaseException | None) -> bool:
    """Whether this says that the disk, or what we may use of it, is full."""
    return isinstance(trouble, OSError) and trouble.errno in FULL


def _whole(batch: Batch) -> int:
    return sum(one.size for one in batch.files)


def _told(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB"
