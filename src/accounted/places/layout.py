"""The compact index as bytes: flat arrays in one file, read in place through mmap.

    magic "ACCPLACE" · length of the header (4 bytes) · header (JSON) · sections, each 8-byte aligned

The header holds the format number, the versions of the material, the offset, length and item type of each
section, and the CRC-32 of everything after it. Nothing is unpacked on loading: a look-up hashes its key
(CRC-32), probes the slot table and reads the few bytes it needs.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from collections.abc import Mapping
from typing import Any, Final

from accounted.places.folding import Script
from accounted.places.place import Kind

MAGIC: Final = b"ACCPLACE"
FORMAT: Final = 4

# How a key belongs to a place. A posting is place << 36 | role << 32 | CRC-32 of the plain form.
NAME, ALTERNATE, BARE, ADJECTIVE, SKELETON = range(5)
KINDS: Final[tuple[Kind, ...]] = ("country", "region", "district", "settlement")
SCRIPTS: Final[tuple[Script, ...]] = ("latin", "cyrillic", "arabic", "other")
PROMINENT_WEIGHT: Final = 84
"""Weight (some 15,000 inhabitants) from which a misspelt name is looked for in every country."""
NO_POINT: Final = 0x7FFFFFFF
NO_PARENT: Final = 0xFFFFFFFF
LENGTHS: Final = 32
"""Keys of fewer letters than this are listed for typo search, by length."""
_LENGTH: Final = struct.Struct("<I")


class UnreadableIndex(Exception):
    """The bytes are no index of this format: wrong magic, other format or versions, damaged, cut short."""


def pack(sections: Mapping[str, tuple[str, bytes]], facts: Mapping[str, Any]) -> bytes:
    """One index from named sections (item type of `array`, bytes) and the facts that identify it."""
    body = bytearray()
    table: dict[str, list[Any]] = {}
    for name, (code, data) in sections.items():
        body += b"\0" * (-len(body) % 8)
        table[name] = [code, len(body), len(data)]
        body += data
    header = json.dumps(
        {"format": FORMAT, "byteorder": sys.byteorder, "sections": table, "crc": zlib.crc32(body), **facts},
        sort_keys=True,
    ).encode()
    header += b" " * (-(len(MAGIC) + _LENGTH.size + len(header)) % 8)
    return MAGIC + _LENGTH.pack(len(header)) + header + bytes(body)


def unpack(data: memoryview, facts: Mapping[str, Any]) -> dict[str, memoryview]:
    """The sections of an index that was made from exactly these facts.

    Raises UnreadableIndex, which says what does not fit; the remedy is to build the index anew.
    """
    start = len(MAGIC) + _LENGTH.size
    if len(data) < start or bytes(data[: len(MAGIC)]) != MAGIC:
        raise UnreadableIndex("not an index of places (wrong first bytes)")
    (length,) = _LENGTH.unpack(data[len(MAGIC) : start])
    try:
        header = json.loads(bytes(data[start : start + length]))
    except ValueError:
        raise UnreadableIndex("the header of the index is damaged") from None
    expected = {"format": FORMAT, "byteorder": sys.byteorder, **facts}
    for name, value in expected.items():
        if header.get(name) != value:
            raise UnreadableIndex(f"made for {name} {header.get(name)}, now {value}")
    body = data[start + length :]
    if zlib.crc32(body) != header["crc"]:
        raise UnreadableIndex("the index is damaged or cut short (its checksum differs)")
    sections = {}
    for name, (code, offset, size) in header["sections"].items():
        part = body[offset : offset + size]
        sections[name] = part if code == "B" else part.cast(code)
    return sections
