"""The user's own settings, outside any archive: keys, and the time-stamp authorities they chose.

They are in the directory ACCOUNTED_CONFIG, or `accounted` in the user's configuration directory.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.evidence.stamping import Authority


class InvalidSettings(ValueError):
    """A settings file that cannot be followed; the message names the key and what to write."""


def config_dir() -> Path:
    """Where this user's keys and settings are."""
    if named := os.environ.get("ACCOUNTED_CONFIG"):
        return Path(named).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "~")).expanduser() / "accounted"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/accounted").expanduser()
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "accounted"


def authorities() -> list[Authority]:
    """The time-stamp authorities the user configured; none by default.

    In config.toml: `[[authority]]` with `name`, `url` and `certificates` (a PEM file of their chain).

    Raises:
        InvalidSettings: the file is not TOML, or an authority lacks one of the three.
    """
    from accounted.evidence.stamping import Authority

    path = config_dir() / "config.toml"
    if not path.exists():
        return []
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSettings(f"{path}: {error}; correct the line, or move the file away.") from None
    entries = settings.get("authority", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidSettings(f"{path}: write each authority under a line [[authority]], in double brackets.")
    found = []
    for number, entry in enumerate(entries, start=1):
        missing = [key for key in ("name", "url", "certificates") if not isinstance(entry.get(key), str)]
        if missing:
            raise InvalidSettings(
                f"{path}: authority {number} has no {' and no '.join(missing)}; "
                "each needs name, url and certificates."
            )
        certificates = Path(entry["certificates"]).expanduser()
        if not certificates.is_absolute():
            certificates = path.parent / certificates
        found.append(Authority.load(entry["name"], entry["url"], certificates))
    return found
