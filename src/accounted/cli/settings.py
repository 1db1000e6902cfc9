"""The user's own settings, outside any archive: keys, and the time-stamp authorities they chose.

They are in the directory ACCOUNTED_CONFIG, or `accounted` in the user's configuration directory.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.record.configuration import config_dir

if TYPE_CHECKING:
    from accounted.evidence.stamping import Authority
    from accounted.sources import Limits

_LARGEST_LIMIT = 1 << 50


class InvalidSettings(ValueError):
    """A settings file that cannot be followed; the message names the key and what to write."""


class InvalidLimit(InvalidSettings):
    """A limit of the readers that cannot be set so."""


def _config() -> tuple[Path, dict[str, Any]]:
    """`config.toml` and what is in it; nothing where there is none."""
    path = config_dir() / "config.toml"
    if not path.exists():
        return path, {}
    try:
        return path, tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSettings(f"{path}: {error}; correct the line, or move the file away.") from None


def parser_limits(given: list[str] | None = None) -> Limits:
    """How far the readers of files go: the program's limits, those of `[limits]` in config.toml, those given.

    Raises:
        InvalidLimit: one that there is not, or a value that is none.
    """
    from accounted.sources import Limits

    path, settings = _config()
    listed = settings.get("limits", {})
    if not isinstance(listed, dict):
        raise InvalidSettings(f"{path}: write the limits below a line [limits].")
    wanted = [(f"{path}, [limits]", name, value) for name, value in listed.items()]
    for one in given or []:
        name, _, value = one.partition("=")
        wanted.append((f"--limit {one}", name.strip(), value.strip()))
    known = {one.name: one.type for one in fields(Limits)}
    chosen: dict[str, Any] = {}
    for where, name, value in wanted:
        if name not in known:
            raise InvalidLimit(f"{where}: there is no limit {name!r}; they are {', '.join(known)}.")
        number = _number(value)
        if number is None or (number == 0 and name != "ocr_pages"):
            raise InvalidLimit(f"{where}: {name} is a number above 0, such as 50000 or 200MiB.")
        chosen[name] = number if known[name] == "float" else int(number)
    return Limits(**chosen)


def _number(value: object) -> float | None:
    """A number, which may be one of bytes: `50000`, `200 MiB`, `4GiB`."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value if 0 <= value < _LARGEST_LIMIT else None
    found = re.fullmatch(r"([0-9]{1,15}(?:\.[0-9]{1,3})?) ?(KiB|MiB|GiB)?", str(value))
    if found is None:
        return None
    number = float(found[1]) * {None: 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}[found[2]]
    return number if number < _LARGEST_LIMIT else None


def authorities() -> list[Authority]:
    """The time-stamp authorities the user configured; none by default.

    In config.toml: `[[authority]]` with `name`, `url` and `certificates` (a PEM file of their chain).

    Raises:
        InvalidSettings: the file is not TOML, or an authority lacks one of the three.
    """
    from accounted.evidence.stamping import Authority

    path, settings = _config()
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
