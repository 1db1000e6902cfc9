"""Proofs that travel without the log."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.evidence import EvidenceError, KeyRing, Store
from accounted.evidence.checkpoint import Checkpoint
from accounted.evidence.merkle import InvalidProof
from accounted.evidence.note import PublicKey
from accounted.evidence.proof import Prover, read_consistency_proof, read_inclusion_proof

AGENT = "p:4b1d0c7e92aa"


def now() -> datetime:
    return datetime(2026, 11, 22, 10, 40, 55, tzinfo=UTC)


class Logged:
    """A log of some forty entries with an old and a new checkpoint."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.create(folder / "archive", archive_id="test", clock=now, agent=AGENT)
        ring = KeyRing(folder / "config")
        self._note(17)
        self.old: Checkpoint = self.store.checkpoint(ring.signer(self.store))
        self._note(20)
        self.new: Checkpoint = self.store.checkpoint(ring.signer(self.store))
        self._note(2)
        self.key: PublicKey = ring.signer(self.store).key
        self.lines = [entry.line for entry in self.store.entries()]

    def _note(self, count: int) -> None:
        with self.store.batch() as batch:
            for number in range(count):
                batch.note("view", agent=AGENT, item=f"ACC-{number}")


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Logged:
    return Logged(tmp_path_factory.mktemp("proof"))


def test_each_entry_is_proven_by_a_text_that_stands_alone(logged: Logged):
    prover = Prover(logged.store, logged.new)
    for seq in range(logged.new.size):
        text = prover.inclusion(seq).text
        assert text.startswith(b"c2sp.org/tlog-proof@v1\nindex %d\n" % seq) and text.endswith(logged.new.text)
        proof = read_inclusion_proof(text)
        proof.verify(logged.lines[seq], logged.key)
        assert proof.text == text
        with pytest.raises(InvalidProof):
            proof.verify(logged.lines[seq] + b" ", logged.key)
        with pytest.raises(InvalidProof):
            proof.verify(logged.lines[seq - 1], logged.key)


def test_an_entry_after_the_checkpoint_is_not_proven(logged: Logged):
    with pytest.raises(InvalidProof):
        Prover(logged.store, logged.new).inclusion(logged.new.size)


def test_an_older_checkpoint_is_proven_to_be_the_beginning_of_a_newer(logged: Logged):
    text = Prover(logged.store, logged.new).consistency(logged.old.size).text
    proof = read_consistency_proof(text)
    proof.verify(logged.old, logged.key)
    assert proof.text == text
    with pytest.raises(InvalidProof):
        proof.verify(logged.new, logged.key)


def test_a_proof_under_another_key_proves_nothing(logged: Logged, tmp_path: Path):
    other = KeyRing(tmp_path).create("test").key
    with pytest.raises(InvalidProof):
        Prover(logged.store, logged.new).inclusion(3).verify(logged.lines[3], other)


def test_no_proof_is_made_from_a_log_that_was_changed(logged: Logged):
    forged = Checkpoint(logged.new.origin, logged.new.size, b"\0" * 32, logged.new.text)
    with pytest.raises(EvidenceError, match="not the log that was signed"):
        Prover(logged.store, forged)


@given(st.data())
def test_a_proof_changed_in_any_bit_is_refused(logged: Logged, data: st.DataObject):
    prover = Prover(logged.store, logged.new)
    inclusion = data.draw(st.booleans())
    seq = data.draw(st.integers(0, logged.new.size - 1))
    text = bytearray((prover.inclusion(seq) if inclusion else prover.consistency(logged.old.size)).text)
    bit = data.draw(st.integers(0, len(text) * 8 - 1))
    text[bit // 8] ^= 1 << bit % 8
    with pytest.raises(InvalidProof):
        if inclusion:
            proof = read_inclusion_proof(bytes(text))
            proof.verify(logged.lines[seq], logged.key)
        else:
            read_consistency_proof(bytes(text)).verify(logged.old, logged.key)


@given(st.binary(max_size=400))
def test_what_is_no_proof_is_refused(data: bytes):
    for read in (read_inclusion_proof, read_consistency_proof):
        with pytest.raises(InvalidProof):
            read(data)
