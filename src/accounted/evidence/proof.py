"""Proofs that can be checked without the log: an entry is in it, an older state of it was only added to.

An inclusion proof is a C2SP tlog-proof; a consistency proof has no published text form, ours has the same
shape (FORMAT.md, “Proofs”). Reading is strict; nothing is proven until `verify` has passed with a key that
the reader trusts.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounted.evidence.checkpoint import Checkpoint, read_checkpoint
from accounted.evidence.errors import EvidenceError
from accounted.evidence.merkle import InvalidProof, Tree, leaf_hash, verify_consistency, verify_inclusion
from accounted.evidence.note import InvalidNote, PublicKey, canonical_base64

if TYPE_CHECKING:
    from accounted.evidence.store import Store

_INCLUSION = "c2sp.org/tlog-proof@v1"
_CONSISTENCY = "accounted consistency proof 1"
_NUMBER = r"(0|[1-9][0-9]{0,15})"
_LONGEST = 128  # hashes; a tree of 2^53 entries needs 53, a consistency proof twice that


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That one line is entry `index` of the log at `checkpoint`."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    @property
    def text(self) -> bytes:
        """The C2SP tlog-proof."""
        return _text([_INCLUSION, f"index {self.index}"], self.path, self.checkpoint)

    def verify(self, line: bytes, key: PublicKey) -> None:
        """Raise InvalidProof unless `line` (without newline) is that entry of the log that `key` signed."""
        _verify_signature(self.checkpoint, key)
        verify_inclusion(self.index, self.checkpoint.size, leaf_hash(line), self.path, self.checkpoint.root)


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the log at `checkpoint` begins with what an older checkpoint of `old_size` entries covered."""

    old_size: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    @property
    def text(self) -> bytes:
        """The proof as text."""
        head = [_CONSISTENCY, f"from {self.old_size}", f"to {self.checkpoint.size}"]
        return _text(head, self.path, self.checkpoint)

    def verify(self, older: Checkpoint, key: PublicKey) -> None:
        """Raise InvalidProof unless the log that `key` signed grew from the `older` checkpoint."""
        _verify_signature(self.checkpoint, key)
        if older.size != self.old_size or older.origin != self.checkpoint.origin:
            raise InvalidProof(f"the proof is about {self.old_size} entries of {self.checkpoint.origin}")
        verify_consistency(self.old_size, self.checkpoint.size, self.path, older.root, self.checkpoint.root)


class Prover:
    """Makes proofs about one checkpoint; reads the log once, however many proofs are asked for."""

    def __init__(self, store: Store, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        self._tree = Tree()
        for line in store.log.lines():
            if self._tree.size == checkpoint.size:
                break
            self._tree.append(line)
        if self._tree.size != checkpoint.size or self._tree.root() != checkpoint.root:
            raise EvidenceError(
                f"checkpoint {checkpoint.file_name}: not the log that was signed; verify the archive"
            )

    def inclusion(self, seq: int) -> InclusionProof:
        """The proof of one entry. Raises InvalidProof when the checkpoint does not cover it."""
        return InclusionProof(seq, tuple(self._tree.inclusion(seq)), self._checkpoint)

    def consistency(self, old_size: int) -> ConsistencyProof:
        """The proof that the log grew from its first `old_size` entries."""
        return ConsistencyProof(old_size, tuple(self._tree.consistency(old_size)), self._checkpoint)


def read_inclusion_proof(data: bytes) -> InclusionProof:
    """The proof in `data`, not yet verified. Raises InvalidProof. Extra data (C2SP) is not ours, and
    refused."""
    head, path, checkpoint = _read(data, [re.escape(_INCLUSION), f"index {_NUMBER}"])
    if head[0] >= checkpoint.size:
        raise InvalidProof(f"no entry {head[0]} in a tree of {checkpoint.size} entries")
    return InclusionProof(head[0], path, checkpoint)


def read_consistency_proof(data: bytes) -> ConsistencyProof:
    """The proof in `data`, not yet verified. Raises InvalidProof."""
    head, path, checkpoint = _read(data, [re.escape(_CONSISTENCY), f"from {_NUMBER}", f"to {_NUMBER}"])
    if head[1] != checkpoint.size or head[0] > head[1]:
        raise InvalidProof("the sizes in the proof are not those of its checkpoint")
    return ConsistencyProof(head[0], path, checkpoint)


def _text(head: list[str], path: tuple[bytes, ...], checkpoint: Checkpoint) -> bytes:
    lines = [*head, *(b64encode(one).decode() for one in path), ""]
    return "".join(f"{line}\n" for line in lines).encode() + checkpoint.text


def _read(data: bytes, head: list[str]) -> tuple[list[int], tuple[bytes, ...], Checkpoint]:
    upper, gap, note = data.partition(b"\n\n")
    try:
        lines = upper.decode("ascii").split("\n")
        checkpoint = read_checkpoint(note)
        path = tuple(canonical_base64(line) for line in lines[len(head) :])
    except (UnicodeDecodeError, InvalidNote) as error:
        raise InvalidProof(f"not a proof: {error}") from None
    numbers: list[int] = []
    for shape, line in zip(head, lines, strict=False):
        match = re.fullmatch(shape, line)
        if match is None:
            raise InvalidProof(f"not a proof: {line[:80]!r}")
        numbers += [int(group) for group in match.groups()]
    if not gap or len(lines) < len(head) or len(path) > _LONGEST or any(len(one) != 32 for one in path):
        raise InvalidProof("not a proof: it is cut short, or its path is not made of hashes")
    return numbers, path, checkpoint


def _verify_signature(checkpoint: Checkpoint, key: PublicKey) -> None:
    try:
        checkpoint.verify(key)
    except InvalidNote as error:
        raise InvalidProof(f"checkpoint {checkpoint.file_name}: {error}") from None
