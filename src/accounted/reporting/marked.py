"""A document's text as HTML with its claims marked where they stand.

Each claim's words are inside `<mark id="KEY">`. Marks nest where excerpts do; where they cross, or an
excerpt runs over a paragraph or a table cell, the later pieces carry `data-of="KEY"`, so that the pieces of
a claim read in order are exactly its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounted.claims import Document, Segment, Table
from accounted.reporting.disclosure import COVER

_Stretch = tuple[int, int, Segment | None]

ROWS_SHOWN = 120  # of a long table; rows that carry a claim are always shown


@dataclass(frozen=True, slots=True)
class Marking:
    """A stretch of text to be marked."""

    key: str
    start: int
    end: int
    kind: str = "tally"
    label: str = ""  # what the mark is, for those who do not see it


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a document's text: a paragraph, a caption, a table."""

    kind: str
    html: SafeString
    page: int | None = None
    language: str | None = None


@dataclass
class Marker:
    """Writes stretches of one text, remembering which marks have been given their name."""

    text: str
    markings: Sequence[Marking]
    named: set[str] = field(default_factory=set)

    def write(self, start: int, end: int) -> SafeString:
        """The text between two offsets, escaped, with the marks that touch it."""
        here = [m for m in self.markings if m.start < end and m.end > start]
        here.sort(key=lambda m: (m.start, -m.end))
        edges = sorted({start, end, *(min(max(p, start), end) for m in here for p in (m.start, m.end))})
        out: list[str] = []
        opened: list[Marking] = []
        for at, until in pairwise(edges):
            wanted = [m for m in here if m.start <= at and m.end >= until]
            while opened and not all(m in wanted for m in opened):  # close down to the innermost that goes on
                opened.pop()
                out.append("</mark>")
            for marking in wanted:
                if marking not in opened:
                    out.append(self._open(marking))
                    opened.append(marking)
            out.append(_covered(self.text[at:until]))
        out.extend("</mark>" for _ in opened)
        return mark_safe("".join(out))  # noqa: S308 - every piece of text above went through `escape`

    def _open(self, marking: Marking) -> str:
        if marking.key in self.named:
            return f'<mark class="{escape(marking.kind)}" data-of="{escape(marking.key)}">'
        self.named.add(marking.key)
        title = f' title="{escape(marking.label)}"' if marking.label else ""
        return f'<mark class="{escape(marking.kind)}" id="{escape(marking.key)}"{title}>'

    def pieces(self) -> tuple[str, ...]:
        """The keys of marks, for a rule of style that lights up every piece of one."""
        return tuple(m.key for m in self.markings)


def _covered(text: str) -> str:
    """Escaped text; runs of covering blocks are set apart so that they can be named."""
    if COVER not in text:
        return str(escape(text))
    out, at = [], 0
    while (start := text.find(COVER, at)) >= 0:
        end = start
        while end < len(text) and text[end] == COVER:
            end += 1
        out += [
            str(escape(text[at:start])),
            f'<span class="covered" title="withheld">{text[start:end]}</span>',
        ]
        at = end
    return "".join([*out, str(escape(text[at:]))])


def marked_blocks(document: Document, markings: Sequence[Marking]) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks of a document in order, and the keys of claims whose mark is in more than one piece."""
    marker = Marker(document.text, markings)
    blocks: list[Block] = []
    tables = _tables_by_extent(document.tables)
    for start, end, segment in _stretches(document, tables):
        table = tables.get((start, end))
        if table is not None:
            blocks.append(Block("table", _table(marker, table), table.page))
        elif document.text[start:end].strip():
            kind = segment.kind if segment else "body"
            blocks.append(
                Block(
                    kind,
                    marker.write(start, end),
                    segment.page if segment else None,
                    segment.language if segment else None,
                )
            )
    html = "".join(block.html for block in blocks)
    broken = tuple(m.key for m in markings if f'data-of="{escape(m.key)}"' in html)
    return blocks, broken


def _tables_by_extent(tables: Iterable[Table]) -> Mapping[tuple[int, int], Table]:
    extents = {}
    for table in tables:
        cells = [cell for row in table.offsets for cell in row]
        if cells:
            extents[min(c[0] for c in cells), max(c[1] for c in cells)] = table
    return extents


def _stretches(document: Document, tables: Mapping[tuple[int, int], Table]) -> list[_Stretch]:
    """Cut the text into blocks that do not overlap: tables first, then segments, then what lies between."""
    taken: list[_Stretch] = []
    for start, end in sorted(tables):
        if start < end and (not taken or start >= taken[-1][1]):
            taken.append((start, end, None))
    held, reached = list(taken), 0
    for segment in sorted(document.segments, key=lambda s: (s.start, -s.end)):
        in_table = any(segment.start < end and segment.end > start for start, end, _ in held)
        if reached <= segment.start < segment.end and not in_table:
            taken.append((segment.start, segment.end, segment))
            reached = segment.end
    taken.sort(key=lambda stretch: stretch[0])
    filled: list[_Stretch] = []
    at = 0
    for start, end, owner in taken:
        filled += [(s, e, None) for s, e in _paragraphs(document.text, at, start)]
        if (start, end) in tables:
            filled.append((start, end, None))
        else:
            filled += [(s, e, owner) for s, e in _paragraphs(document.text, start, end)]
        at = end
    return [*filled, *((s, e, None) for s, e in _paragraphs(document.text, at, len(document.text)))]


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch cut at blank lines."""
    cuts, at = [], start
    while at < end:
        stop = text.find("\n\n", at, end)
        stop = end if stop < 0 else stop
        if text[at:stop].strip():
            cuts.append((at, stop))
        at = stop + 2
    return cuts


def _table(marker: Marker, table: Table) -> SafeString:
    """A table as one, with its cells' claims marked and its long middle left out."""
    rows = list(zip(table.rows, table.offsets, strict=True))
    head = rows[0] if table.has_header and rows else None
    body = rows[1:] if head else rows
    out = ['<div class="scroll" tabindex="0" role="region" aria-label="table"><table>']
    if table.name:
        out.append(f"<caption>{escape(table.name)}</caption>")
    if head:
        cells = "".join(f'<th scope="col">{marker.write(*o) if o[0] < o[1] else ""}</th>' for o in head[1])
        out.append(f"<thead><tr>{cells}</tr></thead>")
    out.append("<tbody>")
    omitted = 0
    width = max((len(offsets) for _, offsets in rows), default=1)
    for number, (_, offsets) in enumerate(body):
        touched = any(m.start < o[1] and m.end > o[0] for o in offsets for m in marker.markings)
        if number >= ROWS_SHOWN and not touched:
            omitted += 1
            continue
        if omitted:
            out.append(_omitted(omitted, width))
            omitted = 0
        cells = "".join(f"<td>{marker.write(*o) if o[0] < o[1] else ''}</td>" for o in offsets)
        out.append(f"<tr>{cells}</tr>")
    if omitted:
        out.append(_omitted(omitted, width))
    out.append("</tbody></table></div>")
    return mark_safe("".join(out))  # noqa: S308 - cells and caption were escaped


def _omitted(number: int, width: int) -> str:
    words = f"{number:,} rows without a claim are not shown here"
    return f'<tr class="omitted"><td colspan="{width}">{words}</td></tr>'
