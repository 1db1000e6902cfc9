"""What became of the files that were given, and where a long intake stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["keeping", "reading"]


@dataclass(frozen=True, slots=True)
class KeptItem:
    """One file that was kept, and what became of it.

    Attributes:
        number: of the item, as in the log: ACC-000001.
        accession: of this taking-in; differs from `number` when the bytes were held already.
        state: documented, no_text, refused (kept, but cannot be opened) or kept.
        document: the identifier of its document, if it has one.
        claims: how many claims its current reading has.
        missing: what the Berkeley Protocol's minimum asks for and was not given.
        trouble: why it could not be opened or read.
    """

    number: str
    accession: str
    id: str
    name: str
    sha256: str
    size: int
    media_type: str | None
    already_held: bool
    state: str
    document: str | None = None
    claims: int = 0
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    trouble: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedFileNote:
    """Something that was not kept, and why. It is on record as refused."""

    name: str
    reason: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is no material (a file of the desktop), passed over."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What became of everything that was given."""

    kept: tuple[KeptItem, ...] = ()
    refused: tuple[RefusedFileNote, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def claims(self) -> int:
        """How many claims were put on record now."""
        return sum(item.claims for item in self.kept if not item.already_held)

    @property
    def documents(self) -> int:
        """How many documents were put on record now."""
        return sum(1 for item in self.kept if item.document and not item.already_held)

    @property
    def troubled(self) -> tuple[KeptItem, ...]:
        """Files that were kept but could not be opened or read."""
        return tuple(item for item in self.kept if item.trouble)

    @property
    def ok(self) -> bool:
        """Whether everything given was kept and could be opened."""
        return not self.refused and not self.troubled


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a long intake stands. `total` grows when archives turn out to hold more."""

    phase: Phase
    done: int
    total: int
    name: str


OnProgress = Callable[[Progress], None]
