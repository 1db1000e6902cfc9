"""The content-addressed store: bytes taken in once, in one read pass, and never changed.

Taking in has two halves, so that hundreds of small files can share one wait for the disk: `stage` reads a
source into a temporary file while hashing it, `settle` makes the staged bytes durable and links them to
their names. Between the two nothing is evidence yet.
"""

# os, not pathlib: these are system calls, thousands a second.
# ruff: noqa: PTH102, PTH106, PTH108, PTH123
from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from mmap import mmap
from pathlib import Path
from typing import BinaryIO

from accounted.evidence import durable
from accounted.evidence.errors import Damaged, EvidenceError, storage_failed
from accounted.evidence.source import SourceFile, reader

Source = Path | str | bytes | BinaryIO

SMALL = 1 << 20  # read whole; larger sources pass through a buffer
_BUFFER = SMALL
_MODE = 0o444
_MANY = 8  # from here on one wait for the whole file system is cheaper than one for each file


@dataclass(slots=True, eq=False)
class Staged:
    """Bytes that were read and hashed. `scratch` is their temporary file, None when the store held them
    already."""

    sha256: str
    size: int
    scratch: str | None
    synced: bool = False

    @property
    def already_held(self) -> bool:
        """Whether the store had these bytes before."""
        return self.scratch is None


class Objects:
    """`objects/` of one archive, and its `tmp/`."""

    def __init__(self, root: Path) -> None:
        self.directory = root / "objects"
        self._base = os.fspath(self.directory) + "/"
        self._scratch = Scratch(root / "tmp")
        self._durable_prefixes: set[str] = set()

    def path(self, digest: str) -> Path:
        """Where the object with this SHA-256 is, whether or not it is held."""
        return self.directory / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Whether an object of this name is held."""
        return self.path(digest).is_file()

    def open(self, digest: str) -> BinaryIO:
        """The bytes of an object, for reading. Raises EvidenceError when it is not held."""
        try:
            return self.path(digest).open("rb")
        except FileNotFoundError:
            raise EvidenceError(f"objects: no object {digest} is held; check the number") from None

    def stage(self, source: Source) -> Staged:
        """Read a source once, hash it, and write it to a temporary file unless it is held already.

        Raises Refused for what is not a plain file or changes while it is read, StorageFailed when the disk
        of the archive fails, Damaged when the store holds other bytes under the same name.
        """
        if isinstance(source, bytes):
            return self._stage_small(source)
        if isinstance(source, (str, Path)):
            with SourceFile(os.fspath(source)) as file:
                if file.size > SMALL:
                    return self._stage_large(b"", file.readinto, file.unchanged)
                data = file.read()
                file.unchanged(len(data))
            return self._stage_small(data)
        readinto = reader(source)
        start = bytearray(SMALL)
        count = _fill(memoryview(start), b"", readinto)
        if count < SMALL:
            return self._stage_small(bytes(start[:count]))
        return self._stage_large(bytes(start), readinto)

    def _stage_small(self, data: bytes) -> Staged:
        digest = sha256(data).hexdigest()
        if self._held(digest, len(data)):
            return Staged(digest, len(data), None)
        scratch = self._scratch.new()
        with self._scratch.guard(scratch), durable.opened(scratch, _CREATE, _MODE) as file:
            durable.write(file, data)
            os.fchmod(file, _MODE)
        return Staged(digest, len(data), scratch)

    def _stage_large(
        self,
        head: bytes,
        readinto: Callable[[memoryview], int],
        finish: Callable[[int], None] = lambda size: None,
    ) -> Staged:
        """Through a buffer: hash and write each piece; `head` is what was read of the source before."""
        digest = sha256()
        size = 0
        buffer = memoryview(mmap(-1, _BUFFER))  # aligned to pages, as direct writing asks
        scratch = self._scratch.new()
        with self._scratch.guard(scratch), durable.opened(scratch, _CREATE, _MODE) as file:
            writer = durable.DirectWriter(file)
            while count := _fill(buffer, head, readinto):
                head = b""
                digest.update(buffer[:count])
                writer.write(buffer[:count])
                size += count
            finish(size)
            os.fchmod(file, _MODE)
            name = digest.hexdigest()
            if self._held(name, size):
                self._scratch.remove(scratch)
                return Staged(name, size, None)
            os.fsync(file)
        return Staged(name, size, scratch, synced=True)

    def settle(self, group: Sequence[Staged]) -> None:
        """Make staged bytes durable under their names. When this returns they may be logged.

        An object that someone else has linked meanwhile is left as it is: nothing is ever replaced.
        """
        new = [staged for staged in group if staged.scratch is not None]
        try:
            if new:
                self._sync_bytes(new)
                self._link(new)
            held = {staged.sha256[:2] for staged in group}
            self._sync_names(held)
        except OSError as error:
            raise storage_failed(error, "keeping files", self.directory) from error
        self.discard(new)

    def _sync_bytes(self, group: Sequence[Staged]) -> None:
        waiting = [staged for staged in group if not staged.synced]
        sync = durable.syncfs() if len(waiting) >= _MANY else None
        if sync is not None:
            sync(self._scratch.directory())
            return
        for staged in waiting:
            assert staged.scratch is not None
            with durable.opened(staged.scratch, os.O_RDONLY) as file:
                os.fsync(file)

    def _link(self, group: Sequence[Staged]) -> None:
        for staged in group:
            assert staged.scratch is not None
            target = f"{self._base}{staged.sha256[:2]}/{staged.sha256}"
            try:
                os.link(staged.scratch, target)
            except FileNotFoundError:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(target[:-65])
                with contextlib.suppress(FileExistsError):
                    os.link(staged.scratch, target)
            except FileExistsError:
                self._held(staged.sha256, staged.size)

    def _sync_names(self, prefixes: set[str]) -> None:
        sync = durable.syncfs() if len(prefixes) >= _MANY else None
        if sync is not None:
            with durable.opened(self.directory, os.O_RDONLY) as directory:
                sync(directory)
        else:
            for prefix in sorted(prefixes):
                durable.sync_directory(self._base + prefix)
            if not prefixes <= self._durable_prefixes:
                durable.sync_directory(self.directory)
        self._durable_prefixes |= prefixes

    def discard(self, group: Sequence[Staged]) -> None:
        """Remove the temporary files of staged bytes."""
        for staged in group:
            if staged.scratch is not None:
                self._scratch.remove(staged.scratch)

    def _held(self, digest: str, size: int) -> bool:
        """Whether these bytes are in the store, whole. Reads them again: only then may they be called
        kept."""
        try:
            with open(f"{self._base}{digest[:2]}/{digest}", "rb", buffering=0) as file:
                if os.fstat(file.fileno()).st_size == size and hash_file(file.fileno()) == digest:
                    return True
        except FileNotFoundError:
            return False
        except OSError as error:
            raise storage_failed(error, "reading a held object", self.path(digest)) from error
        raise Damaged(
            f"{self.path(digest)}: is held already but its bytes have changed; move this damaged file out of "
            "objects/ (keep it), then add the source again: it will take its place"
        )

    def clear_leftovers(self) -> int:
        """Remove temporary files of processes that are gone. Returns how many files."""
        return self._scratch.clear_others()

    def close(self) -> None:
        """Remove this process's directory for temporary files."""
        self._scratch.close()


