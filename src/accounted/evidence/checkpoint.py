"""Checkpoints (C2SP tlog-checkpoint): origin, size and root of the log, signed."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from accounted.evidence.note import InvalidNote, Note, PublicKey, Signer, canonical_base64, read_note, sign

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_FILE = re.compile(r"[0-9]{10,16}")


def origin_of(archive_id: str) -> str:
    """The name of an archive's log: origin of its checkpoints and name of its keys."""
    return f"accounted/{archive_id}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement that the log `origin` had `size` entries with this `root`. `text` is the whole
    note."""

    origin: str
    size: int
    root: bytes
    text: bytes

    @property
    def note(self) -> Note:
        """The note with its signatures."""
        return read_note(self.text)

    @property
    def signed_text(self) -> bytes:
        """The part that the signatures cover."""
        return self.note.text.encode()

    @property
    def file_name(self) -> str:
        """Its name in `log/checkpoints/`."""
        return f"{self.size:010d}"

    def verify(self, key: PublicKey) -> None:
        """Raise InvalidNote unless `key` signed this checkpoint of its own log."""
        if self.origin != key.name:
            raise InvalidNote(f"the checkpoint is of {self.origin}, the key of {key.name}")
        self.note.verify(key)


def make_checkpoint(origin: str, size: int, root: bytes, signer: Signer) -> Checkpoint:
    """Sign a tree head."""
    text = f"{origin}\n{size}\n{b64encode(root).decode()}\n"
    return Checkpoint(origin, size, root, bytes(sign(text, [signer])))


def read_checkpoint(data: bytes) -> Checkpoint:
    """The checkpoint in `data`; signatures are not verified. Raises InvalidNote."""
    lines = read_note(data).text.split("\n")
    if len(lines) < 4 or not lines[0] or not all(lines[:-1]):
        raise InvalidNote("not a checkpoint: origin, size and root are missing")
    if _SIZE.fullmatch(lines[1]) is None:
        raise InvalidNote(f"not a tree size: {lines[1][:80]!r}")
    root = canonical_base64(lines[2])
    if len(root) != 32:
        raise InvalidNote("the root is not a SHA-256 hash")
    return Checkpoint(lines[0], int(lines[1]), root, data)


def checkpoint_files(root: Path) -> list[Path]:
    """The checkpoint files of an archive, oldest first."""
    directory = root / "log" / "checkpoints"
    if not directory.is_dir():
        return []
    found = [path for path in directory.iterdir() if _FILE.fullmatch(path.name)]
    return sorted(found, key=lambda path: int(path.name))
