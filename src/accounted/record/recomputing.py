"""The texts and readings of an archive made again from the preserved bytes, and compared with those kept.

Nothing is recorded. A reading by a language model is not made again: it is no function of its input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from accounted.record.decisions.readings import reading_bytes
from accounted.record.queries import DocumentOnRecord, documents, reading, text_of

if TYPE_CHECKING:
    from accounted.claims import Document
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive

Outcome = Literal["same", "text differs", "reading differs", "not made again", "cannot be made again"]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One document: whether its bytes still give the text and the reading on record, and if not why."""

    item: str
    document: str
    outcome: Outcome
    why: str = ""

    @property
    def differs(self) -> bool:
        """Whether figures that rest on this document cannot be recomputed as they were."""
        return self.outcome in ("text differs", "reading differs", "cannot be made again")


def recompute(
    archive: Archive,
    *,
    gazetteer: Gazetteer,
    on_progress: Callable[[str], None] | None = None,
) -> Iterator[Recomputed]:
    """Extract and read every document on record again, from its original bytes, one after the other.

    Of what was destroyed by order there is nothing to read.
    """
    for row in documents(archive):
        if row.destroyed:
            continue
        if on_progress is not None:
            on_progress(row.item)
        yield _recompute(archive, row, gazetteer)


def _recompute(archive: Archive, row: DocumentOnRecord, gazetteer: Gazetteer) -> Recomputed:
    from accounted.evidence import EvidenceError
    from accounted.reading import read

    def result(outcome: Outcome, why: str = "") -> Recomputed:
        return Recomputed(row.item, row.id, outcome, why)

    try:
        kept = text_of(archive, row)
        fresh = _extracted(archive, row, kept)
    except (EvidenceError, OSError) as error:
        return result("cannot be made again", str(error))
    if isinstance(fresh, str):
        return result("cannot be made again", fresh)
    if fresh.text != kept.text:
        return result(
            "text differs",
            f"extracted by {row.extractor} {row.extractor_version}; today's extractor gives another text",
        )
    before = reading(archive, row.id)
    if before is None:
        return result("same")
    made = read(kept, gazetteer=gazetteer)
    now, then = made.reader, before.reader
    if then.name != now.name:
        return result(
            "not made again", f"read by {then.name} {then.version}, whose answers are not repeatable"
        )
    if sha256(reading_bytes(made, row.text_sha256)).hexdigest() == before.sha256:
        return result("same")
    if (then.version, then.lexicon) != (now.version, now.lexicon):
        why = (
            f"read by {then.name} {then.version} (lexicon {then.lexicon}); this is {now.version} "
            f"({now.lexicon}): install the version that read it, or read again with accounted reread"
        )
    else:
        why = "the same reader gives another reading: the record was changed, or the program was"
    return result("reading differs", why)


def _extracted(archive: Archive, row: DocumentOnRecord, kept: Document) -> Document | str:
    """The document as its bytes give it today; else why they give none."""
    from accounted.sources import Hints, RefusedFile, extract

    hints = Hints(
        title=row.title,
        author=row.creator,
        publisher=row.publisher,
        published=row.published,
        language=kept.language,
        url=row.url,
        sha256=row.sha256,
    )
    archive.must_be_as_kept(row.sha256)
    path = archive.store.object_path(row.sha256)
    try:
        with extract(path, media_type=row.media_type, name=row.name, hints=hints) as extraction:
            if extraction.document is None:
                return "the bytes give no text today"
            return extraction.document
    except RefusedFile as refused:
        return str(refused)
