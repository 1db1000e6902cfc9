"""Documents as people read them: the list, one with its text in stretches, what stands beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounted import claims as plain
from accounted.record.docket import NotOnRecord
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.queries.claims import ClaimOnRecord

BETWEEN_CELLS = " | "  # as readers of tables write them down
AT_ONCE = 40_000  # characters of a document shown together, where it has no pages


@dataclass(frozen=True, slots=True)
class DocumentListed:
    """One line of the list of documents. `waiting`: claims nobody has decided about."""

    id: str
    item: str
    title: str | None
    name: str | None  # of the file, as it was first given
    publisher: str | None
    published: str | None
    language: str | None
    media_type: str
    type: str | None
    confidentiality: str
    claims: int
    waiting: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the text, and the claims that rest on them; `begins` are those whose words begin here."""

    text: str
    start: int
    claims: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment of the text in stretches. `kind` is that of the segment: body, caption, credit, dateline …

    A row of a table has its stretches cell by cell as well; `opens` and `closes` are its first and last row.
    """

    kind: str
    page: int | None
    start: int
    end: int
    stretches: tuple[Stretch, ...]
    cells: tuple[tuple[Stretch, ...], ...] = ()
    opens: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document's text that is shown together: a page, or some paragraphs."""

    number: int
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Kin:
    """Another document with the same words: `how` is same_text, copy_of, copied_as, same_bytes."""

    id: str
    item: str
    title: str | None
    publisher: str | None
    published: str | None
    how: str


def listed(
    archive: Archive,
    *,
    words: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    type: str | None = None,
    waiting: bool = False,
    sight: Sight = EVERYTHING,
) -> Documents:
    """The documents that fit every filter given, the newest on record first; ask for a slice of them."""
    from django.db.models import Q

    from accounted.record.models import Document, Reading

    archive.must_be_open()
    rows: Any = Document.objects.all()
    plainly = {"publisher": publisher, "language": language, "type": type}
    rows = rows.filter(**{name: value for name, value in plainly.items() if value})
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(publisher__icontains=words) | Q(item__number__iexact=words)
        )
    if waiting:
        open_ones = Reading.objects.filter(current=True, waiting__gt=0)
        rows = rows.filter(pk__in=open_ones.values("document_id"))
    return Documents(sight.documents(rows))


class Documents:
    """Rows of the list, fetched by the slice."""

    def __init__(self, rows: Any) -> None:
        self._rows = rows.select_related("item").order_by("-id")

    def __getitem__(self, part: slice) -> list[DocumentListed]:
        from accounted.record.models import Intake, Reading

        rows = list(self._rows[part])
        readings = Reading.objects.filter(document_id__in=[row.id for row in rows], current=True)
        counts = {d: (n, w) for d, n, w in readings.values_list("document_id", "claims_count", "waiting")}
        intakes = Intake.objects.filter(item_id__in=[row.item_id for row in rows]).order_by("-at", "-id")
        names = dict(intakes.values_list("item_id", "original_name"))  # of several the first is left
        return [
            DocumentListed(
                row.id, row.item.number, row.title, names.get(row.item_id), row.publisher, row.published,
                row.language, row.media_type, row.type, row.confidentiality, *counts.get(row.id, (0, 0)),
                row.created_at,
            )
            for row in rows
        ]  # fmt: skip


def must_be_seen(archive: Archive, document: str, sight: Sight) -> None:
    """Refuse a document that is not there, or that this person may not see: both look alike.

    Raises:
        NotOnRecord: one of the two.
    """
    from accounted.record.models import Document

    archive.must_be_open()
    _must_be_there(
        sight.documents(Document.objects.filter(pk=document)), f"{document}: no document of that identifier"
    )


def must_see_claim(archive: Archive, claim: str, sight: Sight) -> None:
    """Refuse a claim that is not there, or that this person may not see.

    Raises:
        NotOnRecord: one of the two.
    """
    from accounted.record.models import Claim

    archive.must_be_open()
    _must_be_there(sight.claims(Claim.objects.filter(pk=claim)), f"{claim}: no claim of that identifier")


