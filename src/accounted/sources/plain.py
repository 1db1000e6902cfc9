"""Plain text: the document is exactly the decoded file, and paragraphs are stretches of it."""

from __future__ import annotations

from accounted.sources.decoding import decode
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Manuscript
from accounted.sources.press import byline, segments_of

NAME = "plain"
VERSION = "1.0"


def read(job: Job) -> Outcome:
    """Text, with headline, captions, credits and datelines labelled where a general rule can tell them."""
    decoded = decode(job.read_text_bytes(), job.hints.charset)
    manuscript = Manuscript(job.limits)
    manuscript.metadata["encoding"] = decoded.encoding + (" with byte-order mark" if decoded.bom else "")
    manuscript.write(decoded.text)
    write_segments(manuscript, decoded.text)
    return Outcome(NAME, VERSION, manuscript, warnings=list(decoded.warnings))


def write_segments(manuscript: Manuscript, text: str, offset: int = 0) -> None:
    """Label the paragraphs of `text`, which stands in the manuscript from `offset` on."""
    for start, end, kind in segments_of(text):
        manuscript.segment(start + offset, end + offset, kind)
        if kind == "headline" and manuscript.title is None:
            manuscript.title = text[start:end]
        if kind == "credit" and manuscript.author is None:
            manuscript.author = byline(text[start:end])
