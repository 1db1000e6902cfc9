"""A document under construction: stretches of text are appended, and where each stands is remembered.

Every structured reader (HTML, PDF, DOCX, mail, tables …) writes into one of these; it keeps the limits on
the size of a document and makes sure that what is kept can be stored and shown: no NUL, no lone surrogates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from accounted.claims import Document, Segment, SegmentKind, Table
from accounted.sources.extraction import Hints, Limits, RefusedFile
from accounted.sources.language import detect_language

CELL_SEPARATOR = " | "
Box = tuple[float, float, float, float]
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_PROSE = frozenset({"body", "quote", "list", "caption", "headline"})
_ENOUGH_FOR_A_SEGMENT = 60  # characters below which a segment's own language is not asked for


def storable(text: str) -> str:
    """The text with NUL and lone surrogates as U+FFFD; offsets do not move."""
    return _UNSTORABLE.sub("\ufffd", text)


@dataclass
class Manuscript:
    """Text with the positions of its parts.

    Raises:
        RefusedFile: a limit of `limits` is passed while appending.
    """

    limits: Limits = field(default_factory=Limits)
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_inferred: bool = False
    language: str | None = None
    url: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _cells: int = 0

    @property
    def length(self) -> int:
        """How many characters have been written."""
        return self._length

    def write(self, text: str) -> tuple[int, int]:
        """Append text as it is; where it stands."""
        text = storable(text)
        start = self._length
        self._length += len(text)
        if self._length > self.limits.characters:
            raise RefusedFile(
                "too-large",
                f"the text is longer than {self.limits.characters:,} characters",
                "split the file, or raise the limit `characters`",
            )
        self._parts.append(text)
        return start, self._length

    def segment(
        self,
        start: int,
        end: int,
        kind: SegmentKind = "body",
        *,
        page: int | None = None,
        box: Box | None = None,
        language: str | None = None,
    ) -> None:
        """Say what a stretch already written is."""
        if end <= start:
            return
        if len(self.segments) >= self.limits.segments:
            raise RefusedFile(
                "too-large",
                f"the document has more than {self.limits.segments:,} parts",
                "split the file, or raise the limit `segments`",
            )
        self.segments.append(Segment(start, end, kind, page, language, box))

    def paragraph(
        self,
        text: str,
        kind: SegmentKind = "body",
        *,
        page: int | None = None,
        box: Box | None = None,
        language: str | None = None,
        gap: str = "\n\n",
    ) -> None:
        """Append one segment, set off by `gap` from what stands before it."""
        if not text.strip():
            return
        if self._length:
            self.write(gap)
        start, end = self.write(text)
        self.segment(start, end, kind, page=page, box=box, language=language)

    def table(
        self,
        rows: Iterable[Sequence[str]],
        *,
        name: str | None = None,
        page: int | None = None,
        has_header: bool = True,
        gap: str = "\n\n",
    ) -> None:
        """Append a table, one row per line, and remember where each cell stands.

        A cell that itself holds line breaks keeps them: the exact words matter more than the line.
        """
        kept: list[tuple[str, ...]] = []
        places: list[tuple[tuple[int, int], ...]] = []
        for row in rows:
            cells = tuple(storable(cell) for cell in row)
            self._cells += len(cells)
            if len(cells) > self.limits.columns:
                raise RefusedFile(
                    "too-many-cells",
                    f"a row has {len(cells):,} columns, more than {self.limits.columns:,}",
                    "check that the file is a table with this separator, or raise the limit `columns`",
                )
            if self._cells > self.limits.cells:
                raise RefusedFile(
                    "too-many-cells",
                    f"the tables have more than {self.limits.cells:,} cells",
                    "split the file, or raise the limit `cells`",
                )
            if self._length:
                self.write("\n" if kept else gap)
            start = position = self._length
            offsets: list[tuple[int, int]] = []
            for cell in cells:
                if offsets:
                    position += len(CELL_SEPARATOR)
                offsets.append((position, position + len(cell)))
                position += len(cell)
            self.write(CELL_SEPARATOR.join(cells))
            self.segment(start, position, "table", page=page)
            kept.append(cells)
            places.append(tuple(offsets))
        if kept:
            self.tables.append(Table(name, tuple(kept), tuple(places), has_header, page))

    def text(self) -> str:
        """Everything written so far."""
        whole = "".join(self._parts)
        self._parts = [whole]
        return whole

    def _language(self, text: str) -> str | None:
        """Of the running text; where there is none, of everything; else as the file itself says."""
        prose, size = [], 0
        for segment in self.segments:
            if segment.kind in _PROSE:
                prose.append(text[segment.start : segment.end])
                size += segment.end - segment.start
                if size > 20_000:
                    break
        return (detect_language(" ".join(prose)) if prose else detect_language(text)) or self.language

    def document(self, *, media_type: str, hints: Hints, sha256: str | None) -> Document:
        """The finished document. What the hints say stands before what the file says."""
        text = self.text()
        language = hints.language or self._language(text)
        published = hints.published or self.published
        return Document(
            text=text,
            sha256=sha256,
            media_type=media_type,
            language=language,
            title=_clean(hints.title or self.title),
            author=_clean(hints.author or self.author),
            publisher=_clean(hints.publisher or self.publisher),
            published=published,
            published_inferred=bool(published) and not hints.published and self.published_inferred,
            url=_clean(hints.url or self.url),
            segments=tuple(_with_language(text, segment, language) for segment in self.segments),
            tables=tuple(self.tables),
            metadata=_clean_metadata(self.metadata),
        )


def _with_language(text: str, segment: Segment, document_language: str | None) -> Segment:
    if segment.language or segment.end - segment.start < _ENOUGH_FOR_A_SEGMENT:
        return segment
    if segment.kind not in _PROSE:
        return segment
    language = detect_language(text[segment.start : segment.end])
    if language is None or language == document_language:
        return segment
    return Segment(segment.start, segment.end, segment.kind, segment.page, language, segment.box)


def _clean(value: str | None) -> str | None:
    if value is None:
        return None
    value = " ".join(storable(value).split())[:2000]
    return value or None


def _clean_metadata(found: Mapping[str, str]) -> dict[str, str]:
    """As found, within reason: at most 500 entries of 4,000 characters."""
    kept = {}
    for key in list(found)[:500]:
        value = storable(str(found[key])).strip()
        if value:
            kept[storable(key)[:200]] = value[:4000]
    return kept
