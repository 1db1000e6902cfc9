"""Items and documents: what is kept, and what it says."""

from __future__ import annotations

from typing import Any, Literal

from django.http import FileResponse
from ninja import File, Form, Path, Query, Router, Schema
from ninja.files import UploadedFile

from accounted.record import queries
from accounted.record.docket import DecisionRefused, NotOnRecord
from accounted.record.queries.reading_room import must_be_seen, must_see_item
from accounted.web import uploads
from accounted.web.api.problems import PROBLEMS, must
from accounted.web.api.shapes import (
    Asked,
    DocumentShown,
    DocumentText,
    Facts,
    Identifier,
    ItemShown,
    Page,
    Text,
)
from accounted.web.pages.add import quota

router = Router(tags=["material"])
State = Literal["kept", "documented", "no_text", "listed", "refused", "destroyed"]


class Upload(Schema):
    """Files that were sent, and are being taken in."""

    id: str
    files: int


class ItemsAsked(Asked):
    """Which items are wanted."""

    state: State | None = None


class DocumentsAsked(Asked):
    """Which documents are wanted."""

    publisher: Text | None = None
    language: Text | None = None


@router.get("/items", response={200: Page[ItemShown], **PROBLEMS}, summary="List items")
def items(request: Any, asked: Query[ItemsAsked]) -> Any:
    """What is kept, in the order in which it was taken in."""
    must(request, "see_material")
    found = queries.items(
        request.archive, state=asked.state, sight=request.sight, limit=asked.size + 1, offset=asked.start
    )
    return asked.of([_item(one) for one in found])


@router.post("/items", response={202: Upload, **PROBLEMS}, summary="Add files")
def add(request: Any, files: File[list[UploadedFile]], facts: Form[Facts]) -> Any:
    """Keep files and put what they claim on record. It goes on after the answer: look at the upload again."""
    must(request, "add_material")
    told = {name: value for name, value in facts.dict().items() if value}
    told.setdefault("obtained_by", request.user.full_name or request.user.username)
    by = request.reviewer().pseudonym
    batch = uploads.begin(request.archive, owner=request.user.pk, by=by, facts=told)
    try:
        for given in files:
            assert given.file is not None
            name, data = given.name or "file", given.file
            uploads.put(request.archive, batch, name, data, given.size or 0, quota=quota())
        uploads.close(request.archive, batch)
    except (DecisionRefused, OSError):
        uploads.discard(request.archive, batch)
        raise
    request.audit("added", batch=batch.id)
    return 202, {"id": batch.id, "files": len(files)}


@router.get("/items/{number}", response={200: ItemShown, **PROBLEMS}, summary="One item")
def item(request: Any, number: Path[Identifier]) -> Any:
    """One kept file by its number."""
    must(request, "see_material")
    must_see_item(request.archive, number, request.sight)
    return _item(queries.item(request.archive, number))


BYTES = {
    "description": "The bytes",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@router.get(
    "/items/{number}/bytes",
    response=PROBLEMS,
    openapi_extra={"responses": {200: BYTES}},
    summary="The bytes of an item",
)
def bytes_of(request: Any, number: Path[Identifier]) -> Any:
    """The bytes as they were kept, never rendered: their SHA-256 is the item's."""
    must(request, "see_material")
    must_see_item(request.archive, number, request.sight)
    held = queries.item(request.archive, number)
    request.audit("original_read", item=held.number)
    if held.state == "destroyed":
        raise NotOnRecord(f"{number}: its bytes were destroyed by order")
    answer = FileResponse(
        request.archive.store.open_object(held.sha256),
        as_attachment=True,
        filename=f"{held.number}.bin",
        content_type="application/octet-stream",
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Digest"] = f"sha-256={held.sha256}"
    return answer


@router.get("/documents", response={200: Page[DocumentShown], **PROBLEMS}, summary="List documents")
def documents(request: Any, asked: Query[DocumentsAsked]) -> Any:
    """The documents on record, in the order of their items."""
    must(request, "see_material")
    found = queries.documents(
        request.archive,
        publisher=asked.publisher,
        language=asked.language,
        sight=request.sight,
        limit=asked.size + 1,
        offset=asked.start,
    )
    return asked.of([_document(one) for one in found])


@router.get("/documents/{document}", response={200: DocumentText, **PROBLEMS}, summary="One document")
def document(request: Any, document: Path[Identifier]) -> Any:
    """One document with its text."""
    must(request, "see_material")
    held = queries.document(request.archive, document)
    must_be_seen(request.archive, held.id, request.sight)
    text = queries.text_of(request.archive, held)
    return {**_document(held), "text": text.text, "text_sha256": held.text_sha256}


def _item(one: queries.ItemOnRecord) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ItemShown.model_fields}


def _document(one: queries.DocumentOnRecord) -> dict[str, Any]:
    return {name: getattr(one, name) for name in DocumentShown.model_fields}
