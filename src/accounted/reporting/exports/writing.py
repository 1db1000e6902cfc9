"""Putting the files of an export in their place: all of them or none, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from accounted.reporting.exports.content import Content
from accounted.reporting.exports.target import Made

NOTES = "NOTES.txt"
BESIDE = ".notes.txt"


class AlreadyThere(FileExistsError):
    """There is something where an export should go; nothing is overwritten."""


def places(made: Made | None, destination: Path, *, single: bool | None = None) -> tuple[Path, ...]:
    """What an export makes: a file and its notes, or a folder."""
    alone = single if made is None else "" in made.files
    return (destination, destination.with_name(destination.name + BESIDE)) if alone else (destination,)


def must_be_free(paths: tuple[Path, ...]) -> None:
    """Refuse to write over anything.

    Raises:
        AlreadyThere: names it.
    """
    for path in paths:
        if os.path.lexists(path):
            raise AlreadyThere(f"{path} exists; choose a new name, nothing is overwritten")


def write(
    made: Made,
    content: Content,
    destination: Path,
    *,
    log: Callable[[Mapping[str, str]], object] = lambda digests: None,
) -> tuple[Path, ...]:
    """Write an export with its notes; returns what was made.

    Arguments:
        log: told the SHA-256 of every file, by name, when all are on the disk and before any is in its place.

    Raises:
        AlreadyThere: there is something at the destination.
        OSError: it could not be written; nothing of it is left.
    """
    single = "" in made.files
    targets = places(made, destination)
    must_be_free(targets)
    notes = made.notes(content, destination.name).encode()
    files = dict(made.files) if not single else {destination.name: made.files[""]}
    files[targets[1].name if single else NOTES] = notes
    partial = destination.with_name(f".{destination.name}.{secrets.token_hex(4)}.partial")
    placed: list[Path] = []
    try:
        partial.mkdir(mode=0o700)
        for name, data in files.items():
            _write(partial / name, data)
        log({name: sha256(data).hexdigest() for name, data in sorted(files.items())})
        if not single:
            partial.rename(destination)
            return targets
        for target in reversed(targets):  # the notes first: a file without its notes must not be there
            (partial / target.name).rename(target)
            placed.append(target)
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return targets


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
