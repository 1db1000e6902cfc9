"""Paragraphs, tables, links and marks of a Word document, with text in any script and direction."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

_SOFT = "595959"
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that XML cannot hold
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")


def runs_to_the_left(text: str) -> bool:
    """Whether a text begins, at its first letter, in a script that runs from right to left."""
    first = _LETTER.search(text)
    return bool(first and _RTL.match(first[0]))


class Writer:
    """Writes one document, from its top to its end."""

    def __init__(self, docx: Any, title: str, made: datetime, software: str) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        self._qn, self._pt, self._rgb = qn, Pt, RGBColor
        self.document = docx.Document()
        properties = self.document.core_properties
        properties.title, properties.author, properties.last_modified_by = title, software, software
        properties.created = properties.modified = made
        properties.comments = ""
        properties.revision = 1
        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2)
        page.top_margin = page.bottom_margin = Cm(2)
        styles = self.document.styles
        styles["Normal"].font.size = Pt(10.5)
        styles["Normal"].paragraph_format.space_after = Pt(4)
        for name, size, soft in (("Soft", 8.5, True), ("Figure", 26, False)):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.font.size = Pt(size)
            if soft:
                style.font.color.rgb = RGBColor.from_string(_SOFT)
        styles["Figure"].font.bold = True
        styles["Figure"].paragraph_format.space_after = Pt(0)
        styles["Figure"].paragraph_format.keep_with_next = True
        self._marks = 0

    def saved(self) -> bytes:
        """The package."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    # ---- plain parts

    def title(self, text: str) -> None:
        """The title of the document."""
        self.document.add_heading(_clean(text), 0)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading."""
        self._directed(self.document.add_heading(_clean(text), level), text)

    def paragraph(self, text: str) -> None:
        """Plain text."""
        self._directed(self.document.add_paragraph(_clean(text)), text)

    def strong(self, text: str) -> None:
        """Text in bold."""
        paragraph = self.document.add_paragraph()
        paragraph.add_run(_clean(text)).bold = True
        self._directed(paragraph, text)

    def warning(self, text: str) -> None:
        """What a reader must not overlook."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(_clean(text))
        run.bold, run.font.color.rgb = True, self._rgb.from_string("9C2A00")

    def small(self, text: str) -> None:
        """Particulars."""
        self._directed(self.document.add_paragraph(_clean(text), style="Soft"), text)

    def hash(self, text: str) -> None:
        """A digest, in letters of one width."""
        paragraph = self.document.add_paragraph(style="Soft")
        paragraph.add_run(_clean(text)).font.name = "Courier New"

    def number(self, text: str, key: str, *, depth: int = 0) -> None:
        """A figure, large; links can lead to its key."""
        paragraph = self.document.add_paragraph(style="Figure")
        paragraph.paragraph_format.left_indent = self._pt(18 * depth)
        run = paragraph.add_run(_clean(text))
        if len(text) > 12:
            run.font.size = self._pt(16)
        self._bookmark(paragraph, [run], key)

    def note(self, rule: str, text: str) -> None:
        """A remark with its rule."""
        paragraph = self.document.add_paragraph(style="Soft")
        if rule:
            paragraph.add_run(f"{rule}  ").bold = True
        paragraph.add_run(_clean(text))

    def quotation(self, words: str | None, tail: str, link: str | None, language: str | None) -> None:
        """Exact words, as a link to where they stand, and who said them."""
        paragraph = self.document.add_paragraph(style="List Bullet")
        if words is None:
            paragraph.add_run("words withheld ").italic = True
        else:
            # Marks of direction around words that run to the left: their numbers stay in their order, and the
            # name of a speaker in the same script does not run into them.
            before, after = ("‘\u200f", "\u200e’ ") if runs_to_the_left(words) else ("‘", "’ ")
            paragraph.add_run(before)
            run = self._run(paragraph, words, language)
            if link is not None:
                self._link(paragraph, run, link)
            paragraph.add_run(after)
        run = paragraph.add_run(_clean(tail))
        run.font.size, run.font.color.rgb = self._pt(8.5), self._rgb.from_string(_SOFT)

    def footer(self, words: str) -> None:
        """The foot of every page: the edition and the number of the page."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.add_run(f"{words}   ")
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            run = paragraph.add_run()
            element = run._r.makeelement(self._qn("w:fldChar" if kind else "w:instrText"), {})
            if kind:
                element.set(self._qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table; a head in bold is repeated on every page."""
        if not rows:
            self.paragraph("None.")
            return
        table = self.document.add_table(rows=0, cols=len(rows[0]))
        table.style = "Table Grid"
        if head:
            cells = table.add_row()
            mark = cells._tr.get_or_add_trPr().makeelement(self._qn("w:tblHeader"), {})
            cells._tr.get_or_add_trPr().append(mark)
            for cell, text in zip(cells.cells, head, strict=True):
                self._cell(cell, text, bold=True)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                self._cell(cell, text)
        self.document.add_paragraph(style="Soft")

    def _cell(self, cell: Any, text: str, *, bold: bool = False) -> None:
        for number, line in enumerate(_clean(text).split("\n")):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            run = self._run(paragraph, line, None)
            run.bold, run.font.size = bold, self._pt(8.5)
            self._directed(paragraph, line)

    # ---- the text of a document with its claims highlighted

    def text(
        self, text: str, claims: Sequence[tuple[int, int, str]], direction: str, language: str | None
    ) -> None:
        """A document's text by paragraphs; the words of claims are highlighted and can be linked to."""
        named: set[str] = set()
        at = 0
        for line in text.split("\n"):
            end = at + len(line)
            if line.strip():
                self._line(text, at, end, claims, direction, language, named)
            at = end + 1

    def _line(
        self,
        text: str,
        start: int,
        end: int,
        claims: Sequence[tuple[int, int, str]],
        direction: str,
        language: str | None,
        named: set[str],
    ) -> None:
        paragraph = self.document.add_paragraph()
        here = [c for c in claims if c[0] < end and c[1] > start]
        edges = sorted({start, end, *(min(max(p, start), end) for c in here for p in c[:2])})
        pieces: dict[str, list[Any]] = {}
        for at, until in pairwise(edges):
            run = self._run(paragraph, text[at:until], language)
            covering = [c for c in here if c[0] <= at and c[1] >= until]
            if covering:
                from docx.enum.text import WD_COLOR_INDEX

                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            for _, _, key in covering:
                pieces.setdefault(key, []).append(run)
        for key, runs in pieces.items():
            if key not in named:
                named.add(key)
                self._bookmark(paragraph, runs, key)
        words = text[start:end]
        if direction == "rtl" or (direction == "auto" and runs_to_the_left(words)):
            self._to_the_left(paragraph)

    # ---- the parts that python-docx has no words for

    def _run(self, paragraph: Any, text: str, language: str | None) -> Any:
        run = paragraph.add_run(_clean(text))
        if runs_to_the_left(text):
            run.font.rtl = True
        if language:
            properties = run._r.get_or_add_rPr()
            mark = properties.makeelement(self._qn("w:lang"), {})
            mark.set(self._qn("w:bidi" if runs_to_the_left(text) else "w:val"), language)
            properties.append(mark)
        return run

    def _directed(self, paragraph: Any, text: str) -> None:
        if runs_to_the_left(text):
            self._to_the_left(paragraph)

    def _to_the_left(self, paragraph: Any) -> None:
        properties = paragraph._p.get_or_add_pPr()
        bidi = properties.makeelement(self._qn("w:bidi"), {})
        spacing = properties.find(self._qn("w:spacing"))
        if spacing is not None:
            spacing.addprevious(bidi)
        else:
            properties.append(bidi)

    def _link(self, paragraph: Any, run: Any, key: str) -> None:
        link = paragraph._p.makeelement(self._qn("w:hyperlink"), {})
        link.set(self._qn("w:anchor"), _anchor(key))
        link.set(self._qn("w:history"), "1")
        run._r.addprevious(link)
        link.append(run._r)
        run.font.color.rgb = self._rgb.from_string("1F4E79")

    def _bookmark(self, paragraph: Any, runs: Sequence[Any], key: str) -> None:
        self._marks += 1
        start = paragraph._p.makeelement(self._qn("w:bookmarkStart"), {})
        start.set(self._qn("w:id"), str(self._marks))
        start.set(self._qn("w:name"), _anchor(key))
        end = paragraph._p.makeelement(self._qn("w:bookmarkEnd"), {})
        end.set(self._qn("w:id"), str(self._marks))
        runs[0]._r.addprevious(start)
        runs[-1]._r.addnext(end)


def _anchor(key: str) -> str:
    """A bookmark's name: a letter first, then letters, digits and underscores, 40 at most."""
    name = "k_" + re.sub(r"\W", "_", key)
    return name if len(name) <= 40 else name[:7] + "_" + name[-32:]


def _clean(text: str) -> str:
    """The text without what XML cannot hold, each such character replaced by one that says so."""
    return _BAD.sub("\ufffd", text)
