"""Which files are meant by the paths a person gives: in a fixed order, without following links."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# Left behind by desktops and version control; never material.
JUNK_FILES = frozenset({".DS_Store", "Thumbs.db", "ehthumbs.db", "desktop.ini", ".localized", ".directory"})
JUNK_FOLDERS = frozenset({"__MACOSX", ".Spotlight-V100", ".Trashes", ".fseventsd", ".git", "@eaDir"})


@dataclass(frozen=True, slots=True)
class Met:
    """One thing met on the walk: a file to take in, or something passed over and why.

    `shown` is the path as given by the person and continued below it. `junk` things are noted only; other
    things passed over are refusals, which the record keeps.
    """

    path: Path
    shown: str
    why_not: str | None = None
    junk: bool = False


def walk(paths: Sequence[Path], *, archive: Path) -> Iterator[Met]:
    """Every file below the paths.

    The paths come in the order given, what is in a folder in the order of its names' bytes.
    """
    own = archive.resolve()
    for path in paths:
        yield from _walk(path, str(path), own)


def _walk(path: Path, shown: str, own: Path) -> Iterator[Met]:
    if path.is_symlink():
        yield Met(path, shown, f"{shown}: a link; links are not followed, give the file it points to")
        return
    if path.is_dir():
        if path.name in JUNK_FOLDERS:
            yield Met(path, shown, "a folder of the desktop or of version control", junk=True)
            return
        if path.resolve() == own:
            yield Met(path, shown, "the archive itself", junk=True)
            return
        if (path / "archive.toml").is_file() and (path / "log" / "entries.jsonl").is_file():
            yield Met(path, shown, "another archive; take its material over as a bag", junk=True)
            return
        try:
            names = sorted((one.name for one in path.iterdir()), key=os.fsencode)
        except OSError as error:
            yield Met(
                path, shown, f"{shown}: the folder cannot be read ({error.strerror}); check its permissions"
            )
            return
        for name in names:
            yield from _walk(path / name, os.path.join(shown, name), own)  # noqa: PTH118  `shown` is for people
        return
    if path.name in JUNK_FILES or path.name.startswith("._"):
        yield Met(path, shown, "left by the desktop", junk=True)
    elif not path.exists():
        yield Met(path, shown, f"{shown}: there is no such file; check the name and the folder")
    elif not path.is_file():
        yield Met(path, shown, f"{shown}: a device, pipe or socket; copy what it holds into a file first")
    else:
        yield Met(path, shown)
