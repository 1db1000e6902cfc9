"""Keys over genetic data: one for an archive, and under it one for each sealed record.

A record is sealed under a key of its own (AES-256-GCM); that key is wrapped by the key of the archive. Both
are kept outside the archive, owner-only. So a copy of an archive opens nothing, and destroying the key of one
record makes every copy of it unreadable, wherever copies of the archive went.
"""

from __future__ import annotations

import json
import os
import re
from hashlib import scrypt
from pathlib import Path
from typing import Any

from accounted.evidence import durable
from accounted.evidence.errors import KeyProblem, storage_failed

PASSPHRASE = "ACCOUNTED_GENETIC_PASSPHRASE"  # noqa: S105 - the name of a variable, not a secret
MAGIC = b"ACG1"
NAME = re.compile(r"[A-Z]-[0-9A-F]{8,16}")
_COST = 1 << 15  # scrypt N: 32 MiB and about a tenth of a second a guess
_NONCE = 12
_BLOCK = 1024  # plain texts are filled up to whole blocks: the length must not tell how much was typed


class DataKeys:
    """The unlocked key of an archive's genetic data, and the keys of its records."""

    def __init__(self, archive_id: str, directory: Path, secret: bytes, *, protected: bool) -> None:
        self.archive_id = archive_id
        self.protected = protected
        self._directory = directory
        self._secret = secret

    def stored_under(self, passphrase: str | None) -> dict[str, Any]:
        """What is kept of the key itself: sealed under a passphrase, or bare without one."""
        if passphrase:
            return _protect(self._secret, passphrase, self.archive_id)
        return {"secret": self._secret.hex()}

    def seal(self, name: str, plain: bytes, *, sync: bool = True) -> bytes:
        """Seal a record under a new key of its own. Without `sync`, call `sync` before it is relied upon.

        Raises:
            KeyProblem: there is a key of that name already, or it cannot be kept.
        """
        key = os.urandom(32)
        nonce = os.urandom(_NONCE)
        wrapped = _cipher(self._secret).encrypt(nonce, key, self._bound(name, "key"))
        stored = {"accounted_data_key": 1, "nonce": nonce.hex(), "wrapped": wrapped.hex()}
        path = self._path(name)
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            durable.write_new(path, json.dumps(stored).encode() + b"\n", 0o600, sync=sync)
            if sync:
                durable.sync_directory(path.parent)
        except FileExistsError:
            raise KeyProblem(f"{path}: there is a key of that name already; nothing was sealed") from None
        except OSError as error:
            raise storage_failed(error, "keeping the key of a record", path) from error
        nonce = os.urandom(_NONCE)
        filled = len(plain).to_bytes(8, "big") + plain
        filled += bytes(-len(filled) % _BLOCK)
        return MAGIC + nonce + bytes(_cipher(key).encrypt(nonce, filled, self._bound(name, "record")))

    def sync(self) -> None:
        """Make everything sealed so far durable."""
        records = self._directory / "records"
        try:
            if records.exists():
                durable.sync_files(records)
        except OSError as error:
            raise storage_failed(error, "keeping the keys of records", records) from error

    def open(self, name: str, sealed: bytes) -> bytes:
        """What was sealed.

        Raises:
            KeyProblem: its key was destroyed, is not on this machine, or the sealed bytes were altered.
        """
        from cryptography.exceptions import InvalidTag

        path = self._path(name)
        try:
            stored = json.loads(path.read_bytes())
            nonce, wrapped = bytes.fromhex(stored["nonce"]), bytes.fromhex(stored["wrapped"])
        except FileNotFoundError:
            raise KeyProblem(
                f"{name}: its key was destroyed, or is not on this machine; if it was not withdrawn, copy "
                f"{path.parent} from the machine where it was sealed"
            ) from None
        except (KeyError, TypeError, ValueError):
            raise KeyProblem(f"{path}: damaged; restore it from a copy") from None
        if not sealed.startswith(MAGIC):
            raise KeyProblem(f"{name}: not sealed by this software; restore it from a copy")
        body = sealed[len(MAGIC) :]
        try:
            key = _cipher(self._secret).decrypt(nonce, wrapped, self._bound(name, "key"))
            filled = _cipher(key).decrypt(body[:_NONCE], body[_NONCE:], self._bound(name, "record"))
        except InvalidTag:
            raise KeyProblem(
                f"{name}: sealed under another key, or altered since; restore it from a copy of the archive"
            ) from None
        length = int.from_bytes(filled[:8], "big")
        return bytes(filled[8 : 8 + length])

    def destroy(self, name: str) -> bool:
        """Destroy the key of a record for good; whether there was one. No copy can be opened afterwards."""
        path = self._path(name)
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            return False
        try:
            with durable.opened(path, os.O_WRONLY) as file:
                durable.write(file, os.urandom(size))
                os.fsync(file)
            path.unlink()
            durable.sync_directory(path.parent)
        except OSError as error:
            raise storage_failed(error, "destroying the key of a record", path) from error
        return True

    def has(self, name: str) -> bool:
        """Whether the key of a record is held here."""
        return self._path(name).exists()

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise KeyProblem(f"{name!r} is no code of a sealed record")
        return self._directory / "records" / f"{name}.key"

    def _bound(self, name: str, what: str) -> bytes:
        return f"{self.archive_id}|{name}|{what}".encode()


