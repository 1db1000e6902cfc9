"""Office files and e-books are ZIP packages of XML parts: opened with care, one part at a time.

The sizes a ZIP states are not believed: each part is read up to a limit. XML is parsed without entities,
without document types, without the network and within libxml2's own bounds, so neither XXE nor entity
expansion can occur.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from accounted.sources.extraction import MIB, RefusedFile
from accounted.sources.job import Job, sized

_SAVE_AGAIN = "open it in its own program and save it again, or ask for another copy"
_MOST_PARTS = 20_000


class Package:
    """The parts of one ZIP package, by name."""

    def __init__(self, archive: zipfile.ZipFile, job: Job) -> None:
        self._archive = archive
        self._job = job
        self.names = frozenset(archive.namelist())

    def part(self, name: str) -> bytes | None:
        """The bytes of a part; None when there is no such part.

        Raises:
            RefusedFile: `expands-too-far`, `encrypted`, `damaged`.
        """
        if name not in self.names:
            return None
        info = self._archive.getinfo(name)
        if info.flag_bits & 0x1:
            raise _encrypted()
        most = self._job.limits.text_bytes
        try:
            with self._archive.open(info) as stream:
                data = stream.read(most + 1)
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise RefusedFile(
                "damaged", f"its part {name} is broken ({str(error)[:100]})", _SAVE_AGAIN
            ) from error
        except Exception as error:  # zlib, lzma and bz2 each have their own
            raise RefusedFile(
                "damaged", f"its part {name} is broken ({str(error)[:100]})", _SAVE_AGAIN
            ) from error
        if len(data) > most or _bomb(len(data), info.compress_size, self._job.limits.expansion):
            raise RefusedFile(
                "expands-too-far",
                f"its part {name} ({sized(info.compress_size)} packed) expands too far: a decompression bomb",
                "do not open it; if it is genuine, raise the limits `text_bytes` and `expansion`",
            )
        return data

    def xml(self, name: str) -> Any:
        """The root element of a part; None when there is no such part.

        Raises:
            RefusedFile: `damaged`.
        """
        data = self.part(name)
        return None if data is None else parse_xml(data, name)


@contextmanager
def opened(job: Job) -> Iterator[Package]:
    """The package of a job, closed at the end.

    Raises:
        RefusedFile: `damaged`, `too-many-members`.
    """
    try:
        archive = zipfile.ZipFile(job.path)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise RefusedFile("damaged", f"this is not a whole file ({str(error)[:100]})", _SAVE_AGAIN) from error
    with archive:
        if len(archive.filelist) > _MOST_PARTS:
            raise RefusedFile(
                "too-many-members",
                f"it has {len(archive.filelist):,} parts, more than {_MOST_PARTS:,}",
                _SAVE_AGAIN,
            )
        yield Package(archive, job)


def parse_xml(data: bytes | IO[bytes], name: str = "document") -> Any:
    """The root element of XML from a stranger.

    Raises:
        RefusedFile: `damaged`, when it is not well formed or declares entities.
    """
    from lxml import etree

    raw = data if isinstance(data, bytes) else data.read()
    if b"<!ENTITY" in raw[:MIB] or b"<!DOCTYPE" in raw[:4096]:
        raise RefusedFile(
            "damaged",
            f"its part {name} declares a document type or entities, which genuine files of this kind do not",
            "do not open it in an office program; ask for another copy",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=False,
    )  # fmt: skip
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedFile(
            "damaged", f"its part {name} is not well formed ({str(error)[:120]})", _SAVE_AGAIN
        ) from error


def _bomb(size: int, packed: int, times: int) -> bool:
    return size > 16 * MIB and size > max(packed, 1) * times


def _encrypted() -> RefusedFile:
    return RefusedFile(
        "encrypted",
        "the file is protected with a password",
        "open it with the password, save it without one, and add that copy beside this one",
    )
