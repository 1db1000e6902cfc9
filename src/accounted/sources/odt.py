"""OpenDocument text (ISO/IEC 26300): paragraphs, headings, lists, tables, notes; no tracked deletions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounted.claims import SegmentKind
from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Manuscript
from accounted.sources.packages import Package, opened
from accounted.sources.prose import write_prose
from accounted.sources.published import edtf_of

NAME = "odt"
VERSION = "1.0"

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_MOST_SPACES = 1000
_MOST_REPEATS = 1000


def read(job: Job) -> Outcome:
    """The document of an OpenDocument text.

    Raises:
        RefusedFile: `encrypted`, `damaged`.
    """
    manuscript = Manuscript(job.limits)
    warnings: list[str] = []
    with opened(job) as package:
        _refuse_encrypted(package)
        _take_meta(package, manuscript)
        content = package.xml("content.xml")
        if content is None:
            raise RefusedFile("damaged", "its part content.xml is missing", "ask for another copy")
        if content.find(f".//{_TEXT}tracked-changes") is not None:
            warnings.append("the document has tracked changes: deleted text is left out")
        body = content.find(f"{_OFFICE}body")
        for element in _blocks(body if body is not None else content):
            _write(manuscript, element)
        pictures = sum(1 for name in package.names if name.startswith("Pictures/"))
        if pictures:
            manuscript.metadata["embedded_media"] = str(pictures)
    return Outcome(NAME, VERSION, manuscript, warnings)


def _refuse_encrypted(package: Package) -> None:
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise RefusedFile(
            "encrypted",
            "the document is protected with a password",
            "open it with the password, save it without one, and add that copy beside this one",
        )


def _take_meta(package: Package, manuscript: Manuscript) -> None:
    root = package.xml("meta.xml")
    meta = root.find(f"{_OFFICE}meta") if root is not None else None
    if meta is None:
        return
    for element in meta:
        value = (element.text or "").strip()
        if isinstance(element.tag, str) and value:
            manuscript.metadata[f"meta:{element.tag.rsplit('}', 1)[-1]}"] = value
    manuscript.title = meta.findtext(f"{_DC}title") or None
    manuscript.author = meta.findtext(f"{_META}initial-creator") or meta.findtext(f"{_DC}creator") or None
    manuscript.published = edtf_of(meta.findtext(f"{_DC}date") or meta.findtext(f"{_META}creation-date"))
    manuscript.published_inferred = manuscript.published is not None  # last saved is not published


def _blocks(root: Any) -> Iterator[Any]:
    """Paragraphs, headings and tables in order; what lies inside tables and deleted changes is not met."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag == f"{_TEXT}tracked-changes":
            walk.skip_subtree()
        elif element.tag in (f"{_TEXT}p", f"{_TEXT}h", f"{_TABLE}table"):
            yield element
            walk.skip_subtree()


def _write(manuscript: Manuscript, element: Any) -> None:
    if element.tag == f"{_TABLE}table":
        rows = [row for row in _rows(element, manuscript.limits.columns) if any(row)]
        manuscript.table(rows, name=element.get(f"{_TABLE}name"))
        return
    text, notes = _text(element)
    kind: SegmentKind | None = None
    style = (element.get(f"{_TEXT}style-name") or "").lower()
    if element.tag == f"{_TEXT}h" or style == "title":
        first = not manuscript.segments
        kind = "headline" if first or style == "title" else "header"
        if kind == "headline" and manuscript.title is None:
            manuscript.title = text
    elif element.getparent().tag == f"{_TEXT}list-item":
        kind = "list"
    elif style in ("quotations", "quote"):
        kind = "quote"
    elif style in ("illustration", "figure", "caption", "drawing"):
        kind = "caption"
    write_prose(manuscript, text, kind)
    for note in notes:
        write_prose(manuscript, note)


def _text(paragraph: Any) -> tuple[str, list[str]]:
    """The words of a paragraph, and apart from it those of its notes and annotations."""
    from lxml import etree

    pieces: list[str] = []
    notes: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element is not paragraph and element.tag in (f"{_TEXT}note", f"{_OFFICE}annotation"):
                notes.append(" ".join("".join(element.itertext()).split()))
                walk.skip_subtree()
                continue
            if element.tag == f"{_TEXT}s":
                count = element.get(f"{_TEXT}c") or "1"
                pieces.append(
                    " " * min(int(count) if count.isascii() and count.isdigit() else 1, _MOST_SPACES)
                )
            elif element.tag == f"{_TEXT}tab":
                pieces.append("\t")
            elif element.tag == f"{_TEXT}line-break":
                pieces.append("\n")
            if element.text:
                pieces.append(element.text)
        elif element is not paragraph and element.tail:
            pieces.append(element.tail)
    return "".join(pieces).strip(), notes


def _rows(table: Any, columns: int) -> Iterator[list[str]]:
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            stated = cell.get(f"{_TABLE}number-columns-repeated") or "1"
            times = min(int(stated) if stated.isascii() and stated.isdigit() else 1, _MOST_REPEATS)
            text = "\n".join(filter(None, (_text(p)[0] for p in cell.iter(f"{_TEXT}p"))))
            cells.extend([text] * (times if text else min(times, 50)))
            if len(cells) > columns:
                break  # the manuscript refuses it, with the limit's name
        while cells and not cells[-1]:
            cells.pop()
        yield cells
