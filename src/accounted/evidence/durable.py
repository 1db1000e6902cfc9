"""Writing so that it is still there after the power went: fsync of files and directories, locks, whole writes.

POSIX promises a file's content after fsync of the file, and its name after fsync of the directory. For hundreds of
small files one `syncfs` does both at once; it reports write errors since Linux 5.8, before that we do not use it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path


def write(file: int, data: bytes | memoryview) -> None:
    """Write all of `data`, however many calls the system makes of it."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


@contextlib.contextmanager
def opened(path: Path | str, flags: int, mode: int = 0o666) -> Iterator[int]:
    """A file descriptor that is closed at the end."""
    file = os.open(path, flags | os.O_CLOEXEC, mode)
    try:
        yield file
    finally:
        os.close(file)


def appending(path: Path) -> contextlib.AbstractContextManager[int]:
    """A descriptor whose writes go to the end of the file, which is made when missing."""
    return opened(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def sync_directory(path: Path | str) -> None:
    """Make the names in a directory durable."""
    with opened(path, os.O_RDONLY | os.O_DIRECTORY) as directory:
        os.fsync(directory)


def truncate(path: Path, length: int) -> None:
    """Cut a file to `length` bytes, durably; nothing is done when it has that length."""
    if path.stat().st_size != length:
        with opened(path, os.O_WRONLY) as file:
            os.ftruncate(file, length)
            os.fsync(file)


def write_new(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file that must not exist yet, durably up to its name (sync the directory yourself)."""
    with opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode) as file:
        write(file, data)
        os.fsync(file)


def replace(path: Path, data: bytes, scratch: Path, mode: int = 0o644) -> None:
    """Give a file new content in one step: readers see the old or the new, never a part."""
    with opened(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode) as file:
        write(file, data)
        os.fsync(file)
    scratch.replace(path)


@contextlib.contextmanager
def locked(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock on a file: alone, or together with other readers. Released even if the process dies."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)  # a read-only disk can still be locked for reading
    try:
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


@cache
def syncfs() -> Callable[[int], None] | None:
    """A function that makes everything written to the file system of a descriptor durable, where it is safe."""
    if not sys.platform.startswith("linux"):
        return None
    release = os.uname().release.split(".")
    if tuple(int("".join(filter(str.isdigit, part)) or 0) for part in release[:2]) < (5, 8):
        return None
    import ctypes

    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except AttributeError:
        return None

    def sync(file: int) -> None:
        if call(file) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    return sync
