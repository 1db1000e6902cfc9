"""Documents on record, their text, and what readers found in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounted import claims as plain
from accounted.record import manuscripts
from accounted.record.docket import NotOnRecord
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class DocumentOnRecord:
    """One document. Its text is an object of the store: `text_of` fetches it."""

    id: str
    item: str  # number of the item
    sha256: str  # of the original bytes
    name: str | None  # of the file it came from
    parent: str | None  # number of the archive or message it came out of
    title: str | None
    type: str | None
    creator: str | None
    publisher: str | None
    published: str | None
    published_inferred: bool
    language: str | None
    url: str | None
    media_type: str
    characters: int
    text_sha256: str
    structure_sha256: str
    extractor: str
    extractor_version: str
    warnings: tuple[str, ...]
    same_text_as: str | None
    syndicated_from: str | None
    source: str | None
    confidentiality: str
    recorded_at: datetime
    claims: int  # of its current reading
    destroyed: bool = False  # its bytes and its words are gone, by order


@dataclass(frozen=True, slots=True)
class ReadingOnRecord:
    """What one reader found: who it was, what it remarked on, and the numbers it left out."""

    id: str
    document: str
    sha256: str
    reader: plain.ReaderIdentity
    warnings: tuple[plain.ReadingWarning, ...]
    not_counted: tuple[tuple[plain.Excerpt, str], ...]
    claims: int
    read_at: datetime


def documents(
    archive: Archive,
    *,
    item: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    ids: list[str] | None = None,
    sight: Sight = EVERYTHING,
    limit: int | None = None,
    offset: int = 0,
) -> list[DocumentOnRecord]:
    """The documents on record, in the order of their items."""
    from django.db.models import OuterRef, Prefetch, Subquery

    from accounted.record.models import Document, Intake, Reading

    archive.must_be_open()
    rows = sight.documents(Document.objects.select_related("item").order_by("item__number", "id"))
    plainly = {"item__number": item, "publisher": publisher, "language": language}
    rows = rows.filter(**{name: value for name, value in plainly.items() if value is not None})
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    current = Reading.objects.filter(document=OuterRef("pk"), current=True).values("claims_count")[:1]
    rows = rows.annotate(found=Subquery(current)).prefetch_related(
        Prefetch("item__intakes", Intake.objects.select_related("parent").order_by("at", "id"))
    )
    if limit is not None or offset:
        rows = rows[offset : None if limit is None else offset + limit]
    return [_one(row) for row in rows]


def document(archive: Archive, identifier: str) -> DocumentOnRecord:
    """One document, by its identifier or by the number of its item.

    Raises:
        NotOnRecord: there is none.
    """
    by_item = not identifier.startswith("doc_")
    found = documents(archive, item=identifier) if by_item else documents(archive, ids=[identifier])
    if not found:
        raise NotOnRecord(f"{identifier}: no document of that identifier or item number is on record")
    return found[-1]


def text_of(archive: Archive, document: DocumentOnRecord) -> plain.Document:
    """The document itself: text, segments, tables, from the objects of the store.

    Raises:
        NotOnRecord: it was destroyed by order.
    """
    if document.destroyed:
        raise NotOnRecord(f"{document.item}: was destroyed by order; no word of it is on record")
    return manuscripts.document_of(
        archive.load(document.structure_sha256), archive.load(document.text_sha256)
    )


def reading(archive: Archive, document: str) -> ReadingOnRecord | None:
    """The current reading of a document; None when it was not read."""
    from accounted.record.models import Reading

    archive.must_be_open()
    row = Reading.objects.filter(document_id=document, current=True).first()
    return reading_on_record(row) if row else None


def second_readings(archive: Archive, document: str) -> list[ReadingOnRecord]:
    """What language models read in a document, the newest first. None of them is its current reading."""
    from accounted.record.models import Reading

    archive.must_be_open()
    rows: Any = Reading.objects.filter(document_id=document, second=True).order_by("-read_at", "-id")
    return [reading_on_record(row) for row in rows]


def reading_on_record(row: Any) -> ReadingOnRecord:
    """The row as plain data."""
    return ReadingOnRecord(
        id=row.id,
        document=row.document_id,
        sha256=row.sha256,
        reader=plain.ReaderIdentity(row.reader, row.version, row.lexicon, dict(row.parameters)),
        warnings=tuple(
            plain.ReadingWarning(w["rule"], w["message"], tuple(w.get("claims") or ())) for w in row.warnings
        ),
        not_counted=tuple(_left_out(one) for one in row.not_counted),
        claims=row.claims_count,
        read_at=row.read_at,
    )


def _left_out(told: Any) -> tuple[plain.Excerpt, str]:
    excerpt = told.get("excerpt", told)
    return plain.Excerpt(excerpt["start"], excerpt["end"], excerpt["exact"]), told.get(
        "reason", told.get("why", "")
    )


def _one(row: Any) -> DocumentOnRecord:
    first = next(iter(row.item.intakes.all()), None)
    return DocumentOnRecord(
        id=row.id,
        item=row.item.number,
        sha256=row.item.sha256,
        name=first.original_name if first else None,
        parent=first.parent.number if first and first.parent else None,
        title=row.title,
        type=row.type,
        creator=row.creator,
        publisher=row.publisher,
        published=row.published,
        published_inferred=row.date_estimated,
        language=row.language,
        url=row.url,
        media_type=row.media_type,
        characters=row.characters,
        text_sha256=row.text_sha256,
        structure_sha256=row.structure_sha256,
        extractor=row.extractor,
        extractor_version=row.extractor_version,
        warnings=tuple(row.warnings),
        same_text_as=row.same_text_as_id,
        syndicated_from=row.syndicated_from_id,
        source=row.source_id,
        confidentiality=row.confidentiality,
        recorded_at=row.created_at,
        claims=row.found or 0,
        destroyed=row.item.state == "destroyed",
    )