def must_see_item(archive: Archive, number: str, sight: Sight) -> None:
    """Refuse an item that is not there, or that this person may not see.

    Raises:
        NotOnRecord: one of the two.
    """
    from accounted.record.models import Item

    archive.must_be_open()
    _must_be_there(sight.items(Item.objects.filter(number=number)), f"{number}: no item of that number")


def _must_be_there(rows: Any, told: str) -> None:
    if not rows.exists():
        raise NotOnRecord(f"{told} is on record")


def seen_among(claims: Iterable[str], sight: Sight) -> set[str]:
    """Of these claims, those the person may see."""
    from accounted.record.models import Claim

    return set(sight.claims(Claim.objects.filter(pk__in=list(claims))).values_list("id", flat=True))


def words_of(archive: Archive, document: str) -> str:
    """The text of a document, without its structure."""
    from accounted.record.models import Document

    digest = Document.objects.values_list("text_sha256", flat=True).get(pk=document)
    return archive.load(digest).decode("utf-8")


def named(archive: Archive, document: str, *, sight: Sight = EVERYTHING) -> dict[str, Any]:
    """What a document is called, the number of its item, and whether a language model has read it as well.

    Raises:
        NotOnRecord: it is not there, or this person may not see it.
    """
    from django.db.models import Exists, OuterRef

    from accounted.record.models import Document, Reading

    archive.must_be_open()
    twice = Exists(Reading.objects.filter(document=OuterRef("pk"), second=True))
    rows = sight.documents(Document.objects.filter(pk=document)).values_list("title", "item__number", twice)
    for title, item, read_twice in rows:
        return {"id": document, "title": title or item, "item": item, "read_twice": read_twice}
    raise NotOnRecord(f"{document}: no document of that identifier is on record")


def kin_of(archive: Archive, document: str, *, sight: Sight = EVERYTHING) -> list[Kin]:
    """Other documents with the same words: the text it is a copy of, and the copies of it."""
    from django.db.models import Q

    from accounted.record.models import Document

    archive.must_be_open()
    own: Any = Document.objects.get(pk=document)
    same: Any = Document.objects.filter(
        Q(pk__in=[d for d in (own.same_text_as_id, own.syndicated_from_id) if d])
        | Q(same_text_as=document)
        | Q(syndicated_from=document)
        | Q(text_sha256=own.text_sha256)
        | (Q(same_text_as=own.same_text_as_id) if own.same_text_as_id else Q(pk__in=[]))
    ).exclude(pk=document)
    rows = sight.documents(same).select_related("item").order_by("published_earliest", "id")[:50]

    def how(row: Any) -> str:
        if row.id == own.syndicated_from_id:
            return "copy_of"
        return "copied_as" if row.syndicated_from_id == document else "same_text"

    return [Kin(r.id, r.item.number, r.title, r.publisher, r.published, how(r)) for r in rows]


def is_graphic(archive: Archive, document: str, item: str) -> bool:
    """Whether pictures of the item, or those the document speaks of, are flagged for what they show."""
    from django.db.models import Q

    from accounted.record.models import Media

    archive.must_be_open()
    rows = Media.objects.filter(Q(document_id=document) | Q(item__number=item))
    return any(rows.values_list("content_flags", flat=True))


def parts_of(document: plain.Document) -> list[Part]:
    """How a document is shown: page by page where its segments know their page, else some paragraphs each."""
    parts: list[Part] = []
    length = len(document.text)
    start, page, end = 0, None, 0
    for segment in document.segments:
        turned = segment.page is not None and page is not None and segment.page != page
        full = segment.page is None and segment.end - start > AT_ONCE and segment.start > start
        if turned or full:
            parts.append(Part(len(parts) + 1, start, segment.start, page))
            start = segment.start
        page = segment.page if segment.page is not None else page
        end = max(end, segment.end)
    while length - start > 2 * AT_ONCE and page is None and end <= start:
        cut = document.text.rfind("\n", start + 1, start + AT_ONCE)
        cut = cut + 1 if cut > start else start + AT_ONCE
        parts.append(Part(len(parts) + 1, start, cut))
        start = cut
    parts.append(Part(len(parts) + 1, start, length, page))
    return parts


