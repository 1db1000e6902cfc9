"""Signed notes (C2SP signed-note) with Ed25519 keys: text, an empty line, signature lines.

Reading is strict: base64 must be in its canonical spelling, so that every bit of a note counts.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ED25519 = b"\x01"
_PEM_PREFIX = bytes.fromhex("302a300506032b6570032100")
_NAME = re.compile(r"[!-*,-~]{1,120}")  # C2SP: no spaces and no plus
_LIMIT = 1 << 20


class InvalidNote(ValueError):
    """Bytes that are not a signed note, or a signature that does not hold."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key with the name it signs under."""

    name: str
    raw: bytes

    @property
    def id(self) -> bytes:
        """SHA-256(name ‖ newline ‖ 0x01 ‖ key), first four bytes."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    @property
    def vkey(self) -> str:
        """The C2SP spelling `<name>+<id>+<base64>`: the fingerprint to publish."""
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.raw).decode()}"

    @property
    def pem(self) -> str:
        """The key as OpenSSL reads it (SubjectPublicKeyInfo, RFC 8410)."""
        body = b64encode(_PEM_PREFIX + self.raw).decode()
        return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n"

    def verify(self, signature: bytes, text: bytes) -> None:
        """Raise InvalidNote unless `signature` is this key's over `text`."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text)
        except InvalidSignature:
            raise InvalidNote(f"the signature of key {self.id.hex()} does not fit the text") from None


def read_vkey(text: str) -> PublicKey:
    """The public key in a vkey line. Raises InvalidNote."""
    parts = text.split("+", 2)  # base64 may hold plus signs itself
    if len(parts) != 3 or _NAME.fullmatch(parts[0]) is None:
        raise InvalidNote(f"not a public key line: {text[:200]!r}")
    raw = canonical_base64(parts[2])
    key = PublicKey(parts[0], raw[1:])
    if len(raw) != 33 or raw[:1] != _ED25519 or key.id.hex() != parts[1]:
        raise InvalidNote(f"not an Ed25519 key with this id: {text[:200]!r}")
    return key


class Signer:
    """A private key that is unlocked."""

    def __init__(self, name: str, private: Ed25519PrivateKey, *, protected: bool) -> None:
        self._private = private
        self.key = PublicKey(name, private.public_key().public_bytes_raw())
        self.protected = protected

    def signature(self, text: bytes) -> Signature:
        """This key's signature over `text`."""
        return Signature(self.key.name, self.key.id, self._private.sign(text))


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note."""

    name: str
    id: bytes
    value: bytes

    def line(self) -> str:
        """The line with its newline."""
        return f"— {self.name} {b64encode(self.id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text (ending in a newline) and the signatures over it. Nothing is verified by reading it."""

    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(signature.line() for signature in self.signatures)).encode()

    def verify(self, key: PublicKey) -> None:
        """Raise InvalidNote unless this key has signed the note."""
        found = [one for one in self.signatures if (one.name, one.id) == (key.name, key.id)]
        if not found:
            raise InvalidNote(f"not signed by key {key.id.hex()}")
        for signature in found:
            key.verify(signature.value, self.text.encode())


def sign(text: str, signers: Sequence[Signer]) -> Note:
    """A note over `text` (which must end in a newline)."""
    return Note(text, tuple(signer.signature(text.encode()) for signer in signers))


def read_note(data: bytes) -> Note:
    """The note in `data`. Raises InvalidNote unless every byte is in its place."""
    if len(data) > _LIMIT:
        raise InvalidNote("too long for a signed note")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidNote("not UTF-8") from None
    if any(character < " " and character != "\n" for character in whole):
        raise InvalidNote("holds control characters")
    text, gap, tail = whole.rpartition("\n\n")
    if not gap or not text or not tail.endswith("\n"):
        raise InvalidNote("not a signed note: no empty line before the signatures")
    signatures = tuple(_read_signature(line) for line in tail[:-1].split("\n"))
    return Note(text + "\n", signatures)


def _read_signature(line: str) -> Signature:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—" or _NAME.fullmatch(parts[1]) is None:
        raise InvalidNote(f"not a signature line: {line[:200]!r}")
    raw = canonical_base64(parts[2])
    if len(raw) < 5:
        raise InvalidNote(f"the signature is too short: {line[:200]!r}")
    return Signature(parts[1], raw[:4], raw[4:])


def canonical_base64(text: str) -> bytes:
    """Decode base64, refusing every spelling but the one that encoding gives."""
    try:
        raw = b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise InvalidNote(f"not base64: {text[:80]!r}") from None
    if b64encode(raw).decode() != text:
        raise InvalidNote(f"not base64 in its canonical form: {text[:80]!r}")
    return raw
