"""Names of files as strangers wrote them, made safe to show. They are never used as paths."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 255
_RESERVED = re.compile(r"[\x00-\x1f\x7f]")


def safe_path(written: str) -> str:
    """A path inside an archive without climbing, drive letters, controls or direction overrides.

    Characters that would not be seen, or would make the name read other than it is stored, become U+FFFD.
    """
    visible = "".join(_visible(character) for character in written[:4096]).replace("\\", "/")
    visible = re.sub(r"^[A-Za-z]:(?=/)", "", visible)
    parts = [part for part in visible.split("/") if part not in ("", ".", "..")]
    return "/".join(part[:_LONGEST] for part in parts) or "unnamed"


def safe_name(written: str) -> str:
    """The last part of a path, made safe."""
    return safe_path(written).rsplit("/", 1)[-1]


def visible(text: str) -> str:
    """A stranger's words as they may stand on a terminal: nothing unseen, nothing that steers it."""
    return "".join(character if character == " " else _visible(character) for character in text)


def _visible(character: str) -> str:
    if character in "\u200c\u200d":  # joiners: part of ordinary words in Persian and in Indian scripts
        return character
    if _RESERVED.match(character) or unicodedata.category(character) in ("Cf", "Cs", "Co", "Zl", "Zp"):
        return "�"
    return character
