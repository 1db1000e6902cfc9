"""`archive.toml`: which archive this is, and in which format (FORMAT.md)."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from accounted.evidence.errors import Damaged, EvidenceError, NewerFormat, NotAnArchive

FORMAT = 1
SETTINGS = "archive.toml"
ARCHIVE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def read_settings(root: Path) -> dict[str, Any]:
    """`archive.toml`. Raises NotAnArchive without one, NewerFormat for one of a later format, Damaged
    otherwise."""
    path = root / SETTINGS
    try:
        settings = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise NotAnArchive(
            f"{root}: no archive here (archive.toml is missing); make one with: accounted init"
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Damaged(f"{path}: not readable as TOML ({error}); restore it from a copy") from None
    except OSError as error:
        raise EvidenceError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    number = settings.get("format")
    if not isinstance(number, int) or number < 1:
        raise Damaged(f"{path}: does not say which format the archive has; restore it from a copy")
    if number > FORMAT:
        raise NewerFormat(
            f"{path}: the archive has format {number}, this software knows up to {FORMAT}; use a newer one"
        )
    if not isinstance(settings.get("id"), str) or ARCHIVE_ID.fullmatch(settings["id"]) is None:
        raise Damaged(f"{path}: has no valid id; restore it from a copy")
    return settings


def first_settings(archive_id: str, title: str, created: str) -> bytes:
    """The settings of a new archive."""
    quoted = json.dumps(title, ensure_ascii=False).replace("\x7f", "\\u007f")
    text = f'format = {FORMAT}\nid = "{archive_id}"\ntitle = {quoted}\ncreated = {created}\n'
    return text.encode("utf-8")


def clear_interrupted_creation(root: Path) -> None:
    """Remove what a creation left that was cut off before there was an archive; refuse anything more."""
    import shutil

    entries = root / "log" / "entries.jsonl"
    if entries.exists() and entries.read_bytes().count(b"\n") > 1:
        raise Damaged(f"{root}: there is a log but no archive.toml; restore archive.toml from a copy")
    objects = root / "objects"
    if objects.exists() and any(objects.iterdir()):
        raise Damaged(f"{root}: there are objects but no archive.toml; choose another directory")
    for name in ("objects", "tmp", "log"):
        if (root / name).exists():
            shutil.rmtree(root / name)
