"""Reading every kept object again and comparing it with its name and with the log."""

# os, not pathlib: these are system calls, thousands a second.
# ruff: noqa: PTH116, PTH208
from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from accounted.evidence import durable
from accounted.evidence.log_check import KEPT_SIZE, LogCheck

if TYPE_CHECKING:
    from accounted.evidence.verification import Findings, Progress

_BUFFER = 1 << 18  # a multiple of every block size
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PREFIX = re.compile(r"[0-9a-f]{2}")
SAMPLE = 200  # objects that a quick verification reads at least
SAMPLE_SHARE = 0.02


class _Reader:
    """Hashes small files through one buffer, and large ones from the disk itself."""

    def __init__(self) -> None:
        self._view = memoryview(bytearray(_BUFFER))
        self._buffers = [self._view]

    def hash(self, path: str) -> tuple[str, int]:
        """SHA-256 in hexadecimal and length of a file."""
        file = os.open(path, _FLAGS)
        try:
            count = os.readv(file, self._buffers)
            if count < _BUFFER:  # the end of a plain file
                return sha256(self._view[:count]).hexdigest(), count
            digest = sha256(self._view)
            size = count
            with durable.ahead(file) as pieces:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
            return digest.hexdigest(), size
        finally:
            os.close(file)


def check_objects(
    root: Path, found: Findings, log: LogCheck, *, quick: bool, seed: int, progress: Progress | None
) -> int:
    """Check `objects/` against the log; returns how many objects were read."""
    base = root / "objects"
    total = (
        sum(len(packed) for packed in log.kept) // KEPT_SIZE
    )  # an upper bound: the same bytes may come twice
    chance = min(1.0, max(SAMPLE / total, SAMPLE_SHARE)) if quick and total else 1.0
    pick = random.Random(seed)  # noqa: S311  (a sample that can be drawn again, not a secret)
    reader = _Reader()
    checked = unlogged = present = 0
    folders = set(_names(base, found))
    for name in sorted(folders):
        if _PREFIX.fullmatch(name) is None:
            found.problem("stray", f"objects/{name}", "is no part of the store")
    for number in range(256):
        expected = _unpack(log.kept[number])
        log.kept[number] = bytearray()
        folder = f"{number:02x}"
        prefix = f"{base}/{folder}/"
        for name in _names(base / folder, found) if folder in folders else ():
            size = expected.pop(name, None)
            where = f"objects/{folder}/{name}"
            if size is not None:
                present += 1
                if chance < 1.0 and pick.random() >= chance:
                    if _length(prefix + name) != size:
                        found.problem(
                            "object", where, f"is not {size} bytes long, as it was when it was taken in"
                        )
                    continue
            try:
                digest, length = reader.hash(prefix + name)
            except OSError as error:
                found.problem("unreadable", where, f"cannot be read as a plain file ({error.strerror})")
                continue
            checked += 1
            if digest != name:
                found.problem("object", where, f"its bytes have the SHA-256 {digest}")
            elif size is None:
                unlogged += 1
            elif size != length:
                found.problem("object", where, f"is {length} bytes long, the log says {size}")
        _missing(expected, found, log)
        if progress:
            progress("objects", number + 1, 256)
    if unlogged:
        found.note(
            f"objects: {unlogged} are whole but named by no entry: intakes interrupted or at work, or "
            "put there from outside. They are not part of the record"
        )
    if chance < 1.0:
        found.note(f"objects: a quick verification; {checked} of {present} were read (sample {seed})")
    return checked


def _names(directory: Path, found: Findings) -> list[str]:
    try:
        return os.listdir(directory)
    except OSError as error:
        found.problem("unreadable", f"objects/{directory.name}", f"cannot be listed ({error.strerror})")
        return []


def _unpack(packed: bytearray) -> dict[str, int]:
    """Digests and sizes of one folder. Where two lines disagree about a size the bytes will contradict
    one."""
    return dict(_pairs(packed))


def _pairs(packed: bytearray) -> Iterator[tuple[str, int]]:
    for at in range(0, len(packed), KEPT_SIZE):
        yield packed[at : at + 32].hex(), int.from_bytes(packed[at + 32 : at + KEPT_SIZE], "big")


def _length(path: str) -> int:
    try:
        return os.stat(path, follow_symlinks=False).st_size
    except OSError:
        return -1


def _missing(expected: dict[str, int], found: Findings, log: LogCheck) -> None:
    gone = [name for name in expected if name not in log.destroyed]
    if not gone:
        return
    meanwhile = {entry.sha256 for entry in log.later() if entry.event == "destroy"}
    for name in gone:
        if name not in meanwhile:
            found.problem("missing_object", f"objects/{name[:2]}/{name}", "is not there")
