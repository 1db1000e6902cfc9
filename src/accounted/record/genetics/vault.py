"""Genetic data at rest: sealed files beside the record, each under a key of its own that is kept elsewhere.

`<archive>/genetics/<code>.sealed` holds a profile, a table of allele frequencies, or what a laboratory calls
the members of a family. Neither the database nor the log nor an object of the store holds any of it: they
know the code and the SHA-256 of the sealed bytes. The folder is no part of a bag or an export.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.evidence import Damaged, durable
from accounted.evidence.errors import reading, storage_failed
from accounted.record.genetics.forms import canonical

if TYPE_CHECKING:
    from accounted.evidence.data_keys import DataKeys
    from accounted.record.archive import Archive

FOLDER = "genetics"


def sealed_path(root: Path, code: str) -> Path:
    """Where the sealed data of a code lie in an archive."""
    return root / FOLDER / f"{code}.sealed"


class Vault:
    """The sealed data of one archive, opened with its key."""

    def __init__(self, archive: Archive, keys: DataKeys) -> None:
        self._archive = archive
        self._keys = keys
        self._folder = archive.path / FOLDER

    def new_code(self, kind: str) -> str:
        """A code that names nobody and that nothing has yet: G for a sample, F for a family, Q for
        frequencies."""
        while True:
            code = f"{kind}-{self._archive.draw_seed()[:10].upper()}"
            if not sealed_path(self._archive.path, code).exists() and not self._keys.has(code):
                return code

    def put(self, code: str, plain: Any, *, sync: bool = True) -> str:
        """Seal data under a code; the SHA-256 of the sealed bytes.

        Without `sync`, call `sync` before anything on record names the code.
        """
        sealed = self._keys.seal(code, canonical(plain), sync=sync)
        path = sealed_path(self._archive.path, code)
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            durable.write_new(path, sealed, 0o600, sync=sync)
            if sync:
                durable.sync_directory(self._folder)
        except OSError as error:
            self._keys.destroy(code)
            raise storage_failed(error, "keeping sealed data", path) from error
        return hashlib.sha256(sealed).hexdigest()

    def sync(self) -> None:
        """Make everything sealed so far durable, keys first."""
        self._keys.sync()
        try:
            if self._folder.exists():
                durable.sync_files(self._folder)
        except OSError as error:
            raise storage_failed(error, "keeping sealed data", self._folder) from error

    def get(self, code: str, sha256: str) -> Any:
        """What lies sealed under a code.

        Raises:
            Damaged: the sealed bytes are gone, or not those that were recorded.
            KeyProblem: the key was destroyed or is not here.
        """
        path = sealed_path(self._archive.path, code)
        if not path.exists():
            raise Damaged(f"{code}: its sealed data are not in the archive; restore {path} from a copy")
        with reading(path):
            sealed = path.read_bytes()
        if hashlib.sha256(sealed).hexdigest() != sha256:
            raise Damaged(f"{code}: its sealed data are not those that were recorded; restore {path}")
        return json.loads(self._keys.open(code, sealed))

    def destroy(self, codes: Iterable[str]) -> None:
        """Destroy key and sealed data of these codes for good."""
        for code in codes:
            self._keys.destroy(code)
            remove_sealed(self._archive.path, code)

    def settle(self) -> None:
        """Carry out what was decided and interrupted: nothing withdrawn keeps key or data.

        On another machine this destroys the keys of what was withdrawn since they were copied there.
        """
        from accounted.record.models import Sample

        gone = Sample.objects.filter(withdrawn_at__isnull=False).values_list("code", flat=True)
        self.destroy(
            code for code in gone if self._keys.has(code) or sealed_path(self._archive.path, code).exists()
        )


def remove_sealed(root: Path, code: str) -> None:
    """Overwrite and remove a sealed file."""
    path = sealed_path(root, code)
    if not path.exists():
        return
    try:
        with durable.opened(path, os.O_WRONLY) as file:
            durable.write(file, os.urandom(path.stat().st_size))
            os.fsync(file)
        path.unlink()
        durable.sync_directory(path.parent)
    except OSError as error:
        raise storage_failed(error, "removing sealed data", path) from error
