"""Words in capitals as names are written, so that a gazetteer may know them."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 64  # characters of what stands between two spaces
_REMEMBERED: Final = 65536
_titles: Final[dict[str, str]] = {}  # of what stands between two spaces: texts repeat it


def titled(text: str) -> str:
    """The text with each word in small letters after its first, every offset kept."""
    return " ".join([_titles.get(chunk) or _title(chunk) for chunk in text.split(" ")])


def _title(chunk: str) -> str:
    """What stands between two spaces with each word in it in small letters after its first."""
    if chunk.islower():
        return chunk
    out, inside = [], False
    for char in chunk:
        low = char.lower() if inside else char
        out.append(low if len(low) == 1 else char)
        inside = char.isalpha() or (inside and char in "'’")
    made = "".join(out)
    if len(chunk) <= _LONGEST:  # a longer one would not come again, and would fill memory
        if len(_titles) >= _REMEMBERED:
            _titles.clear()
        _titles[chunk] = made
    return made
