"""Word documents (ECMA-376, WordprocessingML): paragraphs, tables, notes; tracked deletions are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from accounted.claims import SegmentKind
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Manuscript
from accounted.sources.packages import Package, opened
from accounted.sources.prose import write_prose
from accounted.sources.published import edtf_of

NAME = "docx"
VERSION = "1.0"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DEEPEST = 200


@dataclass
class _Reader:
    manuscript: Manuscript
    styles: dict[str, str] = field(default_factory=dict)  # style id → its name in lower case
    deleted: int = 0
    inserted: int = 0

    def body(self, root: Any, kind: SegmentKind | None = None) -> None:
        """Blocks in order: paragraphs and tables, also those inside content controls."""
        for block in _blocks(root):
            if block.tag == f"{_W}p":
                self.paragraph(block, kind)
            else:
                rows = [
                    [
                        " ".join(filter(None, map(self.text, cell.iter(f"{_W}p"))))
                        for cell in row.iter(f"{_W}tc")
                    ]
                    for row in block.iter(f"{_W}tr")
                ]
                rows = [row for row in rows if any(row)]
                if len(rows) == 1 and len(rows[0]) == 1:
                    for paragraph in block.iter(f"{_W}p"):  # a frame around text, not a table
                        self.paragraph(paragraph, kind)
                else:
                    self.manuscript.table(rows)

    def paragraph(self, element: Any, kind: SegmentKind | None) -> None:
        text = self.text(element)
        if not text.strip():
            return
        found = kind or self._kind(element)
        if found == "headline" and self.manuscript.title is None:
            self.manuscript.title = text
        write_prose(self.manuscript, text, found)

    def text(self, paragraph: Any) -> str:
        """What the paragraph shows: runs, tabs, breaks; not the text deleted by a tracked change."""
        pieces: list[str] = []
        skipping: list[Any] = []
        from lxml import etree

        walk = etree.iterwalk(paragraph, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                if skipping and skipping[-1] is element:
                    skipping.pop()
                continue
            tag = element.tag
            if tag == f"{_W}del" or tag == f"{_W}moveFrom":
                self.deleted += 1
                walk.skip_subtree()
            elif tag == _FALLBACK or tag == f"{_W}instrText" or tag == f"{_W}delText":
                walk.skip_subtree()
            elif tag == f"{_W}p" and element is not paragraph:
                pieces.append("\n")  # a text box within the paragraph
            elif tag == f"{_W}ins":
                self.inserted += 1
            elif tag == f"{_W}t":
                pieces.append(element.text or "")
            elif tag == f"{_W}tab":
                pieces.append("\t" if element.getparent().tag == f"{_W}r" else "")
            elif tag in (f"{_W}br", f"{_W}cr"):
                pieces.append("\n")
            elif tag == f"{_W}noBreakHyphen":
                pieces.append("‑")
            elif tag == f"{_W}softHyphen":
                pieces.append("")
        return "".join(pieces).strip()

    def _kind(self, paragraph: Any) -> SegmentKind | None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = self.styles.get(style.get(f"{_W}val"), "") if style is not None else ""
        if name == "title":
            return "headline"
        if re.match(r"heading|subtitle|заголовок|підзаголовок", name):
            first = not self.manuscript.segments and self.manuscript.title is None
            return "headline" if first else "header"
        if name in ("caption", "назва об'єкта", "название объекта"):
            return "caption"
        if re.match(r"quote|intense quote|цитата", name):
            return "quote"
        if paragraph.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("list"):
            return "list"
        return None


def read(job: Job) -> Outcome:
    """The document of a Word file: body, then notes; running heads and feet as page furniture."""
    manuscript = Manuscript(job.limits)
    warnings: list[str] = []
    with opened(job) as package:
        _take_properties(package, manuscript)
        main = _transitional(package.xml(_main_part(package)))
        reader = _Reader(manuscript, _styles(package))
        if main is not None:
            reader.body(main)
        for part, container, kind in _other_parts(package):
            root = _transitional(package.xml(part))
            if root is None:
                continue
            for note in root.iter(f"{_W}{container}") if container else (root,):
                if note.get(f"{_W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                reader.body(note, kind)
        pictures = sum(1 for name in package.names if name.startswith("word/media/"))
        if pictures:
            manuscript.metadata["embedded_media"] = str(pictures)
        if "word/comments.xml" in package.names:
            warnings.append("the document has comments; they stand at the end of the text")
    if reader.deleted or reader.inserted:
        warnings.append(
            f"the document has tracked changes: {reader.deleted} deletions are left out of the text, "
            f"{reader.inserted} insertions are in it"
        )
    return Outcome(NAME, VERSION, manuscript, warnings)


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    if relations is not None:
        for relation in relations:
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return (relation.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _other_parts(package: Package) -> Iterator[tuple[str, str | None, SegmentKind | None]]:
    yield "word/footnotes.xml", "footnote", None
    yield "word/endnotes.xml", "endnote", None
    yield "word/comments.xml", "comment", "page_furniture"
    for name in sorted(package.names):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            yield name, None, "page_furniture"


def _styles(package: Package) -> dict[str, str]:
    root = _transitional(package.xml("word/styles.xml"))
    if root is None:
        return {}
    found = {}
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        identity = style.get(f"{_W}styleId")
        if identity and name is not None:
            found[identity] = (name.get(f"{_W}val") or "").lower()
    return found


def _take_properties(package: Package, manuscript: Manuscript) -> None:
    core = package.xml("docProps/core.xml")
    if core is None:
        return
    facts = {element.tag.rsplit("}", 1)[-1]: (element.text or "").strip() for element in core if element.tag}
    for key, value in facts.items():
        if value:
            manuscript.metadata[f"core:{key}"] = value
    manuscript.title = facts.get("title") or None
    manuscript.author = facts.get("creator") or None
    manuscript.published = edtf_of(facts.get("modified") or facts.get("created"))
    manuscript.published_inferred = manuscript.published is not None  # last saved is not published


def _blocks(root: Any) -> Iterator[Any]:
    """Paragraphs and tables in document order, looking into wrappers but not into tables or paragraphs."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
            walk.skip_subtree()
        elif element.tag == _FALLBACK:
            walk.skip_subtree()


def _transitional(root: Any) -> Any:
    """Strict documents in the namespace of the transitional ones, which everything here speaks."""
    if root is not None and root.tag.startswith(_STRICT):
        for element in root.iter():
            if isinstance(element.tag, str) and element.tag.startswith(_STRICT):
                element.tag = _W + element.tag[len(_STRICT) :]
            for key in [key for key in element.attrib if key.startswith(_STRICT)]:
                element.set(_W + key[len(_STRICT) :], element.get(key))
    return root
