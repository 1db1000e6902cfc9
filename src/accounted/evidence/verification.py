"""Checking everything that is kept: every byte, every line, the tree, every signature.

Nothing that the archive says of itself is trusted: the tree is computed from the lines, every digest from
the bytes, and the saved head only compared. It fails closed: what cannot be read or understood is a problem.
Memory stays small however long the log is (about 45 bytes for each kept object).

A writer may be at work meanwhile: what is checked is the archive as it was at the beginning.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from accounted.evidence import durable, recovery
from accounted.evidence.errors import Damaged
from accounted.evidence.head import Head, read_head
from accounted.evidence.log_check import LogCheck
from accounted.evidence.object_check import check_objects
from accounted.evidence.problem import Problem
from accounted.evidence.settings import SETTINGS, read_settings
from accounted.evidence.signature_check import check_signatures

Progress = Callable[[str, int, int], None]

_FOLDERS = {"details": r"[0-9]{10,16}\.rec", "checkpoints": r"[A-Za-z0-9._-]+", "keys": r"[0-9a-f]{8}"}
_FILES = {"entries.jsonl", "head", "lock"}


@dataclass(slots=True)
class Verification:
    """What was found. `ok` only when everything was checked and nothing was wrong.

    `notes` are not problems but things a reader must know: an unprotected key, entries that no signature
    covers yet, what an interruption left. `size` and `root` are the tree that was computed, `keys` the
    fingerprints (vkeys) to compare with what the archive's owner published elsewhere.
    """

    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    entries: int = 0
    objects: int = 0
    checkpoints: int = 0
    stamps: int = 0
    size: int = 0
    root: bytes = b""
    keys: tuple[str, ...] = ()
    quick: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.problems


@dataclass(slots=True)
class Findings:
    """Problems and notes as they come up; of one kind in one long log only the first hundred are spelt
    out."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    def problem(self, code: str, where: str | Path, message: str) -> None:
        """Something is wrong."""
        count = self._counts[code] = self._counts.get(code, 0) + 1
        if count <= 100:
            self.problems.append(Problem(code, os.fspath(where), message))

    def note(self, text: str) -> None:
        """Something a reader must know."""
        self.notes.append(text)

    def close(self) -> None:
        """Say how many were not spelt out."""
        for code, count in self._counts.items():
            if count > 100:
                self.problems.append(Problem(code, "…", f"and {count - 100} more of this kind"))


@dataclass(slots=True)
class Snapshot:
    """The archive at the beginning of the verification, taken under the lock."""

    length: int
    head: Head | None
    names: dict[str, list[str]]
    pending: dict[str, Path]


def verify(
    root: Path,
    *,
    quick: bool = False,
    seed: int = 0,
    progress: Progress | None = None,
    held: Mapping[int, bytes] | None = None,
    keys: Sequence[str] = (),
) -> Verification:
    """Check the evidence of the archive in `root`.

    `quick` reads a sample of the objects (chosen by `seed`) instead of all; everything else is checked in
    full. `held` are roots of the log known from elsewhere, by size (older checkpoints that others hold, what
    a key ring remembers): the only defence against one who has the archive and its key. `keys` are vkeys
    published elsewhere. `progress(stage, done, total)` is called now and then.

    Raises NotAnArchive or NewerFormat when there is nothing here that can be verified.
    """
    found = Findings()
    archive_id = _archive_id(root, found)
    snapshot = _snapshot(root, found)
    result = Verification(quick=quick)
    if snapshot is not None:
        log = LogCheck(root, found, held or {}, snapshot, progress)
        log.run()
        _check_head(root, found, snapshot, log)
        _check_names(root, found, snapshot, log)
        _check_companions(root, found, snapshot, log)
        signatures = check_signatures(root, found, snapshot, log, archive_id, keys)
        result.objects = check_objects(root, found, log, quick=quick, seed=seed, progress=progress)
        result.entries = result.size = log.frontier.size
        result.root = log.frontier.root()
        result.checkpoints, result.stamps, result.keys = signatures
    found.close()
    result.problems, result.notes = tuple(found.problems), tuple(found.notes)
    return result


