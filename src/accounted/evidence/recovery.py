"""Bringing an archive back to a settled state after an interrupted write.

Called under the write lock before anything is written. What was acknowledged is within the head of the log
and is never touched; what lies beyond it is completed where it is whole and set aside, and noted, where it
is not.

Operations that touch a second file besides the log (a checkpoint, a companion file, an erasure) prepare it in
`log/pending/` first. Their line in the log decides: last line there → `complete` finishes the operation,
otherwise the prepared file is dropped.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import sha256
from pathlib import Path

from accounted.evidence import details, durable
from accounted.evidence.checkpoint import Checkpoint, checkpoint_files, read_checkpoint
from accounted.evidence.entry import Draft, Entry, read_entry
from accounted.evidence.errors import Damaged
from accounted.evidence.head import EMPTY_HEAD, Head
from accounted.evidence.log import Log, read_lines
from accounted.evidence.note import InvalidNote
from accounted.evidence.objects import Objects

AGENT = "accounted"

ATTACH = "attach"
CHECKPOINT = "checkpoint"
ERASE = "erase"
DESTROY = "destroy"
_TORN = "torn"


def settle(log: Log, objects: Objects) -> None:
    """Complete or set aside what an interruption left. The caller holds the lock.

    Raises Damaged when the log is not what the head or a checkpoint says: then nothing is changed.
    """
    try:
        head: Head | None = log.head()
    except Damaged:
        head = None
    if head is not None and log.settled(head):
        return
    settled, last, tail = _whole_lines(log, head)
    _check_against_checkpoints(log, settled)
    if tail:
        prepare(log.root, _TORN, tail)
        durable.truncate(log.path, settled.length)
    details.cut_back(log.root, settled.size)
    newest = details.newest_file(log.root)
    settled = Head(settled.size, settled.length, newest, settled.peaks)
    if settled != head:
        log.write_head(settled)
    if last is None and settled.size:
        last = log.entry(settled.size - 1)
    for kind in (ATTACH, CHECKPOINT, ERASE, DESTROY):
        complete(log, kind, last)
    _note_repairs(log, objects, head_rebuilt=head is None)
    for stray in (log.root / "log" / "pending").iterdir():
        stray.unlink()


def pending(root: Path, kind: str) -> Path:
    """The prepared file of an operation."""
    return root / "log" / "pending" / kind


def prepare(root: Path, kind: str, data: bytes) -> None:
    """Prepare an operation, durably, before its line is logged."""
    path = pending(root, kind)
    path.unlink(missing_ok=True)
    durable.write_new(path, data)
    durable.sync_directory(path.parent)


def complete(log: Log, kind: str, last: Entry | None) -> None:
    """Finish a prepared operation if `last`, the newest line of the log, is its line; else drop it."""
    path = pending(log.root, kind)
    if not path.exists():
        return
    if last is None:
        path.unlink()
    elif kind == ATTACH:
        _complete_attach(log.root, path, last)
    elif kind == CHECKPOINT:
        _complete_checkpoint(log, path)
    elif kind == ERASE:
        if last.event == "erase" and last.of is not None:
            erase_record(log, last.of)
        path.unlink()
    elif kind == DESTROY:
        if last.event == "destroy" and last.sha256 is not None:
            with contextlib.suppress(FileNotFoundError):
                Objects(log.root).path(last.sha256).unlink()
        path.unlink()


def committed_companion(path: Path, last: Entry | None) -> bool:
    """Whether the prepared companion file at `path` is the one that the newest line binds."""
    return (
        last is not None
        and last.file is not None
        and path.exists()
        and sha256(path.read_bytes()).hexdigest() == last.sha256
    )


def committed_checkpoint(path: Path, size: int, root: bytes) -> Checkpoint | None:
    """The prepared checkpoint, if it is of the log as it stands."""
    try:
        checkpoint = read_checkpoint(path.read_bytes())
    except (InvalidNote, FileNotFoundError):
        return None
    return checkpoint if (checkpoint.size, checkpoint.root) == (size, root) else None


def _complete_attach(root: Path, path: Path, last: Entry) -> None:
    if not committed_companion(path, last):
        path.unlink()
        return
    assert last.file is not None
    target = root / last.file
    path.replace(target)
    durable.sync_directory(target.parent)


def _complete_checkpoint(log: Log, path: Path) -> None:
    head = log.head()
    checkpoint = committed_checkpoint(path, head.size, head.root())
    if checkpoint is None:
        path.unlink()
        return
    target = log.root / "log" / "checkpoints" / checkpoint.file_name
    path.replace(target)
    durable.sync_directory(target.parent)


def erase_record(log: Log, seq: int) -> None:
    """Rewrite one detail file without the record of entry `seq`, and blank what the disk held of it."""
    path = details.file_of(log.root, seq)
    if not path.exists():
        return
    content = path.read_bytes()
    lines = content.split(b"\n")
    kept = b"\n".join(line for line in lines if not line.startswith(b"%d " % seq))
    if kept != content:
        with durable.opened(path, os.O_WRONLY) as old:
            durable.replace(path, kept, pending(log.root, "details"))
            durable.sync_directory(path.parent)
            # The old file has no name any more; its blocks are overwritten as far as the file system lets us.
            os.pwrite(old, bytes(len(content)), 0)
            os.fsync(old)
    head = log.head()
    log.write_head(Head(head.size, head.length, details.newest_file(log.root), head.peaks))


def _whole_lines(log: Log, head: Head | None) -> tuple[Head, Entry | None, bytes]:
    """How far the log is whole: the head there, the last entry beyond the old head, and the bytes after
    it."""
    start = head or EMPTY_HEAD
    on_disk = log.path.stat().st_size
    if on_disk < start.length:
        raise Damaged(
            f"{log.path}: is {on_disk} bytes long, was {start.length}; entries are missing. "
            "Restore the log from a copy; nothing may be added before that"
        )
    frontier = start.frontier()
    length = start.length
    last: Entry | None = None
    signed = _roots_of_checkpoints(log.root) if head is None else {}
    for line in read_lines(log.path, on_disk - start.length, start.length):
        try:
            entry = read_entry(line, frontier.size)
            _check_detail(log.root, entry)
        except Damaged:
            if head is None:
                raise
            break  # beyond the head: never acknowledged
        frontier.append(line)
        length += len(line) + 1
        last = entry
        if frontier.size in signed and signed[frontier.size] != frontier.root():
            raise Damaged(f"{log.path}: the first {frontier.size} entries are not those of the checkpoint")
    with log.path.open("rb") as file:
        file.seek(length)
        tail = file.read()
    return Head(frontier.size, length, None, tuple(frontier.peaks)), last, tail


def _roots_of_checkpoints(root: Path) -> dict[int, bytes]:
    signed: dict[int, bytes] = {}
    for path in checkpoint_files(root):
        try:
            checkpoint = read_checkpoint(path.read_bytes())
        except InvalidNote as error:
            raise Damaged(f"{path}: {error}; restore it from a copy") from None
        signed[checkpoint.size] = checkpoint.root
    return signed


def _check_detail(root: Path, entry: Entry) -> None:
    """Raise Damaged when the detail record of an entry beyond the head is not on disk."""
    if entry.commit is None:
        return
    path = details.file_of(root, entry.seq)
    if path.exists():
        for record in details.read_records(path):
            if record.seq == entry.seq and record.commit == entry.commit:
                return
    raise Damaged(f"log entry {entry.seq}: its detail record is not in {path}")


def _check_against_checkpoints(log: Log, settled: Head) -> None:
    files = checkpoint_files(log.root)
    if files and int(files[-1].name) > settled.size:
        raise Damaged(
            f"{log.path}: {settled.size} whole entries, but checkpoint {files[-1].name} covers more; entries "
            "are missing. Restore the log from a copy; nothing may be added before that"
        )


def _note_repairs(log: Log, objects: Objects, *, head_rebuilt: bool) -> None:
    if head_rebuilt:
        detail = details.write_detail({"repaired": "log/head was missing or damaged and was computed anew"})
        log.append([Draft("repair", AGENT, detail=detail)])
    torn = pending(log.root, _TORN)
    if torn.exists():
        staged = objects.stage(torn)
        objects.settle([staged])
        detail = details.write_detail(
            {"repaired": "the end of the log was not whole after an interruption; these bytes were set aside"}
        )
        log.append([Draft("repair", AGENT, sha256=staged.sha256, size=staged.size, detail=detail)])
        torn.unlink()
