"""Everything a report rests on, fetched at once: texts, claims, warnings and left-out numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted import claims as plain
from accounted.record.queries.claims import ClaimOnRecord, claims
from accounted.record.queries.custody import (
    DestructionOnRecord,
    IntakeOnRecord,
    ItemOnRecord,
    destructions,
    items,
    refusals,
)
from accounted.record.queries.documents import (
    DocumentOnRecord,
    ReadingOnRecord,
    documents,
    reading_on_record,
    text_of,
)

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class DocumentMaterial:
    """One document with its text and what is claimed in it."""

    record: DocumentOnRecord
    document: plain.Document
    reading: ReadingOnRecord | None
    claims: tuple[ClaimOnRecord, ...]


@dataclass(frozen=True, slots=True)
class RecordMaterial:
    """The record as a report sees it. `checkpoint` is the newest signed state of the log."""

    archive_id: str
    title: str
    documents: tuple[DocumentMaterial, ...]
    items: tuple[ItemOnRecord, ...]
    refusals: tuple[IntakeOnRecord, ...]
    log_size: int
    checkpoint_size: int | None
    checkpoint_root: str | None
    destroyed: tuple[DestructionOnRecord, ...] = ()


def material(archive: Archive, *, confidentiality: tuple[str, ...] | None = None) -> RecordMaterial:
    """Everything on record that a report may show; with `confidentiality`, only claims of these levels."""
    from accounted.record.models import Reading

    archive.must_be_open()
    found: dict[str, list[ClaimOnRecord]] = {}
    for claim in claims(archive):
        if confidentiality is None or claim.confidentiality in confidentiality:
            found.setdefault(claim.document, []).append(claim)
    readings: Any = Reading.objects.filter(current=True)
    current = {row.document_id: row for row in readings}
    checkpoint = archive.store.latest_checkpoint()
    return RecordMaterial(
        archive_id=archive.id,
        title=archive.title,
        documents=tuple(
            DocumentMaterial(
                record=row,
                document=text_of(archive, row),
                reading=reading_on_record(current[row.id]) if row.id in current else None,
                claims=tuple(found.get(row.id, ())),
            )
            for row in documents(archive)
            if not row.destroyed
        ),
        items=tuple(items(archive)),
        refusals=tuple(refusals(archive)),
        destroyed=tuple(destructions(archive)),
        log_size=archive.store.size,
        checkpoint_size=checkpoint.size if checkpoint else None,
        checkpoint_root=checkpoint.root.hex() if checkpoint else None,
    )