_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def _fill(buffer: memoryview, head: bytes, readinto: Callable[[memoryview], int]) -> int:
    """Fill a buffer with `head` and what follows; less than the whole buffer means the end."""
    count = len(head)
    buffer[:count] = head
    while count < len(buffer) and (more := readinto(buffer[count:])):
        count += more
    return count


def hash_file(file: int) -> str:
    """SHA-256 of what is left to read of a descriptor, in hexadecimal and constant memory."""
    digest = sha256()
    buffer = memoryview(bytearray(_BUFFER))
    while count := os.readv(file, [buffer]):
        digest.update(buffer[:count])
    return digest.hexdigest()


class Scratch:
    """A directory below `tmp/` that belongs to one process and is locked as long as it lives.

    Whoever can lock the directory of another knows that its owner is gone, and may clear it.
    """

    def __init__(self, tmp: Path) -> None:
        self._tmp = tmp
        self._lock: int | None = None
        self._path = ""
        self._owner = 0
        self._count = 0

    def directory(self) -> int:
        """A descriptor of the directory, which is made and locked at first use."""
        if self._lock is None or self._owner != os.getpid():
            self._lock = self._make()
            self._owner = os.getpid()
        return self._lock

    def _make(self) -> int:
        while True:
            path = os.fspath(self._tmp / secrets.token_hex(8))
            try:
                os.mkdir(path, 0o700)
                lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            except FileNotFoundError:
                if not self._tmp.is_dir():
                    raise
                continue  # taken for a leftover before it was locked
            fcntl.flock(lock, fcntl.LOCK_EX)
            if os.fstat(lock).st_nlink:
                self._path = path
                return lock
            os.close(lock)

    def new(self) -> str:
        """A fresh name for a temporary file."""
        try:
            self.directory()
        except OSError as error:
            raise storage_failed(error, "making a temporary directory", self._tmp) from error
        self._count += 1
        return f"{self._path}/{self._count}"

    @contextlib.contextmanager
    def guard(self, scratch: str) -> Iterator[None]:
        """Remove the temporary file when the block fails; a failure of the disk becomes StorageFailed."""
        try:
            yield
        except BaseException as error:
            self.remove(scratch)
            if isinstance(error, OSError):
                raise storage_failed(error, "keeping a file", self._tmp) from error
            raise

    def remove(self, scratch: str) -> None:
        """Remove a temporary file; what cannot be removed is cleared by the next process."""
        with contextlib.suppress(OSError):
            os.unlink(scratch)

    def clear_others(self) -> int:
        """Remove the directories of processes that are gone."""
        cleared = 0
        for path in self._tmp.iterdir():
            if os.fspath(path) == self._path:
                continue
            with contextlib.suppress(OSError), durable.opened(path, os.O_RDONLY) as directory:
                fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for leftover in path.iterdir():
                    leftover.unlink()
                    cleared += 1
                path.rmdir()
        return cleared

    def close(self) -> None:
        """Remove the directory."""
        if self._lock is not None and self._owner == os.getpid():
            with contextlib.suppress(OSError):
                os.rmdir(self._path)
            os.close(self._lock)
        self._lock = None