def part_with(parts: Sequence[Part], offset: int) -> Part:
    """The part in which the text at this offset is shown."""
    return next((part for part in parts if part.start <= offset < part.end), parts[0])


def passages(document: plain.Document, part: Part, claims: Sequence[ClaimOnRecord]) -> list[Passage]:
    """The text of a part in passages, each cut where a claim's words begin or end. They may overlap."""
    spans = sorted(
        (one.claim.excerpt.start, one.claim.excerpt.end, one.id)
        for one in claims
        if one.claim.excerpt.start < part.end and one.claim.excerpt.end > part.start
    )
    found = []
    for kind, page, start, end in _segments(document, part):
        within = [span for span in spans if span[0] < end and span[1] > start]
        stretches = tuple(_stretches(document.text, start, end, within))
        cells = _cells(stretches) if kind == "table" else ()
        found.append(Passage(kind, page, start, end, stretches, cells))
    beside = itertools.pairwise([None, *found, None])
    edges = [(one, other) for one, other in beside if not _one_table(one, other)]
    opening, closing = {id(other) for _, other in edges}, {id(one) for one, _ in edges}
    return [
        replace(one, opens=id(one) in opening, closes=id(one) in closing) if one.cells else one
        for one in found
    ]


def _one_table(one: Passage | None, other: Passage | None) -> bool:
    """Whether two passages are rows of one table: one below the other, with as many cells."""
    return one is not None and other is not None and 1 < len(one.cells) == len(other.cells)


def _cells(stretches: Sequence[Stretch]) -> tuple[tuple[Stretch, ...], ...]:
    """The stretches of a row cell by cell; nothing, where it has no cells or a claim reaches over several."""
    cells: list[list[Stretch]] = [[]]
    for one in stretches:
        if one.claims and BETWEEN_CELLS in one.text:
            return ()
        at = one.start
        for number, text in enumerate(one.text.split(BETWEEN_CELLS)):
            if number:
                cells.append([])
            if text or one.begins:
                cells[-1].append(Stretch(text, at, one.claims, one.begins))
            at += len(text) + len(BETWEEN_CELLS)
    return tuple(map(tuple, cells)) if len(cells) > 1 else ()


def _segments(document: plain.Document, part: Part) -> Iterable[tuple[str, int | None, int, int]]:
    """The segments of a part in order, with what lies between them; blank stretches are left out."""
    at = part.start
    for segment in sorted(document.segments, key=lambda one: (one.start, -one.end)):
        start, end = max(segment.start, at), min(segment.end, part.end)
        if end <= start:
            continue
        if document.text[at:start].strip():
            yield "body", None, at, start
        yield segment.kind, segment.page, start, end
        at = end
    if document.text[at : part.end].strip():
        yield "body", None, at, part.end


def _stretches(text: str, start: int, end: int, spans: Sequence[tuple[int, int, str]]) -> Iterable[Stretch]:
    cuts = {start, end}
    for first, last, _ in spans:
        cuts |= {max(first, start), min(last, end)}
    places = sorted(cuts)
    for first, last in itertools.pairwise(places):
        claims = tuple(claim for a, b, claim in spans if a <= first and last <= b)
        begins = tuple(claim for a, _, claim in spans if a == first or (first == start and a < start))
        yield Stretch(text[first:last], first, claims, tuple(c for c in begins if c in claims))


def seen_items(numbers: Sequence[str], sight: Sight) -> list[str]:
    """Of these items, by number, those the person may see."""
    from accounted.record.models import Item

    rows = sight.items(Item.objects.filter(number__in=list(numbers))).order_by("number")
    return list(rows.values_list("number", flat=True))
