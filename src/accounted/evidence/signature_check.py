"""Keys, checkpoints and stamps against the tree that was computed from the lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from accounted.evidence import recovery
from accounted.evidence.checkpoint import Checkpoint, origin_of, read_checkpoint
from accounted.evidence.keys import Admission, read_admission
from accounted.evidence.log_check import LogCheck
from accounted.evidence.note import InvalidNote, PublicKey

if TYPE_CHECKING:
    from accounted.evidence.verification import Findings, Snapshot


def check_signatures(
    root: Path,
    found: Findings,
    snapshot: Snapshot,
    log: LogCheck,
    archive_id: str | None,
    expected_keys: Sequence[str],
) -> tuple[int, int, tuple[str, ...]]:
    """Check all of it; returns the number of checkpoints, of stamps, and the fingerprints of the keys."""
    origin = origin_of(archive_id) if archive_id else None
    history = _check_keys(root, found, snapshot, log, origin)
    vkeys = tuple(admission.key.vkey for _, admission in history)
    for vkey in expected_keys:
        if vkey not in vkeys:
            found.problem("key", "log/keys", f"the published key {vkey} never signed this archive")
    if expected_keys and any(vkey not in expected_keys for vkey in vkeys[:1]):
        found.problem("key", "log/keys", f"the first key {vkeys[0]} is not among the published ones")
    checkpoints = _check_checkpoints(root, found, snapshot, log, history, origin)
    stamps = sum(_check_stamps(root, found, snapshot, checkpoint) for checkpoint in checkpoints)
    _check_held(found, log)
    return len(checkpoints), stamps, vkeys


def _check_keys(
    root: Path, found: Findings, snapshot: Snapshot, log: LogCheck, origin: str | None
) -> list[tuple[int, Admission]]:
    """The chain of keys: each with the number of the entry from which on it signs."""
    history: list[tuple[int, Admission]] = []
    replaced: PublicKey | None = None
    for seq, file in log.key_changes:
        path = root / file
        attached = snapshot.pending.get(recovery.ATTACH)
        if attached and seq == log.frontier.size - 1 and recovery.committed_companion(attached, log.last):
            path = attached
        try:
            admission = read_admission(path.read_bytes())
            admission.verify(replaced)
        except (InvalidNote, OSError) as error:
            found.problem("key", file or f"log entry {seq}", f"{error}")
            continue
        if file != f"log/keys/{admission.id}" or (origin is not None and admission.key.name != origin):
            found.problem("key", file, "is not a key of this archive under its own name")
            continue
        replaced = admission.key
        history.append((seq, admission))
        if not admission.protected:
            found.note(
                f"key {admission.id}: was kept without a passphrase; whoever could read that file could sign "
                f"checkpoints from entry {seq} on"
            )
    return history


def _check_checkpoints(
    root: Path,
    found: Findings,
    snapshot: Snapshot,
    log: LogCheck,
    history: Sequence[tuple[int, Admission]],
    origin: str | None,
) -> list[Checkpoint]:
    sound: list[Checkpoint] = []
    seen: set[int] = set()
    size = log.frontier.size
    events = set(log.checkpoint_events)
    for name in sorted((name for name in snapshot.names["checkpoints"] if name.isdigit()), key=int):
        where = f"log/checkpoints/{name}"
        seen.add(int(name))
        try:
            checkpoint = read_checkpoint((root / where).read_bytes())
            if checkpoint.file_name != name:
                raise InvalidNote(f"is of size {checkpoint.size}, which is not its name")
            if origin is not None and checkpoint.origin != origin:
                raise InvalidNote(f"is of the log {checkpoint.origin}, not of {origin}")
            _check_signature(checkpoint, history)
        except (InvalidNote, OSError) as error:
            found.problem("checkpoint", where, str(error))
            continue
        if checkpoint.size > size:
            found.problem("missing_entries", where, f"covers {checkpoint.size} entries, the log has {size}")
        elif log.roots[checkpoint.size] != checkpoint.root:
            found.problem(
                "tree", where, f"the first {checkpoint.size} entries are not those that were signed"
            )
        elif checkpoint.size - 1 not in events:
            found.problem("checkpoint", where, "no entry of the log records that it was made")
        else:
            sound.append(checkpoint)
    prepared = snapshot.pending.get(recovery.CHECKPOINT)
    for seq in log.checkpoint_events:
        if seq + 1 in seen:
            continue
        if prepared and recovery.committed_checkpoint(prepared, seq + 1, log.frontier.root()):
            continue
        found.problem(
            "checkpoint", f"log/checkpoints/{seq + 1:010d}", f"was made (entry {seq}) and is not there"
        )
    _note_uncovered(found, log, sound)
    return sound


def _check_signature(checkpoint: Checkpoint, history: Sequence[tuple[int, Admission]]) -> None:
    """Raise InvalidNote unless the one signature is by the key that was the archive's at that size."""
    active = [admission for seq, admission in history if seq < checkpoint.size]
    if not active:
        raise InvalidNote("the archive had no key yet when it was signed")
    if len(checkpoint.note.signatures) != 1:
        raise InvalidNote("has not exactly one signature")
    checkpoint.verify(active[-1].key)


def _note_uncovered(found: Findings, log: LogCheck, sound: Sequence[Checkpoint]) -> None:
    size = log.frontier.size
    if not sound:
        found.note("log: no checkpoint was signed yet; whoever can write the archive can rewrite it unseen")
    elif sound[-1].size < size:
        found.note(
            f"log: the last {size - sound[-1].size} entries are not covered by a signed checkpoint yet"
        )


def _check_stamps(root: Path, found: Findings, snapshot: Snapshot, checkpoint: Checkpoint) -> int:
    name = checkpoint.file_name
    if not any(one.startswith(f"{name}.") for one in snapshot.names["checkpoints"]):
        return 0
    from accounted.evidence.stamping import verify_stamps

    report = verify_stamps(root, checkpoint)
    found.problems.extend(report.problems)
    found.notes.extend(report.notes)
    return report.stamps


def _check_held(found: Findings, log: LogCheck) -> None:
    for size, root in sorted(log.held.items()):
        if size > log.frontier.size:
            found.problem(
                "forked", "log", f"{size} entries are known from elsewhere, it has {log.frontier.size}"
            )
        elif log.roots.get(size) != root:
            found.problem("forked", "log", f"its first {size} entries are not those known from elsewhere")
