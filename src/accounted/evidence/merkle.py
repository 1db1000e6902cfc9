"""The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1) with SHA-256: roots, inclusion and consistency.

`Frontier` is the append state: the roots of the full subtrees, log2(n) hashes. `Tree` keeps every inner node
(64 bytes an entry) and answers for proofs. The two `verify_` functions are those of RFC 9162 §2.1.3.2 and
§2.1.4.2 and need neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


class InvalidProof(ValueError):
    """A proof that does not hold, or is not one."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """The state from which a tree grows: its size and the roots of its full subtrees, largest first."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} entries has {size.bit_count()} peaks, not {len(self.peaks)}")

    def append(self, entry: bytes) -> None:
        """Add one entry as the next leaf."""
        digest = sha256(b"\0" + entry).digest()
        size = self.size
        peaks = self.peaks
        while size & 1:
            digest = sha256(b"\1" + peaks.pop() + digest).digest()
            size >>= 1
        peaks.append(digest)
        self.size += 1

    def extend(self, entries: Sequence[bytes]) -> None:
        """Add many entries: whole subtrees at a time, which is faster than one by one."""
        at = 0
        while at < len(entries):
            # The largest full subtree that may begin at this size and is at hand.
            count = 1 << (len(entries) - at).bit_length() - 1
            if self.size:
                count = min(count, self.size & -self.size)
            level = [sha256(b"\0" + entry).digest() for entry in entries[at : at + count]]
            while len(level) > 1:
                pairs = iter(level)
                level = [
                    sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)
                ]
            self._carry(level[0], count)
            at += count

    def _carry(self, digest: bytes, count: int) -> None:
        """Add the root of a full subtree of `count` leaves."""
        position = self.size // count
        while position & 1:
            digest = node_hash(self.peaks.pop(), digest)
            position >>= 1
        self.peaks.append(digest)
        self.size += count

    def root(self) -> bytes:
        """The tree hash at the present size."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def copy(self) -> Frontier:
        """An independent frontier in the same state."""
        return Frontier(self.size, self.peaks)


class Tree:
    """Every node of a growing tree, for making proofs about any of its sizes."""

    def __init__(self, entries: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        for entry in entries:
            self.append(entry)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0]) // HASH_SIZE

    def append(self, entry: bytes) -> None:
        """Add one entry as the next leaf."""
        digest = sha256(b"\0" + entry).digest()
        levels = self._levels
        index = self.size
        level = 0
        levels[0] += digest
        while index & 1:
            digest = sha256(b"\1" + levels[level][-2 * HASH_SIZE :]).digest()
            level += 1
            index >>= 1
            if level == len(levels):
                levels.append(bytearray())
            levels[level] += digest

    def root(self, size: int | None = None) -> bytes:
        """The tree hash at `size` entries (now, if not given)."""
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            raise InvalidProof(f"the tree has {self.size} entries, not {size}")
        return self._subtree(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The path of entry `index` in the tree of `size` entries, leaf's sibling first (RFC 6962 §2.1.1)."""
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise InvalidProof(f"no entry {index} in a tree of {size} of {self.size} entries")
        low, high = 0, size
        path: list[bytes] = []
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._subtree(middle, high))
                high = middle
            else:
                path.append(self._subtree(low, middle))
                low = middle
        path.reverse()
        return path

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """What shows that the tree of `new` entries extends that of `old` (RFC 6962 §2.1.2)."""
        new = self.size if new is None else new
        if not 0 <= old <= new <= self.size:
            raise InvalidProof(f"no trees of {old} and {new} entries in one of {self.size}")
        if old in (0, new):
            return []
        low, high, whole = 0, new, True
        path: list[bytes] = []
        while True:
            if old == high:
                if not whole:
                    path.append(self._subtree(low, high))
                break
            middle = low + _split(high - low)
            if old <= middle:
                path.append(self._subtree(middle, high))
                high = middle
            else:
                path.append(self._subtree(low, middle))
                low = middle
                whole = False
        path.reverse()
        return path

    def _subtree(self, low: int, high: int) -> bytes:
        count = high - low
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            at = (low >> level) * HASH_SIZE
            return bytes(self._levels[level][at : at + HASH_SIZE])
        middle = low + _split(count)
        return node_hash(self._subtree(low, middle), self._subtree(middle, high))


def verify_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
    """Check that the entry with this leaf hash is number `index` of the tree; InvalidProof if not."""
    if not 0 <= index < size:
        raise InvalidProof(f"no entry {index} in a tree of {size} entries")
    position, last = index, size - 1
    digest = leaf
    for sibling in path:
        if last == 0:
            raise InvalidProof("the path is longer than the tree is high")
        if position & 1 or position == last:
            digest = node_hash(sibling, digest)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            digest = node_hash(digest, sibling)
        position >>= 1
        last >>= 1
    if last:
        raise InvalidProof("the path is shorter than the tree is high")
    if digest != root:
        raise InvalidProof(f"entry {index} is not in the tree of {size} entries with this root")


def verify_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Check that the tree of `new` entries begins with that of `old`; InvalidProof if not."""
    if not 0 <= old <= new:
        raise InvalidProof(f"a tree of {new} entries cannot extend one of {old}")
    if old in (0, new):
        if path or (old == 0 and old_root != EMPTY_ROOT) or (old == new and old_root != new_root):
            raise InvalidProof(f"the trees of {old} and {new} entries disagree")
        return
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        raise InvalidProof("the consistency path is empty")
    position, last = old - 1, new - 1
    while position & 1:
        position >>= 1
        last >>= 1
    from_old = from_new = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            raise InvalidProof("the consistency path is too long")
        if position & 1 or position == last:
            from_old = node_hash(sibling, from_old)
            from_new = node_hash(sibling, from_new)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            from_new = node_hash(from_new, sibling)
        position >>= 1
        last >>= 1
    if last or from_old != old_root or from_new != new_root:
        raise InvalidProof(f"the tree of {new} entries does not extend that of {old}")


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (the k of RFC 6962 §2.1)."""
    return 1 << ((count - 1).bit_length() - 1)
