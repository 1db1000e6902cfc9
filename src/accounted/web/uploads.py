"""Files on their way into the archive: they arrive in pieces, are checked, and are then taken in.

Everything lies in the private folder `incoming` of the archive, one folder for each batch. A piece counts
once it is on the disk; how far a file has come stands beside it and survives the server, so that an upload
goes on where it was. A batch that is complete waits there until the intake has it; what became of each file
is then told, and the bytes are removed: the archive has its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from accounted.record.docket import DecisionRefused, NotOnRecord

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.intake import IntakeFacts

FOLDER = "incoming"
PIECE = 8 << 20
MOST_FILES = 10_000
TOLD_FOR = timedelta(days=7)
_IDENTIFIER = re.compile(r"[0-9a-f]{24}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class OutOfPlace(DecisionRefused):
    """A piece that does not follow on what is here. `received` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(f"the file has come to byte {received}; go on from there")
        self.received = received


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


# ---- on the disk


def incoming(archive: Archive) -> Path:
    """The private folder in which files arrive."""
    folder = archive.path / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _folder(archive: Archive, batch: str) -> Path:
    if not _IDENTIFIER.fullmatch(batch):
        raise NotOnRecord(f"{batch}: there is no such upload")
    return incoming(archive) / batch


def _write(path: Path, data: bytes) -> None:
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
def _held(folder: Path) -> Iterator[None]:
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


def _save(archive: Archive, batch: Batch) -> None:
    told = asdict(replace(batch, files=()))
    told["files"] = [
        {"number": f.number, "name": f.name, "size": f.size, "sha256": f.sha256} for f in batch.files
    ]
    _write(_folder(archive, batch.id) / "batch.json", json.dumps(told, ensure_ascii=False).encode())


def batch(archive: Archive, identifier: str, owner: int) -> Batch:
    """One batch of this person's.

    Raises:
        NotOnRecord: there is none, or it is somebody else's.
    """
    found = _load(_folder(archive, identifier))
    if found is None or found.owner != owner:
        raise NotOnRecord(f"{identifier}: there is no such upload")
    return found


def _load(folder: Path) -> Batch | None:
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
    found = [_load(folder) for folder in incoming(archive).iterdir() if folder.is_dir()]
    return sorted(
        (b for b in found if b is not None and b.owner == owner), key=lambda b: b.begun, reverse=True
    )


# ---- arriving


def begin(archive: Archive, *, owner: int, by: str, facts: Mapping[str, str]) -> Batch:
    """A new, empty batch."""
    facts_of(facts)  # what is no fact is refused before anything is sent
    made = Batch(secrets.token_hex(12), owner, by, archive.now().isoformat(), facts=dict(facts))
    _folder(archive, made.id).mkdir(mode=0o700)
    _save(archive, made)
    return made


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


