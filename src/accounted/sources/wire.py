"""What crosses from the confined process: JSON, checked piece by piece before it is believed.

The process that wrote it has parsed hostile bytes, so nothing here trusts it: every offset must lie in the
text, and every file it names must be a plain, numbered file in the directory that was given to it.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from accounted.claims import Document, Segment, SegmentKind, Table
from accounted.sources.extraction import MIB, Child, Extraction, Hints, Limits, RefusedFile, Workspace
from accounted.sources.job import Job, Outbox, Outcome
from accounted.sources.manuscript import CELL_SEPARATOR
from accounted.sources.names import visible

RESULT = "result.json"
LARGEST_RESULT = 256 * MIB
_KINDS = frozenset(get_args(SegmentKind))


class Distrusted(ValueError):
    """A result that does not fit together: the process that made it is not to be believed."""


def job_to_wire(
    path: Path, *, name: str, media_type: str, limits: Limits, hints: Hints, directory: Path, depth: int,
    tesseract: str | None,
) -> dict[str, Any]:  # fmt: skip
    """A job as JSON can hold it."""
    return {
        "path": str(path), "name": name, "media_type": media_type, "limits": asdict(limits),
        "hints": asdict(hints), "directory": str(directory), "depth": depth, "tesseract": tesseract,
    }  # fmt: skip


def job_from_wire(data: Mapping[str, Any]) -> Job:
    """The job again, in the confined process."""
    limits = Limits(**data["limits"])
    path = Path(data["path"])
    return Job(
        path=path,
        name=data["name"],
        media_type=data["media_type"],
        limits=limits,
        hints=Hints(**data["hints"]),
        outbox=Outbox(Path(data["directory"]), limits, path.stat().st_size),
        tesseract=data["tesseract"],
        depth=data["depth"],
    )


def outcome_to_wire(job: Job, outcome: Outcome) -> dict[str, Any]:
    """A result as JSON can hold it. Tables travel as lengths of cells: their words stand in the text."""
    manuscript = outcome.manuscript
    document = None
    if manuscript is not None:
        document = _document_to_wire(
            manuscript.document(media_type=job.media_type, hints=job.hints, sha256=job.sha256())
        )
    return {
        "extractor": outcome.extractor,
        "version": outcome.version,
        "warnings": [visible(warning[:1000]) for warning in outcome.warnings[:200]],
        "document": document,
        "children": [
            {
                "file": child.data_path.name, "name": child.name, "path": child.path_in_parent,
                "media_type": child.media_type, "url": child.url, "captured": child.captured,
                "metadata": dict(child.metadata),
            }
            for child in job.outbox.children
        ],
    }  # fmt: skip


def refusal_to_wire(refused: RefusedFile) -> dict[str, Any]:
    """A refusal as JSON can hold it."""
    return {"refused": {"code": refused.code, "what": refused.what[:1000], "advice": refused.advice[:1000]}}


def dumps(data: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8; what UTF-8 cannot hold has been replaced before."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def extraction_from_wire(
    raw: bytes, *, media_type: str, depth: int, workspace: Workspace | None
) -> Extraction:
    """The extraction, checked.

    Raises:
        RefusedFile: the result is a refusal.
        Distrusted: it does not fit together.
    """
    try:
        data = json.loads(raw)
        if "refused" in data:
            refused = data["refused"]
            raise RefusedFile(_text(refused["code"]), _text(refused["what"]), _text(refused["advice"]))
        children = tuple(_child(child, workspace) for child in data["children"])
        return Extraction(
            document=None if data["document"] is None else _document(data["document"]),
            children=children,
            extractor=_text(data["extractor"]),
            version=_text(data["version"]),
            warnings=tuple(_text(warning) for warning in data["warnings"]),
            media_type=media_type,
            depth=depth,
            workspace=workspace if children else None,
        )
    except Distrusted:
        raise
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise Distrusted(f"the reader's result does not fit together ({type(error).__name__})") from error


def _document_to_wire(document: Document) -> dict[str, Any]:
    facts = {
        name: getattr(document, name)
        for name in ("sha256", "media_type", "language", "title", "author", "publisher", "published",
                     "published_inferred", "url")
    }  # fmt: skip
    return facts | {
        "text": document.text,
        "metadata": dict(document.metadata),
        "segments": [[s.start, s.end, s.kind, s.page, s.language, s.box] for s in document.segments],
        "tables": [
            {
                "name": table.name,
                "header": table.has_header,
                "page": table.page,
                "rows": [
                    [cells[0][0] if cells else 0, *(end - start for start, end in cells)]
                    for cells in table.offsets
                ],
            }
            for table in document.tables
        ],
    }


def _document(data: Mapping[str, Any]) -> Document:
    text = _text(data["text"])
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Distrusted("the text holds lone surrogates") from error
    return Document(
        text=text,
        sha256=_optional(data["sha256"]),
        media_type=_text(data["media_type"]),
        language=_optional(data["language"]),
        title=_optional(data["title"]),
        author=_optional(data["author"]),
        publisher=_optional(data["publisher"]),
        published=_optional(data["published"]),
        published_inferred=data["published_inferred"] is True,
        url=_optional(data["url"]),
        segments=tuple(_segment(segment, len(text)) for segment in data["segments"]),
        tables=tuple(_table(table, text) for table in data["tables"]),
        metadata={_text(key): _text(value) for key, value in data["metadata"].items()},
    )


def _segment(data: list[Any], length: int) -> Segment:
    start, end, kind, page, language, box = data
    if not (_whole(start) and _whole(end) and 0 <= start < end <= length) or kind not in _KINDS:
        raise Distrusted(f"a segment [{start}, {end}) of kind {kind} in a text of {length} characters")
    if page is not None and not _whole(page):
        raise Distrusted("a page that is no number")
    corners = None
    if box is not None:
        left, top, right, bottom = (float(value) for value in box)
        corners = (left, top, right, bottom)
    return Segment(start, end, kind, page, _optional(language), corners)


def _table(data: Mapping[str, Any], text: str) -> Table:
    rows, offsets = [], []
    for start, *lengths in data["rows"]:
        if not _whole(start) or not all(_whole(length) and length >= 0 for length in lengths):
            raise Distrusted("a table whose cells have no proper lengths")
        places = []
        position = start
        for length in lengths:
            places.append((position, position + length))
            position += length + len(CELL_SEPARATOR)
        if places and not 0 <= start <= places[-1][1] <= len(text):
            raise Distrusted("a table that stands outside its text")
        offsets.append(tuple(places))
        rows.append(tuple(text[begin:end] for begin, end in places))
    page = data["page"]
    return Table(_optional(data["name"]), tuple(rows), tuple(offsets), data["header"] is True, page)


def _child(data: Mapping[str, Any], workspace: Workspace | None) -> Child:
    file = _text(data["file"])
    if workspace is None or not re.fullmatch(r"\d{6,9}\.bin", file):
        raise Distrusted("an item in a file that was not agreed on")
    path = workspace.path / file
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        raise Distrusted("an item that is not a plain file")
    return Child(
        name=_text(data["name"]),
        path_in_parent=_text(data["path"]),
        data_path=path,
        media_type=_text(data["media_type"]),
        size=found.st_size,
        url=_optional(data["url"]),
        captured=_optional(data["captured"]),
        metadata={_text(key): _text(value) for key, value in data["metadata"].items()},
        workspace=workspace,
    )


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Distrusted("a text that is none")
    return value


def _optional(value: Any) -> str | None:
    return None if value is None else _text(value)
