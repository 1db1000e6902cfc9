"""Signing keys: kept outside the archive, owner-only, under a passphrase where there is one.

In the archive stands only the public half: an admission note in `log/keys/`, signed by the key itself and,
when it replaces another, by that one (FORMAT.md, “Keys”).
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from hashlib import scrypt
from pathlib import Path
from typing import Any, Protocol

from accounted.evidence import durable
from accounted.evidence.checkpoint import origin_of
from accounted.evidence.errors import Damaged, KeyProblem, reading, storage_failed
from accounted.evidence.head import Head, read_head
from accounted.evidence.note import InvalidNote, Note, PublicKey, Signer, read_note, read_vkey, sign

_COST = 1 << 15  # scrypt N: 32 MiB and about a tenth of a second a guess
_TITLE = "accounted key 1"
_KEY_FILE = re.compile(r"[0-9a-f]{8}\.key")


@dataclass(frozen=True, slots=True)
class Admission:
    """The public record of a key: whose log it signs, how its private half is kept, what it replaces."""

    key: PublicKey
    protected: bool
    after: str | None
    note: Note

    @property
    def id(self) -> str:
        """The key id in hexadecimal: the name of its file in `log/keys/`."""
        return self.key.id.hex()

    def verify(self, replaced: PublicKey | None) -> None:
        """Raise InvalidNote unless the note is signed by the key, and by the one that it replaces."""
        expected = [self.key] if replaced is None else [self.key, replaced]
        if self.after != (None if replaced is None else replaced.id.hex()):
            raise InvalidNote(f"key {self.id} does not follow on the key before it")
        if [one.id for one in self.note.signatures] != [key.id for key in expected]:
            raise InvalidNote(f"key {self.id} is not admitted by exactly the keys it should be")
        for key in expected:
            self.note.verify(key)


def admit(signer: Signer, replaced: Signer | None = None) -> Admission:
    """The admission note of a key, signed by it and by the key that it replaces."""
    how = "protected" if signer.protected else "unprotected"
    after = None if replaced is None else replaced.key.id.hex()
    text = "\n".join(
        [_TITLE, signer.key.name, signer.key.vkey, how, "first" if after is None else f"after {after}", ""]
    )
    note = sign(text, [signer] if replaced is None else [signer, replaced])
    return Admission(signer.key, signer.protected, after, note)


def read_admission(data: bytes) -> Admission:
    """The admission in `data`; signatures are not verified. Raises InvalidNote."""
    note = read_note(data)
    lines = note.text.split("\n")
    if len(lines) != 6 or lines[0] != _TITLE:
        raise InvalidNote("not a key of an archive")
    key = read_vkey(lines[2])
    after = re.fullmatch(r"first|after ([0-9a-f]{8})", lines[4])
    if key.name != lines[1] or lines[3] not in ("protected", "unprotected") or after is None:
        raise InvalidNote("not a key of an archive")
    return Admission(key, lines[3] == "protected", after[1], note)


class KeyedArchive(Protocol):
    """What a key ring must know of an archive."""

    @property
    def archive_id(self) -> str:
        """The identity of the archive."""

    def active_key(self) -> Admission | None:
        """The key that signs now, None before the first."""

    def change_key(self, new: Signer, *, replaced: Signer, agent: str, reason: str) -> object:
        """Log that `new` takes over from `replaced`."""


class RememberingSigner(Signer):
    """A signer that remembers, outside the archive, the log that it signed last.

    It signs a later state only when that grows from the remembered one, so no two of its checkpoints
    contradict each other, whatever was done to the archive meanwhile.
    """

    def __init__(self, signer: Signer, memory: Path) -> None:
        super().__init__(signer.key.name, signer._private, protected=signer.protected)
        self._memory = memory

    def remembered(self) -> Head | None:
        """The state of the log at its last signature."""
        return _remembered(self._memory)

    def remember(self, head: Head) -> None:
        """Keep this state as the last one signed."""
        try:
            durable.replace(self._memory, head.text(), self._memory.with_suffix(".new"), 0o600)
        except OSError as error:
            raise storage_failed(error, "remembering what was signed", self._memory) from error


def _remembered(memory: Path) -> Head | None:
    try:
        with reading(memory):
            return read_head(memory.read_bytes()) if memory.exists() else None
    except Damaged:
        raise KeyProblem(
            f"{memory}: damaged; verify the archive, then delete this file to go on without it"
        ) from None


class KeyRing:
    """The private keys of one person, in a directory that only they can read.

    `<config_dir>/keys/<archive id>/<key id>.key`; beside it `<key id>.signed`, what the key signed last.
    """

    def __init__(self, config_dir: Path) -> None:
        self._directory = config_dir / "keys"

    def directory(self, archive_id: str) -> Path:
        """Where the keys of an archive are."""
        return self._directory / archive_id

    def ids(self, archive_id: str) -> list[str]:
        """The ids of the keys held for an archive, oldest first."""
        directory = self.directory(archive_id)
        with reading(directory):
            if not directory.is_dir():
                return []
            files = [path for path in directory.iterdir() if _KEY_FILE.fullmatch(path.name)]
            return [
                path.stem for path in sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name))
            ]

    def protected(self, archive_id: str, key_id: str) -> bool:
        """Whether a key is under a passphrase."""
        return "seed" not in self._read(archive_id, key_id)

    def remembered(self, archive_id: str) -> Head | None:
        """The newest state of an archive's log that a key of this ring has signed: hold the archive to it."""
        heads = [_remembered(self._memory(archive_id, key_id)) for key_id in self.ids(archive_id)]
        return max((head for head in heads if head), key=lambda head: head.size, default=None)

    def create(self, archive_id: str, passphrase: str | None = None) -> Signer:
        """Make a new key for an archive; without a passphrase it is kept unprotected, and marked so."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        private = Ed25519PrivateKey.generate()
        signer = Signer(origin_of(archive_id), private, protected=bool(passphrase))
        stored = {"accounted_key": 1, "public": signer.key.vkey}
        seed = private.private_bytes_raw()
        stored |= _seal(seed, passphrase, signer.key.vkey) if passphrase else {"seed": seed.hex()}
        directory = self.directory(archive_id)
        path = directory / f"{signer.key.id.hex()}.key"
        try:
            for place in (self._directory.parent, self._directory, directory):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._directory.chmod(0o700)
            directory.chmod(0o700)
            durable.write_new(path, json.dumps(stored, indent=1).encode() + b"\n", 0o600)
            durable.sync_directory(directory)
        except OSError as error:
            raise storage_failed(error, "keeping the signing key", path) from error
        return self._remembering(archive_id, signer)

    def load(self, archive_id: str, key_id: str, passphrase: str | None = None) -> Signer:
        """Unlock a key. Raises KeyProblem when it is missing, damaged or the passphrase is wrong."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        stored = self._read(archive_id, key_id)
        path = self.directory(archive_id) / f"{key_id}.key"
        protected = "seed" not in stored
        try:
            key = read_vkey(stored["public"])
            seed = _unseal(stored, passphrase, path) if protected else bytes.fromhex(stored["seed"])
            signer = Signer(key.name, Ed25519PrivateKey.from_private_bytes(seed), protected=protected)
        except (KeyError, TypeError, ValueError):
            raise KeyProblem(f"{path}: damaged; restore it from a copy, or rotate to a new key") from None
        if signer.key != key or key.name != origin_of(archive_id):
            raise KeyProblem(f"{path}: not the key it says it is; restore it from a copy")
        return self._remembering(archive_id, signer)

    def signer(self, archive: KeyedArchive, passphrase: str | None = None) -> Signer:
        """The key that signs for an archive now; one is made when it has none yet.

        Raises KeyProblem when the archive's key is not in this ring.
        """
        active = archive.active_key()
        held = self.ids(archive.archive_id)
        if active is not None:
            if active.id not in held:
                raise KeyProblem(
                    f"the signing key {active.id} of archive {archive.archive_id} is not in "
                    f"{self.directory(archive.archive_id)}; copy it from the machine where it was made"
                )
            return self.load(archive.archive_id, active.id, passphrase)
        if held:  # made, but the first checkpoint was interrupted
            return self.load(archive.archive_id, held[-1], passphrase)
        return self.create(archive.archive_id, passphrase)

    def rotate(
        self,
        archive: KeyedArchive,
        *,
        agent: str,
        reason: str,
        old_passphrase: str | None = None,
        new_passphrase: str | None = None,
    ) -> Signer:
        """Make a new key and have the old one admit it in the log. The old file is kept: it can sign no
        more."""
        old = self.signer(archive, old_passphrase)
        new = self.create(archive.archive_id, new_passphrase)
        archive.change_key(new, replaced=old, agent=agent, reason=reason)
        if isinstance(old, RememberingSigner) and isinstance(new, RememberingSigner):
            head = old.remembered()
            if head is not None:
                new.remember(head)
        return new

    def _remembering(self, archive_id: str, signer: Signer) -> Signer:
        return RememberingSigner(signer, self._memory(archive_id, signer.key.id.hex()))

    def _memory(self, archive_id: str, key_id: str) -> Path:
        return self.directory(archive_id) / f"{key_id}.signed"

    def _read(self, archive_id: str, key_id: str) -> dict[str, Any]:
        path = self.directory(archive_id) / f"{key_id}.key"
        try:
            stored = json.loads(path.read_bytes())
        except FileNotFoundError:
            raise KeyProblem(
                f"{path}: there is no such key; copy it from the machine where it was made"
            ) from None
        except OSError as error:
            raise KeyProblem(f"{path}: cannot be read ({error.strerror}); it must belong to you") from error
        except ValueError:
            stored = None
        if not isinstance(stored, dict):
            raise KeyProblem(f"{path}: damaged; restore it from a copy, or rotate to a new key")
        if stored.get("accounted_key") != 1:
            raise KeyProblem(f"{path}: of a format that this software does not know; use a newer version")
        if path.stat().st_mode & 0o077:
            raise KeyProblem(f"{path}: others can read it; run: chmod 600 {path}")
        return stored


def _seal(seed: bytes, passphrase: str, bound: str) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = ChaCha20Poly1305(_derive(passphrase, salt, _COST)).encrypt(nonce, seed, bound.encode())
    return {"kdf": "scrypt", "cost": _COST, "salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}


def _unseal(stored: dict[str, Any], passphrase: str | None, path: Path) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if not passphrase:
        raise KeyProblem(f"{path}: needs its passphrase; give it at the prompt or in ACCOUNTED_PASSPHRASE")
    if not isinstance(stored["cost"], int) or not 1 < stored["cost"] <= 1 << 20:
        raise ValueError("scrypt cost")
    key = _derive(passphrase, bytes.fromhex(stored["salt"]), stored["cost"])
    try:
        return ChaCha20Poly1305(key).decrypt(
            bytes.fromhex(stored["nonce"]), bytes.fromhex(stored["sealed"]), stored["public"].encode()
        )
    except InvalidTag:
        raise KeyProblem(f"{path}: wrong passphrase (or a damaged key file)") from None


def _derive(passphrase: str, salt: bytes, cost: int) -> bytes:
    return scrypt(passphrase.encode(), salt=salt, n=cost, r=8, p=1, dklen=32, maxmem=256 * cost * 8)
