"""Paragraphs into a manuscript, with the newsroom's labels where no markup says better."""

from __future__ import annotations

from accounted.claims import SegmentKind
from accounted.sources.manuscript import Box, Manuscript
from accounted.sources.press import credit_at_end, is_credit_line, label


def write_prose(
    manuscript: Manuscript,
    text: str,
    kind: SegmentKind | None = None,
    *,
    page: int | None = None,
    box: Box | None = None,
) -> None:
    """Append one paragraph. `kind` is what markup says of it; None lets the general rules of `press` say.

    A caption is parted from the credit at its end.
    """
    if not text.strip():
        return
    if kind == "caption":
        if is_credit_line(text):
            kind = "credit"
        elif credit := credit_at_end(text):
            manuscript.paragraph(text[:credit].rstrip(), "caption", page=page, box=box)
            manuscript.paragraph(text[credit:], "credit", page=page, box=box, gap=" ")
            return
    if kind is not None:
        manuscript.paragraph(text, kind, page=page, box=box)
        return
    if manuscript.length:
        manuscript.write("\n\n")
    start, _ = manuscript.write(text)
    for begin, end, found in label(text, 0, len(text)):
        manuscript.segment(start + begin, start + end, found, page=page, box=box)