def announce(archive: Archive, batch: Batch, given: Sequence[tuple[str, int]]) -> list[Arriving]:
    """Say which files are coming: (name, size). One already announced by that name and size goes on."""
    folder = _folder(archive, batch.id)
    with _held(folder):
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
        _save(archive, replace(batch, files=tuple(files)))
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
    """
    folder = _folder(archive, batch.id)
    with _held(folder):
        one = file_of(_must_be_arriving(folder), number)
        if offset != one.received:
            raise OutOfPlace(one.received)
        if offset + len(data) > one.size:
            raise DecisionRefused(f"{one.name}: is longer than the {one.size} bytes it was said to have")
        with (folder / f"{number}.part").open("r+b" if one.received else "w+b") as file:
            file.truncate(one.received)  # what came after it was never acknowledged
            file.seek(one.received)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _write(folder / f"{number}.received", str(offset + len(data)).encode())
    return offset + len(data)


def put(archive: Archive, batch: Batch, name: str, data: BinaryIO, size: int) -> Batch:
    """A whole file at once, as a plain form sends it."""
    (one,) = announce(archive, batch, [(name, size)])
    folder = _folder(archive, batch.id)
    with _held(folder):
        if one.received < size or size == 0:
            with (folder / f"{one.number}.part").open("w+b") as file:
                shutil.copyfileobj(data, file, PIECE)
                file.flush()
                os.fsync(file.fileno())
                written = file.tell()
            _write(folder / f"{one.number}.received", str(written).encode())
    found = _load(folder)
    assert found is not None
    return found


def say_digest(archive: Archive, batch: Batch, number: int, sha256: str) -> None:
    """The digest as it was computed where the file came from; compared with ours before it is taken in."""
    if not _SHA256.fullmatch(sha256):
        raise DecisionRefused("a SHA-256 is 64 hexadecimal digits")
    folder = _folder(archive, batch.id)
    with _held(folder):
        batch = _must_be_arriving(folder)
        file_of(batch, number)
        files = tuple(replace(one, sha256=sha256) if one.number == number else one for one in batch.files)
        _save(archive, replace(batch, files=files))


def close(archive: Archive, batch: Batch) -> Batch:
    """Nothing more comes: the batch waits to be taken in.

    Raises:
        DecisionRefused: a file has not come whole, or there is none.
    """
    folder = _folder(archive, batch.id)
    with _held(folder):
        batch = _must_be_arriving(folder)
        if not batch.files:
            raise DecisionRefused("no file was given; choose some, or paste a text")
        for one in batch.files:
            if one.received != one.size:
                raise DecisionRefused(
                    f"{one.name}: {one.received} of {one.size} bytes are here; send the rest first"
                )
        batch = replace(batch, state="waiting")
        _save(archive, batch)
    wake(archive)
    return batch


def discard(archive: Archive, batch: Batch) -> None:
    """Throw a batch away that is not being taken in."""
    folder = _folder(archive, batch.id)
    with _held(folder):
        found = _load(folder)
        if found is None or found.state in ("waiting", "working"):
            raise DecisionRefused("it is being taken in; wait until it is done")
        shutil.rmtree(folder)


def _must_be_arriving(folder: Path) -> Batch:
    batch = _load(folder)
    if batch is None:
        raise NotOnRecord(f"{folder.name}: there is no such upload")
    if not batch.arriving:
        raise DecisionRefused("this upload is closed; begin another one")
    return batch


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


# ---- being taken in

_working: dict[str, threading.Thread] = {}
_starting = threading.Lock()


def wake(archive: Archive) -> None:
    """See that a thread takes in what waits; cheap where nothing does."""
    if not _waiting(archive):
        return
    with _starting:
        thread = _working.get(str(archive.path))
        if thread is None or not thread.is_alive():
            thread = threading.Thread(target=_take_in_what_waits, args=(archive,), daemon=True, name="intake")
            _working[str(archive.path)] = thread
            thread.start()


def wait(archive: Archive, seconds: float = 60) -> None:
    """Wait until what waits is taken in: for a server that is shutting down, and for tests."""
    thread = _working.get(str(archive.path))
    if thread is not None:
        thread.join(seconds)


def _waiting(archive: Archive) -> list[Path]:
    folder = archive.path / FOLDER
    if not folder.is_dir():
        return []
    found = [
        (batch.begun, one)
        for one in folder.iterdir()
        if (batch := _load(one)) and batch.state in ("waiting", "working")
    ]
    return [one for _, one in sorted(found)]


def _take_in_what_waits(archive: Archive) -> None:
    from django.db import connections

    handle = os.open(incoming(archive) / "intake.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # another process is at it, and goes on until nothing waits
        while waiting := _waiting(archive):
            for folder in waiting:
                _take_in(archive, folder)
        _forget_old(archive)
    finally:
        os.close(handle)
        connections.close_all()


def _take_in(archive: Archive, folder: Path) -> None:
    """Take one batch in. If it was stopped half-way it is done again: what is kept already is then held."""
    from accounted.record.decisions.reviewers import reviewer

    found = _load(folder)
    assert found is not None
    batch = replace(found, state="working", became=(), done=0, trouble=None)
    _save(archive, batch)
    became: list[Became] = []
    try:
        good, became = _checked(folder, batch)

        def report(progress: Any) -> None:
            if progress.phase == "reading" and (progress.done % 20 == 0 or progress.done == progress.total):
                _save(archive, replace(batch, done=progress.done))

        if good:
            with archive.acting_as(reviewer(archive, batch.by)):
                result = archive.add(
                    [folder / "given"],
                    facts=facts_of(batch.facts),
                    on_progress=report,
                    below=folder / "given",
                )
            became += _told(result, {one.name: one for one in good})
        batch = replace(batch, state="done", became=tuple(became), done=len(became))
    except Exception as trouble:  # whatever it is, the person must be told, and the next batch be taken in
        batch = replace(
            batch, state="done", became=tuple(became), trouble=f"{type(trouble).__name__}: {trouble}"
        )
    for leftover in (*folder.glob("*.part"), *folder.glob("*.received")):
        leftover.unlink()
    shutil.rmtree(folder / "given", ignore_errors=True)
    _save(archive, batch)


def _checked(folder: Path, batch: Batch) -> tuple[list[Arriving], list[Became]]:
    """Put whole files under their names; one whose digest is not the one it was sent with is refused."""
    given = folder / "given"
    shutil.rmtree(given, ignore_errors=True)
    good, became = [], []
    names: set[str] = set()
    for one in batch.files:
        source = folder / f"{one.number}.part"
        if not source.exists():
            source.touch(mode=0o600)
        if one.sha256 is not None:
            with source.open("rb") as file:
                ours = hashlib.file_digest(file, "sha256").hexdigest()
            if ours != one.sha256:
                why = "what arrived is not what was sent: the digests differ; send it again"
                became.append(Became(one.name, "refused", sha256=ours, given_sha256=one.sha256, why=why))
                continue
        name = one.name if one.name not in names else f"{one.number}/{one.name}"
        names.add(name)
        target = given / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.link(source, target)
        good.append(replace(one, name=name))
    return good, became


def _told(result: Any, sent: Mapping[str, Arriving]) -> list[Became]:
    became = []
    for item in result.kept:
        own = sent.get(item.name) if item.parent is None else None
        outcome = "unreadable" if item.trouble else "held" if item.already_held else "kept"
        became.append(
            Became(
                item.name, outcome, item.number, item.document, item.sha256, own.sha256 if own else None,
                item.claims, item.trouble or ("; ".join(item.warnings) or None),
            )
        )  # fmt: skip
    became += [Became(one.name, "refused", why=one.reason) for one in result.refused]
    became += [Became(one.name, "passed_over", why=one.why) for one in result.skipped]
    return became


def _forget_old(archive: Archive) -> None:
    """What became of files is told for a week; a batch that never came whole goes after it, too."""
    now = archive.now()
    for folder in incoming(archive).iterdir():
        batch = _load(folder)
        if batch is not None and now - datetime.fromisoformat(batch.begun) > TOLD_FOR:
            shutil.rmtree(folder, ignore_errors=True)
