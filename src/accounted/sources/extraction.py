"""What comes out of a file: a document, the items inside it, and what should be remarked on.

Plain types only; nothing here opens a file. Offsets are code points into `Document.text` (see `claims`).
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from accounted.claims import Document
from accounted.sources.names import visible

MIB = 1024 * 1024
GIB = 1024 * MIB


class SourceError(Exception):
    """Something about reading a source that a person should be told in one sentence."""


class RefusedFile(SourceError):
    """A file that is not read, why, and what to do about it.

    `code` is stable and one of:

    - `missing`, `unreadable`, `not-a-file`, `empty`: there is nothing to read;
    - `too-large`, `too-many-cells`, `too-many-members`, `too-many-pages`, `expands-too-far`, `nested-too-
      deep`: a limit of `Limits`;
    - `too-slow`, `too-much-memory`: the reader was stopped by its own limits;
    - `encrypted`, `unsupported`, `binary`: readable by something else, perhaps;
    - `damaged`: not what its format asks for;
    - `crashed`: the reader itself failed.
    """

    def __init__(self, code: str, what: str, advice: str, *, name: str | None = None) -> None:
        self.code = code
        self.what = visible(what)  # it may quote the file
        self.advice = advice
        self.name = name
        super().__init__(f"{visible(name) + ': ' if name else ''}{self.what}; {advice}")

    def about(self, name: str) -> RefusedFile:
        """The same refusal, saying of which file."""
        return RefusedFile(self.code, self.what, self.advice, name=name)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far the readers go. Every limit ends in a `RefusedFile` that names it, never in a silent cut."""

    file_bytes: int = 8 * GIB  # of one file that is opened at all
    text_bytes: int = 64 * MIB  # of a file that is text: txt, HTML, RTF, CSV, one message, one XML part
    characters: int = 20_000_000  # of one document text
    segments: int = 400_000
    cells: int = 1_000_000  # of all tables of one document together
    columns: int = 16_384
    pages: int = 20_000
    pixels: int = 250_000_000  # of one image
    members: int = 50_000  # of one archive, attachments of one message
    expanded_bytes: int = 4 * GIB  # of all members of one archive together
    expansion: int = 250  # times the packed size; beyond 16 MiB only, small things do shrink that well
    depth: int = 4  # archives within archives
    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    memory_bytes: int = 2 * GIB  # address space of the reader
    ocr_pages: int = 500  # pages without text that are recognised; 0 = never
    ocr_seconds: float = 1800.0  # for all pages of one file


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a file from outside it. What is given here stands; the file is asked for the rest."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None  # EDTF
    language: str | None = None  # BCP-47
    url: str | None = None
    charset: str | None = None  # as declared by a mail part or a web server; the bytes decide
    sha256: str | None = None  # of the bytes, if already known: saves a second pass


class Workspace:
    """A private directory (mode 0700) that vanishes when nothing refers to it any more, or on `close`."""

    def __init__(self, parent: Path | None = None) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="accounted-", dir=parent))
        self._remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def close(self) -> None:
        """Remove the directory now. Safe to call twice."""
        self._remove()


@dataclass(frozen=True, slots=True)
class Child:
    """An item inside another: an attachment, a member of an archive, a captured page.

    The bytes lie in a private temporary file that lives as long as the extraction. `name` and
    `path_in_parent` are safe to show and never used as a path; the name as it stood is in
    `metadata["name_as_stored"]` where it had to be changed.
    """

    name: str
    path_in_parent: str
    data_path: Path
    media_type: str
    size: int
    url: str | None = None
    captured: str | None = None  # ISO 8601 time of capture or of the member, as the parent states it
    metadata: Mapping[str, str] = field(default_factory=dict)
    workspace: Workspace | None = field(default=None, repr=False, compare=False)  # keeps the file alive

    def read(self) -> bytes:
        """The bytes, whole."""
        return self.data_path.read_bytes()


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a reader made of one file. Close it (or use it in `with`) once the children are taken over."""

    document: Document | None
    children: tuple[Child, ...]
    extractor: str
    version: str
    warnings: tuple[str, ...]
    media_type: str
    depth: int = 0  # 0 = not inside anything
    workspace: Workspace | None = field(default=None, repr=False, compare=False)

    def close(self) -> None:
        """Remove the bytes of the children. Safe to call twice; happens by itself when nothing holds them."""
        if self.workspace is not None:
            self.workspace.close()

    def __enter__(self) -> Extraction:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
