"""Keys live outside the archive, sign one history only, and hand over in the log."""

from __future__ import annotations

import json
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.evidence import KeyProblem, KeyRing, Store
from accounted.evidence.checkpoint import read_checkpoint
from accounted.evidence.note import InvalidNote, PublicKey, read_note, read_vkey
from accounted.evidence.verification import verify

AGENT = "p:4b1d0c7e92aa"

# The example of the C2SP signed-note specification; its key is not published, so it is read, not verified.
C2SP_NOTE = (
    "Ognuno sta solo sul cuor della terra\n"
    "trafitto da un raggio di sole:\n"
    "\n"
    "ed è subito sera.\n"
    "\n"
    "— quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
).encode()
# The example of the C2SP tlog-checkpoint specification.
C2SP_CHECKPOINT = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
).encode()
# The key of the Go checksum database, as published with the Go tool chain, and a tree head that it signed.
SUMDB_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"


def now() -> datetime:
    return datetime(2026, 11, 22, 10, 40, 55, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "archive", archive_id="test", clock=now, agent=AGENT)
    made.keep(b"a statement", agent=AGENT)
    return made


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "config")


def test_a_private_key_is_never_in_the_archive_and_only_its_owner_reads_it(store: Store, ring: KeyRing):
    signer = ring.signer(store)
    store.checkpoint(signer)
    (path,) = ring.directory("test").glob("*.key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    seed = json.loads(path.read_bytes())["seed"]
    for file in store.root.rglob("*"):
        if file.is_file():
            assert seed not in file.read_bytes().decode("latin-1")
            assert bytes.fromhex(seed) not in file.read_bytes()


def test_a_protected_key_opens_with_its_passphrase_only(store: Store, ring: KeyRing):
    made = ring.signer(store, "correct horse")
    store.checkpoint(made)
    assert made.protected and ring.protected("test", made.key.id.hex())
    assert "seed" not in next(ring.directory("test").glob("*.key")).read_text()
    with pytest.raises(KeyProblem, match="needs its passphrase"):
        ring.signer(store)
    with pytest.raises(KeyProblem, match="wrong passphrase"):
        ring.signer(store, "battery staple")
    assert ring.signer(store, "correct horse").key == made.key
    assert not any("without a passphrase" in note for note in verify(store.root).notes)


def test_every_verification_says_that_a_key_was_unprotected(store: Store, ring: KeyRing):
    store.checkpoint(ring.signer(store))
    for quick in (False, True):
        assert any("kept without a passphrase" in note for note in verify(store.root, quick=quick).notes)


def test_a_key_that_others_can_read_is_refused(store: Store, ring: KeyRing):
    store.checkpoint(ring.signer(store))
    next(ring.directory("test").glob("*.key")).chmod(0o644)
    with pytest.raises(KeyProblem, match="chmod 600"):
        ring.signer(store)


def test_a_damaged_key_file_is_explained(store: Store, ring: KeyRing):
    store.checkpoint(ring.signer(store))
    path = next(ring.directory("test").glob("*.key"))
    whole = path.read_bytes()
    for content in (
        b"",
        b"[]",
        b"{}",
        whole[:-20],
        whole.replace(b'"seed": "', b'"seed": "00'),
        whole[:40] + whole[50:],
    ):
        path.write_bytes(content)
        with pytest.raises(KeyProblem):
            ring.signer(store)


def test_an_archive_whose_key_is_elsewhere_is_not_signed_with_a_new_one(
    store: Store, ring: KeyRing, tmp_path: Path
):
    store.checkpoint(ring.signer(store))
    with pytest.raises(KeyProblem, match="copy it from the machine"):
        KeyRing(tmp_path / "elsewhere").signer(store)
    stranger = KeyRing(tmp_path / "stranger").create("test")
    store.note("view", agent=AGENT)
    with pytest.raises(KeyProblem, match="not the archive's signing key"):
        store.checkpoint(stranger)


def test_nothing_new_means_no_new_checkpoint(store: Store, ring: KeyRing):
    first = store.checkpoint(ring.signer(store))
    assert store.checkpoint(ring.signer(store)) == first
    assert store.size == first.size == 4
    store.note("view", agent=AGENT)
    assert store.checkpoint(ring.signer(store)).size == 6


def test_a_rotation_is_an_event_signed_by_both_keys(store: Store, ring: KeyRing):
    old = ring.signer(store)
    store.checkpoint(old)
    new = ring.rotate(store, agent=AGENT, reason="a laptop was lost", new_passphrase="pw")
    chain = store.keys()
    assert [admission.key for admission in chain] == [old.key, new.key]
    assert chain[1].after == old.key.id.hex() and len(chain[1].note.signatures) == 2
    assert store.entry(store.size - 1).event == "key_change"
    assert store.detail(store.size - 1) == {"reason": "a laptop was lost"}
    with pytest.raises(KeyProblem, match="not the archive's signing key"):
        store.checkpoint(old)
    store.checkpoint(ring.signer(store, "pw"))
    found = verify(store.root)
    assert found.ok and found.keys == (old.key.vkey, new.key.vkey)
    assert sum("without a passphrase" in note for note in found.notes) == 1


def test_a_replaced_key_cannot_hand_over_again(store: Store, ring: KeyRing):
    old = ring.signer(store)
    store.checkpoint(old)
    ring.rotate(store, agent=AGENT, reason="x")
    with pytest.raises(KeyProblem, match="cannot hand over"):
        store.change_key(ring.create("test"), replaced=old, agent=AGENT, reason="x")


def test_a_key_signs_no_second_history(store: Store, ring: KeyRing, tmp_path: Path):
    """The signer remembers outside the archive; an older copy put back, or a changed line, gets no
    signature."""
    store.checkpoint(ring.signer(store))
    copy = Store.open(Path(shutil.copytree(store.root, tmp_path / "copy")), clock=now)
    store.note("view", agent=AGENT, item="ACC-1")
    store.checkpoint(ring.signer(store))
    copy.note("view", agent=AGENT, item="ACC-2")
    with pytest.raises(KeyProblem, match="nothing was signed"):
        copy.checkpoint(ring.signer(copy))
    assert copy.size == 5 and verify(copy.root).ok


def test_a_new_key_inherits_the_memory_of_the_old(store: Store, ring: KeyRing, tmp_path: Path):
    store.checkpoint(ring.signer(store))
    ring.rotate(store, agent=AGENT, reason="x")
    remembered = ring.remembered("test")
    assert remembered is not None and remembered.size == 4
    assert verify(store.root, held={remembered.size: remembered.root()}).ok


# ── the formats
# ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_published_examples_are_read_and_written_back():
    note = read_note(C2SP_NOTE)
    assert note.text.endswith("ed è subito sera.\n") and "\n\n" in note.text
    assert bytes(note) == C2SP_NOTE and note.signatures[0].name == "quasimodo.example/salvatore"
    checkpoint = read_checkpoint(C2SP_CHECKPOINT)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert bytes(checkpoint.note) == C2SP_CHECKPOINT


def test_the_published_key_of_another_log_has_the_id_we_compute():
    key = read_vkey(SUMDB_KEY)
    assert key.name == "sum.golang.org" and key.id.hex() == "033de0ae" and key.vkey == SUMDB_KEY


def test_the_signature_is_plain_ed25519_over_the_text(store: Store, ring: KeyRing):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    signer = ring.signer(store)
    checkpoint = store.checkpoint(signer)
    key = load_pem_public_key(signer.key.pem.encode())
    assert isinstance(key, Ed25519PublicKey)
    key.verify(checkpoint.note.signatures[0].value, checkpoint.signed_text)


@given(st.data())
def test_a_note_changed_in_any_bit_is_refused(data: st.DataObject):
    note, key = signed_example()
    bit = data.draw(st.integers(0, len(note) * 8 - 1))
    changed = bytearray(note)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(InvalidNote):
        read_checkpoint(bytes(changed)).verify(key)


def signed_example() -> tuple[bytes, PublicKey]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from accounted.evidence.checkpoint import make_checkpoint
    from accounted.evidence.note import Signer

    signer = Signer("accounted/x", Ed25519PrivateKey.from_private_bytes(bytes(range(32))), protected=True)
    return make_checkpoint("accounted/x", 12, b"\5" * 32, signer).text, signer.key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "accounted/x",
        "accounted/x+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        SUMDB_KEY.replace("+Ac4", "+Bc4"),
        SUMDB_KEY + "\n",
        SUMDB_KEY[:-2],
        "sum golang" + SUMDB_KEY[10:],
    ],
)
def test_what_is_no_public_key_is_refused(text: str):
    with pytest.raises(InvalidNote):
        read_vkey(text)
