"""Files arrive: they are announced, come in pieces or at once, and nothing half-written counts."""

from __future__ import annotations

import io
import os
import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from accounted.record.docket import DecisionRefused, NotOnRecord
from accounted.web.uploads import room
from accounted.web.uploads.batches import (
    Arriving,
    Batch,
    facts_of,
    file_of,
    folder_of,
    held,
    load,
    save,
    write_whole,
)
from accounted.web.uploads.taking_in import wake

if TYPE_CHECKING:
    from accounted.record.archive import Archive

PIECE = 8 << 20
MOST_FILES = 10_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


class OutOfPlace(DecisionRefused):
    """A piece that does not follow on what is here. `received` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(f"the file has come to byte {received}; go on from there")
        self.received = received


def begin(archive: Archive, *, owner: int, by: str, facts: Mapping[str, str]) -> Batch:
    """A new, empty batch."""
    facts_of(facts)  # what is no fact is refused before anything is sent
    made = Batch(secrets.token_hex(12), owner, by, archive.now().isoformat(), facts=dict(facts))
    folder_of(archive, made.id).mkdir(mode=0o700)
    save(archive, made)
    return made


def announce(
    archive: Archive, batch: Batch, given: Sequence[tuple[str, int]], *, quota: int = 0
) -> list[Arriving]:
    """Say which files are coming: (name, size). One already announced by that name and size goes on.

    `quota`: how many bytes of this person's may be on their way at once; 0: as many as there is room for.

    Raises:
        NoRoom: they would not fit, or would be more than the quota. Nothing is announced then.
    """
    folder = folder_of(archive, batch.id)
    with held(folder):
        batch = _must_be_arriving(folder)
        if len(batch.files) + len(given) > MOST_FILES:
            raise DecisionRefused(f"more than {MOST_FILES} files at once; add them in several batches")
        known = {(one.name, one.size): one for one in batch.files}
        files = list(batch.files)
        answer = []
        for name, size in given:
            name = clean_name(name)
            one = known.get((name, size))
            if one is None:
                if size < 0:
                    raise DecisionRefused(f"{name}: a size below zero")
                one = known[name, size] = Arriving(len(files), name, size)
                files.append(one)
            answer.append(one)
        room.must_have(archive, replace(batch, files=tuple(files)), quota=quota)
        save(archive, replace(batch, files=tuple(files)))
    return answer


def clean_name(name: str) -> str:
    """A path as a browser gives it, without what leads out of a folder or can be in no file's name."""
    parts = [re.sub(r"[\x00-\x1f\x7f]", "_", part).strip() for part in name.replace("\\", "/").split("/")]
    kept = [_short(part) for part in parts if part not in ("", ".", "..")]
    return "/".join(kept[-12:]) or "unnamed"


def _short(part: str, most: int = 200) -> str:
    data = part.encode("utf-8", "replace")
    if len(data) <= most:
        return data.decode("utf-8")
    stem, dot, ending = part.rpartition(".")
    ending = f"{dot}{ending}" if stem and len(ending) < 12 else ""
    return data[: most - len(ending.encode())].decode("utf-8", "ignore") + ending


def receive(archive: Archive, batch: Batch, number: int, offset: int, data: bytes) -> int:
    """Write a piece of a file; how much of it is on the disk now.

    Raises:
        OutOfPlace: the piece does not begin where the file has come to.
        NoRoom: the disk is full. What was acknowledged before stays, and the piece can be sent again.
    """
    folder = folder_of(archive, batch.id)
    with held(folder):
        one = file_of(_must_be_arriving(folder), number)
        if offset != one.received:
            raise OutOfPlace(one.received)
        if offset + len(data) > one.size:
            raise DecisionRefused(f"{one.name}: is longer than the {one.size} bytes it was said to have")
        with (
            room.told_when_full(),
            (folder / f"{number}.part").open("r+b" if one.received else "w+b", buffering=0) as file,
        ):
            file.truncate(one.received)  # what came after it was never acknowledged
            file.seek(one.received)
            try:
                _write_all(file, data)
                os.fsync(file.fileno())
                write_whole(folder / f"{number}.received", str(offset + len(data)).encode())
            except OSError:
                file.truncate(one.received)  # a full disk keeps no half of a piece
                raise
    return offset + len(data)


def _write_all(file: io.FileIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def put(archive: Archive, batch: Batch, name: str, data: BinaryIO, size: int, *, quota: int = 0) -> Batch:
    """A whole file at once, as a plain form sends it.

    Raises:
        NoRoom: as `announce` does, or the disk is full.
    """
    (one,) = announce(archive, batch, [(name, size)], quota=quota)
    folder = folder_of(archive, batch.id)
    with held(folder), room.told_when_full():
        if one.received < size or size == 0:
            with (folder / f"{one.number}.part").open("w+b") as file:
                shutil.copyfileobj(data, file, PIECE)
                file.flush()
                os.fsync(file.fileno())
                written = file.tell()
            write_whole(folder / f"{one.number}.received", str(written).encode())
    found = load(folder)
    assert found is not None
    return found


def say_digest(archive: Archive, batch: Batch, number: int, sha256: str) -> None:
    """The digest as it was computed where the file came from; compared with ours before it is taken in."""
    if not _SHA256.fullmatch(sha256):
        raise DecisionRefused("a SHA-256 is 64 hexadecimal digits")
    folder = folder_of(archive, batch.id)
    with held(folder):
        batch = _must_be_arriving(folder)
        file_of(batch, number)
        files = tuple(replace(one, sha256=sha256) if one.number == number else one for one in batch.files)
        save(archive, replace(batch, files=files))


def close(archive: Archive, batch: Batch) -> Batch:
    """Nothing more comes: the batch waits to be taken in.

    Raises:
        DecisionRefused: a file has not come whole, or there is none.
    """
    folder = folder_of(archive, batch.id)
    with held(folder):
        batch = _must_be_arriving(folder)
        if not batch.files:
            raise DecisionRefused("no file was given; choose some, or paste a text")
        for one in batch.files:
            if one.received != one.size:
                raise DecisionRefused(
                    f"{one.name}: {one.received} of {one.size} bytes are here; send the rest first"
                )
        batch = replace(batch, state="waiting")
        save(archive, batch)
    wake(archive)
    return batch


def discard(archive: Archive, batch: Batch) -> None:
    """Throw a batch away that is not being taken in."""
    folder = folder_of(archive, batch.id)
    with held(folder):
        found = load(folder)
        if found is None or found.state in ("waiting", "working"):
            raise DecisionRefused("it is being taken in; wait until it is done")
        shutil.rmtree(folder)


def _must_be_arriving(folder: Path) -> Batch:
    batch = load(folder)
    if batch is None:
        raise NotOnRecord(f"{folder.name}: there is no such upload")
    if not batch.arriving:
        raise DecisionRefused("this upload is closed; begin another one")
    return batch
