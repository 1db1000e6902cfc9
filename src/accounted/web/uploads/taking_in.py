"""Batches that are whole are taken in, one after the other, by a thread of whichever worker is first."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.web.uploads import room
from accounted.web.uploads.batches import (
    FOLDER,
    SENDING,
    Arriving,
    Batch,
    Became,
    facts_of,
    incoming,
    load,
    save,
)

if TYPE_CHECKING:
    from accounted.record.archive import Archive

TOLD_FOR = timedelta(days=7)
AGAIN_AFTER = 5.0  # seconds until a database that was away, or a full disk, is tried again
LEFT_AFTER = 86_400  # seconds after which a form that was never sent to its end is cleared away

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
        if (batch := load(one)) and batch.state in ("waiting", "working")
    ]
    return [one for _, one in sorted(found)]


def _take_in_what_waits(archive: Archive) -> None:
    handle = os.open(incoming(archive) / "intake.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # another process is at it, and goes on until nothing waits
        while waiting := _waiting(archive):
            for folder in waiting:
                while not _take_in(archive, folder):
                    time.sleep(AGAIN_AFTER)
                    if not _is_open(archive):
                        return  # it waits for the next server
        _forget_old(archive)
    finally:
        os.close(handle)
        _close_connections()


def _take_in(archive: Archive, folder: Path) -> bool:
    """Take one batch in; False where it must wait for the database, or for room on the disk.

    If it was stopped half-way it is done again: what is kept already is then held.
    """
    from accounted.record.decisions.reviewers import reviewer

    found = load(folder)
    assert found is not None
    batch = replace(found, state="working", became=(), done=0, trouble=None)
    save(archive, batch)
    became: list[Became] = []
    try:
        good, became = _checked(folder, batch)

        def report(progress: Any) -> None:
            if progress.phase == "reading" and (progress.done % 20 == 0 or progress.done == progress.total):
                save(archive, replace(batch, done=progress.done))

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
    except Exception as trouble:
        if (why := _passes(trouble)) is not None:
            _close_connections()
            with contextlib.suppress(OSError):  # a disk that is full takes no note either
                save(archive, replace(batch, state="waiting", became=(), done=0, trouble=why))
            return False
        # whatever it is, the person must be told, and the next batch be taken in
        batch = replace(
            batch, state="done", became=tuple(became), trouble=f"{type(trouble).__name__}: {trouble}"
        )
    for leftover in (*folder.glob("*.part"), *folder.glob("*.received")):
        leftover.unlink()
    shutil.rmtree(folder / "given", ignore_errors=True)
    save(archive, batch)
    return True


def _passes(trouble: Exception) -> str | None:
    """What a trouble that passes is called: the bytes stay, and it is tried again."""
    from accounted.record.archive import ArchiveClosed
    from accounted.record.locking import ArchiveLocked
    from accounted.web.errors import is_outage

    if isinstance(trouble, ArchiveClosed):
        return "the server stopped meanwhile; it goes on when it is back"
    if isinstance(trouble, ArchiveLocked):
        return "the archive is locked; it goes on when it is opened again"
    if is_outage(trouble):
        return "the database does not answer; it goes on by itself when it does"
    if room.is_full(trouble):
        return "the disk is full; it goes on by itself when there is room"
    return None


def _is_open(archive: Archive) -> bool:
    from accounted.record.archive import ArchiveClosed

    try:
        archive.must_be_open()
    except ArchiveClosed:
        return False
    return True


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


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
    for left in (incoming(archive) / SENDING).iterdir():  # of a server that was killed
        if now.timestamp() - left.stat().st_mtime > LEFT_AFTER:
            left.unlink(missing_ok=True)
    for folder in incoming(archive).iterdir():
        batch = load(folder)
        if batch is not None and now - datetime.fromisoformat(batch.begun) > TOLD_FOR:
            shutil.rmtree(folder, ignore_errors=True)
