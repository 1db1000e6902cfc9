"""The exported verifier's own arithmetic, against published vectors and against our other implementation."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.evidence.merkle import Tree
from accounted.evidence.verifiers import verify

# RFC 8032 §7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_rfc_8032(key: str, message: str, signature: str):
    public, text, signed = (bytes.fromhex(part) for part in (key, message, signature))
    assert verify.signature_is_valid(public, text, signed)
    assert not verify.signature_is_valid(public, text + b"x", signed)


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_signatures_agree_with_cryptography_and_no_bit_of_one_is_free(seed: bytes, text: bytes, bit: int):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signed = private.public_key().public_bytes_raw(), private.sign(text)
    assert verify.signature_is_valid(public, text, signed)
    flipped = bytearray(signed)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not verify.signature_is_valid(public, text, bytes(flipped))


def test_a_signature_has_one_spelling_only():
    """S and S + L satisfy the same equation; RFC 8032 §5.1.7 takes only the reduced one."""
    public, text, signed = (bytes.fromhex(part) for part in VECTORS[1])
    s = int.from_bytes(signed[32:], "little") + ORDER
    assert not verify.signature_is_valid(public, text, signed[:32] + s.to_bytes(32, "little"))


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=40))
def test_roots_and_proofs_agree_with_our_own_tree(lines: list[bytes]):
    tree = Tree(lines)
    roots = verify.tree_roots(iter(lines), range(len(lines) + 1))
    assert roots == {size: tree.root(size) for size in range(len(lines) + 1)}
    for index, line in enumerate(lines):
        path = tree.inclusion(index, len(lines))
        assert verify.root_from_proof(verify.leaf_hash(line), index, len(lines), path) == tree.root()


@given(st.integers(1, 40), st.data())
def test_a_proof_of_the_wrong_length_or_place_never_leads_to_the_root(size: int, data: st.DataObject):
    lines = [b"%d" % number for number in range(size)]
    tree = Tree(lines)
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index, size)
    leaf = verify.leaf_hash(lines[index])
    for wrong in (path[:-1], [*path, b"\0" * 32]):
        if wrong != path:
            with pytest.raises(verify.Refused):
                verify.root_from_proof(leaf, index, size, wrong)
    with pytest.raises(verify.Refused):
        verify.root_from_proof(leaf, size, size, path)


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_parsers(data: bytes):
    for parse in (verify.parse_note, verify.parse_checkpoint, verify.parse_pem_key):
        with pytest.raises(verify.Refused):
            parse(data, "file")
    with pytest.raises(verify.Refused):
        verify.stamp_facts(data)
