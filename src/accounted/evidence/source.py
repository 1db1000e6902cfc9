"""A file that is taken as evidence: a plain one, read once, and refused when it changes meanwhile."""

# os, not pathlib: these are system calls, thousands a second.
# ruff: noqa: PTH116
from __future__ import annotations

import os
import stat
from collections.abc import Callable
from types import TracebackType
from typing import BinaryIO

from accounted.evidence.errors import Refused

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | getattr(os, "O_NOCTTY", 0)

_KINDS = {
    stat.S_IFDIR: "a directory; name the files in it",
    stat.S_IFLNK: "a symbolic link; add the file that it points to",
    stat.S_IFIFO: "a pipe; save what it gives to a file first",
    stat.S_IFSOCK: "a socket; only plain files can be kept",
    stat.S_IFCHR: "a device; make an image file of it first",
    stat.S_IFBLK: "a device; make an image file of it first",
}


class SourceFile:
    """A plain file on disk, opened without following a symbolic link and without waiting on a pipe."""

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            # Looked at before it is opened: opening a device can have effects.
            self._refuse_special(os.stat(path, follow_symlinks=False).st_mode)
            self._file = os.open(path, _FLAGS)
        except OSError as error:
            raise _unreadable(path, error) from error
        self._before = os.fstat(self._file)
        try:
            self._refuse_special(self._before.st_mode)
        except Refused:
            os.close(self._file)
            raise

    def _refuse_special(self, mode: int) -> None:
        if not stat.S_ISREG(mode):
            kind = _KINDS.get(stat.S_IFMT(mode), "not a plain file")
            raise Refused("not_a_file", f"{self.path}: is {kind}")

    @property
    def size(self) -> int:
        """The length when it was opened."""
        return self._before.st_size

    def read(self) -> bytes:
        """All of a small file."""
        try:
            data = os.read(self._file, self.size + 1)
            while len(data) < self.size and (more := os.read(self._file, self.size + 1 - len(data))):
                data += more
            return data
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def readinto(self, buffer: memoryview) -> int:
        """The next piece, into `buffer`; 0 at the end."""
        try:
            return os.readv(self._file, [buffer])
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def unchanged(self, count: int) -> None:
        """Raise Refused unless `count` bytes are the whole file and it is what it was when opened."""
        try:
            now = os.fstat(self._file)
            named = os.stat(self.path, follow_symlinks=False)
        except OSError:
            raise Refused(
                "changed", f"{self.path}: was moved or removed while being read; add it again"
            ) from None
        if count != self.size or not _same(self._before, now) or not _same(self._before, named):
            raise Refused(
                "changed", f"{self.path}: changed while it was being read; add it again when it is at rest"
            )

    def __enter__(self) -> SourceFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)


def reader(stream: BinaryIO) -> Callable[[memoryview], int]:
    """A `readinto` for any binary stream, whose failures are refusals."""
    name = str(getattr(stream, "name", "the stream"))
    into = getattr(stream, "readinto", None)

    def readinto(buffer: memoryview) -> int:
        try:
            if into is not None:
                return int(into(buffer) or 0)
            piece = stream.read(len(buffer))
        except OSError as error:
            raise _unreadable(name, error) from error
        buffer[: len(piece)] = piece
        return len(piece)

    return readinto


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    return (
        one.st_mtime_ns == other.st_mtime_ns
        and one.st_size == other.st_size
        and one.st_ino == other.st_ino
        and one.st_dev == other.st_dev
    )


def _unreadable(path: str, error: OSError) -> Refused:
    if isinstance(error, FileNotFoundError):
        return Refused("missing", f"{path}: there is no such file; check the name")
    if isinstance(error, PermissionError):
        return Refused(
            "unreadable", f"{path}: may not be read by this user; change its permissions or copy it"
        )
    return Refused("unreadable", f"{path}: cannot be read ({error.strerror}); check the name and the disk")
