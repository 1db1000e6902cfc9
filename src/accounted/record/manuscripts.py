"""A document as two objects in the store: its text, and everything else about it as JSON.

The text object is exactly `Document.text` in UTF-8, so that anyone can count to an excerpt. The structure
object holds segments, tables, metadata and what made them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from accounted.claims import Document, Segment, Table

FORM = "accounted document 1"


def structure_of(document: Document, *, text_sha256: str, extractor: str, version: str) -> bytes:
    """Everything about a document but its text, as one line of JSON."""
    return _json(
        {
            "form": FORM,
            "text_sha256": text_sha256,
            "extractor": extractor,
            "version": version,
            "sha256": document.sha256,
            "media_type": document.media_type,
            "language": document.language,
            "title": document.title,
            "author": document.author,
            "publisher": document.publisher,
            "published": document.published,
            "published_inferred": document.published_inferred,
            "url": document.url,
            "segments": [
                {
                    "start": s.start,
                    "end": s.end,
                    "kind": s.kind,
                    "page": s.page,
                    "language": s.language,
                    "box": list(s.box) if s.box else None,
                }
                for s in document.segments
            ],
            "tables": [
                {
                    "name": t.name,
                    "rows": t.rows,
                    "offsets": t.offsets,
                    "has_header": t.has_header,
                    "page": t.page,
                }
                for t in document.tables
            ],
            "metadata": dict(document.metadata),
        }
    )


def text_bytes(document: Document) -> bytes:
    """The text of a document as bytes. A lone surrogate, which no source should have, becomes `?`."""
    return document.text.encode("utf-8", errors="replace")


def document_of(structure: bytes, text: bytes) -> Document:
    """The document again."""
    told: Mapping[str, Any] = json.loads(structure)
    return Document(
        text=text.decode("utf-8"),
        sha256=told["sha256"],
        media_type=told["media_type"],
        language=told["language"],
        title=told["title"],
        author=told["author"],
        publisher=told["publisher"],
        published=told["published"],
        published_inferred=told["published_inferred"],
        url=told["url"],
        segments=tuple(
            Segment(
                s["start"],
                s["end"],
                s["kind"],
                s["page"],
                s["language"],
                tuple(s["box"]) if s["box"] else None,
            )
            for s in told["segments"]
        ),
        tables=tuple(
            Table(
                t["name"],
                tuple(tuple(row) for row in t["rows"]),
                tuple(tuple((cell[0], cell[1]) for cell in row) for row in t["offsets"]),
                t["has_header"],
                t["page"],
            )
            for t in told["tables"]
        ),
        metadata=told["metadata"],
    )


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", errors="replace"
    )