def _archive_id(root: Path, found: Findings) -> str | None:
    try:
        return str(read_settings(root)["id"])
    except Damaged as error:
        found.problem("settings", SETTINGS, str(error))
        return None


def _snapshot(root: Path, found: Findings) -> Snapshot | None:
    log = root / "log"
    try:
        with durable.locked(log / "lock", shared=True):
            if (log / "lock").stat().st_size:
                found.problem("stray", "log/lock", "is not empty")
            names = {folder: _names(log / folder) for folder in ("", *_FOLDERS)}
            pending = {path.name: path for path in sorted((log / "pending").iterdir())}
            return Snapshot((log / "entries.jsonl").stat().st_size, _read_head(log, found), names, pending)
    except OSError as error:
        found.problem("unreadable", error.filename or log, f"cannot be read ({error.strerror})")
        return None


def _names(directory: Path) -> list[str]:
    return sorted(entry.name for entry in os.scandir(directory))


def _read_head(log: Path, found: Findings) -> Head | None:
    try:
        return read_head((log / "head").read_bytes())
    except FileNotFoundError:
        found.problem("head", "log/head", "is missing")
    except Damaged:
        found.problem("head", "log/head", "is damaged")
    return None


def _check_head(root: Path, found: Findings, snapshot: Snapshot, log: LogCheck) -> None:
    head = snapshot.head
    if head is None:
        return
    if head.size > log.frontier.size or head.length > snapshot.length:
        found.problem(
            "missing_entries",
            "log/entries.jsonl",
            f"has {log.frontier.size} entries, {head.size} were recorded",
        )
        return
    if log.at_head != (head.length, head.peaks):
        found.problem("tree", "log/head", f"the first {head.size} lines do not give the recorded tree")
    if log.frontier.size > head.size:
        found.note(
            f"log: the last {log.frontier.size - head.size} entries come from an interrupted write, never "
            "acknowledged; the next writer completes it"
        )
    if log.unfinished:
        found.note(
            f"log: {log.unfinished} bytes of an interrupted write follow the last entry; a writer puts "
            "them aside and notes it"
        )


def _check_names(root: Path, found: Findings, snapshot: Snapshot, log: LogCheck) -> None:
    for name in snapshot.names[""]:
        if name == "head.new":
            found.note("log/head.new: left by an interrupted write; it is not used")
        elif name not in _FILES and name not in _FOLDERS and name != "pending":
            found.problem("stray", f"log/{name}", "is no part of the log")
    for folder, shape in _FOLDERS.items():
        for name in snapshot.names[folder]:
            path = root / "log" / folder / name
            if re.fullmatch(shape, name) is None or path.is_symlink() or not path.is_file():
                found.problem("stray", f"log/{folder}/{name}", "is no part of the log")
    for name in snapshot.pending:
        found.note(
            f"log/pending/{name}: left by an interrupted operation; the next writer completes or drops it"
        )
    leftovers = (
        [path for path in (root / "tmp").rglob("*") if not path.is_dir()] if (root / "tmp").is_dir() else []
    )
    if leftovers:
        found.note(
            f"tmp: {len(leftovers)} temporary files of intakes at work or interrupted; they are not evidence"
        )


def _check_companions(root: Path, found: Findings, snapshot: Snapshot, log: LogCheck) -> None:
    """Every file that a line binds is there with that content, and every such file is bound."""
    attached = snapshot.pending.get(recovery.ATTACH)
    for name, (digest, size, seq) in log.companions.items():
        path = root / name
        if attached and seq == log.frontier.size - 1 and recovery.committed_companion(attached, log.last):
            path = attached
        try:
            data = path.read_bytes()
        except OSError as error:
            found.problem("companion", name, f"bound by entry {seq}, cannot be read ({error.strerror})")
            continue
        if len(data) != size or sha256(data).hexdigest() != digest:
            found.problem("companion", name, f"is not the file that entry {seq} binds")
    if SETTINGS not in log.companions:
        found.problem("settings", SETTINGS, "no entry of the log binds it")
    for folder in ("checkpoints", "keys"):
        for name in snapshot.names[folder]:
            if folder == "checkpoints" and name.isdigit():
                continue
            if f"log/{folder}/{name}" not in log.companions:
                found.problem("stray", f"log/{folder}/{name}", "no entry of the log binds it")
