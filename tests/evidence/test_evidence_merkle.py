"""RFC 6962 §2.1: the published roots, and what proofs must and must not show."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.evidence.merkle import (
    EMPTY_ROOT,
    Frontier,
    InvalidProof,
    Tree,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

# The test vectors of the Certificate Transparency reference implementation.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def reference_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 §2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\1" + reference_root(leaves[:k]) + reference_root(leaves[k:])).digest()


def numbered(count: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(count)]


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size: int):
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    assert frontier.root().hex() == ROOTS[size]
    assert Tree(LEAVES).root(size).hex() == ROOTS[size]


@pytest.mark.parametrize("size", [*range(70), 127, 128, 129, 255, 256, 257])
def test_frontier_and_tree_agree_with_the_definition(size: int):
    leaves = numbered(size)
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    assert frontier.root() == Tree(leaves).root() == reference_root(leaves)


@given(st.lists(st.integers(0, 40), max_size=12))
def test_entries_added_many_at_a_time_give_the_same_tree(groups: list[int]):
    leaves = numbered(sum(groups))
    one_by_one = Frontier()
    for leaf in leaves:
        one_by_one.append(leaf)
    in_groups = Frontier()
    for count in groups:
        in_groups.extend(leaves[in_groups.size : in_groups.size + count])
    assert (in_groups.size, in_groups.peaks) == (one_by_one.size, one_by_one.peaks)


def test_a_frontier_taken_up_again_goes_on_to_the_same_root():
    whole = Frontier()
    resumed = Frontier()
    for leaf in numbered(100):
        whole.append(leaf)
        resumed = Frontier(resumed.size, resumed.peaks)
        resumed.append(leaf)
    assert resumed.root() == whole.root()


def test_a_frontier_with_the_wrong_number_of_peaks_is_refused():
    with pytest.raises(ValueError, match="peaks"):
        Frontier(3, [b"\0" * 32])


def test_every_inclusion_proof_holds_up_to_forty_entries():
    tree = Tree(numbered(40))
    for size in range(1, 41):
        for index in range(size):
            path = tree.inclusion(index, size)
            verify_inclusion(index, size, leaf_hash(b"entry %d" % index), path, tree.root(size))


def test_every_consistency_proof_holds_up_to_forty_entries():
    tree = Tree(numbered(40))
    for new in range(41):
        for old in range(new + 1):
            verify_consistency(old, new, tree.consistency(old, new), tree.root(old), tree.root(new))


@given(st.data())
def test_an_inclusion_proof_changed_anywhere_is_refused(data: st.DataObject):
    size = data.draw(st.integers(1, 200))
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(numbered(size))
    path, root, leaf = tree.inclusion(index), tree.root(), leaf_hash(b"entry %d" % index)
    change = data.draw(st.sampled_from(["leaf", "root", "index", "drop", "add", "bit", "swap"]))
    if change == "leaf":
        leaf = leaf_hash(b"another")
    elif change == "root":
        root = flipped(root, data)
    elif change == "index":
        index = data.draw(st.integers(-2, size + 2).filter(lambda other: other != index))
    elif change == "add":
        path.insert(data.draw(st.integers(0, len(path))), b"\7" * 32)
    elif not path:
        return
    elif change == "drop":
        path.pop(data.draw(st.integers(0, len(path) - 1)))
    elif change == "bit":
        at = data.draw(st.integers(0, len(path) - 1))
        path[at] = flipped(path[at], data)
    elif len(path) > 1:
        path[0], path[-1] = path[-1], path[0]
    else:
        return
    with pytest.raises(InvalidProof):
        verify_inclusion(index, size, leaf, path, root)


@given(st.data())
def test_a_consistency_proof_changed_anywhere_is_refused(data: st.DataObject):
    new = data.draw(st.integers(2, 200))
    old = data.draw(st.integers(1, new - 1))
    tree = Tree(numbered(new))
    path, old_root, new_root = tree.consistency(old, new), tree.root(old), tree.root(new)
    change = data.draw(st.sampled_from(["old root", "new root", "drop", "add", "bit"]))
    if change == "old root":
        old_root = flipped(old_root, data)
    elif change == "new root":
        new_root = flipped(new_root, data)
    elif change == "drop":
        path.pop(data.draw(st.integers(0, len(path) - 1)))
    elif change == "add":
        path.insert(data.draw(st.integers(0, len(path))), b"\7" * 32)
    else:
        at = data.draw(st.integers(0, len(path) - 1))
        path[at] = flipped(path[at], data)
    with pytest.raises(InvalidProof):
        verify_consistency(old, new, path, old_root, new_root)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 59))
def test_a_rewritten_history_has_no_consistency_proof(old: int, more: int, changed: int):
    changed %= old
    honest = Tree(numbered(old))
    leaves = numbered(old + more)
    leaves[changed] = b"another story"
    forged = Tree(leaves)
    with pytest.raises(InvalidProof):
        verify_consistency(old, old + more, forged.consistency(old), honest.root(), forged.root())


def test_nothing_is_proven_about_entries_that_are_not_there():
    tree = Tree(numbered(5))
    for index, size in [(5, 5), (-1, 5), (0, 6), (0, 0)]:
        with pytest.raises(InvalidProof):
            tree.inclusion(index, size)
    for old, new in [(6, 5), (-1, 5), (2, 6)]:
        with pytest.raises(InvalidProof):
            tree.consistency(old, new)
    with pytest.raises(InvalidProof):
        verify_consistency(3, 2, [], EMPTY_ROOT, EMPTY_ROOT)
    with pytest.raises(InvalidProof):
        verify_consistency(2, 3, [], tree.root(2), tree.root(3))


def flipped(value: bytes, data: st.DataObject) -> bytes:
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
