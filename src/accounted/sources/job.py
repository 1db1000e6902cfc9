"""One file to be read, what a reader returns for it, and where it puts the items it finds inside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from accounted.sources.extraction import MIB, Child, Hints, Limits, RefusedFile
from accounted.sources.manuscript import Manuscript
from accounted.sources.media_types import HEAD_BYTES, sniff
from accounted.sources.names import safe_name, safe_path

_CHUNK = 256 * 1024


def sized(count: int) -> str:
    """A number of bytes as a person says it."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if count < 1024 or unit == "GiB":
            return f"{count:,.0f} {unit}" if unit == "bytes" else f"{count:,.1f} {unit}"
        count /= 1024  # type: ignore[assignment]
    raise AssertionError("unreachable")


class Readable(Protocol):
    """What gives bytes piece by piece: an open file, a member of an archive, a payload being decoded."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


@dataclass
class Outbox:
    """Takes the items found inside a file, as numbered files in a private directory, within the limits."""

    directory: Path
    limits: Limits
    packed_size: int
    children: list[Child] = field(default_factory=list)
    expanded: int = 0

    def put(
        self,
        stream: Readable | bytes,
        *,
        name: str,
        path_in_parent: str | None = None,
        packed: int | None = None,
        url: str | None = None,
        captured: str | None = None,
        media_type: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Child | None:
        """Keep one item. None when it is empty.

        Raises:
            RefusedFile: `too-many-members`, `expands-too-far`.
        """
        if len(self.children) >= self.limits.members:
            raise RefusedFile(
                "too-many-members",
                f"it holds more than {self.limits.members:,} items",
                "unpack it and add the folder, or raise the limit `members`",
            )
        target = self.directory / f"{len(self.children) + 1:06d}.bin"
        size, head, tail = self._copy(stream, target, packed)
        if size == 0:
            target.unlink(missing_ok=True)
            return None
        written = path_in_parent if path_in_parent is not None else name
        details = dict(metadata or {})
        shown, shown_path = safe_name(name), safe_path(written)
        if shown_path != written or shown != name:
            details["name_as_stored"] = written.encode("unicode_escape", "backslashreplace").decode("ascii")[
                :1000
            ]
        child = Child(
            name=shown,
            path_in_parent=shown_path,
            data_path=target,
            media_type=sniff(head, name, tail=tail, declared=media_type),
            size=size,
            url=url,
            captured=captured,
            metadata=details,
        )
        self.children.append(child)
        return child

    def _copy(self, stream: Readable | bytes, target: Path, packed: int | None) -> tuple[int, bytes, bytes]:
        head = tail = b""
        size = 0
        with target.open("wb") as out:
            for chunk in _chunks(stream):
                size += len(chunk)
                self.expanded += len(chunk)
                self._check_expansion(size, packed)
                out.write(chunk)
                if len(head) < HEAD_BYTES:
                    head += chunk[: HEAD_BYTES - len(head)]
                tail = (tail + chunk)[-HEAD_BYTES:]
        return size, head, tail

    def _check_expansion(self, size: int, packed: int | None) -> None:
        if self.expanded > self.limits.expanded_bytes:
            raise RefusedFile(
                "expands-too-far",
                f"it expands to more than {sized(self.limits.expanded_bytes)}",
                "unpack it yourself and add what is needed, or raise the limit `expanded_bytes`",
            )
        packed = self.packed_size if packed is None else packed
        if size > 16 * MIB and size > max(packed, 1) * self.limits.expansion:
            raise RefusedFile(
                "expands-too-far",
                f"{sized(packed)} in it expand more than {self.limits.expansion} times: a decompression bomb",
                "do not unpack it; if it is genuine, raise the limit `expansion`",
            )


def _chunks(stream: Readable | bytes) -> Iterator[bytes]:
    if isinstance(stream, bytes):
        yield stream
        return
    while chunk := stream.read(_CHUNK):
        yield chunk


@dataclass
class Job:
    """One file, opened by a reader inside the confined process."""

    path: Path
    name: str
    media_type: str
    limits: Limits
    hints: Hints
    outbox: Outbox
    tesseract: str | None = None  # path of the program, where it is installed
    depth: int = 0

    @property
    def size(self) -> int:
        """Size of the file in bytes."""
        return self.path.stat().st_size

    def read_text_bytes(self) -> bytes:
        """The whole file, if it is not larger than text is read.

        Raises:
            RefusedFile: `too-large`.
        """
        check_text_size(self.size, self.limits)
        return self.path.read_bytes()

    def read_attached_bytes(self) -> bytes:
        """The whole file where it may carry others inside: four times what text may have, for mail and the
        like.

        Raises:
            RefusedFile: `too-large`.
        """
        most = 4 * self.limits.text_bytes
        if self.size > most:
            raise RefusedFile(
                "too-large",
                f"{sized(self.size)}; messages are read up to {sized(most)}",
                "take the attachments out and add them, or raise the limit `text_bytes`",
            )
        return self.path.read_bytes()

    def sha256(self) -> str:
        """Of the file's bytes."""
        if self.hints.sha256:
            return self.hints.sha256
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


def check_text_size(size: int, limits: Limits) -> None:
    """Refuse text that is larger than the limit, before it is read.

    Raises:
        RefusedFile: `too-large`.
    """
    if size > limits.text_bytes:
        raise RefusedFile(
            "too-large",
            f"{sized(size)} of text; text is read up to {sized(limits.text_bytes)}",
            "split the file, or raise the limit `text_bytes`",
        )


@dataclass
class Outcome:
    """What a reader returns: the manuscript, if the file is a document at all, and its remarks."""

    extractor: str
    version: str
    manuscript: Manuscript | None = None
    warnings: list[str] = field(default_factory=list)


Reader = Callable[[Job], Outcome]
