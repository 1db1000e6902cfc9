"""The text of a file, whatever program wrote it."""

from __future__ import annotations

import codecs
from pathlib import Path

from accounted.identifying.errors import IdentifyingError

LARGEST = 500 * 1024 * 1024


def bytes_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        IdentifyingError: it is a directory, empty, or too large. OSError: it cannot be read.
    """
    if path.is_dir():
        raise IdentifyingError(f"{path} is a directory; name a file in it")
    size = path.stat().st_size
    if size == 0:
        raise IdentifyingError(f"{path} is empty; export it again")
    if size > LARGEST:
        raise IdentifyingError(f"{path}: {size:,} bytes, at most {LARGEST:,} are read; split the file")
    return path.read_bytes()


def text_of(path: Path) -> str:
    """The text: UTF-8 or UTF-16 with a mark, else what its bytes are likeliest to be.

    Raises:
        IdentifyingError: no encoding gives text.
    """
    return decoded(bytes_of(path), str(path))


def decoded(data: bytes, where: str) -> str:
    """The text that bytes hold.

    Raises:
        IdentifyingError: no encoding gives text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        found = from_bytes(data).best()
        if found is None:
            raise IdentifyingError(f"{where} is no text; save it as text in UTF-8") from None
        return str(found)
