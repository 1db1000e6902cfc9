"""A batch of files on its way into the archive, as it lies in the private folder `incoming`.

One folder for each batch. A piece counts once it is on the disk; how far a file has come stands beside it and
survives the server.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from accounted.record.docket import NotOnRecord

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.intake import IntakeFacts

FOLDER = "incoming"
SENDING = "sending"  # within it: what a plain form is sending, until it is whole
_IDENTIFIER = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Arriving:
    """One file of a batch: its name as given, how large it is to be, how much of it is on the disk."""

    number: int
    name: str
    size: int
    received: int = 0
    sha256: str | None = None  # as computed where it came from


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one file: kept, held (its bytes were there), unreadable, refused, or passed over."""

    name: str
    outcome: str
    item: str | None = None
    document: str | None = None
    sha256: str | None = None
    given_sha256: str | None = None
    claims: int = 0
    why: str | None = None

    @property
    def same_digest(self) -> bool | None:
        """Whether the digest computed in the browser is ours; None where there is none to compare."""
        return None if self.given_sha256 is None or self.sha256 is None else self.given_sha256 == self.sha256


@dataclass(frozen=True, slots=True)
class Batch:
    """Some files with the same facts, from one person. `state`: arriving, waiting, working, done."""

    id: str
    owner: int  # the account
    by: str  # the pseudonym of the person
    begun: str
    state: str = "arriving"
    facts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Arriving, ...] = ()
    became: tuple[Became, ...] = ()
    done: int = 0
    trouble: str | None = None

    @property
    def finished(self) -> bool:
        """Whether everything in it has been taken in or refused."""
        return self.state == "done"

    @property
    def arriving(self) -> bool:
        """Whether more files can come."""
        return self.state == "arriving"


def incoming(archive: Archive) -> Path:
    """The private folder in which files arrive."""
    return incoming_of(archive.path)


def incoming_of(path: Path) -> Path:
    """The folder in which files arrive for the archive in that directory, made where it is not there."""
    folder = path / FOLDER
    (folder / SENDING).mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def folder_of(archive: Archive, batch: str) -> Path:
    """Where a batch lies.

    Raises:
        NotOnRecord: that is no name of a batch.
    """
    if not _IDENTIFIER.fullmatch(batch):
        raise NotOnRecord(f"{batch}: there is no such upload")
    return incoming(archive) / batch


def write_whole(path: Path, data: bytes) -> None:
    """Put a small file in place as a whole, and onto the disk."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Nobody else changes the batch inside."""
    try:
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        raise NotOnRecord(f"{folder.name}: there is no such upload") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def save(archive: Archive, batch: Batch) -> None:
    """Put what is known of a batch onto the disk."""
    told = asdict(replace(batch, files=()))
    told["files"] = [
        {"number": f.number, "name": f.name, "size": f.size, "sha256": f.sha256} for f in batch.files
    ]
    write_whole(folder_of(archive, batch.id) / "batch.json", json.dumps(told, ensure_ascii=False).encode())


def batch(archive: Archive, identifier: str, owner: int) -> Batch:
    """One batch of this person's.

    Raises:
        NotOnRecord: there is none, or it is somebody else's.
    """
    found = load(folder_of(archive, identifier))
    if found is None or found.owner != owner:
        raise NotOnRecord(f"{identifier}: there is no such upload")
    return found


def load(folder: Path) -> Batch | None:
    """The batch in a folder; None where there is none."""
    try:
        told = json.loads((folder / "batch.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    names = {one.name for one in fields(Batch)}
    files = tuple(Arriving(received=_received(folder, f["number"]), **f) for f in told.pop("files"))
    became = tuple(Became(**one) for one in told.pop("became"))
    return Batch(**{k: v for k, v in told.items() if k in names}, files=files, became=became)


def batches_of(archive: Archive, owner: int) -> list[Batch]:
    """The batches of one person, the newest first."""
    found = [load(folder) for folder in incoming(archive).iterdir() if folder.is_dir()]
    return sorted(
        (b for b in found if b is not None and b.owner == owner), key=lambda b: b.begun, reverse=True
    )


def file_of(batch: Batch, number: int) -> Arriving:
    """One file of a batch."""
    for one in batch.files:
        if one.number == number:
            return one
    raise NotOnRecord(f"{batch.id}: has no file {number}")


def _received(folder: Path, number: int) -> int:
    try:
        return int((folder / f"{number}.received").read_text())
    except (FileNotFoundError, ValueError):
        return 0


def facts_of(told: Mapping[str, str]) -> IntakeFacts:
    """The facts of a form. What is left empty is not stated.

    Raises:
        DecisionRefused: a date or a code that is none.
    """
    from accounted.record.intake import IntakeFacts, must_be_facts

    names = {one.name for one in fields(IntakeFacts)}
    made = IntakeFacts(**{k: v.strip() for k, v in told.items() if k in names and v and v.strip()})
    must_be_facts(made)
    return made