class DataKeyRing:
    """The keys over genetic data of one person: `<config_dir>/genetics/<archive id>/`."""

    def __init__(self, config_dir: Path) -> None:
        self._directory = config_dir / "genetics"

    def directory(self, archive_id: str) -> Path:
        """Where the keys of an archive's genetic data are."""
        return self._directory / archive_id

    def exists(self, archive_id: str) -> bool:
        """Whether there is a key for this archive."""
        return self._file(archive_id).exists()

    def protected(self, archive_id: str) -> bool:
        """Whether the key is under a passphrase."""
        return "secret" not in self._read(archive_id)

    def create(self, archive_id: str, passphrase: str | None = None) -> DataKeys:
        """Make the key of an archive's genetic data; without a passphrase it is kept unprotected.

        Raises:
            KeyProblem: there is one, or it cannot be kept.
        """
        path = self._file(archive_id)
        keys = DataKeys(archive_id, path.parent, os.urandom(32), protected=bool(passphrase))
        stored = {"accounted_genetic_key": 1, **keys.stored_under(passphrase)}
        try:
            for place in (self._directory.parent, self._directory, path.parent):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._directory.chmod(0o700)
            path.parent.chmod(0o700)
            durable.write_new(path, json.dumps(stored, indent=1).encode() + b"\n", 0o600)
            durable.sync_directory(path.parent)
        except FileExistsError:
            raise KeyProblem(f"{path}: there is a key already; nothing is overwritten") from None
        except OSError as error:
            raise storage_failed(error, "keeping the key of genetic data", path) from error
        return keys

    def load(self, archive_id: str, passphrase: str | None = None) -> DataKeys:
        """Unlock the key of an archive's genetic data.

        Raises:
            KeyProblem: there is none, others can read it, or the passphrase is wrong.
        """
        stored = self._read(archive_id)
        path = self._file(archive_id)
        try:
            protected = "secret" not in stored
            secret = (
                _unprotect(stored, passphrase, archive_id, path)
                if protected
                else bytes.fromhex(stored["secret"])
            )
            if len(secret) != 32:
                raise ValueError("length")
        except (KeyError, TypeError, ValueError):
            raise KeyProblem(f"{path}: damaged; restore it from a copy") from None
        return DataKeys(archive_id, path.parent, secret, protected=protected)

    def change_passphrase(self, archive_id: str, old: str | None, new: str | None) -> DataKeys:
        """Keep the same key under another passphrase, or under none.

        Raises:
            KeyProblem: as `load`. The old file stands until the new one is whole.
        """
        keys = self.load(archive_id, old)
        path = self._file(archive_id)
        stored = {"accounted_genetic_key": 1, **keys.stored_under(new)}
        try:
            durable.replace(
                path, json.dumps(stored, indent=1).encode() + b"\n", path.with_suffix(".new"), 0o600
            )
            durable.sync_directory(path.parent)
        except OSError as error:
            raise storage_failed(error, "keeping the key of genetic data", path) from error
        return self.load(archive_id, new)

    def _file(self, archive_id: str) -> Path:
        return self.directory(archive_id) / "genetic.key"

    def _read(self, archive_id: str) -> dict[str, Any]:
        path = self._file(archive_id)
        try:
            stored = json.loads(path.read_bytes())
        except FileNotFoundError:
            raise KeyProblem(
                f"{path}: there is no key to the genetic data of this archive here; copy the folder from the "
                "machine where it was made"
            ) from None
        except OSError as error:
            raise KeyProblem(f"{path}: cannot be read ({error.strerror}); it must belong to you") from error
        except ValueError:
            stored = None
        if not isinstance(stored, dict) or stored.get("accounted_genetic_key") != 1:
            raise KeyProblem(f"{path}: damaged, or of a newer version; restore it from a copy")
        if path.stat().st_mode & 0o077:
            raise KeyProblem(f"{path}: others can read it; run: chmod 600 {path}")
        return stored


def _protect(secret: bytes, passphrase: str, archive_id: str) -> dict[str, Any]:
    salt, nonce = os.urandom(16), os.urandom(_NONCE)
    sealed = _cipher(_derive(passphrase, salt, _COST)).encrypt(nonce, secret, archive_id.encode())
    return {"kdf": "scrypt", "cost": _COST, "salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}


def _unprotect(stored: dict[str, Any], passphrase: str | None, archive_id: str, path: Path) -> bytes:
    from cryptography.exceptions import InvalidTag

    if not passphrase:
        raise KeyProblem(f"{path}: needs its passphrase; give it at the prompt or in {PASSPHRASE}")
    if not isinstance(stored["cost"], int) or not 1 < stored["cost"] <= 1 << 20:
        raise ValueError("scrypt cost")
    key = _derive(passphrase, bytes.fromhex(stored["salt"]), stored["cost"])
    try:
        return bytes(
            _cipher(key).decrypt(
                bytes.fromhex(stored["nonce"]), bytes.fromhex(stored["sealed"]), archive_id.encode()
            )
        )
    except InvalidTag:
        raise KeyProblem(f"{path}: wrong passphrase (or a damaged key file)") from None


def _derive(passphrase: str, salt: bytes, cost: int) -> bytes:
    return scrypt(passphrase.encode(), salt=salt, n=cost, r=8, p=1, dklen=32, maxmem=256 * cost * 8)


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
