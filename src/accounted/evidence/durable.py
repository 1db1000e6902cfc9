"""Writing so that it is still there after the power went: fsync of files and directories, locks, whole
writes.

POSIX promises a file's content after fsync of the file, and its name after fsync of the directory. For
hundreds of small files one `syncfs` does both at once; it reports write errors since Linux 5.8, before that
we do not use it.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from mmap import mmap
from pathlib import Path
from queue import SimpleQueue
from threading import Thread


def write(file: int, data: bytes | memoryview) -> None:
    """Write all of `data`, however many calls the system makes of it."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


_PIECE = 1 << 20


class DirectWriter:
    """Writes whole buffers past the page cache, where the file system can: half the cost for large files.

    The buffers must be aligned to pages. What is not of a whole number of blocks (the end of a file) goes
    the usual way, and so does everything on a file system that refuses.
    """

    _BLOCK = 4096

    def __init__(self, file: int) -> None:
        self._file = file
        self._direct = _switch_direct(file, on=True)

    def write(self, data: memoryview) -> None:
        """Write all of `data`."""
        while data:
            if self._direct and len(data) % self._BLOCK:
                self._direct = _switch_direct(self._file, on=False)
            try:
                data = data[os.write(self._file, data) :]
            except OSError as error:
                if error.errno != errno.EINVAL or not self._direct:
                    raise
                self._direct = _switch_direct(self._file, on=False)


def _switch_direct(file: int, *, on: bool) -> bool:
    """Let a descriptor bypass the page cache, or not; tells whether it does."""
    direct = getattr(os, "O_DIRECT", 0)
    flags = fcntl.fcntl(file, fcntl.F_GETFL) & ~direct
    try:
        fcntl.fcntl(file, fcntl.F_SETFL, flags | (direct if on else 0))
    except OSError:
        return False
    return on and bool(direct)


@contextlib.contextmanager
def ahead(file: int) -> Iterator[Iterator[memoryview]]:
    """The rest of a file in pieces, read from the disk while the last piece is worked on.

    It is read past the page cache where the file system can: what counts for a check is what the disk holds,
    and a large file should not push everything else out of memory. Each piece is valid until the next one is
    taken.
    """
    free: SimpleQueue[memoryview | None] = SimpleQueue()
    full: SimpleQueue[memoryview | OSError] = SimpleQueue()
    for _ in range(2):
        free.put(memoryview(mmap(-1, _PIECE)))

    def read() -> None:
        direct = _switch_direct(file, on=True)
        while (buffer := free.get()) is not None:
            try:
                count = os.readv(file, [buffer])
            except OSError as error:
                if direct and error.errno == errno.EINVAL:
                    direct = _switch_direct(file, on=False)
                    free.put(buffer)
                    continue
                full.put(error)
                return
            full.put(buffer[:count])

    def pieces() -> Iterator[memoryview]:
        while piece := full.get():
            if isinstance(piece, OSError):
                raise piece
            yield piece
            free.put(memoryview(piece.obj))

    reader = Thread(target=read, daemon=True)
    reader.start()
    try:
        yield pieces()
    finally:
        free.put(None)
        reader.join()


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


def write_new(path: Path, data: bytes, mode: int = 0o644, *, sync: bool = True) -> None:
    """Write a file that must not exist yet, durably up to its name (sync the directory yourself).

    Many small files are written without `sync`, and made durable together by `sync_files`.
    """
    with opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode) as file:
        write(file, data)
        if sync:
            os.fsync(file)


def sync_files(directory: Path) -> None:
    """Make every file in a directory, and the names, durable: at once where the system can do that."""
    at_once = syncfs()
    if at_once is None:
        for path in directory.iterdir():
            with opened(path, os.O_RDONLY) as file:
                os.fsync(file)
        sync_directory(directory)
        return
    with opened(directory, os.O_RDONLY | os.O_DIRECTORY) as file:
        at_once(file)


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
    """A function that makes everything written to the file system of a descriptor durable, where it is
    safe."""
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
